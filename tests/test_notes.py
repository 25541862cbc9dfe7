"""Notes by hand: priority, default, guarantees, recovery; coverage; what must hold on any path."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from fundmodel.interest import interest, period_rate
from fundmodel.notes import (
    Guarantee,
    NoteAccounts,
    NoteError,
    NoteTerms,
    ServiceFee,
    Tranche,
    coverage_shortfall,
    set_aside,
)
from fundmodel.studies import read_study
from fundmodel.studies.terms import study_terms

SENIOR = Tranche("senior", 1000, 0.10, (0, 0.5, 0.5))
JUNIOR = Tranche("junior", 500, 0.20, (0, 0, 0, 1.0))


def paid(terms: NoteTerms, cash: list[int]) -> tuple[NoteAccounts, list[int]]:
    """One path that receives cash by period; the cash left after each."""
    accounts, left, held = NoteAccounts(terms, 1), [], 0
    for period, receipt in enumerate(cash, start=1):
        after, _ = accounts.pay(period, np.array([held + receipt]))
        held = int(after[0])
        left.append(held)
    return accounts, left


def terms(*tranches: Tranche, periods: int = 4, **others: object) -> NoteTerms:
    return NoteTerms(tranches, 1, periods, **others)


def test_a_note_that_cannot_default_pays_exactly_its_schedule() -> None:
    accounts, left = paid(terms(SENIOR, JUNIOR), [2000, 1000, 1000, 1000])
    # Senior 100, 600, 550; junior 100, 100, 100, 600.
    assert left == [1800, 2100, 2450, 2850]
    assert accounts.received.ravel().tolist() == [1250, 900]
    assert accounts.shortfall.tolist() == accounts.holder_loss.tolist() == [[0], [0]]
    assert not accounts.is_default.any()


def test_in_default_cash_goes_by_priority_and_missed_interest_does_not_grow() -> None:
    accounts, left = paid(terms(SENIOR, JUNIOR), [200, 650, 0, 700])
    # Period 2 owes 600 + 100: default; senior gets 100 + 550.
    # Period 3: 45 missed. Period 4: 45 + 450, then 100 + 105.
    assert accounts.is_default.tolist() == [True]
    assert left == [0, 0, 0, 0]
    assert accounts.received.ravel().tolist() == [100 + 650 + 495, 100 + 205]
    assert accounts.balance.ravel().tolist() == [0, 395]
    assert accounts.holder_loss.ravel().tolist() == [45, 395 + 200]


def test_the_fee_ranks_first_and_stops_at_default() -> None:
    fee = ServiceFee(rate=0.01, equity_amount=3500)
    accounts, left = paid(terms(SENIOR, JUNIOR, fee=fee), [250, 749, 0, 0])
    # 50 + 200 are due, then 50 + 700: one short.
    assert accounts.fee.tolist() == [50]
    assert accounts.is_default.tolist() == [True]
    assert left == [0, 0, 0, 0]
    # All of 749 goes to senior interest and principal.
    assert accounts.received.ravel().tolist() == [100 + 749, 100]


def test_a_guarantee_drawn_before_default_cures_a_missed_payment() -> None:
    guarantee = Guarantee("g", "state", ("senior",), is_drawn_before_default=True, is_recovered=True)
    accounts, left = paid(terms(SENIOR, guarantees=(guarantee,)), [100, 400, 700, 0])
    assert left == [0, 0, 150, 150]
    assert accounts.drawn.tolist() == [[200]]
    assert not accounts.is_default.any()
    assert accounts.received.tolist() == [[1050]]
    assert accounts.holder_loss.tolist() == [[0]]
    assert accounts.recover(np.array([150])).tolist() == [0]
    assert accounts.recovered.tolist() == [[150]]


def test_a_guarantee_too_small_to_cure_pays_after_default_up_to_its_limit() -> None:
    guarantee = Guarantee("g", "state", ("senior",), limit=150, is_drawn_before_default=True)
    accounts, _ = paid(terms(SENIOR, guarantees=(guarantee,)), [100, 400, 0, 0])
    assert accounts.is_default.tolist() == [True]
    # 600 due and 400 paid in period 2; the limit leaves 50 of principal late, with interest on it.
    assert accounts.drawn.tolist() == [[150]]
    assert accounts.balance.tolist() == [[550]]
    assert accounts.holder_loss.tolist() == [[550 + 55 + 55]]


def test_in_default_a_guarantor_is_repaid_behind_its_note_and_ahead_of_the_next() -> None:
    guarantee = Guarantee("g", "state", ("senior",), is_recovered=True)
    accounts, left = paid(terms(SENIOR, JUNIOR, guarantees=(guarantee,)), [200, 0, 800, 0])
    # Period 2: 600 drawn. Period 3: 50 + 500 to senior; of 250 the guarantor gets all, junior nothing.
    assert accounts.drawn[0].tolist() == [600]
    assert accounts.recovered.tolist() == [[250]]
    assert accounts.received.ravel().tolist() == [100 + 550, 100]
    assert accounts.holder_loss.ravel().tolist() == [0, 500 + 300]
    assert left[-1] == 0


def test_a_guaranteed_note_keeps_its_schedule_and_its_cash_is_set_aside_from_the_next() -> None:
    guarantee = Guarantee("g", "state", ("senior",))
    accounts, left = paid(terms(SENIOR, JUNIOR, guarantees=(guarantee,)), [199, 1200, 0, 0])
    # Default in period 1: senior 100, 99 stay aside. Period 2: senior 600; 550 stay aside; junior gets 149.
    assert left == [99, 550, 0, 0]
    assert accounts.received.ravel().tolist() == [1250, 149]
    assert accounts.drawn[0].tolist() == [0]


def test_premiums_follow_the_covered_balance() -> None:
    guarantee = Guarantee("g", "state", ("senior", "junior"), share=0.5, limit=600, premium_rate=0.02)
    schedule = terms(SENIOR, JUNIOR, guarantees=(guarantee,)).schedule
    # Half of 1500, 1500, 1000, 500, at most 600.
    assert schedule.premium[0].tolist() == [0, 12, 12, 10, 5, 0]


def test_a_floating_coupon_and_a_rounded_schedule() -> None:
    note = Tranche("a", 1000, (0.10, 0.12), (1 / 3, 1 / 3, 1 / 3))
    schedule = terms(note, periods=3).schedule
    assert schedule.principal[0].tolist() == [0, 333, 333, 334, 0]
    assert schedule.interest[0].tolist() == [0, 100, 80, 40, 0]


def test_coverage_and_what_is_set_aside_on_the_published_case() -> None:
    notes, unit = study_terms(read_study("nbt2012_a")).notes, 10**8
    none = np.zeros((2, 1), dtype=np.int64)
    # After semester 3: senior 2 x 31.25 + 312.5 + fees of 6.25; junior 60 + 3.75 behind it.
    found = coverage_shortfall(notes, 3, np.array([0]), none)
    assert found / unit == pytest.approx(1.75 * 381.25)
    assert 3.5 * 63.75 + 381.25 < 1.75 * 381.25
    # After semester 9 only the junior is left: 2 x 187.5 + 22.5 + 15 + fees on 562.5 and 375.
    found = coverage_shortfall(notes, 9, np.array([100 * unit]), none + unit)
    assert found / unit == pytest.approx(3.5 * (375 + 37.5 + 0.0025 * 937.5) - 102)
    # After the notes the fee on equity is left.
    assert coverage_shortfall(notes, 13, np.array([10 * unit]), none) / unit == pytest.approx(5)
    assert set_aside(notes, 3, 2) / unit == pytest.approx(312.5 + 2 * (61.25 + 12.5))
    assert set_aside(notes, 11, 1) / unit == pytest.approx(187.5 + 7.5 + 7.96875)
    assert set_aside(notes, 12, 0) == 0


@pytest.mark.parametrize(
    ("tranches", "guarantees", "message"),
    [
        ((Tranche("a", 10, 0.1, (0.5, 0.4)),), (), "principal shares of a sum to 0.9"),
        ((Tranche("a", 0, 0.1, (1.0,)),), (), "must be above 0"),
        ((Tranche("a", 10, 0.1, (0, 0, 0, 0, 1.0)),), (), "repays in period 5"),
        ((SENIOR, SENIOR), (), "each must be used once"),
        ((SENIOR,), (Guarantee("g", "x", ("other",)),), "not tranches"),
        (
            (SENIOR,),
            (Guarantee("g", "x", ("senior",)), Guarantee("h", "x", ("senior",))),
            "one guarantee only",
        ),
    ],
)
def test_terms_that_do_not_fit_are_refused(
    tranches: tuple[Tranche, ...], guarantees: tuple[Guarantee, ...], message: str
) -> None:
    with pytest.raises(NoteError, match=message):
        NoteTerms(tranches, 1, 4, guarantees=guarantees)


CASES = st.fixed_dictionaries(
    {
        "share": st.sampled_from([0.3, 1.0]),
        "limit": st.sampled_from([None, 200, 900]),
        "premium_rate": st.sampled_from([0.0, 0.03]),
        "is_drawn_before_default": st.booleans(),
        "is_recovered": st.booleans(),
        "tranches": st.sampled_from([("senior",), ("junior",), ("senior", "junior")]),
    }
)


@given(CASES, st.lists(st.lists(st.integers(0, 900), min_size=6, max_size=6), min_size=1, max_size=4))
def test_laws_on_any_path(case: dict, receipts: list[list[int]]) -> None:
    is_covering_fee = case["is_drawn_before_default"]
    guarantee = Guarantee("g", "state", is_covering_fee=is_covering_fee, **case)
    notes = terms(SENIOR, JUNIOR, guarantees=(guarantee,), fee=ServiceFee(0.01, 2000))
    accounts = NoteAccounts(notes, len(receipts))
    cash, given_in, spent = (
        np.zeros(len(receipts), dtype=np.int64),
        0,
        np.zeros((2, len(receipts)), dtype=np.int64),
    )
    due = np.zeros((2, 1), dtype=np.int64)
    for period in range(1, 7):
        receipt = np.array([row[period - 1] for row in receipts])
        given_in = given_in + receipt
        cash, _ = accounts.pay(period, cash + receipt)
        due += notes.schedule.column(notes.schedule.interest + notes.schedule.principal, period)[:, None]
        spent = accounts.received + accounts.drawn
        for row, note in enumerate(notes.tranches):
            is_whole = note.code in guarantee.tranches and guarantee.share == 1 and guarantee.limit is None
            if is_whole:
                assert (spent[row] >= due[row]).all()
    cash = accounts.recover(cash)
    assert (cash >= 0).all()
    # Sum over holders, guarantor and servicer is the cash, to the unit.
    uses = accounts.received.sum(axis=0) + accounts.fee + accounts.premium[0] + accounts.recovered[0]
    np.testing.assert_array_equal(given_in - cash, uses - accounts.fee_drawn[0])
    # Shortfall = draws + holders' loss; a loss is principal still owed and interest missed.
    np.testing.assert_array_equal(accounts.shortfall, accounts.drawn + accounts.holder_loss)
    assert (accounts.holder_loss >= accounts.balance).all()
    assert (accounts.balance >= 0).all()
    assert (accounts.holder_loss >= 0).all()
    if guarantee.limit is not None:
        assert (accounts.draws(0) <= guarantee.limit).all()
    assert (accounts.recovered[0] <= accounts.draws(0)).all()
    sound = ~accounts.is_default
    np.testing.assert_array_equal(spent[:, sound], np.broadcast_to(due, spent.shape)[:, sound])


def test_interest_on_one_unit_is_nothing() -> None:
    assert interest(np.array([1]), period_rate(0.05, 4)).tolist() == [0]

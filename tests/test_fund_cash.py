"""Calls, idle cash, subscription lines and recallable distributions: numbers worked out by hand, and laws."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fundmodel.funds.class_flows import Programme
from fundmodel.funds.recycling import LIMITS
from tests.fund_case import FundCase, lot
from tests.test_fund_laws import cases, everything
from tests.test_funds import PROFIT, column, rows_of

INSTALMENTS = {"call_method": "instalments"}


def with_terms(**terms: object) -> Programme:
    """The programme of tests/test_funds.py: limited partners commit 1,800 of 2,000; lots 800 and 400."""
    return PROFIT.with_(terms=terms).run()


def balance(programme: Programme) -> list[int]:
    return column(programme.children.rows["balance"])


def test_instalments_leave_idle_cash_that_earns_interest() -> None:
    """An instalment is a quarter of 1,800, 450; the first quarter costs limited partners 723 + 18 = 741 (see
    tests/test_funds.py), so 741 are called. Common is 1,208 after quarter 1, 1,212 after 2, 1,216 after 3;
    90 % of it 1,087, 1,090, 1,094: with a fee of 18 the quarters cost 382, 21 and 22. With instalments every
    two quarters 382 are called in quarter 1 and an instalment in quarter 2, of which 429 stay. A quarter
    later they have earned 1 %, 4.29 -> 4: 429 + 4 - 22 = 411; then 4.11, cumulative 8.4.
    """
    programme = with_terms(**INSTALMENTS, instalment_interval_quarters=2)
    assert balance(programme)[:4] == [0, 0, 429, 429 + 4 - 22]
    assert rows_of(programme.children, "interest")[:5] == [0, 0, 0, 4, 4]
    assert programme.children.budget.treasury is not None
    assert programme.children.rows["returned"][:, 0].sum() > 300
    assert rows_of(programme.children, "nav")[2] == 1200 + 429


def test_small_calls_are_rounded_up_to_the_smallest_call() -> None:
    """741 and 382 exceed 200; the 21 of quarter 2 become 200 and leave 179, which earn 1 %, 1.79 -> 1, and
    pay the 22 of quarter 3.
    """
    programme = with_terms(minimum_call_krw=200)
    assert balance(programme)[:4] == [0, 0, 179, 179 + 1 - 22]
    assert (programme.children.rows["short"] == 0).all()


def test_notice_calls_what_a_quarter_is_expected_to_cost() -> None:
    """One quarter's notice. Nothing was called for quarter 0: 741 at once. The fund then expects 800 for lots
    again, 4 of expenses, 90 % of that 723.6, and 18: 741.6 -> 742. Quarter 1 costs 382: 360 stay. It expects
    lots of 600, as in the mean of two quarters: 0.9 x 604 + 18 = 561.6, 201.6 beyond the 360: 202 are called
    in quarter 2, which costs 21 and finds 3 of interest: 360 + 3 + 202 - 21 = 544.
    """
    programme = with_terms(call_notice_quarters=1)
    called = column(np.cumsum(programme.children.rows["lp_called"], axis=0))
    assert called[:3] == [741, 741 + 742, 741 + 742 + 202]
    assert balance(programme)[:3] == [0, 360, 544]
    assert column(programme.children.rows["short"])[:3] == [741] * 3


LINE = {"line_share": 0.5, "line_clean_down_quarters": 2}


def test_a_line_delays_calls_and_costs_interest() -> None:
    """Half of 1,800 may be lent: 741 in quarter 0, nothing is called of limited partners. Interest of 8 % a
    year: 2 % of 741 = 14.82 -> 14 in quarter 1, an expense of all partners. Then all is called: common is
    800 + 4 + 400 + 4 + 14 = 1,222, 90 % of it 1,099, with two fees of 18: 1,135. The next quarters likewise.
    """
    programme = with_terms(**LINE)
    assert balance(programme)[:2] == [-741, 0]
    assert rows_of(programme.children, "expense")[:2] == [4, 4 + 14]
    assert rows_of(programme.children, "lp_called")[:2] == [0, 1135]
    assert balance(programme)[3] == 0
    plain = with_terms()
    assert programme.children.partners.groups[0].paid_in > plain.children.partners.groups[0].paid_in
    # The managers' commitment is called as money is spent, and their part of cash goes by what is spent.
    assert column(programme.children.partners.gp.paid_in[None]) >= [120]


RECYCLED = FundCase(
    lots=[*lot(0, 1000, 1, 1000), *lot(2, 1000, 5, 1500)],
    terms={"recycling_share": 0.5, "carry_rate": 0.0, "recycling_cap_share": 0.1},
)


def test_distributions_are_called_again_up_to_the_cap() -> None:
    """1,000 come back in quarter 1; half may be called again, at most 10 % of 2,000: 200.

    Quarter 2 asks for 1,000: left of commitment are 2,000 - 32 - 80 - 1,000 = 888, less 2.5 % of 1,000: 863;
    with 200 1,063, over 1.025: 1,037: all of it is paid, where 841 would have been. What is spent and set
    aside goes 25.6 beyond: 863 - 1,025 = -162: 162 of the 200 are used.
    """
    programme = RECYCLED.run()
    assert rows_of(programme.children, "invested") == [1000, 0, 1000] + [0] * 7
    recycling = programme.children.budget.recycling
    assert recycling is not None
    assert (recycling.recallable[0], recycling.recycled[0]) == (200, 162)
    plain = RECYCLED.with_(terms={"carry_rate": 0.0}).run()
    assert rows_of(plain.children, "invested")[2] == 841


def test_what_stops_recycling_is_named() -> None:
    def limit(case: FundCase, **terms: object) -> str:
        flows = case.with_(terms=case.terms | terms).run().children
        assert flows.budget.recycling is not None
        return LIMITS[int(flows.budget.recycling.limits(flows.rows["not_funded"].sum(axis=0))[0])]

    assert limit(RECYCLED) == "none"
    assert limit(RECYCLED, recycling_cap_share=0.05) == "cap"
    assert limit(RECYCLED, recycling_cap_share=0.0) == "cap"
    assert limit(RECYCLED, recycling_share=0.1) == "share"
    assert limit(RECYCLED, recycling_window_quarters=-4) == "window"
    assert limit(FundCase(lots=lot(0, 1000, 9, 1), terms=RECYCLED.terms, life=4)) == "window"
    assert limit(FundCase(lots=[], terms=RECYCLED.terms)) == "no_proceeds"
    assert limit(FundCase(lots=lot(0, 1000, 1, 1000), terms=RECYCLED.terms)) == "not_needed"
    late = FundCase(lots=[*lot(0, 2500, 2, 1000)], terms=RECYCLED.terms)
    assert limit(late) == "too_late"


def test_a_mega_fund_that_committed_too_much_cuts_the_lots_of_its_funds() -> None:
    """It has committed 900 of 2,000 and has 900 / 1.5 = 600. Left of commitment in quarter 0 are 2,000 - 32 -
    80 = 1,888, so 0.45 x 112 = 50.4 are used or set aside: 548.6 are there, one won kept for rounding. A lot
    of 800 takes 2.5 % more for the fee on it, 0.45 of 820: 369. Quarter 1: left 1,888 - 820 = 1,068, used
    419.4, there 179.6; 400 would take 184.5, so 400 x 179.6 / 184.5 = 389.4 -> 389 are paid, 11 cut.
    """
    programme = with_terms(over_commitment_share=0.5)
    assert rows_of(programme.children, "invested")[:2] == [800, 389]
    assert rows_of(programme.children, "mega_short")[:3] == [0, 11, 0]
    assert rows_of(programme.children, "not_funded")[:2] == [0, 11]
    assert programme.children.paid_in[-1, 0, 0] <= 600
    small = with_terms(over_commitment_share=0.1)
    assert rows_of(small.children, "invested")[:2] == [800, 400]


@settings(max_examples=40)
@given(cases(), st.lists(st.sampled_from([0.0, 0.1, 0.5]), min_size=2, max_size=2))
def test_a_mega_fund_never_pays_more_than_it_has(case: FundCase, beyond: list[float]) -> None:
    """Whatever it committed; a scenario without over-commitment beside it is as it would be alone."""
    shares = beyond[: case.n_scenarios]
    programme = case.with_(by_scenario=case.by_scenario | {"over_commitment_share": shares}).run()
    paid = programme.children.paid_in[-1, 0].reshape(case.n_scenarios, -1)
    placed = case.stakes[0] * len(case.starts)
    for own, share in zip(paid, shares, strict=True):
        assert (own <= placed / (1 + share)).all()
    if not any(shares[:1]) and any(shares):
        alone = everything(case.run())
        for name, values in everything(programme).items():
            if name in alone:
                assert np.array_equal(values[..., : len(case.paths)], alone[name][..., : len(case.paths)]), (
                    name
                )


TERMS = st.fixed_dictionaries(
    {
        "call_method": st.sampled_from(["on_demand", "instalments"]),
        "instalment_interval_quarters": st.integers(1, 3),
        "call_notice_quarters": st.integers(0, 2),
        "minimum_call_krw": st.sampled_from([0, 50, 400]),
        "line_share": st.sampled_from([0.0, 0.3, 1.0]),
        "line_clean_down_quarters": st.integers(1, 4),
        "recycling_share": st.sampled_from([0.0, 0.4, 1.0]),
        "recycling_cap_share": st.sampled_from([0.05, 1.0]),
        "recycling_window_quarters": st.integers(-2, 4),
        "domestic_fee_discount_share": st.sampled_from([0.0, 0.3]),
        "transaction_fee_rate": st.sampled_from([0.0, 0.02]),
    }
)


@settings(max_examples=60)
@given(cases(), TERMS)
def test_laws_hold_with_any_terms_of_cash(case: FundCase, terms: dict[str, object]) -> None:
    """The run checks sources and uses, limits, and that no cash and no debt is left."""
    programme = case.with_(terms=terms).run()
    assert (np.diff(programme.children.paid_in, axis=0) >= 0).all()
    assert (np.diff(programme.mega.paid_in, axis=0) >= 0).all()


@settings(max_examples=20)
@given(cases(), TERMS)
def test_a_scenario_without_the_terms_is_what_it_is_alone(case: FundCase, terms: dict[str, object]) -> None:
    """Beside another scenario that has the terms, to the last bit."""
    alone = everything(case.with_(n_scenarios=1, by_scenario={}).run())
    off = {name: case.with_().tables()["fund_terms_assumptions"][name][0] for name in terms}
    both = case.with_(
        n_scenarios=2, by_scenario={name: [off[name], value] for name, value in terms.items()}
    ).run()
    n_paths = both.grid.path_id.size
    for name, values in everything(both).items():
        if name in alone:
            assert np.array_equal(values[..., :n_paths], alone[name]), name


@pytest.mark.parametrize("rate", [0.0, 0.04])
def test_without_interest_idle_cash_comes_back_in_full(rate: float) -> None:
    programme = with_terms(**INSTALMENTS, idle_cash_rate=rate, instalment_share=0.5)
    rows = programme.children.rows
    assert rows["returned"].sum() == rows["advance"].sum() + rows["interest"].sum()
    assert (rows["interest"].sum() > 0) == (rate > 0)

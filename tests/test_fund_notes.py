"""Notes under the equity of child funds: by hand, over random terms, and against the base programme."""

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import fundmodel as fm
from fundmodel.funds.class_flows import Programme
from fundmodel.funds.cohort_sales import sell_dearest
from fundmodel.funds.fund_notes import FundNotes
from fundmodel.funds.lots import LotRows, Lots
from fundmodel.funds.note_frames import forced_sales
from fundmodel.pipeline import Cache
from fundmodel.reports.document.laws import checked_laws
from tests.closings_case import Closing
from tests.fund_case import N_QUARTERS, FundCase, lot
from tests.note_terms_case import NoteRow, note
from tests.test_closings import closings
from tests.test_fund_laws import cases, everything

LOTS = [*lot(0, 800, 5, 1500), *lot(1, 400, 6, 40)]
WHOLE = {"guarantor": "state", "guarantee_share": 1.0, "premium_rate": 0.02}


def run(*notes: NoteRow, **changes: object) -> tuple[Programme, FundNotes]:
    programme = FundCase(lots=LOTS, notes=notes).with_(**changes).run()
    assert programme.children.notes is not None
    return programme, programme.children.notes


def row(programme: Programme, name: str) -> list[int]:
    return programme.children.rows[name][:, 0].astype(int).tolist()


def test_note_money_pays_for_lots_and_partners_for_the_rest() -> None:
    """500 at 8 %: with nothing kept back all of it goes into the first lot. In quarter 5 the fund has 1,500,
    of which the four quarters of interest before were paid by the guarantor, who is paid back first.
    """
    terms = WHOLE | {"is_drawn_before_default": True, "is_recovered": True, "premium_rate": 0.0}
    programme, notes = run(note("a", 500, 0.08, 6, reserve_quarters=1, **terms))
    # 10 are kept for the interest of quarter 1.
    assert row(programme, "own_invested")[:2] == [310, 400]
    assert notes.flows["drawn_cash"][:6, 0, 0].tolist() == [0, 0, 10, 20, 30, 30]
    # Quarter 5: 1,500 less 10 of interest, 510 kept for quarter 6, 30 to the guarantor.
    assert row(programme, "distributable")[5:7] == [950, 40]
    assert notes.accounts.recovered[0].tolist() == [30]
    assert notes.accounts.holder_loss.tolist() == [[0]]
    assert not notes.accounts.is_default.any()
    # NAV of equity: 800 in assets, 10 in cash, 500 owed.
    assert row(programme, "nav")[0] == 310


def test_default_sells_all_and_pays_by_priority() -> None:
    """Nothing is there for 10 and 6 of interest in quarter 1: lots of 1,200 bring 960, 810 + 16 are owed."""
    programme, notes = run(note("a", 500, 0.08, 6), note("b", 300, 0.08, 7, priority=2))
    assert notes.default_quarter.tolist() == [1]
    assert row(programme, "forced_sale") == [0, 960, *[0] * 8]
    assert notes.accounts.paid.ravel().tolist() == [510, 306]
    assert row(programme, "distributable") == [0, 960 - 816, *[0] * 8]
    assert forced_sales(programme).select("quarter", "sold_krw", "cost_krw").rows() == [(1, 960, 1200)]
    # A discount of all leaves holders with nothing.
    _, notes = run(note("a", 500, 0.08, 6), terms={"forced_sale_discount_share": 1.0})
    assert notes.accounts.holder_loss.tolist() == [[510]]
    assert notes.exposure.tolist() == [[510]]


LINE = {"line_share": 0.5, "line_clean_down_quarters": 4}


def test_partners_repay_a_line_when_notes_default() -> None:
    """As before, with a line. Notes pay the lot of quarter 0, the line 90 % of 4 of expenses and the fee: 3 +
    18 = 21, less than half of 1,800. In quarter 1 the lot of 400 makes it floor(0.9 x 408) + 36 = 403. The
    fund defaults and ends: all 403 are called now, and 816 of 960 go to the notes as without a line.
    """
    listed = (note("a", 500, 0.08, 6), note("b", 300, 0.08, 7, priority=2))
    programme, notes = run(*listed, terms=LINE)
    assert row(programme, "balance")[:3] == [-21, 0, 0]
    assert row(programme, "lp_called")[:3] == [0, 403, 0]
    assert notes.accounts.paid.ravel().tolist() == [510, 306]
    assert row(programme, "distributable")[1] == 960 - 816
    plain, _ = run(*listed)
    assert (programme.children.paid_in[-1] == plain.children.paid_in[-1]).all()
    assert (programme.children.received[-1] == plain.children.received[-1]).all()


def test_notes_are_issued_at_the_first_close_for_what_is_formed_then() -> None:
    """Fund 1 closes in quarter 1 with 60 % and in quarter 3 with 80 %: of 500 it issues 300 in quarter 1.
    Of the lot of 400 it holds 60 %, 240, which note money pays but for the interest kept back: 6 of the next
    quarter. Coupons of 6 follow in quarters 2 to 6, and the principal five quarters after the issue, out of
    60 % of 900; the lot of quarter 0 was missed. On path 1 there is no fund and no note.
    """
    late = Closing(0, 1, 1, 3, False, True, 0.6, 0.8, 700 / 900, 0.5)
    none = Closing(1, 1, 8, 8, True, False, 0.0, 0.0, 0.0)
    lots = [*lot(0, 800, 5, 1500), *lot(1, 400, 6, 900), *lot(1, 400, 6, 900, path=1)]
    listed = note("a", 500, 0.08, 5, reserve_quarters=1)
    programme, notes = run(listed, lots=lots, paths=(0, 1), closings=[late, none])
    assert notes.flows["issued"][:, 0].T.tolist() == [[0, 300, *[0] * 8], [0] * 10]
    assert row(programme, "invested")[:2] == [0, 240]
    assert row(programme, "own_invested")[:2] == [0, 0]
    assert np.diff(notes.flows["paid"][:, 0, 0])[:6].tolist() == [0, 6, 6, 6, 6, 306]
    assert row(programme, "distributable")[6] == 540 - 306 + 300 - 240 - 4 * 6
    assert notes.accounts.received.tolist() == [[330, 0]]
    assert not programme.children.rows["invested"][:, 1].any()


def test_a_dollar_note_follows_the_rate_and_a_full_guarantee_pays_its_schedule_in_dollars() -> None:
    """USD 50 at 10 won a cent is 50,000 won; a worse rate makes every payment dearer."""
    rate = [1000.0 + 100 * quarter for quarter in range(N_QUARTERS)]
    lots = lot(0, 40_000, 6, 90_000)
    case = {"lots": lots, "stakes": (90_000, 0, 50_000, 40_000, 20_000), "top": (60_000, 30_000, 0, 10_000)}
    dollars = {"currency": "USD", "reserve_quarters": 3}
    _, notes = run(note("a", 5_000, 0.08, 6, **dollars), rate=rate, **case)
    assert notes.flows["issued"][0].tolist() == [[50_000]]
    # 100 cents a quarter at 11, 12, ... won.
    paid = notes.flows["paid"][:, 0, 0]
    assert np.diff(paid)[:5].tolist() == [1_100, 1_200, 1_300, 1_400, 1_500]
    assert notes.accounts.received.tolist() == [[5_600]]
    case["lots"] = lot(0, 60_000, 6, 90_000)
    _, notes = run(note("a", 5_000, 0.08, 6, currency="USD", **WHOLE), rate=rate, **case)
    assert notes.accounts.is_default.all()
    # 48,000 from the sale buy fewer dollars than the 5,600 still due.
    assert (notes.accounts.received + notes.accounts.drawn).tolist() == [[5_600]]
    assert (notes.accounts.drawn > 0).all()


def test_a_failed_test_traps_cash_and_sells_the_dearest_cohort_first() -> None:
    """The 10 of the next quarter are asked for 30 times. In quarter 0 the lot of 300 leaves 200 of 500: the
    cohort is sold for 240, and partners pay for the next lot. Without sales cash is 190 in quarter 1 and
    falls; what the lots bring in quarters 5 and 6 passes the test, and the reserve keeps 10.
    """
    lots = [*lot(0, 300, 5, 700), *lot(1, 400, 6, 900)]
    terms = {"coverage_ratio": 30.0, "look_ahead_quarters": 1, "is_selling": True, "reserve_quarters": 1}
    programme, notes = run(note("a", 500, 0.08, 8, **terms), lots=lots)
    assert row(programme, "forced_sale") == [240, *[0] * 9]
    # The cohort had cost 300.
    assert forced_sales(programme).select("quarter", "sold_krw", "cost_krw").rows() == [(0, 240, 300)]
    assert row(programme, "own_invested")[:2] == [0, 400]
    assert notes.cash[:2, 0].tolist() == [440, 430]
    programme, notes = run(note("a", 500, 0.08, 8, **terms | {"is_selling": False}), lots=lots)
    assert row(programme, "forced_sale")[0] == 0
    assert notes.cash[:5, 0].tolist() == [200, 190, 180, 170, 160]
    # 160 of note money stay until the note is repaid; interest is paid out of what the lots bring.
    assert row(programme, "distributable")[4:7] == [0, 690, 890]


def test_cohorts_are_sold_until_enough_is_raised() -> None:
    rows = [(0, priority, funded, when, *amounts) for priority, funded, when, *amounts in (
        (1, 0, 0, 100, 0, 100, 100), (1, 0, 5, 0, 500, -100, -100),
        (1, 1, 1, 300, 0, 300, 300), (1, 1, 5, 0, 500, -300, -300),
        (2, 1, 1, 200, 0, 200, 200), (2, 1, 4, 0, 500, -200, -200),
    )]  # fmt: skip
    lots = Lots.of(LotRows(*np.array(rows).T), 6, np.array([0])).recorded()
    lots.shrink(1, 2, np.array([0]), np.array([0.5]))
    sold = sell_dearest(lots, 2, np.array([0]), np.array([260.0]), np.array([0.8]))
    # Worth 300, 100 and 100 (half of 200): 240 do not suffice, the next brings 80.
    assert (sold.proceeds[0], sold.nav[0], sold.cost[0]) == (320, 400, 400)
    assert lots.proceeds[:, 0].tolist()[3:] == [0, 250, 0]
    assert lots.to_come[0] == 250
    again = sell_dearest(lots, 3, np.array([0]), np.array([1e6]), np.array([0.8]))
    assert again.proceeds[0] == 80
    assert lots.to_come[0] == 0
    with pytest.raises(ValueError, match="recorded"):
        sell_dearest(Lots.of(LotRows(*np.array(rows).T), 6, np.array([0])), 2, *np.ones((3, 1), dtype=int))


@st.composite
def note_rows(draw: st.DrawFn, n_funds: int) -> list[NoteRow]:
    """Up to two notes in each fund, with any schedule, currency, test and guarantee."""
    made = []
    for fund in range(1, n_funds + 1):
        for priority in range(1, 1 + draw(st.integers(0, 2))):
            last = draw(st.integers(1, 6))
            equal = draw(st.booleans())
            terms: NoteRow = {
                "priority": priority,
                "first_principal_quarter": draw(st.integers(1, last)) if equal else last,
                "currency": draw(st.sampled_from(["KRW", "USD"])),
                "reserve_quarters": draw(st.integers(0, 4)),
            }
            if draw(st.booleans()):
                terms |= {
                    "coverage_ratio": draw(st.sampled_from([0.5, 1.5, 4.0])),
                    "look_ahead_quarters": draw(st.integers(1, 3)),
                    "is_selling": draw(st.booleans()),
                }
            if draw(st.booleans()):
                terms |= {
                    "guarantor": "state",
                    "guarantee_share": draw(st.sampled_from([0.4, 1.0])),
                    "guarantee_limit_share": draw(st.sampled_from([None, 0.3])),
                    "premium_rate": draw(st.sampled_from([0.0, 0.05])),
                    "is_drawn_before_default": draw(st.booleans()),
                    "is_recovered": draw(st.booleans()),
                }
            amount, coupon = draw(st.integers(1, 1_500)), draw(st.sampled_from([0.0, 0.04, 0.3]))
            made.append(note(f"{fund}-{priority}", amount, coupon, last, fund, **terms))
    return made


@st.composite
def noted_cases(draw: st.DrawFn) -> FundCase:
    """Random small programmes whose scenarios differ in their notes; a cent costs about a won."""
    case = draw(cases())
    notes = {number: draw(note_rows(len(case.starts))) for number in range(case.n_scenarios)}
    rate = draw(st.lists(st.integers(80, 130), min_size=N_QUARTERS, max_size=N_QUARTERS))
    line = LINE | {"line_share": draw(st.sampled_from([0.0, 1.0]))}
    return case.with_(notes=notes, rate=[float(one) for one in rate], terms=case.terms | line)


@settings(max_examples=60)
@given(noted_cases())
def test_laws_hold_for_random_notes(case: FundCase) -> None:
    """The run checks the laws of notes itself; here: a series is what it is alone, and other laws."""
    programme = case.run()
    whole = everything(programme)
    pair = case.n_scenarios * len(case.paths) - 1
    scenario, path = case.n_scenarios - 1, case.paths[-1]
    alone = case.with_(
        paths=(path,),
        lots=[one for one in case.lots if one[1] == path],
        n_scenarios=1,
        by_scenario={name: values[scenario:] for name, values in case.by_scenario.items()},
        notes={0: case.notes[scenario]},
    )
    for name, values in everything(alone.run()).items():
        assert (values[..., 0] == whole[name][..., pair]).all(), name
    notes = programme.children.notes
    if notes is None:
        return
    accounts = notes.accounts
    assert (accounts.shortfall == accounts.drawn + accounts.holder_loss).all()
    assert (accounts.balance >= 0).all()
    assert (notes.life >= 0).all()
    # No premium for a guarantee that is not there.
    there = np.array([cover.is_there for cover in accounts.covers])
    assert not (accounts.premium * ~there).any()


@settings(max_examples=30)
@given(closings(), st.data())
def test_laws_hold_for_notes_of_funds_with_closings(case: FundCase, data: st.DataObject) -> None:
    """The run checks the laws of both; here: what is issued when, and that size 0 changes nothing."""
    listed = data.draw(note_rows(2))
    terms = LINE | {"line_share": data.draw(st.sampled_from([0.0, 0.5]))}
    programme = case.with_(notes=listed, terms=terms).run()
    notes, formed = programme.children.notes, programme.children.closings
    if formed is not None and notes is not None:
        quarter = np.arange(N_QUARTERS)[:, None]
        issued = np.add.reduce(notes.flows["issued"], axis=1)
        assert not issued[(quarter != formed.start) | (formed.is_formed == 0)].any()
        most = np.add.reduce([float(str(one["amount_units"])) for one in listed]) * 10
        assert (issued <= most * formed.first_share).all()
    plain = everything(case.with_(terms=terms).run())
    nothing = everything(case.with_(notes=[one | {"amount_units": 0} for one in listed], terms=terms).run())
    for name, values in plain.items():
        assert (values == nothing[name]).all(), name


def test_no_notes_is_the_programme_of_before_in_every_named_scenario() -> None:
    """With notes switched on and off again in the model itself, equity is that of each named scenario."""
    known = {name: one for name, one in fm.load_scenarios().items() if name != "research_notes"}
    plain = fm.run(list(known.values()), paths=2)
    noted = fm.run([one.with_(name, notes_size_multiplier=1.0) for name, one in known.items()], paths=2)
    keys = ["scenario_id", "path_id", "party_id"]
    rates = plain["irrs"].filter(plain["irrs"]["measure"] == "net")
    expected = plain["party_totals"].join(rates, on=keys)
    found = noted["equity_without"].filter(pl.col("borrowing") == "notes").drop("borrowing")
    assert found.sort(keys).equals(expected.select(found.columns).sort(keys))
    changed = noted["party_totals"].join(plain["party_totals"], on=keys, suffix="_plain")
    assert (changed["paid_in_krw"] < changed["paid_in_krw_plain"]).any()


def test_foreign_holders_of_notes_are_no_foreign_investors() -> None:
    """Dollar notes change no share of commitments, nor of what is called, beyond won of rounding."""
    known = fm.load_scenarios()
    shares = fm.run([known["base"], known["research_notes"]])["foreign_share"]
    base, noted = (shares.filter(shares["scenario_id"] == number) for number in (0, 1))
    assert base["of_commitments_share"].equals(noted["of_commitments_share"])
    last = noted["reaching_korea_share"].drop_nulls()[-1]
    assert last == pytest.approx(base["reaching_korea_share"].drop_nulls()[-1], abs=1e-3)
    assert noted["foreign_korea_krw"].max() < base["foreign_korea_krw"].max()


def test_blocks_and_threads_change_nothing() -> None:
    scenario = fm.load_scenarios()["research_notes"]
    answers = ("note_performance", "guarantee_cost", "notes_effect", "note_totals")
    one, other = (
        fm.run(scenario, paths=5, cache=Cache(0), **options).compute(*answers)
        for options in ({}, {"block": 4, "threads": 1})
    )
    for name in answers:
        assert one[name].sort(pl.all()).equals(other[name].sort(pl.all())), name
    assert one["note_totals"]["issued_units"].min() > 0
    assert all(law.holds for law in checked_laws(one)), "the laws that the document prints"

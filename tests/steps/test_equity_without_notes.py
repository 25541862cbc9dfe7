import inspect

from polars.testing import assert_frame_equal

from fundmodel.steps.equity_without_notes import equity_without_notes
from fundmodel.steps.fund_flows import fund_flows
from tests.fund_case import FundCase, lot
from tests.note_terms_case import note

LOTS = [*lot(0, 800, 5, 1500), *lot(1, 400, 6, 40), *lot(0, 500, 5, 90, path=3)]


def test_it_is_the_equity_of_the_same_programme_without_notes() -> None:
    case = FundCase(lots=LOTS, paths=(0, 3), n_scenarios=2, notes={1: [note("a", 500, 0.08, 6)]})
    given = case.tables()
    made = equity_without_notes(
        **{name: given[name] for name in inspect.signature(equity_without_notes).parameters}
    )
    plain = case.with_(notes=()).tables()
    whole = fund_flows(**{name: plain[name] for name in inspect.signature(fund_flows).parameters})
    keys = ["scenario_id", "path_id", "party_id"]
    rates = whole["irrs"].filter(whole["irrs"]["measure"] == "net")
    expected = whole["party_totals"].join(rates, on=keys).filter(whole["party_totals"]["scenario_id"] == 1)
    assert_frame_equal(made, expected.select(made.columns).sort(keys), check_exact=True)


def test_without_notes_there_is_nothing_to_compare() -> None:
    given = FundCase(lots=LOTS, paths=(0, 3)).tables()
    made = equity_without_notes(
        **{name: given[name] for name in inspect.signature(equity_without_notes).parameters}
    )
    assert made.is_empty()

import inspect

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from fundmodel.steps.equity_without import equity_without
from fundmodel.steps.fund_flows import fund_flows
from tests.fund_case import FundCase, lot
from tests.note_terms_case import note

LOTS = [*lot(0, 800, 5, 1500), *lot(1, 400, 6, 40), *lot(0, 500, 5, 90, path=3)]
PLAIN = FundCase(lots=LOTS, paths=(0, 3), n_scenarios=2)
BORROWING = {
    "notes": PLAIN.with_(notes={1: [note("a", 500, 0.08, 6)]}),
    "line": PLAIN.with_(by_scenario={"line_share": [0.0, 0.5]}),
}


def _made(case: FundCase) -> pl.DataFrame:
    given = case.tables()
    # The tiny programme has all assumptions in every topic; here a line is one of fund_terms alone.
    for name in ("waterfall_assumptions", "public_support_assumptions"):
        given[name] = given[name].drop("line_share", strict=False)
    return equity_without(**{name: given[name] for name in inspect.signature(equity_without).parameters})


@pytest.mark.parametrize("borrowing", BORROWING)
def test_it_is_the_equity_of_the_same_programme_without(borrowing: str) -> None:
    """The second of two scenarios borrows; without it, it is the first."""
    made = _made(BORROWING[borrowing])
    assert made["borrowing"].unique().to_list() == [borrowing]
    plain = PLAIN.tables()
    whole = fund_flows(**{name: plain[name] for name in inspect.signature(fund_flows).parameters})
    keys = ["scenario_id", "path_id", "party_id"]
    rates = whole["irrs"].filter(whole["irrs"]["measure"] == "net")
    expected = whole["party_totals"].join(rates, on=keys).filter(whole["party_totals"]["scenario_id"] == 1)
    found = made.drop("borrowing")
    assert_frame_equal(found, expected.select(found.columns).sort(keys), check_exact=True)


def test_without_borrowing_there_is_nothing_to_compare() -> None:
    assert _made(PLAIN).is_empty()

import inspect

from polars.testing import assert_frame_equal

from fundmodel.steps.equity_without_line import equity_without_line
from fundmodel.steps.fund_flows import fund_flows
from tests.fund_case import FundCase, lot

LOTS = [*lot(0, 800, 5, 1500), *lot(1, 400, 6, 40), *lot(0, 500, 5, 90, path=3)]


def test_it_is_the_same_programme_without_the_line() -> None:
    """The second of two scenarios has a line; without it, it is the first."""
    case = FundCase(lots=LOTS, paths=(0, 3), n_scenarios=2, by_scenario={"line_share": [0.0, 0.5]})
    given = case.tables()
    # The tiny programme has all assumptions in every topic; here a line is one of fund_terms alone.
    others = ("waterfall_assumptions", "public_support_assumptions")
    given |= {name: given[name].drop("line_share") for name in others}
    made = equity_without_line(
        **{name: given[name] for name in inspect.signature(equity_without_line).parameters}
    )
    plain = case.with_(by_scenario={}).tables()
    whole = fund_flows(**{name: plain[name] for name in inspect.signature(fund_flows).parameters})
    keys = ["scenario_id", "path_id", "party_id"]
    rates = whole["irrs"].filter(whole["irrs"]["measure"] == "net")
    expected = whole["party_totals"].join(rates, on=keys).filter(whole["party_totals"]["scenario_id"] == 1)
    assert_frame_equal(made, expected.select(made.columns).sort(keys), check_exact=True)


def test_without_a_line_there_is_nothing_to_compare() -> None:
    given = FundCase(lots=LOTS, paths=(0, 3)).tables()
    assert equity_without_line(
        **{name: given[name] for name in inspect.signature(equity_without_line).parameters}
    ).is_empty()

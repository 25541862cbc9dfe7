import polars as pl

import fundmodel as fm
from tests.results.given import SCENARIOS, SETTINGS, answer, table

CASH = "scenario_id party_id path_group quarter path_count paid_in_krw distributed_krw nav_krw"


def test_mean_cash_of_an_investor_is_floored_by_its_running_totals():
    frames = {
        "scenarios": SCENARIOS,
        "run_settings": SETTINGS,
        "parties": table(
            "party_id party_code party_kind", (5, "sovereign", "investor"), (1, "public", "class")
        ),
        "party_cash_flows": table(
            CASH,
            (0, 5, "central", 0, 1, 10, 0, 8),
            (0, 5, "central", 1, 1, 0, 30, 0),
            (0, 5, "random", 0, 2, 5, 0, 9),
            (0, 5, "random", 1, 2, 4, 7, 0),
            (0, 1, "central", 0, 1, 10, 0, 8),
        ),
    }
    made = answer("investor_cash_flow", frames)
    money = ("calls_krw", "distributions_krw", "net_krw", "cumulative_krw", "nav_krw")
    assert made.select("statistic", "quarter", *money).rows() == [
        ("central", 0, 10, 0, -10, -10, 8),
        ("central", 1, 0, 30, 30, 20, 0),
        ("mean", 0, 2, 0, -2, -2, 4),
        ("mean", 1, 2, 3, 1, -1, 0),
    ]


def test_investors_of_a_class_are_the_class():
    results = fm.run([fm.Scenario("base")])
    results.compute("investor_cash_flow", "fund_cash_flow")
    classes = results["parties"].filter(pl.col("party_kind") == "class").select("class_id", code="party_code")
    members = results["parties"].select("party_id", "class_id").join(classes, on="class_id")
    money = ("calls_krw", "distributions_krw", "cumulative_krw", "nav_krw")
    added = (
        results["investor_cash_flow"]
        .join(members, on="party_id")
        .group_by("code", "quarter")
        .agg(pl.col(*money).sum())
    )
    whole = results["fund_cash_flow"].filter(pl.col("party_kind") == "class").rename({"party_code": "code"})
    keys = ["code", "quarter"]
    assert added.sort(keys).equals(whole.select(*keys, *money).sort(keys))

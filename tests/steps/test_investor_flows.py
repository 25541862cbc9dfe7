import inspect

import polars as pl
from polars.testing import assert_frame_equal

from fundmodel.steps.fund_flows import fund_flows
from fundmodel.steps.investor_flows import investor_flows
from tests.fund_case import FundCase, lot

CASE = FundCase(lots=[*lot(0, 800, 5, 1500), *lot(1, 400, 6, 40)])
LOSS = lot(0, 1000, 5, 100)


def made(case: FundCase) -> pl.DataFrame:
    tables = case.tables()
    given = {name: tables[name] for name in inspect.signature(investor_flows).parameters}
    return investor_flows(**given)["investor_flows"]


def test_the_last_quarters_of_a_child_fund_tier_by_tier() -> None:
    """Home investors get 1,057 in quarter 5: 928 return their capital, of 129 the manager takes 25; of their
    1,032 the mega fund gets 9/14 = 663 and pension the rest, split as 928 : 104. Abroad has no hurdle and
    nothing to catch up: 266 of 303 return its capital, the manager takes 7. In quarter 6 each group gets 1
    of carry back; of home investors' 1,056 the mega fund's part is 678 with it or without, so that pension
    has the 1.
    """
    rows = made(CASE).filter(pl.col("fund_id") == 1, pl.col("quarter") >= 5)
    assert rows.drop("scenario_id", "path_id", "fund_id").rows() == [
        # investor, quarter, kind, tier, amount
        (-1, 5, "call", "", -7),
        (-1, 5, "distribution", "return_of_capital", 596),
        (-1, 5, "distribution", "split", 67),
        (-1, 6, "call", "", -4),
        (-1, 6, "distribution", "split", 15),
        (1, 5, "call", "", -4),
        (1, 5, "distribution", "return_of_capital", 331),
        (1, 5, "distribution", "split", 38),
        (1, 6, "call", "", -2),
        (1, 6, "clawback", "", 1),
        (1, 6, "distribution", "split", 8),
        (2, 5, "call", "", -3),
        (2, 5, "distribution", "return_of_capital", 266),
        (2, 5, "distribution", "split", 30),
        (2, 6, "call", "", -2),
        (2, 6, "clawback", "", 1),
        (2, 6, "distribution", "split", 6),
        (3, 5, "call", "", -1),
        (3, 5, "carry", "split", 32),
        (3, 5, "distribution", "", 140),
        (3, 6, "carry", "split", 8),
        (3, 6, "clawback", "", -2),
        (3, 6, "distribution", "", 3),
    ]


def test_a_hurdle_and_a_catch_up_have_tiers_of_their_own() -> None:
    """Abroad: 226 paid in over the years have grown past 226 by quarter 5, so cash goes to capital, hurdle,
    catch-up (all to the manager) and split (80 % to abroad), in this order and all above zero.
    """
    terms = {"hurdle_rate": 0.08, "foreign_hurdle_rate": 0.08}
    rows = made(FundCase(lots=lot(0, 800, 5, 2500), terms=terms)).filter(
        pl.col("quarter") == 5, pl.col("fund_id") == 1
    )
    abroad = rows.filter(pl.col("investor_id") == 2, pl.col("kind") == "distribution")
    assert abroad["tier"].to_list() == ["hurdle", "return_of_capital", "split"]
    assert abroad["amount_krw"].min() > 0
    carry = rows.filter(pl.col("kind") == "carry")
    assert carry["tier"].to_list() == ["catch_up", "split"]


def test_first_loss_is_paid_for_a_child_fund() -> None:
    rows = made(FundCase(lots=LOSS)).filter(pl.col("kind") == "first_loss")
    assert rows.drop("scenario_id", "path_id", "kind", "tier").rows() == [
        # fund, investor, quarter, amount
        (1, 0, 5, -200),
        (1, 1, 5, 111),
        (1, 2, 5, 89),
    ]


def test_movements_add_up_to_the_tables_of_all_paths() -> None:
    """Two funds, two scenarios, three paths: the kept paths 0 and 2 are what they are among all three."""
    every = {
        path: [*lot(0, 800, 5, 1500 * path, path=path), *lot(3, 700, 8, 900, fund=2, path=path)]
        for path in range(3)
    }
    terms = {"hurdle_rate": [0.08, 0.0], "public_first_loss_share": [0.1, 0.0]}
    case = FundCase(
        lots=[row for rows in every.values() for row in rows],
        starts=(0, 1),
        life=7,
        paths=(0, 1, 2),
        top=(1200, 500, 0, 200),
        n_scenarios=2,
        by_scenario=terms,
    )
    tables = case.tables()
    all_paths = fund_flows(**{name: tables[name] for name in inspect.signature(fund_flows).parameters})
    kept = made(case.with_(paths=(0, 2), lots=[*every[0], *every[2]]))
    assert not kept.select(kept.columns[:-1]).is_duplicated().any()
    keys = ["scenario_id", "path_id", "investor_id"]
    is_call = pl.col("kind") == "call"
    by_investor = (
        kept.filter(pl.col("investor_id") >= 0)
        .group_by(keys)
        .agg(
            (-pl.col("amount_krw").filter(is_call).sum()).alias("paid_in_krw"),
            pl.col("amount_krw").filter(~is_call).sum().alias("distributed_krw"),
        )
    )
    totals = all_paths["party_totals"].join(tables["parties"], on="party_id")
    totals = totals.filter(pl.col("investor_id") >= 0, pl.col("path_id") != 1)
    assert_frame_equal(by_investor.sort(keys), totals.select(by_investor.columns).sort(keys))
    keys = ["scenario_id", "path_id", "fund_id", "quarter"]
    by_fund = kept.filter(pl.col("kind") != "first_loss").group_by(keys).agg(pl.col("amount_krw").sum())
    flows = all_paths["fund_flows"].filter(pl.col("path_id") != 1)
    both = flows.join(by_fund, on=keys, how="left").with_columns(pl.col("amount_krw").fill_null(0))
    assert (both["amount_krw"] == both["distributable_krw"] - both["called_krw"]).all()

import inspect

import numpy as np
import polars as pl
import pytest

from fundmodel.foreign.hedges import to_come
from fundmodel.steps.foreign_cash import foreign_cash
from tests.closings_case import Closing, formation_table

N_QUARTERS = 5
FLOWS = ("path_id", "quarter", "paid_in_krw", "distributed_krw", "nav_krw")
# A thousand won in, four thousand back after a year; a dollar is 1,000 won at first.
CASH = [(0, 0, 1000, 0, 1000), *((0, q, 0, 0, 1000) for q in (1, 2, 3)), (0, 4, 0, 4000, 0)]
KEYS = {"scenario_id": pl.Int32, "path_id": pl.Int32, "investor_id": pl.Int32, "quarter": pl.Int32}


def made(
    rates: tuple[float, ...] = (1000.0,) * N_QUARTERS,
    due: tuple[tuple[int, int], ...] = (),
    planned: tuple[int, ...] = (0,) * N_QUARTERS,
    forecast: int = 0,
    formed: float | None = None,
    **terms: object,
) -> dict[str, pl.DataFrame]:
    """One investor (7) and its class on path 0; due: (quarter, won); forecast: central cash at the end."""
    assumptions = {
        "foreign_commitment_currency": "USD",
        "hedge_ratio_share": 0.0,
        "hedge_notional": "nav",
        "hedge_tenor_quarters": 4,
        "forward_points_slope_rate": 0.0,
        "hedge_cost_rate": 0.0,
    } | terms
    keyed = {"scenario_id": pl.lit(0, pl.Int32), "investor_id": pl.lit(7, pl.Int32)}
    tables = {
        "scenarios": pl.DataFrame({"scenario_id": [0], "scenario": ["base"], "world_id": [0]}),
        "run_settings": pl.DataFrame({"n_quarters": [N_QUARTERS]}),
        "paths": pl.DataFrame({"path_id": [0]}),
        "parties": pl.DataFrame(
            {
                "party_id": [3, 9],
                "party_code": ["foreign", "abroad"],
                "party_kind": ["class", "investor"],
                "investor_id": [-1, 7],
            }
        ),
        "commitments": pl.DataFrame(
            {"scenario_id": [0], "fund_id": [1], "investor_id": [7], "commitment_krw": [1500]},
            schema_overrides=KEYS | {"fund_id": pl.Int32},
        ),
        "fund_formation": formation_table([] if formed is None else [Closing(private_share=formed)]),
        "foreign_flows": pl.DataFrame(CASH, schema=FLOWS, orient="row").with_columns(**keyed),
        "central_foreign_flows": pl.DataFrame(
            [*CASH[:-1], (0, 4, 0, forecast, 0)], schema=FLOWS, orient="row"
        ).with_columns(**keyed),
        "foreign_tax_due": pl.DataFrame(
            [(0, 0, 7, quarter, won) for quarter, won in due],
            schema=KEYS | {"due_krw": pl.Int64},
            orient="row",
        ),
        "planned_exposures": pl.DataFrame(
            {"scenario_id": 0, "investor_id": 7, "quarter": range(N_QUARTERS), "planned_krw": planned}
        ),
        "market_paths": pl.DataFrame(
            {"world_id": 0, "path_id": 0, "quarter": range(N_QUARTERS), "krw_per_usd": rates}
        ),
        "market_assumptions": pl.DataFrame({"world_id": [0], "fx_forward_rate": [-0.02]}),
        "foreign_assumptions": pl.DataFrame(
            {"scenario_id": [0]} | {name: [value] for name, value in assumptions.items()}
        ),
    }
    return foreign_cash(**{name: tables[name] for name in inspect.signature(foreign_cash).parameters})


def rates_of(frames: dict[str, pl.DataFrame], party: int = 9) -> dict[str, float]:
    rows = frames["foreign_irrs"].filter(pl.col("party_id") == party)
    return dict(rows.select("measure", "rate").iter_rows())


def test_tax_is_kept_back_from_the_next_distribution() -> None:
    """100 are due before anything is distributed, 300 at the end: 400 of 4,000 in quarter 4."""
    frames = made(due=((1, 100), (4, 300)))
    assert frames["foreign_cash"].drop("scenario_id", "path_id").rows() == [(7, 4, 400, 0, 0, 0)]
    assert rates_of(frames) == pytest.approx({"net": 3.0, "after_tax": 2.6, "own_unhedged": 2.6, "own": 2.6})


def test_a_weaker_won_costs_the_own_currency_and_not_the_won() -> None:
    """4,000 won are 3.2 dollars at 1,250."""
    found = rates_of(made((1000.0, 1000, 1000, 1000, 1250)))
    assert found == pytest.approx({"net": 3.0, "after_tax": 3.0, "own_unhedged": 2.2, "own": 2.2})


def test_a_hedge_is_split_into_points_spot_and_cost() -> None:
    """1,000 won sold at 980 settle at 1,250: 276 won, 20 of them points; a tenth of a year costs 1."""
    frames = made((1000.0, 1000, 1000, 1000, 1250), hedge_ratio_share=1.0, hedge_cost_rate=0.001)
    assert frames["foreign_cash"].drop("scenario_id", "path_id").rows() == [(7, 4, 0, 20, 256, 1)]
    assert rates_of(frames)["own"] == pytest.approx((4000 + 275) / 1250 - 1)
    totals = frames["foreign_totals"].rows(named=True)
    assert [(row["party_id"], row["hedge_spot_krw"]) for row in totals] == [(3, 256), (9, 256)]
    assert (totals[1]["over_hedged_krw"], totals[1]["under_hedged_krw"]) == (0, 0)


def test_a_hedge_of_the_plan_is_too_large_where_cash_differs_from_it() -> None:
    """The plan has 1,400 where 1,000 are held, and rolls to 600 after two quarters."""
    frames = made(planned=(1400, 1400, 600, 600, 0), hedge_ratio_share=1.0, hedge_notional="plan",
                  hedge_tenor_quarters=2)  # fmt: skip
    total = frames["foreign_totals"].row(1, named=True)
    assert (total["over_hedged_krw"], total["under_hedged_krw"]) == (400, 400)
    # Half a year at -2 %: 1,400 / 0.98^0.5 - 1,400 = 14, then 6.
    assert frames["foreign_cash"]["hedge_points_krw"].to_list() == [14, 6]


def test_a_hedge_of_forecast_flows_is_too_small_where_more_comes_than_was_forecast() -> None:
    """Of 3,000 forecast after the call half are sold, of 4,000 that come half were to be: 500 short. A year
    at -2 % earns 1,500 / 0.98 - 1,500 = 31. Before a call of 1,000 only the gain of 2,000 is to come.
    """
    frames = made(forecast=3000, hedge_ratio_share=0.5, hedge_notional="flows")
    total = frames["foreign_totals"].row(1, named=True)
    assert (total["over_hedged_krw"], total["under_hedged_krw"]) == (0, 500)
    assert frames["foreign_cash"]["hedge_points_krw"].to_list() == [31]
    assert to_come(np.array([0.0, -1000, 3000])).tolist() == [2000, 3000, 0]


def test_points_follow_a_signed_curve_over_the_tenor() -> None:
    """Two quarters are half a year short of one: -2 % less half of 4 % is -4 %; 1,000 / 0.96^0.5 - 1,000."""
    frames = made(hedge_ratio_share=1.0, hedge_tenor_quarters=2, forward_points_slope_rate=0.04)
    assert frames["foreign_cash"]["hedge_points_krw"].to_list() == [21, 21]


def test_a_commitment_in_dollars_is_fixed_at_the_first_close() -> None:
    """1,500 won are 1.5 dollars at the first close; 1,000 of them are called at once, at the same rate."""
    cents = made()["foreign_totals"].row(1, named=True)
    assert (cents["called_usd_cents"], cents["unfunded_usd_cents"], cents["excused_krw"]) == (100, 50, 0)


def test_only_what_was_formed_of_a_commitment_is_left_in_dollars() -> None:
    """Of 1,500 won 80 % were formed: 1.2 dollars, of which one is called."""
    cents = made(formed=0.8)["foreign_totals"].row(1, named=True)
    assert (cents["called_usd_cents"], cents["unfunded_usd_cents"]) == (100, 20)


def test_sums_are_those_of_the_path() -> None:
    sums = made(due=((4, 300),))["foreign_sums"].filter(pl.col("party_id") == 3)
    assert sums["tax_krw"].to_list() == [0, 0, 0, 0, 300]
    assert sums["own_net_cents"].to_list() == [-100, 0, 0, 0, 370]
    assert sums["path_group"].unique().to_list() == ["central"]

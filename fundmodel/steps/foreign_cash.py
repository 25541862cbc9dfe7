"""Foreign investors on every path: tax withheld, hedges, dollar commitments, own-currency returns."""

import numpy as np
import polars as pl
from numpy.typing import NDArray

from fundmodel.finance import irr
from fundmodel.foreign.foreign_run import MEASURES, ForeignRun

TABLES = ("foreign_cash", "foreign_irrs", "foreign_totals", "foreign_sums")

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

_CENTS_PER_DOLLAR = 100


def foreign_cash(
    scenarios: pl.DataFrame,
    run_settings: pl.DataFrame,
    paths: pl.DataFrame,
    parties: pl.DataFrame,
    commitments: pl.DataFrame,
    fund_formation: pl.DataFrame,
    foreign_flows: pl.DataFrame,
    central_foreign_flows: pl.DataFrame,
    foreign_tax_due: pl.DataFrame,
    planned_exposures: pl.DataFrame,
    market_paths: pl.DataFrame,
    market_assumptions: pl.DataFrame,
    foreign_assumptions: pl.DataFrame,
) -> dict[str, pl.DataFrame]:
    """What is left of a foreign investor's won after Korean tax, hedges and the rate of exchange.

    Args:
        scenarios: scenario_id, world_id.
        run_settings: n_quarters.
        paths: path_id of the block.
        parties: Classes and investors, in the order of party_id.
        commitments: One row per scenario, fund and investor.
        fund_formation: One row per scenario, path and child fund of scenarios with formation risk.
        foreign_flows: Paid in, distributed with first loss, NAV by investor and quarter.
        central_foreign_flows: The same of path 0, which a hedge may follow.
        foreign_tax_due: Tax due by investor and quarter.
        planned_exposures: Won that the plan has in the programme, by investor and quarter.
        market_paths: krw_per_usd by world, path and quarter.
        market_assumptions: One row per world: fx_forward_rate.
        foreign_assumptions: One row per scenario.

    Returns:
        foreign_cash: one row per scenario_id, path_id, investor_id, quarter in which tax or a hedge moves:
            tax and hedge_cost paid, hedge_points and hedge_spot received (-: paid), whole won.
        foreign_irrs: one row per scenario_id, path_id, party_id (the class, then its investors), measure:
            net (won, before tax), after_tax (won, which is the own currency at a constant rate), own_unhedged
            and own (dollars at each quarter's rate, after tax, own with the hedge): rate per year and status.
        foreign_totals: one row per scenario_id, path_id, party_id: sums over life in whole won, the greatest
            over- and under-hedge, dollar commitments in US cents.
        foreign_sums: one row per scenario_id, party_id, path_group, quarter: sums over the block's paths.

    Source: METHOD.md, "Tax of foreign investors" and "Currency of foreign investors".
    """
    run = ForeignRun(
        {
            "scenarios": scenarios,
            "run_settings": run_settings,
            "paths": paths,
            "commitments": commitments,
            "fund_formation": fund_formation,
            "foreign_flows": foreign_flows,
            "central_foreign_flows": central_foreign_flows,
            "foreign_tax_due": foreign_tax_due,
            "planned_exposures": planned_exposures,
            "market_paths": market_paths,
            "market_assumptions": market_assumptions,
            "foreign_assumptions": foreign_assumptions,
        }
    )
    is_class = (pl.col("party_kind") == "class") & (pl.col("party_code") == "foreign")
    own = pl.col("investor_id").is_in(run.investor_id.tolist()) & (pl.col("party_kind") == "investor")
    listed = parties.filter(is_class | own).sort("party_id")["party_id"].to_numpy().astype(np.int64)
    return {
        "foreign_cash": _movements(run),
        "foreign_irrs": _rates(run, listed),
        "foreign_totals": _totals(run, listed),
        "foreign_sums": _sums(run, listed),
    }


def _with_class(values: Floats) -> Floats:
    """The class as a whole before its investors, along the axis before the last."""
    return np.concatenate([np.add.reduce(values, axis=-2, keepdims=True), values], axis=-2)


def _won(values: Floats) -> Ints:
    return np.rint(values).astype(np.int64)


def _keys(run: ForeignRun, pair: Ints) -> dict[str, NDArray[np.int32]]:
    scenario, path = np.divmod(pair, run.path_id.size)
    return {
        "scenario_id": run.scenario_id.astype(np.int32)[scenario],
        "path_id": run.path_id.astype(np.int32)[path],
    }


def _movements(run: ForeignRun) -> pl.DataFrame:
    hedges = run.hedges
    money = {
        "tax": run.taxes[0],
        "hedge_points": hedges.points,
        "hedge_spot": hedges.spot,
        "hedge_cost": hedges.cost,
    }
    moves = np.logical_or.reduce([values != 0 for values in money.values()])
    pair, investor, quarter = np.nonzero(moves.transpose(2, 1, 0))
    columns = {f"{name}_krw": _won(values[quarter, investor, pair]) for name, values in money.items()}
    return pl.DataFrame(
        _keys(run, pair)
        | {
            "investor_id": run.investor_id.astype(np.int32)[investor],
            "quarter": quarter.astype(np.int32),
        }
        | columns
    )


def _rates(run: ForeignRun, listed: Ints) -> pl.DataFrame:
    cash = np.stack([_with_class(run.cash[name]) for name in MEASURES])
    by_row = cash.transpose(3, 2, 0, 1).reshape(-1, run.n_quarters)
    found = irr(by_row)
    squared = (1 + found.rate) * (1 + found.rate)
    pair, place = np.divmod(np.arange(found.rate.size), listed.size * len(MEASURES))
    party, measure = np.divmod(place, len(MEASURES))
    return pl.DataFrame(
        _keys(run, pair)
        | {
            "party_id": listed.astype(np.int32)[party],
            "measure": pl.Series(list(MEASURES)).gather(measure),
            "rate": squared * squared - 1,
            "status": found.status,
        }
    ).with_columns(pl.col("rate").fill_nan(None))


def _totals(run: ForeignRun, listed: Ints) -> pl.DataFrame:
    hedges, calls = run.hedges, run.calls
    tax, left = run.taxes
    by_quarter = {
        "tax_krw": tax,
        "hedge_points_krw": hedges.points,
        "hedge_spot_krw": hedges.spot,
        "hedge_cost_krw": hedges.cost,
    }
    by_investor = {name: np.add.reduce(values, axis=0) for name, values in by_quarter.items()} | {
        "tax_left_krw": left,
        "over_hedged_krw": hedges.over,
        "under_hedged_krw": hedges.under,
        "excused_krw": calls.excused_krw,
        "called_usd_cents": np.rint(calls.called_usd * _CENTS_PER_DOLLAR),
        "unfunded_usd_cents": np.rint(calls.unfunded_usd * _CENTS_PER_DOLLAR),
    }
    pair, party = np.divmod(np.arange(run.n_pairs * listed.size), listed.size)
    columns = {name: _won(_with_class(values).T).ravel() for name, values in by_investor.items()}
    return pl.DataFrame(_keys(run, pair) | {"party_id": listed.astype(np.int32)[party]} | columns)


def _sums(run: ForeignRun, listed: Ints) -> pl.DataFrame:
    n_central = int(np.count_nonzero(run.path_id == 0))
    cut = {"central": slice(n_central), "random": slice(n_central, None)}
    sizes = {name: run.path_id[part].size for name, part in cut.items() if run.path_id[part].size}
    dollars = {name: np.rint(run.cash[name] * _CENTS_PER_DOLLAR) for name in MEASURES[2:]}
    money = {
        "tax_krw": run.taxes[0],
        "hedge_krw": run.hedge_result,
        "own_unhedged_net_cents": dollars["own_unhedged"],
        "own_net_cents": dollars["own"],
    }

    def summed(values: Floats) -> Ints:
        """Shape (n_scenarios, n_parties, n_groups, n_quarters); whole numbers, so exact."""
        whole = _won(_with_class(values))
        by_path = whole.reshape(*whole.shape[:2], run.scenario_id.size, -1)
        sums = np.stack([np.add.reduce(by_path[..., cut[name]], axis=-1) for name in sizes])
        return sums.transpose(3, 2, 0, 1)

    shape = (run.scenario_id.size, listed.size, len(sizes), run.n_quarters)
    scenario, party, group, quarter = (axis.ravel() for axis in np.indices(shape, dtype=np.int32))
    return pl.DataFrame(
        {
            "scenario_id": run.scenario_id.astype(np.int32)[scenario],
            "party_id": listed.astype(np.int32)[party],
            "path_group": pl.Series(list(sizes)).gather(group),
            "quarter": quarter,
            "path_count": np.array(list(sizes.values()))[group],
        }
        | {name: summed(values).ravel() for name, values in money.items()}
    )

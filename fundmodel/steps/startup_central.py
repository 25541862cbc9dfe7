"""The central case of the startups: what each plan row is expected to ask, to give back and to become."""

from collections import defaultdict
from collections.abc import Mapping

import numpy as np
import polars as pl

from fundmodel.assets.drug_programmes import QUARTERS_PER_YEAR, Floats, Ints, Kind
from fundmodel.assets.programme_plan import plan_rows, programmes_of
from fundmodel.assets.programme_sums import MEASURES, Multiple, Sums, whole

_THOUSANDTHS = 1000
_MULTIPLES = (
    "proceeds_multiple",
    "nav_before_multiple",
    "nav_after_multiple",
    "cost_before_share",
    "cost_after_share",
)
_MONEY = tuple(f"{name}_krw" for name in MEASURES)
# Table -> key columns and amounts.
_COLUMNS = {
    "startup_central": (("fund_id", "priority_class", "funded_quarter", "cash_quarter"), _MONEY),
    "startup_counts": (
        ("fund_id", "area_id", "cluster_id", "phase", "kind", "quarter"),
        ("count_thousandths",),
    ),
    "startup_central_exposure": (
        ("fund_id", "area_id", "phase_id", "cluster_id", "quarter"),
        ("invested_krw",),
    ),
}
_SCHEMAS = {
    table: dict.fromkeys(("world_id", "path_id", *keys), pl.Int32) | dict.fromkeys(amounts, pl.Int64)
    for table, (keys, amounts) in _COLUMNS.items()
}
TABLES = tuple(_SCHEMAS)


def _keyed(keys: Ints, *amounts: Ints) -> Ints:
    """Columns of a table of world 0 and path 0; keys of shape (n_keys, n_rows)."""
    return np.concatenate([np.zeros((2, keys.shape[1]), dtype=np.int64), keys, amounts])


def _flows(sums: Sums) -> Ints:
    parts = [np.zeros((len(_SCHEMAS["startup_central"]), 0), dtype=np.int64)]
    for (fund, priority), total in sorted(sums.money.items()):
        amounts = whole(np.cumsum(total, axis=2))
        funded, cash = np.nonzero(amounts.any(axis=0))
        group = np.full((2, funded.size), [[fund], [priority]])
        parts.append(_keyed(np.concatenate([group, [funded, cash]]), *amounts[:, funded, cash]))
    return np.concatenate(parts, axis=1)


def _by_quarter(sums: Sums, table: str, totals: Mapping[tuple[int, ...], Floats], unit: int = 1) -> Ints:
    """Rows of totals by quarter under their keys, in whole units whose running totals are rounded."""
    keys = sorted(totals)
    by_key = np.array([totals[key] for key in keys]).reshape(len(keys), sums.programmes.n_quarters)
    amounts = whole(np.cumsum(by_key, axis=1) * unit)
    place, quarter = np.nonzero(amounts)
    group = np.array(keys, dtype=np.int64).reshape(len(keys), len(_COLUMNS[table][0]) - 1)[place]
    return _keyed(np.concatenate([group.T, [quarter]]), amounts[place, quarter])


def _multiples(startup_multiples: pl.DataFrame) -> dict[tuple[int, int, int], dict]:
    found: dict[tuple[int, int, int], dict] = defaultdict(dict)
    keys = ("area_id", "lot_phase", "pivot_phase", "phase", "kind", "licence_phase", "step")
    rows = startup_multiples.select(*keys, *_MULTIPLES).iter_rows()
    for area, lot, pivot, phase, kind, licence, step, *values in rows:
        proceeds, nav_before, nav_after, cost_before, cost_after = values
        multiple = Multiple(proceeds, nav_after - nav_before, cost_after - cost_before)
        found[area, lot, pivot][phase, Kind(kind), licence, step] = multiple
    return found


def startup_central(
    companies: pl.DataFrame,
    company_plan: pl.DataFrame,
    startup_lots: pl.DataFrame,
    startup_multiples: pl.DataFrame,
    startup_absorption: pl.DataFrame,
    programme_phases: pl.DataFrame,
    startups_assumptions: pl.DataFrame,
    curves_data: pl.DataFrame,
    run_settings: pl.DataFrame,
    paths: pl.DataFrame,
) -> dict[str, pl.DataFrame]:
    """Expected flows, outcomes and exposure of the startups on path 0, each flow spread over its dates.

    Computed per plan row from the odds of its lots, never per company. With windows always open, and listings
    within what the market takes, it is the mean of the random paths.

    Args:
        companies: plan_id, company_number, entry_quarter, cluster_id of the companies of the plan.
        company_plan: plan_id, fund_id, area_id, entry_phase.
        startup_lots: area_id, entry_phase, round_pivot, lot_phase, tranche, priority_class, cheque_krw.
        startup_multiples: Money back per won of a cheque.
        startup_absorption: year_number, entry_price_multiple.
        programme_phases: area_id, phase_id, success_share, duration_years.
        startups_assumptions: One row.
        curves_data: Curve `duration_quantiles`.
        run_settings: n_quarters.
        paths: path_id; without path 0 the tables are empty.

    Returns:
        startup_central: the columns and grain of startup_lot_flows; startup_counts: those of
        startup_outcomes; startup_central_exposure: those of startup_exposure.

    Source: METHOD.md, "Paths", "Lots and budgets".
    """
    if not (paths["path_id"] == 0).any():
        return {table: pl.DataFrame(schema=schema) for table, schema in _SCHEMAS.items()}
    n_quarters = int(run_settings["n_quarters"][0])
    given = startups_assumptions.row(0, named=True)
    keys = ("area_id", "entry_phase", "round_pivot", "lot_phase", "tranche")
    rows = startup_lots.select(*keys, "priority_class", "cheque_krw").iter_rows()
    lots = {tuple(lot): (priority, cheque) for *lot, priority, cheque in rows}
    programmes = programmes_of(programme_phases, curves_data, given, n_quarters)
    prices = startup_absorption.sort("year_number")["entry_price_multiple"].to_numpy()
    by_quarter = np.repeat(prices, QUARTERS_PER_YEAR)[:n_quarters]
    sums = Sums(programmes, _multiples(startup_multiples), lots, by_quarter)
    for row in plan_rows(companies, company_plan, n_quarters):
        sums.add(row)
    counts = _by_quarter(sums, "startup_counts", sums.counts, _THOUSANDTHS)
    made = (_flows(sums), counts, _by_quarter(sums, "startup_central_exposure", sums.invested))
    return {
        table: pl.DataFrame(dict(zip(schema, columns, strict=True)), schema=schema)
        for (table, schema), columns in zip(_SCHEMAS.items(), made, strict=True)
    }

"""What happens to every company on every random path, lot by lot."""

from collections.abc import Mapping
from math import sqrt

import numpy as np
import polars as pl

from fundmodel import draws
from fundmodel.assets.drug_programmes import (
    N_WORDS,
    PHASES,
    VALUE_WORD,
    Companies,
    Floats,
    Histories,
    Ints,
    duration_quarters,
    exit_shares,
    histories,
    success_chances,
)
from fundmodel.assets.programme_lots import LotEvents, lot_events

_SCHEMA = {
    "world_id": pl.Int32,
    "path_id": pl.Int32,
    "plan_id": pl.Int32,
    "company_number": pl.Int32,
    "lot_phase": pl.Int8,
    "funded_quarter": pl.Int16,
    "quarter": pl.Int16,
    "phase": pl.Int8,
    "kind": pl.Int8,
    "licence_phase": pl.Int8,
    "value_factor": pl.Float64,
}


def _chances(
    success: Floats, area_codes: list[str], assumptions: Mapping[str, float], paths: Ints, seed: int
) -> Floats:
    """Conditional success by phase, path and area; factors of different phases are independent."""
    common = assumptions["success_correlation"]
    own = min(assumptions["area_correlation"], 1 - common)
    together = common + own
    found = np.empty((len(PHASES), paths.size, len(area_codes)))
    for number, phase in enumerate(PHASES):
        purpose = f"success {phase}"
        every = draws.normals(seed, "all areas", purpose, paths)
        each = [draws.normals(seed, f"area {code}", purpose, paths) for code in area_codes]
        factor = sqrt(common) * every + sqrt(own) * np.concatenate(each, axis=1)
        factor = factor / sqrt(together) if together else factor
        found[number] = success_chances(success[:, number], factor, together)
    return found


def _drawn(seed: int, codes: list[str], paths: Ints) -> draws.Words:
    """The words of every company, shape (N_WORDS, n_paths, n_companies)."""
    by_company = np.empty((len(codes), paths.size, N_WORDS), dtype=np.uint32)
    for place, code in enumerate(codes):
        by_company[place] = draws.words(seed, code, "outcomes", paths, N_WORDS)
    return np.ascontiguousarray(by_company.transpose(2, 1, 0))


def _value_factors(
    past: Histories, word: draws.Words, equity: Floats, assumptions: Mapping[str, float]
) -> Floats:
    """What each company's exit or licence is worth over its plain value, shape (n_paths, n_companies)."""
    sale = draws.from_table(draws.lognormal_table(assumptions["exit_value_volatility"]), word)
    listing = draws.from_table(draws.lognormal_table(assumptions["ipo_value_volatility"]), word)
    quarter = np.minimum(past.priced_quarter, equity.shape[1] - 1)
    return np.where(past.is_ipo, listing, sale) * equity[np.arange(equity.shape[0])[:, None], quarter]


def _frame(rows: LotEvents, factors: Floats, paths: Ints, slots: pl.DataFrame) -> pl.DataFrame:
    columns = {
        "world_id": np.zeros(rows.path.size, dtype=np.int32),
        "path_id": paths.astype(np.int32)[rows.path],
        "plan_id": slots["plan_id"].to_numpy()[rows.company],
        "company_number": slots["company_number"].to_numpy()[rows.company],
        "lot_phase": rows.lot_phase,
        "funded_quarter": rows.funded_quarter,
        "quarter": rows.quarter,
        "phase": rows.phase,
        "kind": rows.kind,
        "licence_phase": rows.licence_phase,
        "value_factor": np.where(rows.is_priced, factors[rows.path, rows.company], 1.0),
    }
    return pl.DataFrame(columns, schema=_SCHEMA)


def startup_events(
    company_capacity_plan: pl.DataFrame,
    company_slots: pl.DataFrame,
    areas: pl.DataFrame,
    programme_phases: pl.DataFrame,
    startups_assumptions: pl.DataFrame,
    curves_data: pl.DataFrame,
    market_paths: pl.DataFrame,
    run_settings: pl.DataFrame,
    paths: pl.DataFrame,
) -> pl.DataFrame:
    """Every event of every lot of every company that may be drawn, on the random paths of a block.

    Outcomes of a company hang together through a factor of all areas and one of its own area, drawn anew for
    each phase; so the chance to pass several phases stays the product of the chances. The value of an exit or
    licence has a shock of the company's own and the equity factor of the quarter in which it is priced; what
    a licence pays later was priced when it was signed.

    Args:
        company_capacity_plan: plan_id, plan_code, area_id, entry_phase.
        company_slots: plan_id, company_number, entry_quarter.
        areas: area_id, area_code.
        programme_phases: area_id, phase_id, success_share, duration_years.
        startups_assumptions: One row.
        curves_data: Curve `duration_quantiles`.
        market_paths: path_id, quarter, equity_factor.
        run_settings: seed, n_quarters.
        paths: path_id; path 0 has no events here, see startup_central.

    Returns:
        One row per world_id, path_id, plan_id, company_number, lot_phase, phase, kind (invest, and one end of
        each phase): funded_quarter, quarter, licence_phase (-1 unless licensed before), value_factor.

    Source: METHOD.md, "Paths", "Lots and budgets"; the value of each row is in startup_multiples.
    """
    asked = np.sort(paths["path_id"].to_numpy())
    asked = asked[asked > 0]
    plan = company_capacity_plan.select("plan_id", "plan_code", "area_id", "entry_phase")
    slots = company_slots.join(plan, on="plan_id").sort("plan_id", "company_number")
    if not asked.size or not slots.height:
        return pl.DataFrame(schema=_SCHEMA)
    given = startups_assumptions.row(0, named=True)
    seed, n_quarters = run_settings.select("seed", "n_quarters").row(0)
    market = market_paths.filter(pl.col("path_id") > 0).sort("path_id", "quarter")
    equity = market["equity_factor"].to_numpy().reshape(asked.size, -1)
    phases = programme_phases.sort("area_id", "phase_id")
    shape = (-1, len(PHASES))
    multipliers = curves_data.filter(pl.col("curve_code") == "duration_quantiles").sort("position")["value"]
    durations = duration_quarters(phases["duration_years"].to_numpy().reshape(shape), multipliers.to_numpy())
    codes = areas.sort("area_id")["area_code"].to_list()
    chances = _chances(phases["success_share"].to_numpy().reshape(shape), codes, given, asked, seed)
    drawn = _drawn(
        seed, [f"{c}/{n}" for c, n in slots.select("plan_code", "company_number").iter_rows()], asked
    )
    companies = Companies(*(slots[name].to_numpy() for name in ("area_id", "entry_phase", "entry_quarter")))
    is_open = equity >= given["ipo_window_threshold"]
    past = histories(companies, drawn, chances, exit_shares(given), durations, is_open)
    factors = _value_factors(past, drawn[VALUE_WORD], equity, given)
    return _frame(lot_events(past, n_quarters), factors, asked, slots)

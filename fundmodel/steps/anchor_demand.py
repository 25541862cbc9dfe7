"""What the portfolio's own clinical programmes ask of the funds' plants."""

import numpy as np
import polars as pl

QUARTERS_PER_YEAR = 4
_CLINICAL = ("P1", "P2", "P3")


def _in_clinic(plan: dict[str, float], phases: list[dict[str, float]], quarters: np.ndarray) -> np.ndarray:
    """Programmes of a plan row in the clinic, expected, by quarter; phases from the entry on, in order."""
    count = np.zeros(quarters.size)
    reached, waited = 1.0, 0.0
    for phase in phases:
        lasts = phase["duration_years"] * QUARTERS_PER_YEAR
        if phase["is_clinical"]:
            since = quarters - plan["start_quarter"] - waited
            begun = np.clip(since / plan["investment_quarters"], 0, 1)
            ended = np.clip((since - lasts) / plan["investment_quarters"], 0, 1)
            count += plan["company_count"] * reached * (begun - ended)
        reached *= phase["success_share"]
        waited += lasts
    return count


def anchor_demand(
    company_plan: pl.DataFrame,
    programme_phases: pl.DataFrame,
    phases: pl.DataFrame,
    facility_plan: pl.DataFrame,
    plants_assumptions: pl.DataFrame,
    run_settings: pl.DataFrame,
) -> pl.DataFrame:
    """The share of the planned plants' capacity that the portfolio's own clinical batches take, by quarter.

    Companies enter evenly over their fund's investment period and go from phase to phase with the published
    durations and success; exits are left out. It is an expected demand, the same on every path, so plants do
    not hang on the draws of companies.

    Args:
        company_plan: world_id, area_id, entry_phase, company_count, start_quarter, investment_quarters.
        programme_phases: world_id, area_id, phase_id, success_share, duration_years.
        phases: phase_id, phase_code.
        facility_plan: world_id, capacity_kl, plant_count.
        plants_assumptions: world_id, anchor_demand_share, anchor_kl_per_programme.
        run_settings: n_quarters.

    Returns:
        One row per world_id, quarter: load_share 0..1 of the capacity of all planned plants; no rows for a
        world without anchor demand or without plants.

    Source: METHOD.md, "Plants: operation".
    """
    quarters = np.arange(run_settings["n_quarters"].item())
    clinical = phases.filter(pl.col("phase_code").is_in(_CLINICAL))["phase_id"].to_list()
    known = programme_phases.with_columns(is_clinical=pl.col("phase_id").is_in(clinical)).sort("phase_id")
    columns = ("world_id", "anchor_demand_share", "anchor_kl_per_programme")
    made = []
    for world, share, kl in plants_assumptions.select(columns).sort("world_id").iter_rows():
        plants = facility_plan.filter(pl.col("world_id") == world)
        capacity = sum(
            size * count for size, count in plants.select("capacity_kl", "plant_count").iter_rows()
        )
        if share == 0 or capacity == 0:
            continue
        count = np.zeros(quarters.size)
        of_world = known.filter(pl.col("world_id") == world)
        for row in company_plan.filter(pl.col("world_id") == world).iter_rows(named=True):
            is_ahead = (pl.col("area_id") == row["area_id"]) & (pl.col("phase_id") >= row["entry_phase"])
            count += _in_clinic(row, of_world.filter(is_ahead).to_dicts(), quarters)
        load = np.minimum(count * share * kl / capacity, 1.0)
        made.append(
            pl.DataFrame({"world_id": np.full(quarters.size, world), "quarter": quarters, "load_share": load})
        )
    schema = pl.Schema({"world_id": pl.Int32, "quarter": pl.Int32, "load_share": pl.Float64})
    return pl.concat([pl.DataFrame(schema=schema), *(frame.cast(schema) for frame in made)])

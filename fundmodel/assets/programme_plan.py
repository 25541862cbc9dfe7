"""The startup plan as odds: programmes by area, entries by plan row, what they ask of the market."""

from collections import defaultdict
from collections.abc import Mapping

import numpy as np
import polars as pl

from fundmodel.assets.drug_programmes import (
    NOTHING,
    PHASES,
    ExitTerms,
    Floats,
    Kind,
    duration_quarters,
)
from fundmodel.assets.programme_prospects import Programmes, spread
from fundmodel.assets.programme_sums import PlanRow
from fundmodel.assets.programme_tranches import AT_CLOSING, AT_MILESTONE, milestone_quarters


def programmes_of(
    programme_phases: pl.DataFrame, curves_data: pl.DataFrame, given: dict[str, float], n_quarters: int
) -> Programmes:
    """The odds of the programmes of one world, markets in their central state.

    Args:
        programme_phases: area_id, phase_id, success_share, duration_years.
        curves_data: Curve `duration_quantiles`.
        given: Row of startups_assumptions, by name.
        n_quarters: Length of the grid.
    """
    phases = programme_phases.sort("area_id", "phase_id")
    success, years = (
        phases[name].to_numpy().reshape(-1, len(PHASES)) for name in ("success_share", "duration_years")
    )
    curve = curves_data.filter(pl.col("curve_code") == "duration_quantiles").sort("position")["value"]
    # The equity factor of the central case is 1.
    is_window_open = given["ipo_window_threshold"] <= 1
    durations = duration_quarters(years, curve.to_numpy())
    milestone = milestone_quarters(given)
    programmes = Programmes(success, ExitTerms.of(given), durations, n_quarters, is_window_open, milestone)
    return programmes.remembered()


def plan_rows(companies: pl.DataFrame, company_plan: pl.DataFrame, n_quarters: int) -> list[PlanRow]:
    """The entries of every plan row that has companies.

    Args:
        companies: plan_id, company_number, cluster_id, entry_quarter.
        company_plan: plan_id, fund_id, area_id, entry_phase.
        n_quarters: Length of the grid; later entries are left out.
    """
    entries: dict[int, dict[int, Floats]] = defaultdict(dict)
    ordered = companies.sort("plan_id", "company_number").select("plan_id", "cluster_id", "entry_quarter")
    for plan, cluster, quarter in ordered.iter_rows():
        if quarter < n_quarters:
            entries[plan].setdefault(cluster, np.zeros(n_quarters))[quarter] += 1
    columns = ("plan_id", "fund_id", "area_id", "entry_phase")
    rows = company_plan.sort("plan_id").select(columns).iter_rows()
    return [PlanRow(fund, area, entry, entries[plan]) for plan, fund, area, entry in rows if plan in entries]


def expected_demand(
    programmes: Programmes,
    rows: list[PlanRow],
    cheques: Mapping[tuple[int, ...], int],
) -> tuple[Floats, Floats, Floats]:
    """Money for entries, money for follow-ons, and listings, by quarter, each of shape (n_quarters,).

    Args:
        programmes: The odds.
        rows: The plan.
        cheques: (area, entry phase, failed phase or NOTHING, phase of the round, tranche) -> won.
    """
    found = np.zeros((3, programmes.n_quarters))
    for row in rows:
        starts = np.add.reduce(list(row.entries.values()), axis=0)
        rounds, odds = programmes.reached(row.area, row.entry_phase)
        for (failed, phase), number in zip(rounds, spread(starts, odds), strict=True):
            is_follow_on = (failed, phase) != (NOTHING, row.entry_phase)
            for payment, paid in programmes.payments(row.area, phase, number):
                tranche = AT_CLOSING if payment is None else AT_MILESTONE
                found[int(is_follow_on)] += paid * cheques[row.area, row.entry_phase, failed, phase, tranche]
        for (_, kind), chance in programmes.company_ends(row.area, row.entry_phase).items():
            if kind == Kind.IPO:
                found[2] += spread(starts, chance)
    return found[0], found[1], found[2]

"""How companies come in, go on and end on random paths: entries, phases, failures, exits, approvals."""

import numpy as np
import polars as pl

from fundmodel.assets.drug_programmes import NOTHING, Kind
from fundmodel.assets.lot_terms import dense
from fundmodel.assets.whole_sums import counted

# What follows the end of a company is not counted.
_NOT_COUNTED = (Kind.SALE, Kind.ROYALTY)
_THOUSANDTHS = 1000
_KEYS = ("world_id", "path_id", "fund_id", "area_id", "cluster_id", "phase", "kind", "quarter")
_SCHEMA = dict.fromkeys(_KEYS, pl.Int32) | {"count_thousandths": pl.Int64}


def startup_outcomes(
    startup_events: pl.DataFrame, company_plan: pl.DataFrame, companies: pl.DataFrame
) -> pl.DataFrame:
    """Companies of the plan counted by what becomes of them on random paths.

    Each company counts once, in full, whatever share of it the fund owns; what follows a licence counts too,
    and so does what becomes of its second programme. The central case is in startup_counts.

    Args:
        startup_events: Of the companies that may be drawn.
        company_plan: plan_id, fund_id, area_id, entry_phase.
        companies: plan_id, company_number, cluster_id of the companies of the plan.

    Returns:
        One row per world_id, path_id, fund_id, area_id, cluster_id, phase, kind, quarter:
        count_thousandths, thousandths of a company; quarter from quarter 0.

    Source: METHOD.md, "Paths".
    """
    if not startup_events.height or not companies.height:
        return pl.DataFrame(schema=_SCHEMA)
    plan_id = startup_events["plan_id"].to_numpy()
    size = 1 + max(int(plan_id.max()), int(company_plan["plan_id"].to_numpy().max()))
    known = company_plan["plan_id"].to_numpy()
    by_plan = {
        name: dense(known, company_plan[name].to_numpy(), size, NOTHING)
        for name in ("fund_id", "area_id", "entry_phase")
    }
    is_counted = ~np.isin(np.arange(len(Kind)), _NOT_COUNTED)
    is_row = startup_events["lot_phase"].to_numpy() == by_plan["entry_phase"].astype(np.int8)[plan_id]
    is_row &= startup_events["round_pivot"].to_numpy() == NOTHING
    is_row &= startup_events["tranche_quarters"].to_numpy() == 0
    is_row &= is_counted[startup_events["kind"].to_numpy()]
    rows = np.flatnonzero(is_row)
    plan, company = plan_id[rows], startup_events["company_number"].to_numpy()[rows]
    most = 1 + max(int(company.max(initial=0)), int(companies["company_number"].to_numpy().max()))
    place = companies["plan_id"].to_numpy().astype(np.int64) * most + companies["company_number"].to_numpy()
    cluster = dense(place, companies["cluster_id"].to_numpy(), size * most, NOTHING)
    cluster = cluster[plan.astype(np.int64) * most + company]
    if (cluster == NOTHING).any():
        inside = np.flatnonzero(cluster != NOTHING)
        rows, plan, cluster = rows[inside], plan[inside], cluster[inside]
    keys = (
        startup_events["path_id"].to_numpy()[rows],
        by_plan["fund_id"][plan],
        by_plan["area_id"][plan],
        cluster,
        *(startup_events[name].to_numpy()[rows] for name in ("phase", "kind", "quarter")),
    )
    found, counts = counted(keys)
    world = np.full(counts.size, startup_events["world_id"][0])
    columns = (world, *found, counts * _THOUSANDTHS)
    return pl.DataFrame(dict(zip(_SCHEMA, columns, strict=True)), schema=_SCHEMA)

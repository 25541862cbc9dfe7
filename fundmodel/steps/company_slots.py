"""Where and when the companies of a plan row come in, for as many of them as are drawn."""

from hashlib import blake2b

import numpy as np
import polars as pl

# Multiples of these fall evenly into the unit interval, however many are taken: the additive recurrences of
# the golden ratio and of the square root of two.
_TIME_STEP = (5**0.5 - 1) / 2
_PLACE_STEP = 2**0.5 - 1
_SHIFT_BYTES = 4


def _shift(plan_code: str, purpose: str) -> float:
    """Where a plan row's sequence begins, in [0, 1), from its code alone."""
    digest = blake2b(f"{purpose}\x1f{plan_code}".encode(), digest_size=_SHIFT_BYTES).digest()
    return int.from_bytes(digest, "little") / 256**_SHIFT_BYTES


def _limits(clusters: pl.DataFrame, least_regional: float) -> np.ndarray:
    """Upper ends of the clusters' parts of the unit interval, with at least a share outside the capital."""
    share = clusters["allocation_share"].to_numpy()
    is_regional = ~clusters["is_capital_region"].to_numpy()
    regional = np.cumsum(np.where(is_regional, share, 0.0))[-1]
    if 0 < regional < least_regional:
        wanted = np.where(is_regional, least_regional / regional, (1 - least_regional) / (1 - regional))
        share = share * wanted
    return np.cumsum(share)[:-1]


def company_slots(
    company_capacity_plan: pl.DataFrame, clusters: pl.DataFrame, plan_assumptions: pl.DataFrame
) -> pl.DataFrame:
    """The entry quarter and the cluster of every company that may be drawn.

    Both depend only on the code of the plan row and the running number, so a larger plan appends: entries are
    spread evenly over the fund's investment period, companies over the clusters by their shares. A regional
    mandate raises the shares of clusters outside the capital region in proportion.

    Args:
        company_capacity_plan: world_id, plan_id, plan_code, company_capacity, start_quarter,
            investment_quarters.
        clusters: cluster_id, allocation_share, is_capital_region.
        plan_assumptions: world_id, regional_allocation_min_share.

    Returns:
        One row per world_id, plan_id, company_number (1 .. capacity): entry_quarter, cluster_id.

    Source: Roberts 2018, "The unreasonable effectiveness of quasirandom sequences".
    """
    plan = company_capacity_plan.sort("world_id", "plan_id")
    capacity = plan["company_capacity"].to_numpy()
    row = np.repeat(np.arange(plan.height), capacity)
    number = np.arange(row.size) - np.repeat(np.cumsum(capacity) - capacity, capacity) + 1
    codes = plan["plan_code"].to_list()
    times = {code: _shift(code, "entry") for code in set(codes)}
    places = {code: _shift(code, "cluster") for code in set(codes)}
    time = (number * _TIME_STEP + np.array([times[code] for code in codes])[row]) % 1
    place = (number * _PLACE_STEP + np.array([places[code] for code in codes])[row]) % 1
    offset = np.floor(time * plan["investment_quarters"].to_numpy()[row]).astype(np.int64)
    ordered = clusters.sort("cluster_id")
    worlds = plan["world_id"].to_numpy()[row]
    cluster = np.empty(row.size, dtype=np.int64)
    for world, least in plan_assumptions.select("world_id", "regional_allocation_min_share").iter_rows():
        chosen = np.searchsorted(_limits(ordered, least), place[worlds == world], side="right")
        cluster[worlds == world] = ordered["cluster_id"].to_numpy()[chosen]
    return pl.DataFrame(
        {
            "world_id": worlds,
            "plan_id": plan["plan_id"].to_numpy()[row],
            "company_number": number,
            "entry_quarter": plan["start_quarter"].to_numpy()[row] + offset,
            "cluster_id": cluster,
        }
    ).cast(pl.Int32)

"""What the companies of the plan ask of their fund and give back on random paths, lot by lot."""

import numpy as np
import polars as pl

from fundmodel.assets.drug_programmes import NOTHING, QUARTERS_PER_YEAR, Flags, Floats, Ints
from fundmodel.assets.lot_terms import LotTerms, dense
from fundmodel.assets.whole_sums import whole_sums

_KEYS = ("world_id", "path_id", "fund_id", "priority_class", "funded_quarter", "cash_quarter")
_AMOUNTS = ("invested_krw", "proceeds_krw", "nav_change_krw", "cost_change_krw")
_SCHEMA = dict.fromkeys(_KEYS, pl.Int32) | dict.fromkeys(_AMOUNTS, pl.Int64)


def _whole(amounts: Floats) -> Ints:
    return np.floor(amounts, out=amounts).astype(np.int64)


def _prices(events: pl.DataFrame, startup_absorption: pl.DataFrame, is_entry: Flags) -> Floats:
    """What each lot paid for its shares over the ladder's price: a first cheque that of its round's year."""
    years = startup_absorption["year_number"].to_numpy()
    prices = dense(years, startup_absorption["entry_price_multiple"].to_numpy(), int(years.max()) + 1, np.nan)
    round_quarter = events["funded_quarter"].to_numpy() - events["tranche_quarters"].to_numpy()
    return np.where(is_entry, prices[round_quarter // QUARTERS_PER_YEAR], 1.0)


def _amounts(terms: LotTerms, cell: Ints, price: Floats, now: Floats, before: Floats) -> list[Ints]:
    """Whole won of every row: invested, proceeds, change of value, change of unrealised cost."""
    found = []
    for table, factor in ((terms.proceeds, now), (terms.value_after, now), (terms.value_before, before)):
        won = table[cell]
        won *= factor
        won /= price
        found.append(_whole(won))
    proceeds, value, held = found
    value -= held
    cost = terms.cost_change[cell]
    return [np.maximum(cost, 0), proceeds, value, cost]


def startup_lot_flows(
    startup_events: pl.DataFrame,
    company_plan: pl.DataFrame,
    startup_lots: pl.DataFrame,
    startup_multiples: pl.DataFrame,
    startup_absorption: pl.DataFrame,
) -> pl.DataFrame:
    """Money and value of the plan's lots on random paths, added up by fund, priority class and quarters.

    A lot is linear in its cheque; cash and value of a row are floored to whole won. What is priced at an exit
    or a licence carries its value factor; a value held since then carries the factor of that time. Where the
    plan asks more than the market takes, a first cheque buys fewer shares, and is worth less from the start.

    Args:
        startup_events: Of the companies that may be drawn.
        company_plan: plan_id, fund_id, area_id, entry_phase, company_count.
        startup_lots: area_id, entry_phase, round_pivot, lot_phase, tranche, priority_class, cheque_krw.
        startup_multiples: Money back per won of a cheque.
        startup_absorption: year_number, entry_price_multiple.

    Returns:
        One row per world_id, path_id, fund_id, priority_class, funded_quarter, cash_quarter: invested_krw,
        proceeds_krw, nav_change_krw, cost_change_krw, whole won, the last two signed.

    Source: METHOD.md, "Lots and budgets", "NAV".
    """
    if not startup_events.height or not company_plan.height:
        return pl.DataFrame(schema=_SCHEMA)
    events = startup_events.with_columns(tranche=(pl.col("tranche_quarters") > 0).cast(pl.Int8))
    terms = LotTerms.of(events, company_plan, startup_lots, startup_multiples)
    plan = terms.plan[events["plan_id"].to_numpy()]
    cell = plan.astype(np.int64)
    cell *= terms.rounds.count
    cell += terms.rounds.of(events)
    cell *= terms.n_outcomes
    cell += terms.number[terms.outcomes.of(events)]
    priority = terms.priority[cell]
    is_planned = (plan != NOTHING) & (priority != NOTHING)
    is_planned &= events["company_number"].to_numpy() <= terms.count[plan]
    if not is_planned.all():
        events = events.filter(pl.Series(is_planned))
        plan, cell, priority = (values[is_planned] for values in (plan, cell, priority))
    funded = events["funded_quarter"].to_numpy()
    price = _prices(events, startup_absorption, terms.is_entry[cell])
    factors = (events[name].to_numpy() for name in ("value_factor", "held_factor"))
    keys = (events["path_id"].to_numpy(), terms.fund[plan], priority, funded, events["quarter"].to_numpy())
    found, sums = whole_sums(keys, _amounts(terms, cell, price, *factors))
    world = np.full(sums[0].size, events["world_id"][0] if events.height else 0)
    return pl.DataFrame(dict(zip(_SCHEMA, (world, *found, *sums), strict=True)), schema=_SCHEMA)

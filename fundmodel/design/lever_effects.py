"""What each lever does to the foreign commitments that come, and what a won of public money buys with it."""

from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from fundmodel.assumptions import assumptions
from fundmodel.design.participation import Participation, participate
from fundmodel.pipeline.blocks import Progress
from fundmodel.scenario import Scenario
from fundmodel.sweep import variations

# Places of each lever's map: from one share to another the demand hardly bends.
SCANNED = 3

_TERMS = (
    "fee_rate_band_3", "mega_fee_rate", "carry_rate", "hurdle_rate", "foreign_hurdle_rate",
    "foreign_catch_up_share", "mega_carry_rate", "hedge_ratio_share",
)  # fmt: skip
_SCHEMA = {
    "name": pl.String,
    "end": pl.String,
    "value": pl.String,
    "foreign_share": pl.Float64,
    "kind": pl.String,
    "foreign_change_krw": pl.Int64,
    "public_cost_krw": pl.Int64,
    "foreign_per_public_won": pl.Float64,
}


@dataclass(frozen=True)
class Leverage:
    """Private money beside public money, by commitments, gross and without what would have come anyway.

    Attributes:
        gross_won: Foreign and domestic private won per public won.
        net_won: The same without the shares that would have come anyway.
        foreign_gross_won: Foreign won per public won.
        foreign_net_won: The same without the share that would have come anyway.
    """

    gross_won: float
    net_won: float
    foreign_gross_won: float
    foreign_net_won: float


def levers() -> tuple[str, ...]:
    """Assumptions that a public investor can use as levers: its support, fees, carry, hurdles, hedges.

    Example:
        >>> levers()[0]
        'public_first_loss_share'
    """
    rows = assumptions()
    support = [name for name, row in rows.items() if row.topic == "public_support"]
    return (*support, *(name for name in _TERMS if name in rows))


def leverage_of(scenario: Scenario) -> Leverage:
    """Gross and net leverage of a scenario's commitments.

    Example:
        >>> round(leverage_of(Scenario("base")).gross_won, 2)
        1.45

    Source: METHOD.md, "Additionality".
    """
    public, foreign = (float(scenario.value(f"{name}_share")) for name in ("public", "foreign"))
    domestic = 1 - public - foreign - float(scenario.value("gp_commitment_share"))
    new_foreign = foreign * (1 - float(scenario.value("foreign_anyway_share")))
    new_domestic = domestic * (1 - float(scenario.value("domestic_anyway_share")))
    return Leverage(
        (foreign + domestic) / public,
        (new_foreign + new_domestic) / public,
        foreign / public,
        new_foreign / public,
    )


def distinct_companies(companies: pl.DataFrame, funds: pl.DataFrame, overlap_share: float) -> tuple[int, int]:
    """Companies as the child funds count them, and distinct ones when funds share some.

    Args:
        companies: fund_id and company_count by row of the plan.
        funds: fund_id, strategy_code.
        overlap_share: Share of the scale-up funds' companies that an early-stage fund holds too.

    Example:
        >>> plan = pl.DataFrame({"fund_id": [1, 2], "company_count": [30, 20]})
        >>> kinds = pl.DataFrame({"fund_id": [1, 2], "strategy_code": ["early", "scale_up"]})
        >>> distinct_companies(plan, kinds, 0.1)
        (50, 48)
    """
    by_fund = companies.join(funds.select("fund_id", "strategy_code"), on="fund_id")
    counts = dict(by_fund.group_by("strategy_code").agg(pl.col("company_count").sum()).iter_rows())
    early, later = counts.get("early", 0), counts.get("scale_up", 0)
    # No more companies can be shared than the smaller side has.
    shared = min(round(later * overlap_share), early, later)
    return early + later, early + later - shared


def lever_effects(
    start: Participation,
    names: Sequence[str],
    progress: Progress | None = None,
) -> pl.DataFrame:
    """Each lever moved to its low and its high: the foreign share that comes, and what it costs the public.

    Args:
        start: The solution that levers start from, its lowest one.
        names: Assumptions to move, one at a time.
        progress: As of participate.

    Returns:
        One row per lever and end, in the order of names: name, end (low, high or the option), value
        (as text), foreign_share that comes, kind of the solution, foreign_change_krw (against the start),
        public_cost_krw (net cash that public investors have less than at the start: of the central case, or
        the mean of the random paths; negative: they gain), foreign_per_public_won (empty unless foreign money
        comes on top and costs something).

    Source: METHOD.md, "Foreign participation".
    """
    here = start.reached
    moves = variations(start.scenario, names)
    if not moves:
        return pl.DataFrame(schema=_SCHEMA)
    found = participate([move.scenario for move in moves], start.paths, start.seed, progress, SCANNED)
    before = here.share * here.scenario.effective_size_krw()
    rows = []
    for move, made in zip(moves, found, strict=True):
        there = made.reached
        gained = round(there.share * there.scenario.effective_size_krw() - before)
        cost = here.demand.public_cash_krw - there.demand.public_cash_krw
        ratio = gained / cost if gained > 0 and cost > 0 else None
        rows.append((move.name, move.end, str(move.value), there.share, there.kind, gained, cost, ratio))
    return pl.DataFrame(rows, schema=_SCHEMA, orient="row")

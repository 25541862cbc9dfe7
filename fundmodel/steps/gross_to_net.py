"""From gross to net: what fees, expenses, carry, support, tax and currency take, in points and in won."""

from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from fundmodel.finance import irr

Floats = NDArray[np.float64]

_KEYS = ("scenario_id", "party_id", "path_group")
_CENTS_PER_DOLLAR = 100
# The stages in their order; totals stand alone, the others are what a step takes or gives.
_TOTALS = ("gross", "net", "end")
_STATISTICS = {"central": "central", "random": "mean"}


@dataclass(frozen=True)
class _Stage:
    """A stage of one party: its code, its cash by quarter, and that cash added up.

    Attributes:
        step: Code of the step that leads here.
        cash: Shape (n_quarters,), in won or in cents of dollars; a rate does not mind the unit.
        total: Whole won over all quarters and paths.
    """

    step: str
    cash: Floats
    total: int


def _whole(values: Floats) -> int:
    return int(np.add.reduce(values.astype(np.int64)))


def _part(amount: float, whole: float) -> float:
    return amount / whole if whole else 0.0


def _charged(costs: dict[str, int]) -> list[tuple[str, int]]:
    """Fees and expenses with what is in them: what a step takes; below zero what discounts and credits give.

    Example:
        >>> parts = {"waived_krw": 3, "offset_krw": 0, "organisation_krw": 0, "transactions_krw": 4}
        >>> _charged({"fee_krw": 40, "expense_krw": 10, "line_interest_krw": 0, **parts})
        [('fee', 43), ('waiver', -3), ('expense', 6), ('transactions', 4)]
    """
    lower = {"waiver": costs["waived_krw"], "offset": costs["offset_krw"]}
    parts = {name: costs[f"{name}_krw"] for name in ("organisation", "transactions", "line_interest")}
    steps = [("fee", costs["fee_krw"] + sum(lower.values()))]
    steps += [(name, -amount) for name, amount in lower.items() if amount]
    steps.append(("expense", costs["expense_krw"] - sum(parts.values())))
    return steps + [(name, amount) for name, amount in parts.items() if amount]


def _stages(
    flows: dict[str, Floats], costs: dict[str, int], rate: float, is_foreign: bool, has_support: bool
) -> list[_Stage]:
    invested, proceeds = flows["gross_invested_krw"], flows["gross_proceeds_krw"]
    paid_in, support = flows["paid_in_krw"], flows["support_krw"]
    received = flows["distributed_krw"] - flows["first_loss_krw"] - support
    advance, given_back = flows["advance_krw"], flows["given_back_krw"]
    late_paid, late_received = flows["equalised_paid_krw"], flows["equalised_received_krw"]
    charges, cash = paid_in - late_paid - invested - advance, proceeds - invested
    total = _whole(proceeds) - _whole(invested)
    stages = [_Stage("gross", cash, total)]

    def add(step: str, cash: Floats, amount: int) -> None:
        stages.append(_Stage(step, cash, stages[-1].total + amount))

    for step, amount in _charged(costs):
        cash = cash - charges * _part(amount, _whole(charges))
        add(step, cash, -amount)
    if np.any(advance) or np.any(given_back):
        cash = cash - advance + given_back
        add("cash", cash, _whole(given_back) - _whole(advance))
    before_support = received - paid_in
    shared = before_support - (late_received - late_paid)
    carry = costs["carry_received_krw"] - costs["carry_krw"]
    rest = _whole(shared) - stages[-1].total - carry
    add("other", cash + proceeds * _part(rest, _whole(proceeds)), rest)
    held = np.diff(flows["escrow_krw"], prepend=0.0)
    add("carry", shared + held, carry + _whole(held))
    if np.any(held):
        add("escrow", shared, -_whole(held))
    if np.any(late_paid) or np.any(late_received):
        add("equalisation", before_support, _whole(late_received) - _whole(late_paid))
    net = flows["distributed_krw"] - paid_in
    add("first_loss", net - support, _whole(flows["first_loss_krw"]))
    if has_support:
        add("support", net, _whole(support))
    add("net", net, 0)
    add("tax", net - flows["tax_krw"], -_whole(flows["tax_krw"]))
    if is_foreign:
        for step, name in (("currency", "own_unhedged_net_cents"), ("hedge", "own_net_cents")):
            # Dollars count at the rate of the first close, so that they can stand beside won.
            at_first = round(_whole(flows[name]) / _CENTS_PER_DOLLAR * rate)
            add(step, flows[name], at_first - stages[-1].total)
    add("end", stages[-1].cash, 0)
    return stages


def gross_to_net(
    bridge_flows: pl.DataFrame,
    party_cost_sums: pl.DataFrame,
    scenarios: pl.DataFrame,
    parties: pl.DataFrame,
    market_assumptions: pl.DataFrame,
) -> pl.DataFrame:
    """The bridge from the gross return of the assets to what an investor keeps, for classes and the whole.

    Every step changes the cash by one thing, and its points are the difference of two rates of return, so the
    points add up to the whole difference; so do the won. Fees and expenses are charged together and share
    the quarters of their charge by size; discounts, credits, organisation, transaction fees and interest on a
    line are steps of their own where there are any. `cash` is what paying at other times than funds spend
    does, and the interest on it. `other` is what sharing cash by paid-in money, and whatever else the funds
    did with it, gives one class and takes from another; it lies on the quarters of proceeds.

    Args:
        bridge_flows: One row per scenario, party (whole and classes), path group and quarter.
        party_cost_sums: fee, expense, carry borne and carry received by scenario, party and path group.
        scenarios: scenario_id, scenario, world_id.
        parties: party_id, party_code, party_kind.
        market_assumptions: krw_per_usd_start by world.

    Returns:
        One row per scenario_id, party_id, statistic (central; mean: of mean cash), place: step (totals gross,
        net, end; steps fee, waiver, offset, expense, organisation, transactions, line_interest, cash where
        money is paid early or late, other, carry, of managers escrow, which moves their carry to later
        quarters, equalisation where funds close late, first_loss, support where a scenario has other levers
        than first loss, tax, and for foreign investors currency and hedge), is_total, rate (of the cash so
        far, per year) with its status, rate_change (null where a
        rate is missing), total_krw so far and change_krw, won a path. After tax foreign investors count in
        dollars at the first close's rate.

    Source: METHOD.md, "From gross to net".
    """
    names = dict(scenarios.select("scenario_id", "scenario").iter_rows())
    worlds = dict(scenarios.select("scenario_id", "world_id").iter_rows())
    starts = dict(market_assumptions.select("world_id", "krw_per_usd_start").iter_rows())
    known = {row["party_id"]: row for row in parties.iter_rows(named=True)}
    costs = {tuple(row[name] for name in _KEYS): row for row in party_cost_sums.iter_rows(named=True)}
    supported = set(bridge_flows.filter(pl.col("support_krw") != 0)["scenario_id"])
    rows: list[dict[str, object]] = []
    cash: list[Floats] = []
    for key, frame in bridge_flows.sort(*_KEYS, "quarter").group_by(*_KEYS, maintain_order=True):
        scenario, party, group = key
        flows = {
            name: frame[name].fill_null(0).to_numpy().astype(np.float64)
            for name in frame.columns
            if name.endswith(("_krw", "_cents"))
        }
        is_foreign = frame["own_net_cents"].null_count() == 0
        count = int(frame["path_count"][0])
        start = float(starts[worlds[scenario]])
        stages = _stages(flows, costs[key], start, is_foreign, scenario in supported)
        before = 0
        for place, stage in enumerate(stages):
            total = stage.total // count
            rows.append(
                {
                    "scenario_id": scenario,
                    "scenario": names[scenario],
                    "party_id": party,
                    "party_code": known[party]["party_code"],
                    "party_kind": known[party]["party_kind"],
                    "statistic": _STATISTICS[str(group)],
                    "place": place,
                    "step": stage.step,
                    "is_total": stage.step in _TOTALS,
                    "total_krw": total,
                    "change_krw": total - before,
                }
            )
            cash.append(stage.cash)
            before = total
    return _with_rates(rows, cash)


def _with_rates(rows: list[dict[str, object]], cash: list[Floats]) -> pl.DataFrame:
    rate, status = irr(np.array(cash))
    squared = (1 + rate) * (1 + rate)
    small = dict.fromkeys(("scenario_id", "party_id", "place"), pl.Int32)
    change = pl.col("rate") - pl.col("rate").shift(1).over("scenario_id", "party_id", "statistic")
    return (
        pl.DataFrame(rows, schema_overrides=small)
        .with_columns(
            pl.Series("rate", squared * squared - 1, dtype=pl.Float64).fill_nan(None),
            pl.Series("status", [str(text) for text in status], dtype=pl.String),
        )
        .with_columns(change.alias("rate_change"))
        .sort("scenario_id", "party_id", "statistic", "place")
        .select(
            "scenario_id", "scenario", "party_id", "party_code", "party_kind", "statistic", "place", "step",
            "is_total", "rate", "rate_change", "status", "total_krw", "change_krw",
        )
    )  # fmt: skip

"""The laws of the method, checked once more on the tables of a run."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import polars as pl

from fundmodel.model import Results

_KEY = ["scenario_id", "path_id"]
_MONEY = ("paid_in_krw", "distributed_krw", "fee_krw", "carry_krw", "first_loss_krw")


@dataclass(frozen=True)
class Law:
    """One law and how far the tables are from it.

    Attributes:
        key: Key of its text.
        tables: The tables that it was checked on.
        cases: How many sums were compared.
        gap_krw: Largest difference found, won.
    """

    key: str
    tables: tuple[str, ...]
    cases: int
    gap_krw: int

    @property
    def holds(self) -> bool:
        """Whether it holds to the won."""
        return self.gap_krw == 0


def checked_laws(results: Results) -> list[Law]:
    """Every law that follows from whole-won tables, on every path of the run.

    Args:
        results: A run; the facts that the laws need are computed if they are not there.

    Example:
        >>> from fundmodel import Scenario, run
        >>> all(law.holds for law in checked_laws(run(Scenario("base"))))
        True
    """
    results.compute("fund_flows", "class_flows", "party_totals")
    return [
        _sources_and_uses(results),
        _classes(results),
        _members(results),
        _first_loss(results),
        _no_value_left(results),
        _calls(results),
        _ledger(results),
        *_stakes(results),
    ]


def _gap(frame: pl.LazyFrame, gap: pl.Expr) -> tuple[int, int]:
    """How many rows there are, and the largest gap among them; facts are read without loading all of them."""
    found = frame.select(pl.len().alias("cases"), gap.abs().max().fill_null(0).alias("gap")).collect()
    return int(found["cases"][0]), int(found["gap"][0])


def _sources_and_uses(results: Results) -> Law:
    """What a fund calls, receives and borrows net is what it invests, pays and distributes over its life."""
    uses = ("invested_krw", "fee_krw", "expense_krw", "distributable_krw")
    sources = pl.sum_horizontal("called_krw", "proceeds_krw", "note_net_krw")
    gap = sources - pl.sum_horizontal(uses)
    flows = results.scan("fund_flows").with_columns(gap.alias("gap"))
    totals = flows.group_by(*_KEY, "fund_id").agg(pl.col("gap").sum())
    return Law("sources_uses", ("fund_flows",), *_gap(totals, pl.col("gap")))


def _totals(results: Results, kind: str) -> pl.LazyFrame:
    parties = results["parties"].filter(pl.col("party_kind") == kind).select("party_id", "class_id")
    return results.scan("party_totals").join(parties.lazy(), on="party_id")


def _differences(names: Iterable[str]) -> pl.Expr:
    return pl.max_horizontal((pl.col(name) - pl.col(f"{name}_parts")).abs() for name in names)


def _classes(results: Results) -> Law:
    """Classes sum to the whole; the carry that the managers earn is a distribution of their class only."""
    parts = _totals(results, "class").group_by(_KEY).agg(pl.col(_MONEY).sum())
    whole = _totals(results, "whole").with_columns(pl.col("distributed_krw") + pl.col("carry_krw"))
    both = whole.join(parts, on=_KEY, suffix="_parts")
    return Law("classes", ("party_totals",), *_gap(both, _differences(_MONEY)))


def _members(results: Results) -> Law:
    """Investors sum to their class."""
    key = [*_KEY, "class_id"]
    parts = _totals(results, "investor").group_by(key).agg(pl.col(_MONEY).sum())
    both = _totals(results, "class").join(parts, on=key, suffix="_parts")
    return Law("investors", ("party_totals",), *_gap(both, _differences(_MONEY)))


def _first_loss(results: Results) -> Law:
    """What public investors pay for first losses is what the others receive."""
    flows = results.scan("class_flows").group_by([*_KEY, "quarter"]).agg(pl.col("first_loss_krw").sum())
    return Law("first_loss", ("class_flows",), *_gap(flows, pl.col("first_loss_krw")))


def _no_value_left(results: Results) -> Law:
    """In the last quarter nobody holds anything."""
    quarters = int(results["run_settings"]["n_quarters"][0])
    last = results.scan("class_flows").filter(pl.col("quarter") == quarters - 1)
    return Law("nav", ("class_flows",), *_gap(last, pl.col("nav_krw")))


def _calls(results: Results) -> Law:
    """Nobody pays in more than it committed."""
    totals = results.scan("party_totals").filter(pl.col("commitment_krw") > 0)
    over = (pl.col("paid_in_krw") - pl.col("commitment_krw")).clip(lower_bound=0)
    return Law("calls", ("party_totals",), *_gap(totals, over))


def _stakes(results: Results) -> Iterator[Law]:
    """A fund's lots are its stake of the plants' own books, but for the won that each row is floored by."""
    stakes = results["plant_stakes"].lazy()
    pairs = (("owned_paid_in_krw", "asked_krw"), ("owned_paid_out_krw", "offered_krw"))
    gap = pl.max_horizontal((pl.col(owned) - pl.col(lots)).abs() for owned, lots in pairs)
    cases, most = _gap(stakes, (gap - pl.col("row_count")).clip(lower_bound=0))
    if cases:
        yield Law("plant_stakes", ("plant_stakes",), cases, most)


def _ledger(results: Results) -> Law:
    """A movement between two modelled entities is two rows that sum to zero, on the paths kept in detail."""
    pair = pl.min_horizontal("entity", "counterparty") + "|" + pl.max_horizontal("entity", "counterparty")
    sides = results["ledger"].lazy().with_columns(pair.alias("pair"))
    both = sides.group_by([*_KEY, "quarter", "kind", "pair"]).agg(
        pl.col("amount_krw").sum(), pl.col("entity").n_unique().alias("sides")
    )
    return Law("ledger", ("ledger",), *_gap(both.filter(pl.col("sides") > 1), pl.col("amount_krw")))

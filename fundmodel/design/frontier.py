"""The frontier: what term sheets cost the public against the foreign capital that they attract."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import polars as pl

from fundmodel import model
from fundmodel.design.participation import Demand, demand_of
from fundmodel.design.term_sheets import TOGETHER, TermSheet, worlds_of
from fundmodel.pipeline import Cache
from fundmodel.pipeline.blocks import Progress
from fundmodel.sweep_answers import CACHE_BYTES, sweep

# Processor seconds, measured by tests/benchmarks/bench_design.py: what a sheet takes on the central path and
# on each random path, and what draws and assets of one mix take on each path.
SECONDS_PER_SHEET, SECONDS_PER_PATH, SECONDS_PER_WORLD_PATH = 0.03, 0.005, 0.03

# A part is what cannot be stopped: a second or two.
CENTRAL_TOGETHER = 5 * TOGETHER

_SCHEMA = {
    "sheet": pl.Int64,
    "offered_share": pl.Float64,
    "demanded_share": pl.Float64,
    "attracted_krw": pl.Int64,
    "public_cash_krw": pl.Int64,
    "first_loss_krw": pl.Int64,
    "irr_public_rate": pl.Float64,
    "irr_foreign_rate": pl.Float64,
}


@dataclass(frozen=True)
class Frontier:
    """Term sheets and what came of them so far.

    Attributes:
        sheets: All sheets, the scenario they start from first.
        names: Terms that vary.
        paths: Random paths of the sheets that were computed; 0 is the central case.
        frame: One row per computed sheet: sheet, offered_share (foreign share on the sheet), demanded_share
            (what investor types would take at its returns), attracted_krw (the smaller of the two, in won),
            public_cash_krw (net cash of public investors, central or mean), first_loss_krw (what they pay for
            losses of others, positive), irr_public_rate, irr_foreign_rate (own currency, after tax; central
            or median), public_cost_krw (public net cash less than on sheet 0), is_efficient.
    """

    sheets: tuple[TermSheet, ...]
    names: tuple[str, ...]
    paths: int
    frame: pl.DataFrame


def expected_seconds(sheets: Sequence[TermSheet], paths: int) -> float:
    """Processor seconds that the sheets will take.

    Example:
        >>> from fundmodel.design.term_sheets import term_sheets
        >>> from fundmodel.scenario import Scenario
        >>> sheets = term_sheets(Scenario("base"), ["hurdle_rate"], 9)
        >>> expected_seconds(sheets, 0) < expected_seconds(sheets, 100)
        True
    """
    per_sheet = SECONDS_PER_SHEET + SECONDS_PER_PATH * paths
    return len(sheets) * per_sheet + worlds_of(sheets) * SECONDS_PER_WORLD_PATH * (paths + 1)


def in_parts(
    sheets: Sequence[TermSheet],
    names: Sequence[str],
    paths: int,
    seed: int = model.DEFAULT_SEED,
    progress: Progress | None = None,
) -> Iterator[Frontier]:
    """The frontier after each part of the sheets, so that a part can be shown and the rest left out.

    Any first part of the sheets is spread as evenly as all of them.

    Args:
        sheets: What term_sheets drew.
        names: Terms that vary.
        paths: Random paths, the same for each sheet; 0 for the central case.
        seed: Seed of the draws.
        progress: Called as (sheets done, sheets, ""); may raise to stop.
    """
    cache = Cache(CACHE_BYTES) if paths else None
    together = TOGETHER if paths else CENTRAL_TOGETHER
    rows: list[dict[str, object]] = []
    for first in range(0, len(sheets), together):
        part = sheets[first : first + together]
        frame = sweep([one.scenario for one in part], seed, paths, taxed=True, cache=cache)
        by_name = frame.partition_by("scenario", as_dict=True)
        for one in part:
            made = by_name[(one.scenario.name,)]
            rows.append(_row(one, made, demand_of(one.scenario, made, paths), paths))
        if progress is not None:
            progress(len(rows), len(sheets), "")
        yield Frontier(tuple(sheets), tuple(names), paths, marked(pl.DataFrame(rows, schema=_SCHEMA)))


def _row(sheet: TermSheet, frame: pl.DataFrame, demand: Demand, paths: int) -> dict[str, object]:
    def of(party: str, column: str, statistic: str) -> object:
        kept = frame.filter((pl.col("party_code") == party) & (pl.col("statistic") == statistic))
        return kept[column][0]

    mean, middle = ("mean", "median") if paths else ("central", "central")
    offered = float(sheet.scenario.value("foreign_share"))
    size = sheet.scenario.effective_size_krw()
    return {
        "sheet": sheet.number,
        "offered_share": offered,
        "demanded_share": demand.share,
        "attracted_krw": min(round(offered * size), demand.krw),
        "public_cash_krw": demand.public_cash_krw,
        "first_loss_krw": -int(str(of("public", "first_loss_krw", mean))),
        "irr_public_rate": of("public", "irr_net_rate", middle),
        "irr_foreign_rate": of("foreign", "irr_own_rate", middle),
    }


def marked(rows: pl.DataFrame) -> pl.DataFrame:
    """Rows with public_cost_krw, against the first row, and is_efficient.

    A sheet is efficient if no other attracts more for at most the same cost, or as much for less.

    Args:
        rows: attracted_krw, public_cash_krw; the first row is where the sheets start.

    Example:
        >>> rows = pl.DataFrame({"attracted_krw": [0, 5, 5, 9], "public_cash_krw": [0, -1, -2, -3]})
        >>> marked(rows)["is_efficient"].to_list()
        [True, True, False, True]
    """
    costed = rows.with_columns(
        (pl.col("public_cash_krw").first() - pl.col("public_cash_krw")).alias("public_cost_krw")
    )
    # By rising cost, and the most attracted first where costs are equal: only a new most is efficient.
    ranked = costed.with_row_index("place").sort(
        "public_cost_krw", "attracted_krw", "place", descending=[False, True, False]
    )
    before = pl.col("attracted_krw").cum_max().shift(1)
    is_most = before.is_null() | (pl.col("attracted_krw") > before)
    is_tie = (pl.col("attracted_krw") == pl.col("attracted_krw").shift(1)) & (
        pl.col("public_cost_krw") == pl.col("public_cost_krw").shift(1)
    )
    flagged = ranked.with_columns(is_most.alias("is_most"), is_tie.fill_null(value=False).alias("is_tie"))
    # Twins of an efficient sheet, with the same cost and the same money, are efficient too.
    groups = (~pl.col("is_tie")).cum_sum()
    return (
        flagged.with_columns(pl.col("is_most").first().over(groups).alias("is_efficient"))
        .sort("place")
        .drop("place", "is_most", "is_tie")
    )

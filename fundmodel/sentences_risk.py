"""Sentences about risk: chances of loss, of missing the hurdle, and what made a path bad."""

import polars as pl

from fundmodel.risk_findings import FIGURES, Story
from fundmodel.sentences import rate_text
from fundmodel.texts import Texts


def risk_answer(metrics: pl.DataFrame, texts: Texts) -> str:
    """How often investors lose money, and how often the foreign ones miss their hurdle.

    Args:
        metrics: metrics of one scenario with random paths.
        texts: The language.
    """
    rows = {row["party_code"]: row for row in metrics.iter_rows(named=True) if row["statistic"] == "median"}
    whole, public, foreign = rows["whole"], rows["public"], rows["foreign"]
    units = texts.units
    said = texts(
        "risk.answer",
        whole=units.chance(whole["loss_share"] or 0.0),
        public=units.chance(public["loss_share"] or 0.0),
    )
    missed = foreign["below_hurdle_share"]
    if missed is None:
        return said
    hurdle = units.rate(foreign["hurdle_rate"])
    return f"{said} {texts('risk.answer_hurdle', chance=units.share(missed), hurdle=hurdle)}"


def distribution_message(distribution: pl.DataFrame, names: dict[str, str], texts: Texts) -> tuple[str, str]:
    """Title and message of the chart of chances.

    Args:
        distribution: return_distribution of one scenario, measure irr_net.
        names: Name of the whole and of each class, by code.
        texts: The language.
    """
    points = {(row["party_code"], row["percent"]): row["value"] for row in distribution.iter_rows(named=True)}
    units = texts.units
    low, high = points["whole", 10], points["whole", 90]
    title = texts("risk.title", low=units.rate(low), high=units.rate(high))
    parts = [
        texts(
            "risk.message_part",
            party=names[code],
            low=units.rate(points[code, 5]),
            median=units.rate(points[code, 50]),
            high=units.rate(points[code, 95]),
        )
        for code in names
        if (code, 50) in points
    ]
    return title, f"{title}. {' '.join(parts)}"


def worst_cells(worst: pl.DataFrame, texts: Texts) -> tuple[list[str], list[list[str]]]:
    """Headings and cells of the table of the worst paths.

    Args:
        worst: Rows of path_ranking.
        texts: The language.
    """
    rows = [
        [
            f"{texts('risk.path')} {row['path_id']:,}",
            rate_text(texts, row["whole_rate"], row["whole_status"]),
            texts.units.multiple(_number(row["tvpi_multiple"])),
            *(_figure(column, _number(row[column]), texts) for column in FIGURES.values()),
        ]
        for row in worst.iter_rows(named=True)
    ]
    named = [texts(f"risk.{cause}") for cause in FIGURES]
    return [texts("risk.path"), texts("term.irr_net"), texts("term.tvpi"), *named], rows


def story_text(told: Story, texts: Texts) -> str:
    """What made a path bad, in one or two sentences.

    Args:
        told: The path beside all others.
        texts: The language.
    """
    row, units = told.path, texts.units
    rate = rate_text(texts, _rate(row["whole_rate"]), str(row["whole_status"]))
    multiple = units.multiple(_number(row["tvpi_multiple"]))
    said = texts("risk.story", path=row["path_id"], rate=rate, multiple=multiple, rank=row["rank"])
    if not told.causes:
        return f"{said} {texts('risk.story_none')}"
    parts = [
        texts("risk.cause", name=texts(f"risk.{cause}"), better=units.share(share))
        for cause, share in told.causes
    ]
    return f"{said} {texts('risk.story_causes', causes=', '.join(parts))}"


def story_rows(told: Story, texts: Texts) -> list[list[str]]:
    """A path beside the median and the central case: what, this path, median path by path, central case."""
    rows = [
        [texts("term.irr_net"), *(_written_rate(row["whole_rate"], texts) for row in _columns(told))],
        [
            texts("term.tvpi"),
            *(texts.units.multiple(_number(row["tvpi_multiple"])) for row in _columns(told)),
        ],
    ]
    for cause, column in FIGURES.items():
        cells = [_figure(column, _number(row[column]), texts) for row in _columns(told)]
        rows.append([texts(f"risk.{cause}"), *cells])
    return rows


def _columns(told: Story) -> tuple:
    return told.path, told.median, told.central


def _number(value: object) -> float:
    return float(value) if isinstance(value, int | float) else 0.0


def _rate(value: object) -> float | None:
    return float(value) if isinstance(value, int | float) else None


def _written_rate(value: object, texts: Texts) -> str:
    known = _rate(value)
    return texts("term.none") if known is None else texts.units.rate(known)


def _figure(column: str, value: float, texts: Texts) -> str:
    if column.endswith("_krw"):
        return texts.units.won(value, named=False)
    if column.endswith("_factor"):
        return texts.units.multiple(value)
    return f"{value:,.0f}"

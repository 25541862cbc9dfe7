"""What the calibration says, in words: figures with units, gaps, verdicts, and the answer in a sentence."""

import polars as pl

from fundmodel.texts import Texts
from fundmodel.units import significant

MEASURES = (
    "share_of_financings",
    "share_of_dollars",
    "likelihood_of_approval",
    "share_of_rounds",
    "fund_net_multiple",
    "fund_net_irr",
    "plant_months",
    "plant_delay_months",
    "plant_overrun_share",
    "plant_capex_per_kl",
    "krw_usd_volatility",
)
# Outcomes from bad to good, the whole before its parts; other subjects by name.
_SUBJECTS = (
    "below_1x",
    "from_1x_to_5x",
    "from_5x_to_10x",
    "from_10x_to_20x",
    "above_20x",
    "above_5x",
    "above_10x",
    "down",
    "down_or_flat",
    "pooled",
    "early",
    "scale_up",
    "p25",
    "median",
    "p75",
)
_MONTH_DIGITS = 2
AGREES, UNKNOWN = "agrees", "no random paths"
_LOSSES = (pl.col("measure") == "share_of_financings") & (pl.col("subject") == "below_1x")


def figure(texts: Texts, value: float | None, unit: str, signed: bool = False) -> str:
    """A figure with its unit, or a difference of two; a dash where there is none.

    Args:
        texts: The language.
        value: In the unit.
        unit: share, rate, multiple, months or krw_per_kl, as in published_figures.
        signed: True for a difference.

    Example:
        >>> figure(Texts("en"), 41.9, "months"), figure(Texts("en"), -0.25, "multiple", signed=True)
        ('42 months', '−0.25x')
    """
    if value is None:
        return texts("calibration.unknown")
    units = texts.units
    if unit in ("share", "rate"):
        return units.points(value) if signed else units.rate(value)
    if unit == "multiple":
        return units.multiple(value, signed)
    if unit == "krw_per_kl":
        return units.won(value, signed)
    plus = "+" if signed and value > 0 else ""
    return texts("calibration.months", n=f"{plus}{significant(value, _MONTH_DIGITS)}")


def published(texts: Texts, row: dict) -> str:
    """A published figure: the central one, with the range where there is one."""
    low, central, high = (row[f"published_{name}"] for name in ("low", "central", "high"))
    if low is None or high is None:
        return figure(texts, central, row["unit"])
    span = texts(
        "calibration.range", low=figure(texts, low, row["unit"]), high=figure(texts, high, row["unit"])
    )
    if central is None:
        return span
    return texts("calibration.central_range", central=figure(texts, central, row["unit"]), range=span)


def subject(texts: Texts, row: dict) -> str:
    """What a figure is about: the subject, and whom it was published for."""
    return texts(
        "calibration.row", subject=texts(f"calibration.subject.{row['subject']}"), of=row["published_for"]
    )


def of_measure(rows: pl.DataFrame, measure: str) -> pl.DataFrame:
    """The rows of one measure in reading order.

    Args:
        rows: calibration of one scenario.
        measure: One of MEASURES.
    """
    places = {name: place for place, name in enumerate(_SUBJECTS)}
    place = pl.col("subject").replace_strict(places, default=len(places), return_dtype=pl.Int32)
    return rows.filter(pl.col("measure") == measure).sort(place, "subject", "published_for", "source")


def answer(texts: Texts, rows: pl.DataFrame) -> str:
    """How much of what is published the model gives, and where it stands furthest off in losses.

    Args:
        texts: The language.
        rows: calibration of one scenario.
    """
    known = rows.filter(pl.col("verdict") != UNKNOWN)
    if known.is_empty():
        return texts("calibration.answer_none")
    counts = {name: known.filter(pl.col("verdict") == name).height for name in (AGREES, "above", "below")}
    first = texts(
        "calibration.answer",
        count=known.height,
        agree=counts[AGREES],
        above=counts["above"],
        below=counts["below"],
    )
    losses = known.filter(_LOSSES)
    if losses.is_empty():
        return first
    row = losses.row(0, named=True)
    told = [value for value in losses["published_central"].to_list() if value is not None]
    second = texts(
        "calibration.answer_losses",
        model=figure(texts, row["model_value"], "share"),
        low=figure(texts, min(told), "share"),
        high=figure(texts, max(told), "share"),
    )
    return f"{first} {second}"


def message(texts: Texts, rows: pl.DataFrame) -> tuple[str, str]:
    """Title and alternative text of the chart of one measure.

    Args:
        texts: The language.
        rows: calibration of one scenario and measure.
    """
    agree = rows.filter(pl.col("verdict") == AGREES).height
    measure = texts(f"calibration.measure.{rows['measure'][0]}")
    title = texts("calibration.title", measure=measure, agree=agree, count=rows.height)
    lines = [
        texts(
            "calibration.said",
            subject=subject(texts, row),
            model=figure(texts, row["model_value"], row["unit"]),
            published=published(texts, row),
        )
        for row in rows.iter_rows(named=True)
    ]
    return title, " ".join(lines)


def table(texts: Texts, rows: pl.DataFrame) -> tuple[list[str], list[list[str]]]:
    """Headings and written cells of the comparison, one row per published figure."""
    cells = [
        [
            subject(texts, row),
            figure(texts, row["model_value"], row["unit"]),
            published(texts, row),
            figure(texts, row["gap"], row["unit"], signed=True),
            texts(f"calibration.verdict.{row['verdict']}"),
            texts(f"data.verification_{row['verification']}"),
            row["source"],
        ]
        for row in rows.iter_rows(named=True)
    ]
    names = ("figure", "model", "published", "gap", "verdict_heading", "checked", "source")
    return [texts(f"calibration.{name}") for name in names], cells


def _set_value(texts: Texts, row: dict) -> str:
    value, unit = row["value"], row["unit"]
    if value is None:
        return ""
    if unit.startswith("KRW"):
        return texts.units.won(float(value))
    if unit.startswith(("share", "rate")):
        return texts.units.rate(float(value))
    return value


def tuned_table(texts: Texts, rows: pl.DataFrame) -> tuple[list[str], list[list[str]]]:
    """Headings and written cells of tuned_assumptions."""
    ending = "_ko" if texts.language == "ko" else ""
    cells = [
        [
            row[f"label_{texts.language}"] or f"{row['dataset']}.csv: {row['name']}",
            _set_value(texts, row),
            row[f"tuned_to{ending}"],
            row[f"reason{ending}"],
            row["source"],
        ]
        for row in rows.iter_rows(named=True)
    ]
    names = ("tuned_name", "tuned_value", "tuned_to", "tuned_why", "source")
    return [texts(f"calibration.{name}") for name in names], cells

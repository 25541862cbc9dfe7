"""Sentences on companies: the answer of their page, and the titles and messages of their charts."""

import polars as pl

from fundmodel.findings import number
from fundmodel.startup_findings import (
    ALL,
    FUNDED,
    Concentration,
    concentration,
    exits_by_year,
    fates,
    peak,
    pipeline_of,
)
from fundmodel.texts import Texts


def bucket_text(texts: Texts, low: float, high: float | None) -> str:
    """The name of a bucket of multiples.

    Example:
        >>> bucket_text(Texts("en"), 1.0, 5.0), bucket_text(Texts("en"), 20.0, None)
        ('1–5x', '20x and more')
    """
    if high is None:
        return texts("startups.from_multiple", low=f"{low:g}")
    if not low:
        return texts("startups.below_multiple", high=f"{high:g}")
    return texts("startups.multiple_range", low=f"{low:g}", high=f"{high:g}")


def fate_text(texts: Texts, measure: str) -> str:
    """The name of what became of companies."""
    return texts(f"document.measure.{measure}")


def phase_text(texts: Texts, phase: str) -> str:
    """The name of a phase, or of all of them."""
    return texts("startups.all_phases") if phase == ALL else texts(f"document.phase_name.{phase}")


def startups_answer(
    pipeline: pl.DataFrame, outcomes: pl.DataFrame, returns: pl.DataFrame, texts: Texts
) -> str:
    """The answer of the page on startups.

    Args:
        pipeline: startup_pipeline of one scenario.
        outcomes: policy_outcomes of the same.
        returns: company_returns of the same.
        texts: The language.
    """
    ends = dict(fates(outcomes).select("measure", "amount").iter_rows())
    top = peak(pipeline)
    if top is None or not ends.get(FUNDED):
        return texts("startups.answer_none")
    count = texts.units.count
    parts = [
        texts(
            "startups.answer",
            funded=count(ends[FUNDED]),
            year=top.year,
            most=count(top.companies),
            approvals=count(ends.get("approvals", 0.0)),
            sold=count(ends.get("trade_sales", 0.0)),
            listed=count(ends.get("ipos", 0.0)),
            failed=count(ends.get("failures", 0.0)),
        )
    ]
    found = concentration(returns)
    if found is not None:
        parts.append(_concentrated(found, texts))
    return " ".join(parts)


def _concentrated(found: Concentration, texts: Texts) -> str:
    units = texts.units
    return texts(
        "startups.answer_concentration",
        best=units.share(round(found.best_share, 3)),
        money=units.share(round(found.money_share, 2)),
    )


def pipeline_message(pipeline: pl.DataFrame, texts: Texts) -> tuple[str, str]:
    """Title and message of the pipeline by phase."""
    top = peak(pipeline)
    if top is None:
        return texts("startups.answer_none"), texts("startups.answer_none")
    count = texts.units.count
    title = texts("startups.pipeline_title", most=count(top.companies), year=top.year)
    band = ""
    if top.low is not None and top.high is not None:
        band = texts("startups.band", low=count(top.low), high=count(top.high))
    rows = [
        texts("startups.pipeline_row", year=year, companies=count(companies))
        for year, companies in pipeline_of(pipeline).select("year", "company_count").iter_rows()
        if companies >= 1 / 2
    ]
    return title, " ".join(part for part in (f"{title}.", band, *rows) if part)


def phase_message(pipeline: pl.DataFrame, phase: str, texts: Texts) -> tuple[str, str]:
    """Title and message of one phase over time."""
    top, name = peak(pipeline, phase), phase_text(texts, phase)
    if top is None:
        return texts("startups.phase_title_none", name=name), texts("startups.phase_title_none", name=name)
    count = texts.units.count
    title = texts("startups.phase_title", name=name, most=count(top.companies), year=top.year)
    if top.low is None or top.high is None:
        return title, f"{title}."
    return title, f"{title}. {texts('startups.band', low=count(top.low), high=count(top.high))}"


def exits_message(outcomes: pl.DataFrame, texts: Texts) -> tuple[str, str]:
    """Title and message of exits by kind and year."""
    ends = {row["measure"]: row["amount"] for row in fates(outcomes).iter_rows(named=True)}
    yearly = exits_by_year(outcomes).group_by("year", maintain_order=True).agg(pl.col("count").sum())
    if yearly.is_empty() or not number(yearly["count"].max()):
        return texts("startups.exits_none"), texts("startups.exits_none")
    most = yearly.sort("count", "year", descending=[True, False]).row(0, named=True)
    count = texts.units.count
    rows = [
        texts("startups.exits_row", name=fate_text(texts, name), companies=count(amount))
        for name, amount in ends.items()
    ]
    title = texts("startups.exits_title", year=most["year"], companies=count(most["count"]))
    return title, f"{title}. {' '.join(rows)}"


def returns_message(returns: pl.DataFrame, texts: Texts) -> tuple[str, str]:
    """Title and message of where the money comes from."""
    found = concentration(returns)
    if found is None:
        return texts("startups.returns_none"), texts("startups.returns_none")
    units = texts.units
    title = texts(
        "startups.returns_title",
        best=units.share(round(found.best_share, 3)),
        money=units.share(round(found.money_share, 2)),
    )
    rows = [
        texts(
            "startups.returns_row",
            name=bucket_text(texts, row["from_multiple"], row["to_multiple"]),
            companies=units.share(row["company_share"]),
            money=units.share(row["proceeds_share"]),
        )
        for row in returns.sort("from_multiple").iter_rows(named=True)
    ]
    return title, f"{title}. {' '.join(rows)}"

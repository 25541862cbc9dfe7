"""What the answers say, in words: titles of charts, answers of pages, reasons for what is missing."""

import polars as pl

from fundmodel.findings import SHARES, Check, final_shares, turning_points
from fundmodel.texts import Texts

_ANSWER_SHARES = {
    "commitments": "of_commitments_share",
    "paid_in": "of_paid_in_share",
    "korea": "reaching_korea_share",
}


def rate_text(texts: Texts, rate: float | None, status: str | None) -> str:
    """A rate as written on a page, or the reason why there is none; several roots are always said.

    Args:
        texts: The language.
        rate: Per year, or None.
        status: Status of the rate.

    Example:
        >>> rate_text(Texts("en"), None, "no sign change")
        'no rate: money moves one way only'
    """
    known = status if status is not None and texts.has(f"status.{status}") else "unknown"
    if rate is None or status == "total loss":
        return texts(f"status.{known}")
    shown = texts.units.rate(rate)
    return shown if known == "ok" else f"{shown} ({texts(f'status.{known}')})"


def change_text(texts: Texts, change: float | None) -> str:
    """A difference to the base case in percentage points; empty where there is nothing to compare."""
    return "" if change is None else texts.units.points(change)


def range_text(texts: Texts, low: float | None, high: float | None) -> str:
    """Two rates as a range; empty where one of them is missing."""
    if low is None or high is None:
        return ""
    return texts("returns.range", low=texts.units.rate(low), high=texts.units.rate(high))


def cash_message(
    flows: pl.DataFrame, texts: Texts, first_year: int, base: pl.DataFrame | None = None
) -> tuple[str, str]:
    """Title and message of a cash-flow chart.

    Args:
        flows: Rows of fund_cash_flow of one party, all statistics.
        texts: The language.
        first_year: Year of quarter 0.
        base: The same rows of the base case, for the comparison.
    """
    units, points = texts.units, turning_points(flows)
    values = {
        "need": units.won(points.peak_need_krw),
        "trough": units.quarter(points.trough_quarter, first_year),
        "end": units.won(points.end_krw, signed=True),
    }
    if points.payback_quarter is None:
        title = texts("cash.title_never", **values)
    else:
        values["payback"] = units.quarter(points.payback_quarter, first_year)
        title = texts("cash.title", **values)
    message = [f"{title}.", texts("cash.message", **values)]
    if base is not None:
        change = points.end_krw - turning_points(base).end_krw
        message.append(texts("cash.message_base", change=units.won(change, signed=True)))
    return title, " ".join(message)


def _ranked(returns: pl.DataFrame) -> pl.DataFrame:
    """Investors with a net return, highest first; the manager, who earns carry, does not compete."""
    competes = (pl.col("irr_net_status") == "ok") & pl.col("class_code").is_in(
        ["public", "domestic", "foreign"]
    )
    return returns.filter(competes).sort("irr_net_rate", "party_id", descending=[True, False])


def returns_message(table: pl.DataFrame, texts: Texts) -> tuple[str, str]:
    """Title and message of the chart of net returns: who earns most and who least.

    Args:
        table: returns_table of findings.
        texts: The language.
    """
    known = _ranked(table)
    if known.is_empty():
        return texts("returns.title_none"), texts("returns.title_none")
    first, last = known.row(0, named=True), known.row(-1, named=True)
    values = {
        "most": texts.label(first, "name"),
        "most_rate": texts.units.rate(first["irr_net_rate"]),
        "least": texts.label(last, "name"),
        "least_rate": texts.units.rate(last["irr_net_rate"]),
    }
    title = texts("returns.title" if known.height > 1 else "returns.title_one", **values)
    rows = [
        texts(
            "returns.row",
            name=texts.label(row, "name"),
            net=rate_text(texts, row["irr_net_rate"], row["irr_net_status"]),
            gross=rate_text(texts, row["irr_gross_rate"], row["irr_gross_status"]),
        )
        for row in table.iter_rows(named=True)
    ]
    return title, f"{title}. " + " ".join(rows)


def money_message(table: pl.DataFrame, texts: Texts) -> tuple[str, str]:
    """Title and message of the chart of money in and out.

    Args:
        table: returns_table of findings.
        texts: The language.
    """
    units = texts.units
    rows = [
        texts(
            "money.row",
            name=texts.label(row, "name"),
            paid=units.won(row["paid_in_krw"]),
            back=units.won(row["distributed_krw"]),
        )
        for row in table.iter_rows(named=True)
    ]
    largest = table.sort("paid_in_krw", "party_id", descending=[True, False]).row(0, named=True)
    title = texts(
        "money.title",
        name=texts.label(largest, "name"),
        paid=units.won(largest["paid_in_krw"]),
        back=units.won(largest["distributed_krw"]),
    )
    return title, f"{title}. " + " ".join(rows)


def foreign_message(
    foreign: pl.DataFrame, texts: Texts, base: pl.DataFrame | None = None, nav_quarter: int | None = None
) -> tuple[str, str]:
    """Title and message of the chart of foreign shares.

    Args:
        foreign: foreign_share of one scenario, all statistics.
        texts: The language.
        base: The same of the base case, for the comparison.
        nav_quarter: Quarter for the share of NAV; None for the last.
    """
    units, final = texts.units, final_shares(foreign, nav_quarter)
    if final["of_paid_in_share"] is None:
        return texts("foreign.title_none"), texts("foreign.title_none")
    commitments, paid = final["of_commitments_share"] or 0.0, final["of_paid_in_share"]
    korea = final["reaching_korea_share"]
    values = {"commitments": units.share(commitments), "paid_in": units.share(paid)}
    title = texts("foreign.title", **values, korea=units.share(korea or 0.0))
    parts = [
        texts("foreign.row", name=texts(f"foreign.{name}"), share=units.share(final[name] or 0.0))
        for name in SHARES
    ]
    message = [f"{title}.", *parts]
    before = final_shares(base)["of_paid_in_share"] if base is not None else None
    if before is not None:
        message.append(texts("foreign.message_base", change=units.points(paid - before)))
    return title, " ".join(message)


def per_public_message(
    foreign: pl.DataFrame, texts: Texts, base: pl.DataFrame | None = None
) -> tuple[str, str]:
    """Title and message of the chart of foreign won per public won.

    Args:
        foreign: foreign_share of one scenario, all statistics.
        texts: The language.
        base: The same of the base case, for the comparison.
    """
    ratio = final_shares(foreign)["foreign_won_per_public_won"]
    if ratio is None:
        return texts("per_public.title_none"), texts("per_public.title_none")
    title = texts("per_public.title", ratio=texts.units.won_ratio(ratio))
    message = [f"{title}."]
    before = final_shares(base)["foreign_won_per_public_won"] if base is not None else None
    if before is not None:
        message.append(texts("per_public.message_base", ratio=texts.units.won_ratio(before)))
    return title, " ".join(message)


def overview_answer(table: pl.DataFrame, foreign: pl.DataFrame, texts: Texts, is_base: bool) -> str:
    """The answer of the overview in one sentence: foreign return, whole return, foreign share.

    Args:
        table: returns_table of the whole and the classes.
        foreign: foreign_share of the current scenario.
        texts: The language.
        is_base: True if there is nothing to compare with.
    """
    rows = {row["party_code"]: row for row in table.iter_rows(named=True)}
    abroad, whole = rows["foreign"], rows["whole"]
    own = rate_text(texts, abroad["irr_own_currency_rate"], abroad["irr_own_currency_status"])
    share = final_shares(foreign)["of_paid_in_share"]
    change = None if is_base else abroad["net_change_rate"]
    return texts(
        "overview.answer" if change is None else "overview.answer_change",
        net=rate_text(texts, abroad["irr_net_rate"], abroad["irr_net_status"]),
        own=own,
        change=change_text(texts, change),
        whole=rate_text(texts, whole["irr_net_rate"], whole["irr_net_status"]),
        share=texts("foreign.title_none") if share is None else texts.units.share(share),
    )


def investors_answer(returns: pl.DataFrame, gap: float | None, texts: Texts) -> str:
    """The answer of the investors page: who earns most and least, and what fees and carry take.

    Args:
        returns: returns_table of the whole and the classes.
        gap: Gross less net return of the whole programme, None if there is none.
        texts: The language.
    """
    ranked = _ranked(returns)
    if ranked.is_empty():
        return texts("investors.answer_none")
    first, last = ranked.row(0, named=True), ranked.row(-1, named=True)
    return texts(
        "investors.answer" if gap is not None else "investors.answer_plain",
        most=texts.label(first, "name"),
        most_net=texts.units.rate(first["irr_net_rate"]),
        least=texts.label(last, "name"),
        least_net=texts.units.rate(last["irr_net_rate"]),
        gap=change_text(texts, gap).removeprefix("+"),
    )


def foreign_answer(foreign: pl.DataFrame, texts: Texts, base: pl.DataFrame | None = None) -> str:
    """The answer of the page on foreign capital: its share by three definitions, and per public won.

    Args:
        foreign: foreign_share of one scenario, all statistics.
        texts: The language.
        base: The same of the base case, for the comparison.
    """
    units, final = texts.units, final_shares(foreign)
    paid, ratio = final["of_paid_in_share"], final["foreign_won_per_public_won"]
    if paid is None:
        return texts("foreign.title_none")
    shares = {name: units.share(final[key] or 0.0) for name, key in _ANSWER_SHARES.items()}
    parts = [texts("foreign.answer", **shares)]
    if ratio is not None:
        parts.append(texts("foreign.answer_ratio", ratio=units.won_ratio(ratio)))
    before = final_shares(base)["of_paid_in_share"] if base is not None else None
    if before is not None:
        parts.append(texts("foreign.answer_change", change=units.points(paid - before)))
    return " ".join(parts)


def check_text(check: Check, texts: Texts, driver: str = "") -> str:
    """Why a net return is or is not flagged.

    Args:
        check: The result of sanity_check.
        texts: The language.
        driver: Name of the strategy that stands furthest out.
    """
    units = texts.units
    text = texts(
        f"sanity.{check.reason_code}",
        rate="" if check.rate is None else units.rate(check.rate),
        limit="" if check.limit is None else units.rate(check.limit),
        low=units.rate(check.sourced_low),
        high=units.rate(check.sourced_high),
        period=check.sourced_period.replace("-", "–"),
    )
    if not driver or check.driver_rate is None:
        return text
    return f"{text} {texts('sanity.driver', name=driver, rate=units.rate(check.driver_rate))}"


def statistic_text(texts: Texts, paths: int) -> str:
    """Which statistic a page shows: the central case, or the median of so many random paths."""
    return texts("statistic.median" if paths else "statistic.central", paths=f"{paths:,}")

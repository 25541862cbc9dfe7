"""Dated flows of a fund against an index file, which must cover every month of them."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from fundmodel.finance.index_equivalents import equivalents
from fundmodel.finance.rates import irr

_MONTHS_PER_YEAR = 12


@dataclass(frozen=True)
class Measure:
    """One measure of past flows.

    Attributes:
        name: irr, ks_pme, direct_alpha, ln_pme or pme_plus.
        value: A rate per year or, for ks_pme, a multiple; None where it does not exist.
        status: ok, or why there is no single value.
    """

    name: str
    value: float | None
    status: str


def _number(month: str) -> int:
    """Months since year 0 of a date that starts with YYYY-MM.

    Raises:
        ValueError: If it does not.
    """
    year, _, rest = month.partition("-")
    if (
        len(year) != len("2000")
        or not (year + rest[:2]).isdigit()
        or not 1 <= int(rest[:2]) <= _MONTHS_PER_YEAR
    ):
        raise ValueError(f"date {month!r} is not allowed; write YYYY-MM or YYYY-MM-DD.")
    return int(year) * _MONTHS_PER_YEAR + int(rest[:2]) - 1


def past_equivalents(
    flows: Mapping[str, float], levels: Mapping[str, float], name: str, nav: float = 0.0
) -> list[Measure]:
    """What a fund earned to date, and the same money in an index.

    Args:
        flows: Date (YYYY-MM or YYYY-MM-DD) -> net flow, + is cash to the investor; what is held at the end
            counts as `nav` in the month of the last flow.
        levels: Month (YYYY-MM) -> level of the index.
        name: The index, for messages.
        nav: What is still held.

    Raises:
        ValueError: If there is no flow, a date cannot be read, or the index does not cover every flow.

    Example:
        >>> index = {"2020-01": 100.0, "2020-02": 100.0, "2020-03": 110.0}
        >>> [one.name for one in past_equivalents({"2020-01": -100, "2020-03-15": 121}, index, "x")][:2]
        ['irr', 'ks_pme']

    Source: METHOD.md, "Against the market".
    """
    if not flows:
        raise ValueError("there is no flow; give at least one date with an amount.")
    by_month: dict[int, float] = {}
    for date, amount in flows.items():
        by_month[_number(date)] = by_month.get(_number(date), 0.0) + amount
    first, last = min(by_month), max(by_month)
    known = {_number(month): level for month, level in levels.items()}
    missing = [month for month in range(first, last + 1) if month not in known]
    if missing:
        outside = [date for date in flows if _number(date) in missing]
        raise ValueError(
            f"index {name} covers {min(levels)} to {max(levels)}; the flows run from {_month(first)} to "
            f"{_month(last)} and need {len(missing)} more months, {_month(missing[0])} first"
            f"{' (' + str(len(outside)) + ' flows lie there)' if outside else ''}. "
            "Append the months to the index file, or leave those flows out and say so."
        )
    by_month[last] += nav
    cash = np.array([[by_month.get(month, 0.0) for month in range(first, last + 1)]])
    made = equivalents(cash, np.array([[known[month] for month in range(first, last + 1)]]))
    is_ks = bool(np.isfinite(made.ks_pme[0]))
    rates = {
        "irr": irr(cash),
        "direct_alpha": made.direct_alpha,
        "ln_pme": made.ln_pme,
        "pme_plus": made.pme_plus,
    }
    yearly = [
        Measure(key, _yearly(float(found.rate[0])), str(found.status[0])) for key, found in rates.items()
    ]
    ks_pme = Measure("ks_pme", float(made.ks_pme[0]) if is_ks else None, "ok" if is_ks else "no sign change")
    return [yearly[0], ks_pme, *yearly[1:]]


def _yearly(rate: float) -> float | None:
    return None if np.isnan(rate) else (1 + rate) ** _MONTHS_PER_YEAR - 1


def _month(number: int) -> str:
    return f"{number // _MONTHS_PER_YEAR:04d}-{number % _MONTHS_PER_YEAR + 1:02d}"

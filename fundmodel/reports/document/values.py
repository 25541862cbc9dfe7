"""Assumptions and cells of any answer, written with their unit."""

import math
from collections.abc import Callable

from fundmodel.assumptions import Value
from fundmodel.texts import Texts
from fundmodel.units import NO_BREAK

_PERCENT = 100
_MOST_DECIMALS = 4
_RATE_OF_EXCHANGE = "KRW per USD"
_SHARES = ("share", "rate per year", "share per year")
_NAMED = {
    "years": "years",
    "quarters": "quarters",
    "multiple": "multiple",
    _RATE_OF_EXCHANGE: "krw_per_usd",
}


def short(number: float) -> str:
    """A number as short as it is exact, thousands separated; at most four decimals.

    Example:
        >>> short(0.25), short(1470.0), short(-0.014)
        ('0.25', '1,470', '−0.014')
    """
    decimals = next(
        n
        for n in range(_MOST_DECIMALS + 1)
        if n == _MOST_DECIMALS or math.isclose(round(number, n), number, abs_tol=1e-12)
    )
    text = f"{abs(number):,.{decimals}f}"
    return f"−{text}" if number < 0 and text.strip("0.,") else text


def assumption_text(value: Value, kind: str, unit: str, texts: Texts) -> str:
    """The value of an assumption with its unit.

    Args:
        value: The value.
        kind: Its type in the catalogue: float, int, bool or choice.
        unit: Its unit in the catalogue.
        texts: The language.

    Example:
        >>> assumption_text(0.07, "float", "rate per year", Texts("en")).replace(NO_BREAK, " ")
        '7 %'
    """
    if kind in ("choice", "bool"):
        return option_text(str(value), texts)
    number = float(value)
    if unit.startswith("KRW") and unit != _RATE_OF_EXCHANGE:
        return texts.units.won(number)
    if unit in _SHARES:
        return f"{short(round(number * _PERCENT, 10))}{NO_BREAK}%"
    if unit == "year":
        return f"{number:.0f}"
    return texts(f"slider.{_NAMED.get(unit, 'plain')}", n=short(number), unit="")


def option_text(option: str, texts: Texts) -> str:
    """What a choice may be, in words; names that are the same in every language stand as they are.

    Example:
        >>> option_text("displaces", Texts("ko")), option_text("EUR/KRW", Texts("ko"))
        ('대체', 'EUR/KRW')
    """
    key = f"option.{option.lower()}"
    return texts(key) if texts.has(key) else option


def unit_text(unit: str, texts: Texts) -> str:
    """The unit of an assumption in words."""
    key = f"document.unit_name.{unit}"
    return texts(key) if texts.has(key) else unit


def cell_text(column: str, value: object, texts: Texts) -> str:
    """A cell of an answer, written by the unit in the column's name; a missing one says so.

    Args:
        column: Name of the column, with its unit as suffix.
        value: The cell.
        texts: The language.
    """
    if value is None or (isinstance(value, float) and math.isnan(value)):
        return texts("term.none")
    if isinstance(value, bool):
        return texts("document.yes" if value else "document.no")
    if not isinstance(value, int | float):
        return str(value)
    units = texts.units
    by_suffix: dict[str, Callable[[float], str]] = {
        "_krw": lambda amount: units.won(amount, named=False),
        "_usd_cents": units.dollars,
        "_share": units.share,
        "_rate": units.rate,
        "_multiple": units.multiple,
        "_won": units.won_ratio,
        "_bp": lambda points: short(round(points, 1)),
        "_years": lambda years: short(round(years, 1)),
        "year": lambda year: f"{year:.0f}",
        "_id": lambda number: f"{number:.0f}",
    }
    write = next((write for suffix, write in by_suffix.items() if column.endswith(suffix)), short)
    return write(value)

"""How an assumption looks as a control: its unit on the slider, its texts, and shares that move together."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from fundmodel import datasets
from fundmodel.assumptions import Assumption, Value, assumptions
from fundmodel.texts import Texts
from fundmodel.units import MINUS

_WON = {"ko": ((1e12, "조"), (1e8, "억")), "en": ((1e12, "tn"), (1e9, "bn"))}
_PERCENT = 100
_MOST_DECIMALS = 4
_CLEAN = 12
_KINDS = {
    "KRW": "krw",
    "KRW per kL": "krw",
    "share": "share",
    "rate per year": "share",
    "share per year": "share",
    "multiple": "multiple",
    "years": "years",
    "quarters": "quarters",
    "KRW per USD": "krw_per_usd",
}


@dataclass(frozen=True)
class Control:
    """One assumption as a person sets it.

    Attributes:
        row: Its catalogue row: topic, name, default, type, range, options.
        step: Smallest change, in the unit of the catalogue; 0 for choices and switches.
        order: Place among the prominent controls; None for the others.
        label: Its name in the language of the screen.
        meaning: One line on what it does.
        source: Where the default comes from.
        verification: How far the source was checked.
        factor: One unit of the slider in units of the catalogue.
        template: Text with {n} for the number on the slider.
        decimals: Decimals on the slider.
    """

    row: Assumption
    step: float
    order: int | None
    label: str
    meaning: str
    source: str
    verification: str
    factor: float
    template: str
    decimals: int

    def shown(self, value: Value) -> float:
        """A value in the unit of the slider."""
        return round(float(value) / self.factor, _CLEAN)

    def stored(self, shown: float) -> Value:
        """A number on the slider in the unit of the catalogue."""
        value = round(shown * self.factor, _CLEAN)
        return round(value) if self.row.type == "int" else value

    @property
    def slider_format(self) -> str:
        """The template as the slider wants it."""
        return self.template.replace("%", "%%").replace("{n}", f"%.{self.decimals}f")

    def written(self, value: Value, texts: Texts) -> str:
        """A value with its unit."""
        if self.row.type in ("choice", "bool"):
            return texts(f"option.{str(value).lower()}")
        grouping = "" if self.row.unit == "year" else ","
        number = f"{abs(self.shown(value)):{grouping}.{self.decimals}f}"
        return self.template.replace("{n}", f"{MINUS}{number}" if float(value) < 0 else number)


def _decimals(step: float) -> int:
    return next(
        n for n in range(_MOST_DECIMALS + 1) if n == _MOST_DECIMALS or math.isclose(round(step, n), step)
    )


def _scale(row: Assumption, step: float, texts: Texts) -> tuple[float, str, int]:
    kind = _KINDS.get(row.unit, "plain")
    factor, unit = 1.0, ""
    if kind == "krw":
        steps = _WON[texts.units.steps]
        factor, unit = next((pair for pair in steps if float(row.value) >= pair[0]), steps[-1])
    elif kind == "share":
        factor = 1 / _PERCENT
    return factor, texts(f"slider.{kind}", n="{n}", unit=unit), _decimals(step / factor)


@lru_cache(maxsize=16)
def _controls(language: str, won_steps: str, folder: Path) -> Mapping[str, Control]:
    texts, rows = Texts(language, won_steps), assumptions()
    found = {}
    for entry in datasets.catalogue(folder).iter_rows(named=True):
        row = rows[entry["name"]]
        step = float(entry["step"] or 0)
        is_number = row.type in ("float", "int")
        factor, template, decimals = _scale(row, step, texts) if is_number else (1.0, "{n}", 0)
        meaning = entry["description_ko" if language == "ko" else "description"] or ""
        found[row.name] = Control(
            row=row,
            step=step,
            order=entry["sidebar"],
            label=texts.label(entry),
            meaning=meaning,
            source=entry["source"],
            verification=entry["verification"],
            factor=factor,
            template=template,
            decimals=decimals,
        )
    return found


def controls(language: str, won_steps: str = "") -> Mapping[str, Control]:
    """Every assumption as a control, in the order of the catalogue.

    Args:
        language: ko or en.
        won_steps: How won are counted, as in Units; empty is as the language does.

    Example:
        >>> controls("en")["foreign_share"].written(0.3, Texts("en"))
        '30 %'
    """
    return _controls(language, won_steps, datasets.find_folder())


def rebalanced(shares: Mapping[str, float], moved: str, value: float, step: float) -> dict[str, float]:
    """Shares that sum to 1 after one of them was moved: the others give way in proportion to what they have.

    Args:
        shares: Name -> share before the move.
        moved: The one that was moved.
        value: Where it was moved to.
        step: Smallest step; all shares are whole steps afterwards.

    Example:
        >>> rebalanced({"a": 0.3, "b": 0.4, "c": 0.3}, "a", 0.5, 0.01)
        {'a': 0.5, 'b': 0.29, 'c': 0.21}
    """
    total = round(1 / step)
    kept = min(max(round(value / step), 0), total)
    others = [name for name in shares if name != moved]
    weight = math.fsum(shares[name] for name in others)
    exact = {
        name: (total - kept) * (shares[name] / weight if weight > 0 else 1 / len(others)) for name in others
    }
    counts = {name: math.floor(round(part, _CLEAN)) for name, part in exact.items()}
    by_fraction = sorted(others, key=lambda name: (counts[name] - exact[name], others.index(name)))
    for name in by_fraction[: total - kept - sum(counts.values())]:
        counts[name] += 1
    counts[moved] = kept
    return {name: round(counts[name] / total, _CLEAN) for name in shares}

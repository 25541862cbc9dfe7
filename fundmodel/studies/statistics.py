"""Figures over the paths of a study with their standard errors, added up block by block."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from fundmodel.dataset_faults import hint
from fundmodel.interest import Whole
from fundmodel.phases import Floats
from fundmodel.studies.file import Statistic, StudyError
from fundmodel.studies.paths import Measures
from fundmodel.studies.terms import StudyTerms

_RETURNS = ("annual_return", "total_return")
_BY_NOTE = ("balance_late", "note_loss", "note_shortfall")
_COUNTS = ("compounds_bought", "defaults", "sold", "withdrawn")


@dataclass(frozen=True)
class Estimate:
    """A figure and how uncertain it is.

    Attributes:
        value: In the unit of the measure.
        standard_error: Of the value, in the same unit; 0 if every path agrees.
    """

    value: float
    standard_error: float


class StudyTotals:
    """What statistics need of all paths, whole numbers added up exactly, so that blocks do not matter.

    Memory is flat in the number of paths but for 8 bytes a path for each measure of which a standard
    deviation or a quantile is asked, and for the cash of equity if a return is.

    Args:
        terms: The study.
        statistics: The figures asked for.
        units: Ledger units per money unit.
        known: The measures that a block of paths gives.

    Raises:
        StudyError: If a statistic names an unknown measure.

    Source: sample moments; the standard error of a quantile from the order statistics one binomial standard
        deviation around it, of a deviation s from the fourth moment: sqrt((m4 - s^4) / n) / (2 s)
        (Stuart and Ord, "Kendall's Advanced Theory of Statistics", 10.5 and 10.10).
    """

    def __init__(
        self, terms: StudyTerms, statistics: Sequence[Statistic], units: float, known: Sequence[str]
    ) -> None:
        names = [*_RETURNS, *known]
        for one in statistics:
            if one.measure not in names:
                raise StudyError(
                    f"results.statistics {one.code}: {one.measure!r} is not a measure. "
                    f"{hint(one.measure, names)}"
                )
        self._terms, self._statistics, self._units = terms, statistics, units
        self.n_paths = 0
        whole = {"equity_cash" if one.measure in _RETURNS else one.measure for one in statistics}
        self._kept: dict[str, list[Whole]] = {
            "equity_cash" if one.measure in _RETURNS else one.measure: []
            for one in statistics
            if one.measure in _RETURNS or one.statistic in {"deviation", "quantile"}
        }
        self._sums = dict.fromkeys(sorted(whole - set(self._kept)), (0, 0))
        self._hits = dict.fromkeys((one.code for one in statistics if one.statistic.startswith("share")), 0)

    def add(self, measures: Measures) -> None:
        """Add the next block of paths."""
        self.n_paths += len(measures["equity_cash"])
        for name, blocks in self._kept.items():
            blocks.append(measures[name])
        for name, (total, squares) in self._sums.items():
            values = measures[name][measures[name] != 0].tolist()
            self._sums[name] = total + sum(values), squares + sum(value * value for value in values)
        for one in self._statistics:
            if one.code in self._hits:
                self._hits[one.code] += int(
                    np.count_nonzero(_is_hit(one, self._values(one.measure, measures)))
                )

    def estimates(self) -> dict[str, Estimate]:
        """The figures by code."""
        kept = {name: np.concatenate(blocks) for name, blocks in self._kept.items()}
        columns = {
            name: self._values(name, kept)
            for name in {one.measure for one in self._statistics}
            if name in kept or name in _RETURNS
        }
        return {one.code: self._estimate(one, columns) for one in self._statistics}

    def _estimate(self, one: Statistic, columns: dict[str, Floats]) -> Estimate:
        if one.code in self._hits:
            share = self._hits[one.code] / self.n_paths
            return Estimate(share, math.sqrt(share * (1 - share) / self.n_paths))
        if one.measure not in columns:
            total, squares = self._sums[one.measure]
            # Both terms are exact whole numbers, so nothing cancels.
            spread = self.n_paths * squares - total * total
            deviation = math.sqrt(spread / (self.n_paths * max(self.n_paths - 1, 1)))
            scale = self._scale(one.measure)
            return Estimate(total / self.n_paths / scale, deviation / math.sqrt(self.n_paths) / scale)
        values = columns[one.measure]
        if one.statistic == "quantile":
            return _quantile(values, float(one.at or 0))
        mean = math.fsum(values) / len(values)
        gaps = values - mean
        squares = math.fsum(gaps * gaps)
        deviation = math.sqrt(squares / max(len(values) - 1, 1))
        if one.statistic == "mean":
            return Estimate(mean, deviation / math.sqrt(len(values)))
        fourth = math.fsum(gaps**4) / len(values)
        excess = max(fourth - deviation**4, 0) / len(values)
        return Estimate(deviation, math.sqrt(excess) / (2 * deviation) if deviation else 0.0)

    def _values(self, measure: str, measures: Measures) -> Floats:
        if measure in _RETURNS:
            multiple = np.maximum(measures["equity_cash"] / self._terms.equity, 0)
            return multiple - 1 if measure == "total_return" else multiple ** (1 / self._terms.years) - 1
        return measures[measure] / self._scale(measure)

    def _scale(self, measure: str) -> float:
        kind, _, code = measure.partition(".")
        if kind in _COUNTS:
            return 1.0
        if kind in _BY_NOTE:
            return next(float(note.amount) for note in self._terms.notes.tranches if note.code == code)
        return self._units


def _is_hit(one: Statistic, values: Floats) -> NDArray[np.bool_]:
    limit = float(one.at or 0)
    match one.statistic:
        case "share_below":
            return values < limit
        case "share_at_most":
            return values <= limit
        case "share_above":
            return values > limit
        case _:
            return values >= limit


def _quantile(values: Floats, at: float) -> Estimate:
    """A quantile, interpolated between order statistics as NumPy does by default."""
    ordered = np.sort(values)
    last = len(ordered) - 1
    around = math.sqrt(len(ordered) * at * (1 - at))
    low, high = (min(max(round(at * last + step), 0), last) for step in (-around, around))
    return Estimate(float(np.quantile(ordered, at)), float(ordered[high] - ordered[low]) / 2)

"""Sheet Lots: what assets ask for and give back lot by lot, and the part of it that the fund could pay."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from fundmodel.reports.workbook.book import (
    FIRST_QUARTER,
    LABEL,
    NOTE,
    OPENING,
    QUARTER_NAME_ROW,
    TOTAL,
    UNIT,
    Book,
    column,
)
from fundmodel.reports.workbook.central import Fund
from fundmodel.reports.workbook.child_lines import FROM_LOTS, asked, paid
from fundmodel.reports.workbook.rows import SNAP, SNAP_VALUE, Row

SHEET = "lots"
# A funded fraction is written beside what the lot gives back, and the factor with which cut lots are rounded.
_FUNDED, _ASKED, _FRACTION, _ROUNDED = UNIT, NOTE, TOTAL, OPENING


@dataclass
class LotBlock:
    """The lots of a fund on sheet Lots.

    Attributes:
        fund: The fund.
        tops: First row (from 0) of each of proceeds to date, NAV and cost.
        fractions: Of each lot, the part that was paid; worked out with the fund.
        levels: Shape (3, n_lots, n_quarters).
        funded: Quarter of each lot.
    """

    fund: Fund
    tops: tuple[int, ...]
    fractions: NDArray[np.float64]
    levels: NDArray[np.int64]
    funded: NDArray[np.int64]

    @classmethod
    def of(cls, fund: Fund, top: int) -> tuple["LotBlock", int]:
        """The lots that can matter before the fund ends, and the first free row."""
        lots = [lot for lot in fund.lots if lot.funded <= fund.last]
        tops = tuple(top + 1 + number * (len(lots) + 1) for number in range(len(FROM_LOTS)))
        levels = (
            np.array([lot.levels for lot in lots]).reshape(len(lots), len(FROM_LOTS), -1).transpose(1, 0, 2)
        )
        funded = np.array([lot.funded for lot in lots], dtype=np.int64)
        return cls(fund, tops, np.ones(len(lots)), levels, funded), tops[-1] + len(lots) + 1

    def count_to(self, quarter: int) -> int:
        """How many lots are funded by a quarter; they stand first."""
        return int(np.searchsorted(self.funded, quarter, side="right"))

    def fund_lots(self, quarter: int, rows: Mapping[str, Row]) -> None:
        """Work out which part of the quarter's lots was paid."""
        for number in range(self.count_to(quarter - 1), self.count_to(quarter)):
            priority = self._lot(number).priority
            wanted, given = (rows[code(priority)].values[quarter + 1] for code in (asked, paid))
            self.fractions[number] = given / wanted if given < wanted else 1.0

    def _lot(self, number: int):  # noqa: ANN202 (a lot of the fund)
        return self.fund.lots[number]

    def worked(self, code: str) -> Callable[[int], float]:
        """The values of a line that is made from lots."""
        levels = self.levels[FROM_LOTS.index(code)]

        def worked(quarter: int) -> float:
            own = levels[: self.count_to(quarter), quarter]
            fractions = self.fractions[: own.size]
            kept = np.where(fractions < 1, np.floor(own * fractions * SNAP_VALUE), own)
            return float(sum(kept.tolist()))

        return worked

    def formula(self, book: Book, code: str) -> Callable[[int], str]:
        """The formulas of such a line: only lots funded by then, so that no cell refers to a later one."""
        name, top, shares = book.name(SHEET), self.tops[FROM_LOTS.index(code)], self.tops[0]

        def formula(quarter: int) -> str:
            n_lots = self.count_to(quarter)
            if not n_lots:
                return "0"
            level = f"{name}!{column(quarter)}{top + 1}:{column(quarter)}{top + n_lots}"
            fraction, rounded = (
                f"{name}!${letter}${shares + 1}:${letter}${shares + n_lots}" for letter in ("D", "E")
            )
            return f"SUMPRODUCT(INT({level}*{fraction}*{rounded}))"

        return formula

    def write(self, book: Book, rows: Mapping[str, Row]) -> None:
        """Write the lots and their fractions."""
        for top, code in zip(self.tops, FROM_LOTS, strict=True):
            title = f"{self.fund.code} · {self.fund.name} · {book.texts(f'workbook.line.{code}')}"
            book.text(SHEET, top - 1, LABEL, title, "section")
        for number in range(self.funded.size):
            self._write_lot(book, number, rows)

    def _write_lot(self, book: Book, number: int, rows: Mapping[str, Row]) -> None:
        lot = self._lot(number)
        label = book.texts(f"workbook.priority.{lot.priority}")
        for measure, top in enumerate(self.tops):
            row = top + number
            book.text(SHEET, row, LABEL, label)
            book.number(SHEET, row, _FUNDED, lot.funded, "flag", "")
            for quarter in range(lot.funded, self.fund.last + 1):
                value = float(self.levels[measure, number, quarter])
                book.number(SHEET, row, FIRST_QUARTER + quarter, value, "won")
        row = self.tops[0] + number
        book.number(SHEET, row, _ASKED, lot.asked, "won")
        own, wanted = (rows[code(lot.priority)].at(book, SHEET, lot.funded) for code in (paid, asked))
        fraction = float(self.fractions[number])
        book.formula(SHEET, row, _FRACTION, f"IF({own}<{wanted},{own}/{wanted},1)", fraction, "factor")
        rounded = f"IF(D{row + 1}<1,{SNAP},1)"
        book.formula(SHEET, row, _ROUNDED, rounded, SNAP_VALUE if fraction < 1 else 1.0, "factor")


def head_lots(book: Book, *, has_fractions: bool = True) -> None:
    """The headings of the leading columns of sheet Lots; without formulas there are no parts paid."""
    names = {_FUNDED: "funded", _ASKED: "asked"}
    if has_fractions:
        names |= {_FRACTION: "fraction", _ROUNDED: "rounded"}
    for place, name in names.items():
        book.text(SHEET, QUARTER_NAME_ROW, place, book.texts(f"workbook.lots.{name}"), "column")

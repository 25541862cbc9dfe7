"""Money shared among parts in whole won by the largest fraction, as formulas and as values."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from xlsxwriter.utility import xl_rowcol_to_cell

from fundmodel.reports.workbook.book import Book
from fundmodel.reports.workbook.rows import Cell


@dataclass(frozen=True)
class Part:
    """One part of a whole.

    Attributes:
        row: Row of the sheet, from 0.
        formula: What it is entitled to, not rounded.
        entitled: The same as a value.
    """

    row: int
    formula: str
    entitled: float


def share_out(
    book: Book, sheet: str, parts: Sequence[Part], total: Cell, places: tuple[int, int, int, int]
) -> list[Cell]:
    """Write entitlement, whole won, turn and amount of every part; rows stand below one another.

    Each part gets its entitlement floored; what is left of the total goes won by won to the largest
    fractions, the upper row first where they are equal.

    Args:
        book: The file.
        sheet: Key of the sheet.
        parts: The parts, in the order of their turns where fractions are equal.
        total: What is shared.
        places: Columns of the entitlement, the floor, the turn and the amount.

    Source: METHOD.md, "Entities and ledger": the remainder goes by largest fraction, then lowest id.
    """
    entitled_at, floor_at, turn_at, amount_at = places
    floors = [float(math.floor(part.entitled)) for part in parts]
    fractions = [part.entitled - floor for part, floor in zip(parts, floors, strict=True)]
    order = sorted(range(len(parts)), key=lambda number: -fractions[number])
    left = total.value - math.fsum(floors)
    top, bottom = parts[0].row, parts[-1].row

    def cell(row: int, place: int, *, is_fixed: bool = False) -> str:
        return xl_rowcol_to_cell(row, place, row_abs=is_fixed)

    def fractions_to(row: int) -> str:
        one, other = (cell(top, at, is_fixed=True) for at in (entitled_at, floor_at))
        return f"{one}:{cell(row, entitled_at, is_fixed=True)}-{other}:{cell(row, floor_at, is_fixed=True)}"

    amounts = []
    for number, part in enumerate(parts):
        own = f"({cell(part.row, entitled_at)}-{cell(part.row, floor_at)})"
        turn = float(order.index(number) + 1)
        amount = floors[number] + (1.0 if turn <= left else 0.0)
        book.formula(sheet, part.row, entitled_at, part.formula, part.entitled, "won_exact")
        book.formula(
            sheet, part.row, floor_at, f"INT({cell(part.row, entitled_at)})", floors[number], "won_exact"
        )
        before = f"+SUMPRODUCT(--(({fractions_to(part.row)})={own}))"
        ahead = f"SUMPRODUCT(--(({fractions_to(bottom)})>{own}))"
        book.formula(sheet, part.row, turn_at, ahead + before, turn, "flag")
        floored = f"SUM({cell(top, floor_at, is_fixed=True)}:{cell(bottom, floor_at, is_fixed=True)})"
        formula = f"{cell(part.row, floor_at)}+IF({cell(part.row, turn_at)}<={total.place}-{floored},1,0)"
        book.formula(sheet, part.row, amount_at, formula, amount, "won_exact")
        place = xl_rowcol_to_cell(part.row, amount_at, row_abs=True, col_abs=True)
        amounts.append(Cell(f"{book.name(sheet)}!{place}", amount))
    return amounts

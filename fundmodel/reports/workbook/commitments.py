"""Sheet Terms, first part: who commits how much to which fund, from the class shares of sheet Inputs."""

import math
from dataclasses import dataclass

from xlsxwriter.utility import xl_rowcol_to_cell

from fundmodel.reports.workbook.book import Book
from fundmodel.reports.workbook.central import CLASSES, MEGA, Central, Stake
from fundmodel.reports.workbook.rows import Cell, Scope
from fundmodel.reports.workbook.shares import Part, share_out

SHEET = "terms"
_CLASS_SHARES = (
    "public_share",
    "1-public_share-foreign_share-gp_commitment_share",
    "foreign_share",
    "gp_commitment_share",
)
_HEADINGS = ("who", "level", "share", "entitled", "floored", "turn", "commitment")
_SHARE, _PLACES = 2, (3, 4, 5, 6)
_PER_FUND = 4


@dataclass(frozen=True)
class Commitments:
    """Commitments as cells.

    Attributes:
        by_stake: (investor id, level) -> whole commitment; of the mega fund, what it places in child funds.
        by_fund: (fund id, investor id) -> commitment.
        size: The programme's size.
    """

    by_stake: dict[tuple[int, int], Cell]
    by_fund: dict[tuple[int, int], Cell]
    size: Cell

    def of_class(
        self, stakes: tuple[Stake, ...], fund_id: int, level: int, class_id: int
    ) -> tuple[str, float]:
        """Formula and value of what a class commits to a fund."""
        cells = [
            self.by_fund[fund_id, one.investor_id]
            for one in stakes
            if (one.level, one.class_id) == (level, class_id)
        ]
        return "+".join(cell.place for cell in cells) or "0", math.fsum(cell.value for cell in cells)


def write_commitments(book: Book, central: Central, scope: Scope, row: int) -> tuple[Commitments, int]:
    """Write classes, investors and child funds from a row on.

    Returns:
        The commitments as cells, and the first free row.
    """
    texts = book.texts
    size_value = float(central.of("plan_assumptions")["effective_size_krw"][0])
    book.text(SHEET, row, 0, texts("workbook.terms.size"), "text")
    book.number(SHEET, row, 6, size_value, "won_exact")
    size = Cell(f"{book.name(SHEET)}!{xl_rowcol_to_cell(row, 6, row_abs=True, col_abs=True)}", size_value)
    row += 2
    book.head(SHEET, [texts(f"workbook.terms.{name}") for name in _HEADINGS], row)
    row += 1
    classes, row = _classes(book, central, scope, size, row)
    by_stake, row = _stakes(book, central, classes, row + 1)
    placed, row = _placed(book, central, scope, by_stake, row)
    by_stake[MEGA, 1] = placed
    by_fund = {
        (central.mega.fund_id, one.investor_id): by_stake[one.investor_id, 0]
        for one in central.stakes
        if not one.level
    }
    in_funds, row = _child_funds(book, central, by_stake, row + 1)
    return Commitments(by_stake, by_fund | in_funds, size), row + 1


def _classes(book: Book, central: Central, scope: Scope, size: Cell, row: int) -> tuple[list[Cell], int]:
    value = central.scenario.value
    public, foreign, gp = (float(value(n)) for n in ("public_share", "foreign_share", "gp_commitment_share"))
    shares = (public, 1 - public - foreign - gp, foreign, gp)
    scope.live.update(("public_share", "gp_commitment_share"))
    if value("foreign_mode") == "displaces":
        # Foreign money on top changes the size of the programme, and with it the assets.
        scope.live.add("foreign_share")
    parts = []
    for number, (code, formula, share) in enumerate(zip(CLASSES, _CLASS_SHARES, shares, strict=True)):
        book.text(SHEET, row + number, 0, central.names["class", code])
        book.formula(SHEET, row + number, _SHARE, formula, share, "share")
        cell = xl_rowcol_to_cell(row + number, _SHARE)
        parts.append(Part(row + number, f"{size.place}*{cell}", size.value * share))
    return share_out(book, SHEET, parts, size, _PLACES), row + len(parts)


def _stakes(
    book: Book, central: Central, classes: list[Cell], row: int
) -> tuple[dict[tuple[int, int], Cell], int]:
    found = {}
    for class_id, total in enumerate(classes):
        own = [one for one in central.stakes if one.class_id == class_id]
        parts = []
        for number, one in enumerate(own):
            book.text(SHEET, row + number, 0, one.name)
            book.text(SHEET, row + number, 1, book.texts(f"workbook.terms.level_{one.level}"))
            book.number(SHEET, row + number, _SHARE, one.share_of_class, "share")
            cell = xl_rowcol_to_cell(row + number, _SHARE)
            parts.append(Part(row + number, f"{total.place}*{cell}", total.value * one.share_of_class))
        if parts:
            cells = share_out(book, SHEET, parts, total, _PLACES)
            found |= {(one.investor_id, one.level): cell for one, cell in zip(own, cells, strict=True)}
        row += len(own)
    return found, row


def _placed(
    book: Book, central: Central, scope: Scope, by_stake: dict[tuple[int, int], Cell], row: int
) -> tuple[Cell, int]:
    """What the mega fund commits to its child funds: all but its reserve."""
    own = [cell for (_, level), cell in by_stake.items() if level == 0]
    reserve = float(central.scenario.value("mega_reserve_share"))
    scope.live.add("mega_reserve_share")
    value = float(math.floor(math.fsum(cell.value for cell in own) * (1 - reserve)))
    book.text(SHEET, row, 0, central.mega.name)
    book.text(SHEET, row, 1, book.texts("workbook.terms.level_1"))
    total = "+".join(cell.place.rpartition("!")[2] for cell in own)
    book.formula(SHEET, row, _PLACES[-1], f"INT(({total})*(1-mega_reserve_share))", value, "won_exact")
    place = xl_rowcol_to_cell(row, _PLACES[-1], row_abs=True, col_abs=True)
    return Cell(f"{book.name(SHEET)}!{place}", value), row + 1


def _child_funds(
    book: Book, central: Central, by_stake: dict[tuple[int, int], Cell], row: int
) -> tuple[dict[tuple[int, int], Cell], int]:
    """Each investor's direct money, and the mega fund's, shared among child funds by planned size."""
    direct = [one for one in central.stakes if one.level]
    texts, first = book.texts, row + 2
    book.head(SHEET, [texts("workbook.terms.fund"), texts("workbook.terms.planned")], row + 1)
    total = sum(fund.planned_size for fund in central.children)
    sizes = f"SUM($B${first + 1}:$B${first + len(central.children)})"
    for number, fund in enumerate(central.children):
        book.text(SHEET, first + number, 0, f"{fund.code} · {fund.name}")
        book.number(SHEET, first + number, 1, fund.planned_size, "won_exact")
    found = {}
    for place, one in enumerate(direct):
        at = tuple(2 + _PER_FUND * place + number for number in range(_PER_FUND))
        book.text(SHEET, row, at[0], one.name, "section")
        for column, name in zip(at, ("entitled", "floored", "turn", "commitment"), strict=True):
            book.text(SHEET, row + 1, column, texts(f"workbook.terms.{name}"), "column")
        whole = by_stake[one.investor_id, one.level]
        parts = [
            Part(
                first + number,
                f"{whole.place}*($B{first + number + 1}/{sizes})",
                whole.value * (fund.planned_size / total),
            )
            for number, fund in enumerate(central.children)
        ]
        cells = share_out(book, SHEET, parts, whole, (at[0], at[1], at[2], at[3]))
        for fund, cell in zip(central.children, cells, strict=True):
            found[fund.fund_id, one.investor_id] = cell
    return found, first + len(central.children)

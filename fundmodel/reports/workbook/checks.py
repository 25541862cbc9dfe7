"""Sheet Checks: laws that hold for any inputs, and the engine against the workbook for those of the run."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import polars as pl

from fundmodel.reports.headline import foreign_share_table
from fundmodel.reports.workbook.assets import FLOWS
from fundmodel.reports.workbook.assets import SHEET as ASSETS
from fundmodel.reports.workbook.book import Book, column
from fundmodel.reports.workbook.cash import Cash
from fundmodel.reports.workbook.central import CLASSES, Central
from fundmodel.reports.workbook.child_lines import HOLDERS, asked
from fundmodel.reports.workbook.funds import Block, Funds
from fundmodel.reports.workbook.inputs import CHANGED_NAME
from fundmodel.reports.workbook.investors import Investor
from fundmodel.reports.workbook.lots import SHEET as LOTS
from fundmodel.reports.workbook.returns import Return
from fundmodel.reports.workbook.rows import Cell, Row

SHEET = "checks"
FAULTS = "checks_failed"
_COLUMNS = ("what", "found", "wanted", "difference", "allowed", "fault")
_FAULT = _COLUMNS.index("fault")
_TOP = 6
_RATE_LIMIT = 1e-9
_WON_OF_RETURNS = {"commitment": "commitment_krw", "paid_in": "paid_in_krw", "distributed": "distributed_krw"}
_RATES_OF_RETURNS = {"irr_net": "irr_net_rate", "irr_gross": "irr_gross_rate", "tvpi": "tvpi_multiple"}


@dataclass(frozen=True)
class Check:
    """One comparison.

    Attributes:
        text: What is compared.
        found: Formula and value of the workbook.
        wanted: Formula and value of what it should be.
        allowed: Largest difference, in won the number of rows summed.
        style: How the numbers look.
    """

    text: str
    found: tuple[str, float | str]
    wanted: tuple[str, float]
    allowed: float = 0.0
    style: str = "won_exact"


class Checks:
    """The sheet; the number of faults stands in a named cell at its top.

    Args:
        book: The file.
        central: What it rests on.
        funds, cash, returns, investors, foreign: What the other sheets hold.
        assets: Fund id -> rows of sheet Asset cash flows.
    """

    def __init__(
        self,
        book: Book,
        central: Central,
        funds: Funds,
        cash: Cash,
        returns: list[Return],
        investors: list[Investor],
        foreign: Mapping[str, Cell],
        assets: Mapping[int, tuple[int, int]],
    ) -> None:
        self.book, self.central, self.funds, self.cash = book, central, funds, cash
        self.returns, self.investors, self.foreign, self.assets = returns, investors, foreign, assets
        self.n_faults = 0
        self.n_rows = float((central.last + 1) * len(central.funds))

    def write(self) -> None:
        """Write the sheet."""
        book, texts = self.book, self.book.texts
        book.head(
            SHEET, [texts(f"workbook.checks.{name}") for name in _COLUMNS], _TOP - 1, (70, 20, 20, 16, 14, 9)
        )
        book.sheets[SHEET].freeze_panes(_TOP, 1)
        book.sheets[SHEET].repeat_rows(_TOP - 1)
        row = self._section(_TOP, "laws", list(self._laws()), is_engine=False)
        row = self._section(row + 1, "engine", list(self._engine()), is_engine=True)
        book.text(SHEET, 3, 0, texts("workbook.checks.failed"), "heading")
        book.formula(SHEET, 3, 1, f"SUM(F{_TOP + 1}:F{row})", float(self.n_faults), "flag", "total")
        book.file.define_name(FAULTS, f"={book.name(SHEET)}!$B$4")
        for criteria, style in (("=", "good"), (">", "bad")):
            look = {"format": book.style(style)}
            rule = {"type": "cell", "criteria": criteria, "value": 0}
            book.sheets[SHEET].conditional_format(3, 1, 3, 1, rule | look)
            own = f"$F{_TOP + 1}"
            rule = {"type": "formula", "criteria": f"=AND(ISNUMBER({own}),{own}{criteria}0)"}
            book.sheets[SHEET].conditional_format(_TOP, _FAULT, row, _FAULT, rule | look)

    def _section(self, row: int, name: str, checks: list[Check], *, is_engine: bool) -> int:
        book = self.book
        book.text(SHEET, row, 0, book.texts(f"workbook.checks.{name}"), "section")
        for number, check in enumerate(checks, start=1):
            self._line(row + number, check, is_engine=is_engine)
        return row + len(checks) + 1

    def _line(self, row: int, check: Check, *, is_engine: bool) -> None:
        book, own = self.book, row + 1
        book.text(SHEET, row, 0, check.text)
        book.formula(SHEET, row, 1, check.found[0], check.found[1], check.style)
        if is_engine:
            book.number(SHEET, row, 2, check.wanted[1], check.style)
        else:
            book.formula(SHEET, row, 2, check.wanted[0], check.wanted[1], check.style)
        gap = float(check.found[1]) - check.wanted[1] if not isinstance(check.found[1], str) else 0.0
        style = check.style if check.style == "won_exact" else "number"
        book.formula(SHEET, row, 3, f'IF(ISNUMBER(B{own}),B{own}-C{own},"")', gap, style)
        book.number(SHEET, row, 4, check.allowed, "number", "")
        formula = f"IF(ISNUMBER(B{own}),IF(ABS(D{own})<=E{own},0,1),1)"
        if is_engine:
            formula = f"IF({CHANGED_NAME}>0,0,{formula})"
        is_fault = abs(gap) > check.allowed
        self.n_faults += is_fault
        book.formula(SHEET, row, 5, formula, float(is_fault), "flag")

    def _laws(self) -> Iterator[Check]:
        yield from self._of_programme()
        for block in self.funds.children:
            yield from self._of_child(block)
        yield from self._of_mega()

    def _last(self, block: Block, *codes: str) -> tuple[str, float]:
        """Sum of the last values of rows."""
        rows = [block.rows[code] for code in codes]
        return (
            "+".join(row.at(self.book, SHEET, row.last) for row in rows),
            sum(row.values[row.last + 1] for row in rows),
        )

    def _sum(self, *rows: Row) -> tuple[str, float]:
        return "+".join(f"SUM({row.span(self.book)})" for row in rows), sum(sum(row.values) for row in rows)

    def _text(self, code: str, fund: str = "") -> str:
        return self.book.texts(f"workbook.law.{code}", fund=fund)

    def _of_programme(self) -> Iterator[Check]:
        cash = self.cash
        rows = {
            code: [one.rows[code] for one in cash.classes.values()]
            for code in ("called", "distributed", "first_loss")
        }
        costs = cash.costs
        spent = self._sum(costs["invested"], costs["fee"], costs["expense"])
        yield Check(self._text("sources_and_uses"), self._sum(*rows["called"]), spent)
        proceeds = self._sum(*(block.rows["proceeds"] for block in self.funds.children))
        yield Check(self._text("receipts"), self._sum(*rows["distributed"]), proceeds)
        yield Check(self._text("first_loss"), self._sum(*rows["first_loss"]), ("0", 0.0))
        nav = [one.rows["nav"] for one in cash.classes.values()]
        left = "+".join(row.at(self.book, SHEET, self.central.last) for row in nav)
        yield Check(self._text("nothing_left"), (left, sum(row.values[-1] for row in nav)), ("0", 0.0))
        value = self.central.scenario.value
        rest = 1 - sum(
            float(value(name)) for name in ("public_share", "foreign_share", "gp_commitment_share")
        )
        formula = "MIN(0,ROUND(1-public_share-foreign_share-gp_commitment_share,9))"
        yield Check(self._text("domestic"), (formula, min(0.0, round(rest, 9))), ("0", 0.0))
        bands = float(value("fee_band_2_krw")) - float(value("fee_band_1_krw"))
        yield Check(
            self._text("bands"), ("MIN(0,fee_band_2_krw-fee_band_1_krw)", min(0.0, bands)), ("0", 0.0)
        )
        inputs = self.book.name("inputs")
        low, high, cell = (f"{inputs}!${letter}$8:${letter}$400" for letter in ("E", "F", "C"))
        outside = f"SUMPRODUCT(ISNUMBER({low})*ISNUMBER({cell})*((({cell}<{low})+({cell}>{high}))>0))"
        yield Check(self._text("in_range"), (outside, 0.0), ("0", 0.0))

    def _of_child(self, block: Block) -> Iterator[Check]:
        code = block.fund.code
        paid = self._last(block, *(f"{holder}_paid" for holder in HOLDERS))
        yield Check(
            self._text("fund_calls", code), paid, self._last(block, "invested_total", "fees", "expenses")
        )
        received = [f"{holder}_received" for holder in HOLDERS[:-1]]
        got = self._last(block, *received, "gp_with_carry")
        yield Check(self._text("fund_receipts", code), got, self._sum(block.rows["proceeds"]))
        ended = self._sum(block.rows["ending"])
        yield Check(self._text("fund_ends", code), ended, ("1", 1.0))
        called, whole = (
            self._last(block, "lp_paid", "gp_paid"),
            self.funds.terms.of_fund[block.fund.fund_id]["commitment"],
        )
        over = f"MAX(0,{called[0]}-{whole.place})", max(0.0, called[1] - whole.value)
        yield Check(self._text("fund_commitment", code), over, ("0", 0.0))
        yield from self._of_assets(block)

    def _of_assets(self, block: Block) -> Iterator[Check]:
        """What assets ask for and give back by asset, against the lots of their fund."""
        book, fund = self.book, block.fund
        first, last = self.assets[fund.fund_id]
        name, end = book.name(ASSETS), column(fund.last)
        area, notes = f"{name}!$F${first}:${end}${last}", f"{name}!$C${first}:$C${last}"
        wanted = self._sum(*(block.rows[asked(priority)] for priority in fund.priorities))
        lots = block.lots
        if lots is None or not lots.funded.size:
            return
        top = lots.tops[0]
        proceeds = float(lots.levels[0, :, fund.last].sum())
        given = f"SUM({book.name(LOTS)}!${end}${top + 1}:${end}${top + lots.funded.size})", proceeds
        for flow, right in zip(FLOWS, (wanted, given), strict=True):
            what = book.texts(f"workbook.assets.{flow}")
            formula = f'SUMPRODUCT(({notes}="{what}")*{area})'
            text = f"{self._text('assets', fund.code)}: {what}"
            yield Check(text, (formula, right[1]), right)

    def _of_mega(self) -> Iterator[Check]:
        block, code = self.funds.mega, self.funds.mega.fund.code
        paid = self._last(block, *(f"{holder}_paid" for holder in CLASSES))
        yield Check(
            self._text("fund_calls", code), paid, self._last(block, "children_paid", "fees", "expenses")
        )
        got = self._last(block, *(f"{holder}_received" for holder in CLASSES[:-1]), "gp_with_carry")
        yield Check(self._text("fund_receipts", code), got, self._last(block, "children_received"))

    def _engine(self) -> Iterator[Check]:
        texts, results = self.book.texts, self.central.results
        metrics = results["metrics"].filter(pl.col("scenario_id") == 0, pl.col("statistic") == "central")
        found = {(row["party_kind"], row["party_code"]): row for row in metrics.iter_rows(named=True)}
        for one in self.returns:
            own = found[one.party.kind, one.party.code]
            for name, measure in _WON_OF_RETURNS.items():
                title = f"{one.party.name} · {texts(f'workbook.returns.{name}')}"
                cell = one.place(self.book, name), one.values[name]
                yield Check(title, cell, ("", float(own[measure])), self.n_rows)
            for name, measure in _RATES_OF_RETURNS.items():
                if own[measure] is not None and not isinstance(one.values[name], str):
                    title = f"{one.party.name} · {texts(f'workbook.returns.{name}')}"
                    cell = one.place(self.book, name), one.values[name]
                    yield Check(title, cell, ("", own[measure]), _RATE_LIMIT, "share")
        for one in self.investors:
            own = found["investor", one.code]
            for name, measure in (_WON_OF_RETURNS | {"first_loss": "first_loss_krw"}).items():
                title = f"{one.name} · {texts(f'workbook.returns.{name}')}"
                cell = one.place(self.book, name), one.values[name]
                yield Check(title, cell, ("", float(own[measure])), self.n_rows)
        yield from self._engine_costs(found)
        shares = foreign_share_table(results).filter(pl.col("statistic") == "central").row(0, named=True)
        for name, cell in self.foreign.items():
            if name in shares and shares[name] is not None:
                title = texts(f"workbook.foreign.{name}")
                yield Check(title, (cell.place, cell.value), ("", shares[name]), _RATE_LIMIT, "factor")

    def _engine_costs(self, found: Mapping[tuple[str, str], Mapping[str, float]]) -> Iterator[Check]:
        for block in self.funds.blocks:
            own = found["fund", block.fund.code]
            for code in ("fee", "carry"):
                title = f"{block.fund.code} · {self.book.texts(f'workbook.line.{code}')}"
                yield Check(title, self._sum(block.rows[code]), ("", float(own[f"{code}_krw"])), self.n_rows)

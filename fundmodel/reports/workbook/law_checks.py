"""The checks of a workbook that is worked out by formulas."""

from collections.abc import Iterator, Mapping

import polars as pl

from fundmodel.reports.workbook.assets import FLOWS
from fundmodel.reports.workbook.assets import SHEET as ASSETS
from fundmodel.reports.workbook.book import Book, column
from fundmodel.reports.workbook.cash import Cash
from fundmodel.reports.workbook.central import CLASSES, MEGA, Central
from fundmodel.reports.workbook.checks import SHEET, Check, Checks
from fundmodel.reports.workbook.child_lines import HOLDERS, asked
from fundmodel.reports.workbook.funds import Block, Funds
from fundmodel.reports.workbook.investor_lines import CHILD_GROUPS, GP, GP_TIERS, MEGA_GROUPS, TIERS, prefix
from fundmodel.reports.workbook.investors import Investor
from fundmodel.reports.workbook.lots import SHEET as LOTS
from fundmodel.reports.workbook.returns import Return
from fundmodel.reports.workbook.rows import Cell, Row


class FormulaChecks(Checks):
    """Laws of the formulas, and the engine against them.

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
        super().__init__(book, central, returns, investors, foreign)
        self.funds, self.cash, self.assets = funds, cash, assets

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
        yield self._tiers(block, 1)
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
        yield self._tiers(block, 0)

    def _costs(self) -> Iterator[tuple[str, str, tuple[str, float]]]:
        for block in self.funds.blocks:
            for code in ("fee", "carry"):
                yield block.fund.code, code, self._sum(block.rows[code])

    def _tiers(self, block: Block, level: int) -> Check:
        """Tier by tier and investor by investor, against the receipts of the classes."""
        places, value = [], 0.0
        for code, members in self.funds.terms.members[level].items():
            for one in members:
                for tier in GP_TIERS if code == GP else TIERS:
                    row = block.rows[f"{prefix(one)}_{tier}"]
                    places.append(f"{self.book.name(row.sheet)}!$D${row.row}")
                    value += sum(row.values)
        groups = CHILD_GROUPS if level else MEGA_GROUPS
        codes = [f"{code}_received" for of_group in groups.values() for code in of_group]
        wanted = self._last(block, *codes, "gp_with_carry")
        return Check(self._text("fund_tiers", block.fund.code), ("+".join(places), value), wanted)

    def _engine(self) -> Iterator[Check]:
        yield from super()._engine()
        yield from self._engine_tiers()

    def _engine_tiers(self) -> Iterator[Check]:
        """Every investor tier by tier over all funds, against the engine's movements."""
        flows = (
            self.central.of("investor_flows")
            .group_by("investor_id", "kind", "tier")
            .agg(pl.sum("amount_krw"))
        )
        wanted = {(who, kind, tier): float(won) for who, kind, tier, won in flows.iter_rows()}
        stakes = {
            one.investor_id: one for level in self.funds.terms.members for of in level.values() for one in of
        }
        for who, stake in stakes.items():
            for tier, (kind, name) in (
                GP_TIERS if CLASSES[stake.class_id] == GP and who != MEGA else TIERS
            ).items():
                rows = [
                    block.rows[f"{prefix(stake)}_{tier}"]
                    for block in self.funds.blocks
                    if f"{prefix(stake)}_{tier}" in block.rows
                ]
                found = (
                    "+".join(f"{self.book.name(row.sheet)}!$D${row.row}" for row in rows),
                    float(sum(sum(row.values) for row in rows)),
                )
                label = self.book.texts(f"workbook.line.investor_{tier}")
                title, won = f"{stake.name} · {label}", wanted.get((who, kind, name), 0.0)
                yield Check(title, found, ("", won), self.n_rows)

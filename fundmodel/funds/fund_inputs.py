"""The tables of a block turned into the funds that run on it."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import polars as pl
from numpy.typing import NDArray

from fundmodel.funds.budgets import QUARTERS_PER_YEAR, FundTerms
from fundmodel.funds.cash_inputs import CashInputs
from fundmodel.funds.child_funds import ChildFunds, over_funds
from fundmodel.funds.closings import Closings, read_closings
from fundmodel.funds.fee_inputs import LP_CLASSES, FeeInputs
from fundmodel.funds.first_loss import LARGEST_WON, FirstLoss
from fundmodel.funds.formed_funds import as_formed, as_placed
from fundmodel.funds.fund_grid import MEGA_AS_INVESTOR, NOBODY, Grid, Tables
from fundmodel.funds.lots import LotRows, Lots
from fundmodel.funds.mega_fund import MegaFund
from fundmodel.funds.note_inputs import read_notes
from fundmodel.funds.over_commitment import UNLIMITED, Placement
from fundmodel.funds.own_inputs import OwnInputs
from fundmodel.funds.partnership import Partnership
from fundmodel.funds.sharing import Shares
from fundmodel.funds.support_inputs import SIZES, read_support
from fundmodel.funds.support_terms import SupportTerms
from fundmodel.waterfall import CarryTier, Terms
from fundmodel.waterfall.tiers import SNAP

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

_Expand = Callable[[Floats], Floats]
_TOPICS = ("fund_terms", "waterfall", "public_support")
_HOME = ("hurdle_rate", "carry_rate", "catch_up_share")
_ABROAD = ("foreign_hurdle_rate", "carry_rate", "foreign_catch_up_share")
_OF_MEGA = ("mega_hurdle_rate", "mega_carry_rate", "mega_catch_up_share")
# Terms that funds of both levels have in common, and the further carry tier of child funds.
_SHARED = ("clawback_interval_years", "carry_escrow_share", "carry_tax_share")
_UPPER = ("upper_hurdle_rate", "upper_carry_rate")


@dataclass(frozen=True)
class FundInputs:
    """Reads funds, commitments and terms; arrays by fund and scenario are (n_funds, n_scenarios).

    Attributes:
        grid: The axes.
        tables: funds, commitments, lot_flows, note_terms, market_paths and the assumptions of fund_terms,
            waterfall, public_support.
    """

    grid: Grid
    tables: Tables

    @cached_property
    def _assumptions(self) -> dict[str, Floats]:
        found = {}
        for topic in _TOPICS:
            table = self.tables[f"{topic}_assumptions"].sort("scenario_id")
            found |= {name: table[name].to_numpy() for name in table.columns}
        return found

    @cached_property
    def _funds(self) -> pl.DataFrame:
        return self.tables["funds"].sort("fund_id", "scenario_id")

    @cached_property
    def _investor_ids(self) -> Ints:
        return np.unique(
            np.append(self.tables["commitments"]["investor_id"].to_numpy(), [MEGA_AS_INVESTOR, NOBODY])
        )

    @cached_property
    def _commitments(self) -> Floats:
        """Shape (n_investors, n_funds, n_scenarios)."""
        rows, grid = self.tables["commitments"], self.grid
        dense = np.zeros((self._investor_ids.size, grid.every_fund_id.size, grid.scenario_id.size))
        investor = np.searchsorted(self._investor_ids, rows["investor_id"].to_numpy())
        fund = np.searchsorted(grid.every_fund_id, rows["fund_id"].to_numpy())
        scenario = np.searchsorted(grid.scenario_id, rows["scenario_id"].to_numpy())
        dense[investor, fund, scenario] = rows["commitment_krw"].to_numpy()
        return dense

    def committed(self, investor_ids: tuple[int, ...], fund_id: Ints) -> Floats:
        """Commitments of some investors to some funds, shape (n_investors, n_funds, n_scenarios)."""
        investor = np.searchsorted(self._investor_ids, investor_ids)
        return self._commitments[investor][:, np.searchsorted(self.grid.every_fund_id, fund_id)]

    def _own(self, fund_id: Ints) -> OwnInputs:
        return OwnInputs(self.grid, self.tables["commitments"], self._assumptions, fund_id)

    @cached_property
    def closings(self) -> Closings | None:
        """How the child funds were formed; None where all are as planned."""
        start = self.of_funds("start_quarter", self.grid.fund_id)
        return read_closings(self.grid, self.tables["fund_formation"], start)

    def formed_commitments(self, investor_ids: tuple[int, ...], class_id: Ints) -> Floats:
        """Commitments of ultimate investors to all child funds as formed, shape (n_investors, n_pairs).

        Raises:
            ValueError: If all funds are formed as planned.
        """
        if self.closings is None:
            raise ValueError("fund_formation: no rows; commitments are as planned")
        planned = self.grid.by_series(self.committed(investor_ids, self.grid.fund_id))
        return over_funds(self.closings.of_investors(planned, class_id), self.grid.n_pairs)

    def of_funds(self, name: str, fund_id: Ints) -> Floats:
        """A column of table funds, shape (n_funds, n_scenarios)."""
        values = self._funds[name].to_numpy().astype(np.float64).reshape(self.grid.every_fund_id.size, -1)
        return values[np.searchsorted(self.grid.every_fund_id, fund_id)]

    def _terms(self, names: tuple[str, str, str], expand: _Expand, is_child: bool = True) -> Terms:
        """The terms of a group, its hurdle, carry and catch-up by name; one number where scenarios agree."""

        def given(values: Floats) -> float | Floats:
            return float(values[0]) if (values == values[0]).all() else expand(values[None, :])

        def flagged(name: str, value: str) -> bool | NDArray[np.bool_]:
            flags = given((self._assumptions[name] == value).astype(np.float64))
            return flags > 0

        numbers = {name: self._assumptions[name].astype(np.float64) for name in (*names, *_SHARED)}
        hurdle, carry, catch_up, years, escrow, tax = (given(one) for one in numbers.values())
        interval = np.asarray(years) * QUARTERS_PER_YEAR
        further = CarryTier(*(given(self._assumptions[name].astype(np.float64)) for name in _UPPER))
        return Terms(
            hurdle,
            carry,
            catch_up,
            is_simple=flagged("hurdle_interest", "simple"),
            further_tiers=(further,) if is_child and np.any(further.carry_rate) else (),
            clawback_interval=interval.astype(np.int64) if interval.ndim else int(interval),
            escrow_share=escrow,
            carry_tax_share=tax,
            is_deal_by_deal=is_child and flagged("waterfall_kind", "deal_by_deal"),
        )

    def _fund_terms(
        self, fund_id: Ints, fee_base: Floats, expense_rate: str, expand: Callable[[Floats], Floats]
    ) -> FundTerms:
        commitment = self.of_funds("commitment_krw", fund_id)
        values = (
            self.of_funds("start_quarter", fund_id),
            self.of_funds("investment_end_quarter", fund_id),
            self.of_funds("end_quarter", fund_id),
            self.of_funds("end_quarter", fund_id),
            commitment,
            self.of_funds("lp_commitment_krw", fund_id),
            fee_base,
            self.of_funds("fee_commitment_krw", fund_id),
            commitment * self._assumptions[expense_rate],
            self._assumptions["forced_sale_discount_share"][None, :],
            self._assumptions["unfunded_dilution_share"][None, :],
            self.of_funds("korea_share", fund_id),
        )
        return FundTerms(*(expand(one) for one in values))

    def lots(self) -> Lots:
        """What assets offer to the child funds."""
        rows, grid = self.tables["lot_flows"], self.grid
        listed = LotRows(
            grid.place_of_lots(rows),
            rows["priority_class"].to_numpy().astype(np.int64) - 1,
            rows["funded_quarter"].to_numpy().astype(np.int64),
            rows["cash_quarter"].to_numpy().astype(np.int64),
            *(
                rows[f"{name}_krw"].to_numpy()
                for name in ("invested", "proceeds", "nav_change", "cost_change")
            ),
        )
        return Lots.of(listed, grid.n_quarters, grid.place_of_series())

    def child_funds(self) -> ChildFunds:
        """The child funds before their first quarter."""
        grid, fund_id = self.grid, self.grid.fund_id
        planned = [
            grid.by_series(self.committed(one, fund_id)) for one in ((MEGA_AS_INVESTOR,), *grid.investors[1])
        ]
        mega, *classes = planned if self.closings is None else self.closings.classes(planned)
        *lps, gp = classes
        home, abroad = (self._terms(names, grid.by_series) for names in (_HOME, _ABROAD))
        holders = ((MEGA_AS_INVESTOR,), *grid.investors[1][:-1])
        commitment = self.of_funds("commitment_krw", fund_id)
        life = (self.of_funds(name, fund_id) for name in ("start_quarter", "end_quarter"))
        notes, lots = read_notes(grid, self.tables, *life, self.closings), self.lots()
        groups = ((_HOME, home, holders[:-1]), (_ABROAD, abroad, holders[-1:]))
        own = self._own(fund_id)
        partners = Partnership.opening(
            [(home, [mega, *lps[:-1]]), (abroad, [lps[-1]])], gp, own.terms(groups, grid.by_series)
        )
        discounts = own.discounts(("mega_fund", *LP_CLASSES), holders, grid.by_series)
        funds = ChildFunds(
            grid.n_pairs,
            self._fund_terms(fund_id, commitment, "expense_rate", grid.by_series),
            partners.with_discounts(discounts),
            self._first_loss(commitment),
            lots if notes is None else lots.recorded(),
            Shares.of(np.array([np.add.reduce(one, axis=0) for one in (mega, *classes)])),
            notes,
            FeeInputs(self._assumptions).rules(commitment, grid.by_series, is_child=True),
        )
        if self.closings is not None:
            funds = as_formed(funds, self.closings)
        cash = CashInputs(self._assumptions, grid.by_series, funds.terms)
        money = self._money()
        placement = None if money is None else Placement(grid.n_pairs, money)
        return replace(funds, treasury=cash.treasury(), recycling=cash.recycling(), placement=placement)

    def _money(self) -> Floats | None:
        """What the mega fund has for child funds, shape (n_pairs,); None if it commits no more than that."""
        beyond = self._assumptions["over_commitment_share"].astype(np.float64)
        if not beyond.any():
            return None
        placed = np.add.reduce(self.committed((MEGA_AS_INVESTOR,), self.grid.fund_id), axis=(0, 1))
        return self.grid.by_pair(np.where(beyond > 0, np.floor(placed / (1 + beyond)), UNLIMITED))

    def _first_loss(self, commitment: Floats) -> FirstLoss:
        grid, mega_id = self.grid, np.array([self.grid.mega_id])
        share = self._assumptions["public_first_loss_share"]
        is_private = (self._assumptions["first_loss_protects"] == "private").astype(np.float64)
        protected = np.array([is_private, np.ones_like(is_private)])
        paid_by = np.cumsum(self.committed(grid.payers, mega_id), axis=0)
        payer_shares = paid_by / np.maximum(self.of_funds("commitment_krw", mega_id), 1.0)
        is_principal = self._assumptions["first_loss_cap_base"] == "public_principal"
        cap = np.where(is_principal, LARGEST_WON, np.floor(commitment * share * SNAP))
        of_principal = (
            grid.by_series(np.where(is_principal, share, 1.0)[None, :]) if is_principal.any() else None
        )
        return FirstLoss(
            grid.by_series(cap),
            grid.by_series(protected[:, None, :]),
            grid.by_series(payer_shares),
            of_principal,
        )

    @property
    def has_more_support(self) -> bool:
        """Whether any scenario has a lever of public support beside first loss."""
        return any(self._assumptions[name].any() for lever, name in SIZES.items() if lever != "first_loss")

    def support(self, funds: ChildFunds) -> SupportTerms:
        """The levers by which public investors support others in the child funds, first loss among them."""
        mega_id = np.array([self.grid.mega_id])
        whole = np.maximum(self.of_funds("commitment_krw", mega_id), 1.0)
        payers = self.committed(self.grid.payers, mega_id) / whole
        return read_support(self.grid, self.tables, self._assumptions, funds, payers)

    def mega_fund(self) -> MegaFund:
        """The mega fund before its first quarter."""
        grid, fund_id = self.grid, np.array([self.grid.mega_id])

        def expand(values: Floats) -> Floats:
            return grid.by_pair(values[..., 0, :])

        placed = np.add.reduce(self.committed((MEGA_AS_INVESTOR,), grid.fund_id), axis=1)
        classes = [expand(self.committed(one, fund_id)) for one in grid.investors[0]]
        terms, holders = self._terms(_OF_MEGA, expand, False), grid.investors[0][:-1]
        own = self._own(fund_id)
        partners = Partnership.opening(
            [(terms, classes[:-1])], classes[-1], own.terms(((_OF_MEGA, terms, holders),), expand)
        )
        fund = MegaFund(
            self._fund_terms(fund_id, placed, "mega_expense_rate", expand),
            expand(placed),
            partners.with_discounts(own.discounts(LP_CLASSES, holders, expand)),
            Shares.of(np.array([np.add.reduce(one, axis=0) for one in classes])),
            FeeInputs(self._assumptions).rules(
                self.of_funds("commitment_krw", fund_id), expand, is_child=False
            ),
            self._money(),
        )
        if self.closings is None:
            return fund
        planned = grid.by_series(self.committed((MEGA_AS_INVESTOR,), grid.fund_id))[0]
        return as_placed(fund, self.closings.committed(planned, is_private=False))

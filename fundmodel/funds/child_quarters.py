"""Child funds on every path, quarter by quarter: from the lots of assets to the pockets of partners."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from fundmodel.funds import child_cash
from fundmodel.funds.budgets import Budget, Flags
from fundmodel.funds.carry_returns import settle
from fundmodel.funds.charges import note_charges
from fundmodel.funds.child_funds import Assets, ChildFlows, ChildFunds, over_funds
from fundmodel.funds.closings import Closings
from fundmodel.funds.cohort_sales import sell_dearest
from fundmodel.funds.escrow import note_escrow
from fundmodel.funds.first_loss import FirstLoss
from fundmodel.funds.fund_notes import FundNotes
from fundmodel.funds.lots import PRIORITIES, Lots
from fundmodel.funds.partnership import Partnership
from fundmodel.funds.positions import Positions
from fundmodel.funds.sharing import Shares
from fundmodel.waterfall.tiers import SNAP

Floats = NDArray[np.float64]
Places = NDArray[np.intp]
Trace = Callable[[int, Partnership], None]


def run_child_funds(
    funds: ChildFunds, trace: Trace | None = None, positions: Positions | None = None
) -> ChildFlows:
    """Run all child funds over all quarters.

    Args:
        funds: Before their first quarter; their lots and partners are changed.
        trace: Called after each quarter as (quarter, partners of the series that have not ended before).
        positions: Filled with what every class has paid, received and holds, if given.

    Returns:
        Flows of every fund, and of every class summed over the funds.

    Source: METHOD.md, "Lots and budgets", "Funds and their life", "Notes of a fund", "Waterfall", "Public
    money for others".
    """
    flows = ChildFlows.opening(funds)
    assets = Assets.opening(funds.terms.start.size)
    last = 0
    for quarters, n_series in funds.spans():
        alive = _Alive(
            n_series,
            funds.n_pairs,
            funds.lots,
            flows.budget.of(slice(n_series)),
            flows.partners.first(n_series),
            funds.cover.first(n_series),
            funds.ownership.first(n_series),
            assets.first(n_series),
            None if funds.notes is None else funds.notes.first(n_series),
            funds.closings,
        )
        every = (flows.partners.paid_in, flows.partners.received, assets.looked)
        ended = [over_funds(one[..., n_series:], funds.n_pairs) for one in every]
        for quarter in quarters:
            is_pending = alive.notes is not None and alive.notes.are_pending(quarter)
            if (alive.budget.terms.end < quarter).all() and not is_pending:
                break
            last = quarter
            alive.run(quarter, flows, is_traced=trace is not None)
            for sums, before in zip(alive.sum_up(quarter, flows), ended, strict=True):
                np.add(sums, before, out=sums)
            if trace is not None:
                trace(quarter, alive.partners)
            if positions is not None:
                positions.note(quarter, alive.partners)
    for values in (flows.paid_in, flows.received, flows.looked_through):
        values[last + 1 :] = values[last]
    return flows


@dataclass
class _Alive:
    """The series that have not ended, cut out of the whole."""

    n_series: int
    n_pairs: int
    lots: Lots
    budget: Budget
    partners: Partnership
    cover: FirstLoss
    ownership: Shares
    assets: Assets
    notes: FundNotes | None
    closings: Closings | None

    def run(self, quarter: int, flows: ChildFlows, is_traced: bool) -> None:
        """One quarter: charge, fund, call, sell, serve notes, distribute, settle, appraise."""
        budget, partners, terms, notes = self.budget, self.partners, self.budget.terms, self.notes
        noted = {name: rows[quarter, : self.n_series] for name, rows in flows.rows.items()}
        is_open = (terms.start <= quarter) & (quarter < terms.end)
        kept_share = budget.kept_share.copy()
        cost_before = budget.cost.copy() if any(group.is_by_deal for group in partners.groups) else None
        child_cash.begin(budget, noted)
        noted["fee"][:], noted["expense"][:] = budget.charge(quarter, is_open)
        if notes is not None:
            notes.begin(quarter)
        self._fund(quarter, is_open, noted)
        saved = child_cash.call(budget, partners, quarter, is_open, noted)
        noted["fee"] -= saved
        note_charges(noted, budget, saved)
        self._sell(quarter, kept_share, is_open | (terms.end == quarter), noted)
        self._close_emptied(quarter, is_open)
        ending = np.flatnonzero(terms.end == quarter)
        self._liquidate(quarter, ending, noted)
        self._appraise(is_open, noted)
        if notes is not None:
            ending = self._serve(notes, quarter, is_open, ending, noted)
            child_cash.repay(budget, partners, ending, noted)
        self.assets.proceeds += noted["equity_proceeds"]
        returned = child_cash.give_back(budget, ending, noted)
        realised = self._realised_share(cost_before, noted, ending)
        carry = partners.distribute(noted["distributable"], is_traced, realised, returned)
        carry -= settle(partners, quarter, noted["nav"], is_open, ending)
        if partners.returned is not None:
            flows.returned[:, : self.n_series] += partners.returned
        partners.share_receipts()
        child_cash.appraise(budget, partners, is_open, noted)
        if budget.rules is not None:
            np.copyto(budget.rules.nav, noted["nav"])
        self._cover(quarter, flows, is_open, ending)
        noted["carry"][:] = carry
        partners.sum_of_groups("called", noted["lp_called"])
        noted["lp_called"] -= saved
        partners.sum_of_groups("paid", noted["lp_received"])
        noted["lp_received"] -= carry
        note_escrow(flows.rows, quarter, partners)
        np.subtract(noted["nav"], partners.gp.value + partners.values[-1], out=noted["lp_value"])
        np.copyto(noted["carry_accrued"], partners.values[-1])
        child_cash.close(budget, quarter, noted)

    def _realised_share(
        self, cost_before: Floats | None, noted: dict[str, Floats], ending: Places
    ) -> Floats | None:
        """The share of the cost held that this quarter realised or wrote off; all of it at a fund's end."""
        if cost_before is None:
            return None
        held = cost_before + noted["invested"]
        gone = np.clip(held - self.budget.cost, 0.0, np.maximum(held, 0.0))
        share = np.divide(gone, held, out=np.zeros_like(held), where=held > 0)
        share[ending] = 1.0
        return share

    def _fund(self, quarter: int, is_open: Flags, noted: dict[str, Floats]) -> None:
        """Pay for the quarter's lots in order of priority while money lasts; shrink those that are cut."""
        rows = np.flatnonzero(self.lots.offered[quarter, : self.n_series])
        is_paying = is_open[rows]
        offered = self.lots.offered[quarter].take(rows)
        money = self.budget.of(rows).investable(quarter) * is_paying
        borrowed = None
        if self.notes is not None:
            borrowed = self.notes.free(quarter, rows) * is_paying
            money += borrowed
        closings = self.closings
        money = child_cash.rationed(self.budget, closings, quarter, (rows, offered, money), noted)
        invested = np.minimum(offered, money)
        if closings is not None or (invested < offered).any():
            invested, offered = np.zeros((2, rows.size))
            for priority in range(PRIORITIES):
                asked = self.lots.offers[priority, quarter].take(rows)
                wanted = asked if closings is None else closings.asked(quarter, rows, asked)
                paid = np.minimum(wanted, money)
                offered += wanted
                cut = (paid < asked) & (quarter <= self.budget.terms.end[rows])
                self.lots.shrink(quarter, priority, rows[cut], paid[cut] / asked[cut])
                money -= paid
                invested += paid
        if self.notes is not None and borrowed is not None:
            borrowed = np.minimum(invested, borrowed)
            self.notes.spend(rows, borrowed)
            noted["own_invested"][rows] = invested - borrowed
        self.budget.invest(rows, offered * is_paying, invested, borrowed)
        noted["invested"][rows] = invested
        noted["not_funded"][rows] = (offered - invested) * is_paying

    def _sell(self, quarter: int, kept_share: Floats, is_alive: Flags, noted: dict[str, Floats]) -> None:
        """What assets pay, less what was lost because they were not funded in full."""
        offered = self.lots.proceeds[quarter, : self.n_series]
        self.assets.nav += self.lots.nav_change[quarter, : self.n_series]
        self.budget.cost += self.lots.cost_change[quarter, : self.n_series]
        self.lots.to_come[: self.n_series] -= offered
        paid = offered * is_alive
        np.multiply(paid, kept_share * SNAP, out=noted["proceeds"])
        np.floor(noted["proceeds"], out=noted["proceeds"])
        np.subtract(paid, noted["proceeds"], out=noted["diluted"])

    def _close_emptied(self, quarter: int, is_open: Flags) -> None:
        """A fund that after its investment period holds nothing, and has nothing to come, ends now."""
        terms, to_come = self.budget.terms, self.lots.to_come[: self.n_series]
        is_held = (self.assets.nav != 0) | (self.budget.cost != 0) | (to_come != 0)
        if self.notes is not None:
            is_held |= self.notes.are_outstanding()
        closes = is_open & ~is_held & (quarter >= terms.investment_end)
        terms.end[closes] = quarter
        is_open &= ~closes

    def _price(self, places: Places) -> Floats:
        """What buyers pay for a won of worth that a fund must sell."""
        return 1 - self.budget.terms.forced_sale_discount[places]

    def _liquidate(self, quarter: int, places: Places, noted: dict[str, Floats]) -> Floats:
        """Sell everything that some funds hold below its worth; returns what it brings."""
        worth = np.maximum(self.assets.nav[places], 0.0)
        worth = np.floor(worth * (self.budget.kept_share[places] * SNAP))
        sold = np.floor(worth * self._price(places) * SNAP)
        noted["forced_sale"][places] += sold
        noted["proceeds"][places] += sold
        if self.notes is not None:
            self.notes.note_sale(quarter, places, sold, self.budget.cost[places])
        return sold

    def _appraise(self, is_open: Flags, noted: dict[str, Floats]) -> None:
        """What the assets of open funds are worth."""
        worth = np.maximum(self.assets.nav, 0.0)
        worth *= self.budget.kept_share * SNAP
        np.floor(worth, out=worth)
        np.multiply(worth, is_open, out=noted["nav"])

    def _serve(
        self, notes: FundNotes, quarter: int, is_open: Flags, ending: Places, noted: dict[str, Floats]
    ) -> Places:
        """Pay notes out of what assets bring, sell where they default or lack cover; which funds end now."""
        notes.receive(slice(None), noted["proceeds"])
        defaults = notes.settle(quarter)
        closing = defaults[is_open[defaults]]
        if closing.size:
            notes.receive(closing, self._liquidate(quarter, closing, noted))
            self.budget.terms.end[closing] = quarter
            is_open[closing] = False
            ending = np.union1d(ending, closing)
        notes.pay_in_default()
        lacking = notes.lacking(quarter, is_open)
        rows = np.flatnonzero(lacking)
        if rows.size:
            price = self.budget.kept_share[rows] * self._price(rows) * SNAP
            sold = sell_dearest(self.lots, quarter, rows, lacking[rows], price)
            self.assets.nav[rows] -= sold.nav
            self.budget.cost[rows] -= sold.cost
            noted["forced_sale"][rows] += sold.proceeds
            noted["proceeds"][rows] += sold.proceeds
            notes.lock(rows, sold.proceeds)
            notes.note_sale(quarter, rows, sold.proceeds, sold.cost)
            self._appraise(is_open, noted)
        noted["equity_proceeds"][:] = notes.distribute(quarter, is_open, ending)
        equity = noted["nav"] + (notes.held - notes.owed())
        np.multiply(np.maximum(equity, 0.0), is_open, out=noted["nav"])
        notes.close(quarter)
        return ending

    def _cover(self, quarter: int, flows: ChildFlows, is_open: Flags, ending: Places) -> None:
        """First loss: accrued while a fund is open, settled when it ends."""
        mega, _, *protected, _ = self.partners.slices()
        loss = np.empty((len(protected), self.n_series))
        for one, own in zip(protected, loss, strict=True):
            np.subtract(one.paid_in, one.received, out=own)
            np.subtract(own, one.value, out=own)
        due, paid = self.cover.cover(loss, mega.paid_in)
        flows.cover_due[:, ending] = due[:, ending]
        flows.cover_paid[:, ending] = paid[:, ending]
        accrued = np.concatenate([due, paid]) * is_open
        flows.cover_accrued[quarter] = over_funds(accrued, self.n_pairs)
        cost = np.maximum(mega.paid_in - mega.received, 0.0) * is_open
        flows.stake_cost[quarter] = over_funds(cost, self.n_pairs)

    def sum_up(self, quarter: int, flows: ChildFlows) -> tuple[Floats, Floats, Floats]:
        """Note the quarter for every (scenario, path); returns the sums, which miss funds that have ended."""
        partners, looked = self.partners, self.assets.looked
        if flows.rows["invested"][quarter, : self.n_series].any():
            self.ownership.split(self.budget.own, looked[0])
            np.floor(looked[0] * self.budget.terms.korea_share * SNAP, out=looked[2])
        self.ownership.split(self.assets.proceeds, looked[1])
        flows.values[quarter] = over_funds(partners.values, self.n_pairs)
        if flows.investor_values is not None:
            flows.investor_values[quarter] = over_funds(partners.values_of_investors(), self.n_pairs)
        whole = flows.paid_in[quarter], flows.received[quarter], flows.looked_through[quarter]
        for sums, one in zip(whole, (partners.paid_in, partners.received, looked), strict=True):
            sums[:] = over_funds(one, self.n_pairs)
        return whole

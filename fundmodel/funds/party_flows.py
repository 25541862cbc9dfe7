"""Cash and value of every party of a programme: the whole, classes, investors, funds, strategies."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from fundmodel.funds.appropriation import Appropriated
from fundmodel.funds.child_funds import LOOKED_THROUGH, PROTECTED
from fundmodel.funds.class_flows import Programme, flows
from fundmodel.funds.equalisation import INTEREST, PRINCIPAL, equalisation_of
from fundmodel.funds.escrow import held_by_pair
from fundmodel.funds.fund_grid import CLASS_CODES, LEVELS
from fundmodel.funds.sharing import Shares

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

MEASURES = ("paid_in", "distributed", "gross_invested", "gross_proceeds", "nav")
_FUND_ROWS = {"paid_in": "lp_called", "distributed": "lp_received", "nav": "lp_value"}
_ASSET_ROWS = {"gross_invested": "own_invested", "gross_proceeds": "equity_proceeds"}


@dataclass(frozen=True)
class PartyFlows:
    """Flows of a programme by party, shape (n_quarters, n_parties, n_pairs), whole won held as float64.

    Parties stand in this order: whole, classes, investors by id, funds by id, strategies by id.
    `paid_in` counts a call when the party's own money paid it, and calls carried for late partners.
    `distributed` is after carry, with first loss, all other support and equalisation interest: plus where
    they are received, minus where they are paid, so that distributed less paid_in is a party's net cash. The
    whole has the GP commitment in it, but no carry;
    a fund is its limited partners, before first loss. NAV is meant in the same way.

    Attributes:
        programme: The programme.
        commitments: Shape (n_levels, n_investors, n_pairs), of ultimate investors by id.
        strategies: Strategy ids, ascending.
        account: Of the investor whose money is appropriated by the year, if any is.
    """

    programme: Programme
    commitments: Floats
    strategies: Ints
    account: Appropriated | None = None

    @cached_property
    def by_measure(self) -> dict[str, Floats]:
        """MEASURES -> flows by party."""
        grid = self.programme.grid
        sizes = (1, len(CLASS_CODES), self.commitments.shape[1], grid.fund_id.size + 1, self.strategies.size)
        made = {name: np.empty((grid.n_quarters, sum(sizes), grid.n_pairs)) for name in MEASURES}
        for name, every in made.items():
            whole, classes, investors, funds, strategies = np.split(every, np.cumsum(sizes)[:-1], axis=1)
            whole[:] = self.whole[name]
            classes[:] = self.classes[name]
            investors[:] = self.investors[name]
            self._note_funds(name, funds, strategies)
        return made

    @cached_property
    def classes(self) -> dict[str, Floats]:
        """Flows by class, both levels together."""
        by_class = self.programme.by_class
        made = {name: np.add.reduce(by_class[name], axis=1) for name in ("first_loss", *MEASURES)}
        made["distributed"] += made.pop("first_loss")
        for name, by_investor in self._beside.items():
            for class_id in range(len(CLASS_CODES)):
                ids = {one for level in self.programme.grid.investors for one in level[class_id] if one >= 0}
                made[name][:, class_id] += np.add.reduce(by_investor[:, sorted(ids)], axis=1)
        return made

    @cached_property
    def _beside(self) -> dict[str, Floats]:
        """Flows of investors, by id, beside those with their funds."""
        made = dict(self._equalised)
        if self.account is not None:
            for name, own in self.account.beside(self.commitments.shape[1]).items():
                made[name] = made[name] + own if name in made else own
        return made

    @cached_property
    def _equalised(self) -> dict[str, Floats]:
        """What is carried between early and late investors, by investor; nothing where all came at once."""
        found = equalisation_of(self.programme)
        if found is None:
            return {}
        by_kind = found.of_investors(self.commitments.shape[1])
        principal, interest = by_kind[PRINCIPAL], by_kind[INTEREST]
        return {"paid_in": -principal, "distributed": interest, "nav": -np.cumsum(principal, axis=0)}

    @cached_property
    def whole(self) -> dict[str, Floats]:
        """Flows of all investors together."""
        children, mega = self.programme.children, self.programme.mega
        made = {name: np.add.reduce(values, axis=1, keepdims=True) for name, values in self.classes.items()}
        carry = self._over_funds(children.rows["carry"]) + mega.rows["carry"]
        made["distributed"] -= carry[:, None]
        carry_value = children.values[:, -1] + mega.values[:, -1]
        for level in (children, mega):
            carry_value = carry_value + held_by_pair(level.rows, self.programme.grid.n_pairs)
        made["nav"] -= carry_value[:, None]
        return made

    @cached_property
    def investors(self) -> dict[str, Floats]:
        """Flows by investor, both levels together."""
        programme = self.programme
        grid, children, mega = programme.grid, programme.children, programme.mega
        shape = (grid.n_quarters, self.commitments.shape[1], grid.n_pairs)
        nav, *cumulative = (np.zeros(shape) for _ in MEASURES)
        paid_in, distributed, *gross = cumulative
        cash = ((mega.paid_in, mega.received), (children.paid_in[:, 1:], children.received[:, 1:]))
        looked = (mega.looked_through, children.looked_through[:, :, 1:])
        for level in range(len(LEVELS)):
            ids = [one for of_class in grid.investors[level] for one in of_class]
            _add(paid_in, ids, cash[level][0])
            _add(distributed, ids, cash[level][1])
            for class_id, own in enumerate(grid.investors[level]):
                is_payer = level == 0 and class_id == 0
                value = mega.values[:, 0] if is_payer else self._class_value(level, class_id)
                _add(nav, own, self._nav_of_investors(value, level, class_id))
                for name, whole in zip(MEASURES[2:4], gross, strict=True):
                    total = looked[level][:, LOOKED_THROUGH.index(name), class_id]
                    _add(whole, own, self._spread(total, level, own))
        _add(nav, grid.payers, -children.cover_accrued[:, len(PROTECTED) :])
        made = dict(zip(MEASURES, (*(flows(one) for one in cumulative), nav), strict=True))
        made["distributed"] += self._first_loss_of_investors + self._support_of_investors
        if programme.support is not None:
            self._add_support(made["nav"], programme.support.accrued)
        for name, by_investor in self._beside.items():
            made[name] += by_investor
        return made

    def _class_value(self, level: int, class_id: int) -> Floats:
        """NAV of a class without support that is not shared by commitment, shape (n_quarters, n_pairs)."""
        value, support = self.programme.by_class["nav"][:, level, class_id], self.programme.support
        if support is None or level == 0 or CLASS_CODES[class_id] not in PROTECTED:
            return value
        before = [CLASS_CODES.index(code) for code in PROTECTED[: PROTECTED.index(CLASS_CODES[class_id])]]
        first = sum(len(self.programme.grid.investors[1][one]) for one in before)
        own = support.accrued[:, first : first + len(self.programme.grid.investors[1][class_id])]
        return value - np.add.reduce(own, axis=1)

    def _add_support(self, whole: Floats, rows: Floats) -> None:
        """Add rows of direct investors and payers to the investors that they belong to."""
        grid = self.programme.grid
        direct = [one for code in PROTECTED for one in grid.investors[1][CLASS_CODES.index(code)]]
        _add(whole, direct, rows[:, : len(direct)])
        _add(whole, grid.payers, rows[:, len(direct) :])

    @cached_property
    def _support_of_investors(self) -> Floats:
        """Support beside first loss by investor, + received; shape (n_quarters, n_investors, n_pairs)."""
        grid = self.programme.grid
        made = np.zeros((grid.n_quarters, self.commitments.shape[1], grid.n_pairs))
        if self.programme.support is not None:
            self._add_support(made, self.programme.support.by_pair)
        return made

    @cached_property
    def _first_loss_of_investors(self) -> Floats:
        """First loss by investor, + received, - paid, shape (n_quarters, n_investors, n_pairs)."""
        programme = self.programme
        grid = programme.grid
        made = np.zeros((grid.n_quarters, self.commitments.shape[1], grid.n_pairs))
        protected = [one for code in PROTECTED for one in grid.investors[1][CLASS_CODES.index(code)]]
        _add(made, protected, programme.first_loss_due)
        _add(made, grid.payers, -programme.first_loss_paid)
        return made

    @cached_property
    def first_loss(self) -> Floats:
        """First loss over the whole life by party, + received, - paid, shape (n_parties, n_pairs)."""
        return self._over_life("first_loss", self._first_loss_of_investors)

    @cached_property
    def support(self) -> Floats:
        """The same of all other support."""
        return self._over_life("support", self._support_of_investors)

    def _over_life(self, measure: str, investors: Floats) -> Floats:
        by_class = np.add.reduce(self.programme.by_class[measure], axis=(0, 1))
        by_investor = np.add.reduce(investors, axis=0)
        made = np.zeros(self.by_measure["paid_in"].shape[1:])
        members = np.concatenate([by_class, by_investor])
        made[1 : 1 + len(members)] = members
        return made

    def _nav_of_investors(self, value: Floats, level: int, class_id: int) -> Floats:
        """NAV of a class by investor, shape (n_investors of the class, n_quarters, n_pairs).

        By commitment, but for hurdles of single investors: then what each would receive, and the rest of the
        class's value, which no waterfall shared out, by commitment.
        """
        own = self.programme.grid.investors[level][class_id]
        flows_of = (self.programme.mega, self.programme.children)[level]
        if flows_of.investor_values is None:
            return self._spread(value, level, own)
        before = sum(len(ids) for ids in self.programme.grid.investors[level][:class_id]) + level
        known = flows_of.investor_values[:, before : before + len(own)]
        rest = self._spread(value - np.add.reduce(known, axis=1), level, own)
        return rest + known

    def _spread(self, total: Floats, level: int, ids: tuple[int, ...]) -> Floats:
        """A class total, shape (n_quarters, n_pairs), shared out by commitment: one row per investor."""
        parts = np.empty((len(ids), *total.shape))
        Shares.of(self.commitments[level, ids]).split(total, parts)
        return parts.transpose(1, 0, 2)

    def _note_funds(self, name: str, funds: Floats, strategies: Floats) -> None:
        """Write the flows of every fund by id, and of every strategy: its child funds added up."""
        grid, children, mega = self.programme.grid, self.programme.children, self.programme.mega
        place = np.searchsorted(grid.every_fund_id, grid.fund_id)
        row = (_FUND_ROWS | _ASSET_ROWS)[name]
        funds[:, place] = children.rows[row].reshape(grid.n_quarters, -1, grid.n_pairs)
        if name in _FUND_ROWS:
            of_mega = mega.rows[row]
        else:
            of_mega = flows(np.add.reduce(mega.looked_through[:, LOOKED_THROUGH.index(name)], axis=1))
        funds[:, np.searchsorted(grid.every_fund_id, grid.mega_id)] = of_mega
        for number, strategy in enumerate(self.strategies):
            np.add.reduce(funds[:, place[grid.strategy_id == strategy]], axis=1, out=strategies[:, number])

    def _over_funds(self, values: Floats) -> Floats:
        grid = self.programme.grid
        return np.add.reduce(values.reshape(grid.n_quarters, -1, grid.n_pairs), axis=1)


def _add(whole: Floats, ids: tuple[int, ...] | list[int], rows: Floats) -> None:
    """Add rows of investors, shape (n_quarters, n_rows, n_pairs), to the investors they belong to."""
    known = [place for place, one in enumerate(ids) if one >= 0]
    whole[:, [ids[place] for place in known]] += rows[:, known]

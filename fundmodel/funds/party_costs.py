"""Fees, expenses and carry over the whole life of a programme, by the party that bears them."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from fundmodel.funds.child_funds import over_funds
from fundmodel.funds.class_flows import Programme
from fundmodel.funds.fund_grid import CLASS_CODES
from fundmodel.funds.partnership import Partnership

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

MEASURES = ("fee", "expense", "carry")


def shared_by_all(partners: Partnership, total: Floats) -> Floats:
    """A cost of all partners, shape (n_series,), by investor of each class, GPs last."""
    by_lps = np.floor(total * partners.lp_share)
    return partners.share_out(partners.by_group(by_lps), total - by_lps)


def shared_by_lps(partners: Partnership, total: Floats) -> Floats:
    """A cost of the limited partners, shape (n_series,), by investor of each class, GPs last."""
    return partners.share_out(partners.by_group(total), np.zeros_like(total))


def fees_of_investors(partners: Partnership, fees: Floats) -> Floats:
    """The fee of the limited partners after discounts, by investor of each class, GPs last."""
    made = shared_by_lps(partners, fees)
    if partners.discounts is None:
        return made
    parts = partners.parts()
    for one, rows in zip(parts, partners.discounts.rows(parts), strict=True):
        made[one.place] -= partners.discounts.saved[rows]
    return made


def shared_by_groups(partners: Partnership) -> Floats:
    """The carry that each group has paid, by investor of each class, GPs last."""
    carry = np.array([group.carry for group in partners.groups])
    return partners.share_out(carry, np.zeros_like(carry[0]))


@dataclass(frozen=True)
class PartyCosts:
    """Costs by party, shape (n_parties, n_pairs), whole won held as float64; parties as in PartyFlows.

    An investor bears its own part of the fees, expenses and carry of the funds it holds, and through the mega
    fund its part of what the child funds charged that. A fund's costs are those it paid.

    Attributes:
        programme: The programme.
        n_investors: Number of investors, by id.
        class_id: Class of each investor, by id.
        strategies: Strategy ids, ascending.
    """

    programme: Programme
    class_id: Ints
    strategies: Ints

    @cached_property
    def by_measure(self) -> dict[str, Floats]:
        """MEASURES -> costs by party."""
        grid = self.programme.grid
        made = {}
        for name, by_investor in self._by_investor().items():
            by_class = np.array(
                [
                    np.add.reduce(by_investor[self.class_id == number], axis=0)
                    for number in range(len(CLASS_CODES))
                ]
            )
            of_funds = self._by_fund()[name]
            by_strategy = np.array(
                [np.add.reduce(of_funds[1:][grid.strategy_id == one], axis=0) for one in self.strategies]
            )
            order = np.argsort(np.append(grid.mega_id, grid.fund_id))
            whole = np.add.reduce(of_funds, axis=0, keepdims=True)
            made[name] = np.concatenate([whole, by_class, by_investor, of_funds[order], by_strategy])
        return made

    def _by_fund(self) -> dict[str, Floats]:
        """The mega fund first, then the child funds in the order of the series."""
        children, mega = self.programme.children, self.programme.mega
        made = {}
        for name in MEASURES:
            of_mega, of_children = (np.add.reduce(flows.rows[name], axis=0) for flows in (mega, children))
            made[name] = np.concatenate(
                [of_mega[None, :], of_children.reshape(-1, self.programme.grid.n_pairs)]
            )
        return made

    def _by_investor(self) -> dict[str, Floats]:
        children, mega = self.programme.children, self.programme.mega
        child, top = children.partners, mega.partners
        direct = {
            "fee": fees_of_investors(child, children.budget.fees),
            "expense": shared_by_all(child, children.budget.expenses),
            "carry": shared_by_groups(child),
        }
        own = {
            "fee": fees_of_investors(top, mega.budget.fees),
            "expense": shared_by_all(top, mega.budget.expenses),
            "carry": shared_by_groups(top),
        }
        return {name: self.of_investors(direct[name], own[name]) for name in MEASURES}

    def of_investors(self, direct: Floats, own: Floats) -> Floats:
        """Costs of both levels by investor, by id.

        Args:
            direct: Of the child funds, shape (1 + n_direct_investors, n_series): the mega fund first.
            own: Of the mega fund, shape (n_investors of it, n_pairs).

        Returns:
            Shape (n_investors, n_pairs).
        """
        grid = self.programme.grid
        of_children = over_funds(direct, grid.n_pairs)
        through_mega = own + shared_by_all(self.programme.mega.partners, of_children[0])
        made = np.zeros((self.class_id.size, grid.n_pairs))
        for level, rows in enumerate((through_mega, of_children[1:])):
            ids = [one for of_class in grid.investors[level] for one in of_class]
            known = [place for place, one in enumerate(ids) if one >= 0]
            made[[ids[place] for place in known]] += rows[known]
        return made

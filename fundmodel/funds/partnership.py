"""The partners of a fund: who pays its calls, who receives its distributions, what their stakes are worth.

Partners pay in proportion to commitment, fees without the GP, and share cash in proportion to what they paid
in. The limited partners stand in groups with terms of their own (home investors, foreign investors); each
group runs its own waterfall and shares its money out to its classes, and a class to its investors. All
amounts are cumulative whole won, so that rows, which are differences, add up at every level.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from fundmodel.funds.fee_discounts import FeeDiscounts
from fundmodel.funds.own_terms import ClassSum, OwnTerms, set_apart
from fundmodel.funds.partner_groups import Group, Slice, Won
from fundmodel.funds.sharing import Shares
from fundmodel.waterfall import Payment, Terms, advance, liquidation_value
from fundmodel.waterfall.tiers import SNAP

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]


@dataclass
class Partnership:
    """All partners of a fund.

    Attributes:
        lp_share: Share of limited partners in commitments, shape (n_series,), rounded up in the last bits.
        shares: Among the groups of limited partners.
        groups: The groups.
        gp: The GP commitment: receives its cash free of carry. `gp.investors_received` includes the carry.
        paid_in, received: Shape (n_investors, n_series), cumulative, class by class, GPs last.
        values: Shape (n_classes + 1, n_series): NAV of every class, GP commitment last, then the carry that
            would be due if the fund were sold at NAV; below zero: clawback.
        lp_paid_in, lp_cash: Cumulative calls and cash before carry of all limited partners.
        gp_part: The GP commitment's share of everything paid in.
        gp_entitled: Cash of the GP commitment, not rounded.
        payments: What the waterfalls of the groups paid in the last quarter.
        discounts: On the fee, by investor; None where no fund grants any.
        returned: Carry that came back in the last quarter, shape (n_groups, n_series), or None.
        sums: The classes, if some of their investors have terms, and so waterfalls, of their own.

    Example:
        >>> one = np.array([[90.0]])
        >>> partners = Partnership.opening([(Terms(hurdle_rate=0.0), [one])], np.array([[10.0]]))
        >>> _ = partners.call(np.array([40.0]), np.array([4.0]))
        >>> partners.distribute(np.array([80.0]))
        array([6.])
        >>> partners.groups[0].paid_in, partners.gp.paid_in, partners.groups[0].received, partners.gp.received
        (array([40.]), array([4.]), array([67.]), array([7.]))

    Source: METHOD.md, "Waterfall".
    """

    lp_share: Floats
    shares: Shares
    groups: tuple[Group, ...]
    gp: Slice
    paid_in: Floats
    received: Floats
    values: Floats
    lp_paid_in: Floats
    lp_cash: Floats
    gp_part: Floats
    gp_entitled: Floats
    payments: list[Payment] = field(default_factory=list)
    discounts: FeeDiscounts | None = None
    sums: tuple[ClassSum, ...] = ()
    returned: Floats | None = None

    @classmethod
    def opening(
        cls,
        groups: Sequence[tuple[Terms, Sequence[Floats]]],
        gp: Floats,
        own: Sequence[OwnTerms] = (),
    ) -> "Partnership":
        """Nothing paid yet.

        Args:
            groups: Terms and, class by class, commitments of shape (n_investors, n_series).
            gp: Commitments of the GPs, same shape.
            own: Terms of some investors; each is a group of its own, after the others.
        """
        classes = [*(one for _, of_group in groups for one in of_group), gp]
        cuts = np.cumsum([len(one) for one in classes])
        paid_in, received = np.zeros((2, cuts[-1], gp.shape[1]))
        values = np.zeros((len(classes) + 1, gp.shape[1]))
        places = [slice(cut - len(one), cut) for cut, one in zip(cuts.tolist(), classes, strict=True)]
        slices = [
            Slice.opening(one, value, paid_in[place], received[place], place)
            for one, value, place in zip(classes, values, places, strict=False)
        ]
        if own:
            opened, sums = set_apart(groups, own, slices[:-1])
        else:
            of_classes, sums = iter(slices), ()
            opened = tuple(
                Group.opening(terms, of_group, tuple(next(of_classes) for _ in of_group))
                for terms, of_group in groups
            )
        of_groups = np.array(
            [np.add.reduce(np.concatenate([one.commitments for one in group.slices])) for group in opened]
        )
        lp, of_gp = np.add.reduce(of_groups, axis=0), np.add.reduce(gp, axis=0)
        share = lp / np.maximum(lp + of_gp, 1.0) * SNAP
        paid = np.zeros((4, lp.size))
        shares = Shares.of(of_groups)
        return cls(share, shares, opened, slices[-1], paid_in, received, values, *paid, sums=sums)

    def with_discounts(self, shares: Floats | None) -> "Partnership":
        """The same partners with discounts on the fee: shape (n_investors, n_series), the GPs left out."""
        if shares is None:
            return self
        by_part = np.concatenate([shares[one.place] for one in self.parts()])
        return replace(self, discounts=FeeDiscounts.opening(by_part))

    def first(self, n_series: int) -> "Partnership":
        """The first series, in the same memory."""
        return Partnership(
            self.lp_share[:n_series],
            self.shares.first(n_series),
            tuple(group.first(n_series) for group in self.groups),
            self.gp.first(n_series),
            self.paid_in[:, :n_series],
            self.received[:, :n_series],
            self.values[:, :n_series],
            self.lp_paid_in[:n_series],
            self.lp_cash[:n_series],
            self.gp_part[:n_series],
            self.gp_entitled[:n_series],
            discounts=None if self.discounts is None else self.discounts.first(n_series),
            sums=tuple(one.first(n_series) for one in self.sums),
        )

    def slices(self) -> tuple[Slice, ...]:
        """All classes: those of the groups in their order, then the GPs."""
        return (*((one.total for one in self.sums) if self.sums else self.parts()), self.gp)

    def parts(self) -> list[Slice]:
        """The classes of every group in turn: parts of a class, where some of it has terms of its own."""
        return [one for group in self.groups for one in group.slices]

    def sum_of_groups(self, name: str, out: Floats) -> Floats:
        """An amount of the groups, `called` or `paid` of the quarter, added up into `out`."""
        np.copyto(out, getattr(self.groups[0], name))
        for group in self.groups[1:]:
            out += getattr(group, name)
        return out

    def call(self, common: Floats, fees: Floats, of_lps: Floats | None = None) -> Floats | float:
        """Call money from every partner.

        Args:
            common: Shape (n_series,), cumulative: investments and expenses, borne by all.
            fees: Shape (n_series,), cumulative: borne by limited partners alone, before discounts.
            of_lps: Shape (n_series,), cumulative calls on limited partners, if they pay at other times than
                the fund spends; their part of cash goes by what is spent.

        Returns:
            What discounts take off the fee of the quarter: 0, or shape (n_series,).
        """
        np.multiply(common, self.lp_share, out=self.lp_paid_in)
        np.floor(self.lp_paid_in, out=self.lp_paid_in)
        np.subtract(common, self.lp_paid_in, out=self.gp.paid_in)
        self.lp_paid_in += fees
        if of_lps is not None:
            np.copyto(self.lp_paid_in, of_lps)
        for group in self.groups:
            np.copyto(group.called, group.paid_in)
        self.shares.split(self.lp_paid_in, [group.paid_in for group in self.groups])
        for group in self.groups:
            np.subtract(group.paid_in, group.called, out=group.called)
            group.shares.split(group.paid_in, [one.paid_in for one in group.slices])
        saved: Floats | float = 0.0
        if self.discounts is None:
            for one in self.parts():
                one.shares.split(one.paid_in, one.investors_paid_in)
        else:
            saved = self.discounts.lower(self.parts(), self._by_part(fees))
        for whole in self.sums:
            whole.add_calls()
        self.gp.shares.split(self.gp.paid_in, self.gp.investors_paid_in)
        np.divide(self.gp.paid_in, np.maximum(common + fees, 1.0), out=self.gp_part)
        return saved

    def _by_part(self, total: Floats) -> list[Floats]:
        """An amount of all limited partners, shape (n_series,), by `parts()`."""
        parts = zip(self.groups, self.by_group(total), strict=True)
        return [own for group, part in parts for own in group.shares.shared(part)]

    def distribute(
        self,
        cash: Floats,
        with_tiers: bool = False,
        realised_share: Floats | None = None,
        of_lps: Floats | None = None,
    ) -> Floats:
        """Run the quarter's cash through the waterfalls; call once every quarter, after `call`.

        Args:
            cash: Shape (n_series,), whole won >= 0, of this quarter.
            with_tiers: Whether `payments` shall hold the amounts tier by tier.
            realised_share: Shape (n_series,), the share of the fund's cost that was realised or written off
                in this quarter; read where deals count by themselves.
            of_lps: Shape (n_series,), the part of it that belongs to limited partners alone.

        Returns:
            Carry of the quarter, shape (n_series,), escrow included.
        """
        self.gp_entitled += (cash if of_lps is None else cash - of_lps) * self.gp_part
        to_gp = np.floor(self.gp_entitled * SNAP)
        self.lp_cash += cash - (to_gp - self.gp.received)
        np.copyto(self.gp.received, to_gp)
        for group in self.groups:
            np.copyto(group.paid, group.cash)
        self.shares.split(self.lp_cash, [group.cash for group in self.groups])
        self.payments = []
        carry = np.zeros_like(cash)
        for group in self.groups:
            np.subtract(group.cash, group.paid, out=group.paid)
            payment = advance(group.state, group.called, group.paid, group.terms, with_tiers, realised_share)
            self.payments.append(payment)
            group.received += payment.lp
            group.carry += payment.gp
            carry += payment.gp
        return carry

    def in_escrow(self) -> Floats | None:
        """Carry that the groups' escrow holds, shape (n_series,), None where no terms can have any."""
        held = [group.held for group in self.groups if group.held is not None]
        return np.add.reduce(held, axis=0) if held else None

    def share_receipts(self) -> None:
        """Share what the groups have received out to classes and investors; the GPs also get the carry."""
        gp_received = self.gp.received
        for group in self.groups:
            group.shares.split(group.received, [one.received for one in group.slices])
            for one in group.slices:
                one.shares.split(one.received, one.investors_received)
            gp_received = gp_received + group.carry
            if group.held is not None:
                gp_received -= group.held
        for whole in self.sums:
            whole.add_receipts()
        self.gp.shares.split(gp_received, self.gp.investors_received)

    def appraise(self, nav: Floats, is_alive: Flags, of_lps: Floats | None = None) -> None:
        """Value the stake of every class as if the fund were sold at NAV and closed now.

        Args:
            nav: Shape (n_series,), whole won >= 0.
            is_alive: Shape (n_series,), False before the first and from the last quarter on.
            of_lps: Shape (n_series,), the part of NAV that belongs to limited partners alone; it may be debt.
        """
        carry_value = self.values[-1]
        shared = nav if of_lps is None else np.minimum(nav - of_lps, nav)
        np.floor(shared * self.gp_part, out=self.gp.value)
        left = nav - self.gp.value
        np.copyto(carry_value, left)
        for group, part in zip(self.groups, self.by_group(left), strict=True):
            value: Won = liquidation_value(group.state, part, group.terms) * is_alive
            carry_value -= value
            group.shares.split(value, [one.value for one in group.slices])
        for whole in self.sums:
            whole.add_values()

    def share_out(self, of_groups: Floats, of_gps: Floats) -> Floats:
        """Amounts of the groups and of the GPs shared out to investors as calls and receipts are.

        Args:
            of_groups: Shape (n_groups, n_series), whole won.
            of_gps: Shape (n_series,), whole won.

        Returns:
            Shape (n_investors, n_series), class by class, GPs last.
        """
        made = np.zeros((len(self.paid_in), of_gps.size))
        made[self.gp.place] = self.gp.shares.shared(of_gps)
        for group, part in zip(self.groups, of_groups, strict=True):
            for one, own in zip(group.slices, group.shares.shared(part), strict=True):
                made[one.place] += one.shares.shared(own)
        return made

    def values_of_investors(self) -> Floats:
        """What each limited partner would receive now, shape (n_investors, n_series), zero for the GPs."""
        made = np.zeros((len(self.paid_in), self.lp_cash.size))
        for one in self.parts():
            made[one.place] += one.shares.shared(one.value)
        return made

    def by_group(self, total: Floats) -> Floats:
        """An amount of all limited partners, shape (n_series,), by group, shape (n_groups, n_series)."""
        return self.shares.shared(total)

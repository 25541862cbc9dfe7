"""What late investors of a fund owe early ones: calls carried until the final close, and interest."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from fundmodel.funds.child_funds import SLICES, over_funds
from fundmodel.funds.class_flows import Programme, flows
from fundmodel.funds.closings import Closings
from fundmodel.funds.sharing import Shares
from fundmodel.waterfall.tiers import SNAP

Floats = NDArray[np.float64]

PRINCIPAL, INTEREST = "equalisation", "equalisation_interest"
KINDS = (PRINCIPAL, INTEREST)
_PRIVATE = ("domestic", "foreign")
_QUARTERS_PER_YEAR = 4


def carried(net_calls: Floats, late: Floats, final: Floats) -> Floats:
    """What early investors have advanced on calls of late ones, at the end of each quarter.

    Args:
        net_calls: Shape (n_quarters, n_series), calls on limited partners less what they received.
        late: Shape (n_series,), part of their commitments that was signed at the final close.
        final: Shape (n_series,), quarter of the final close, from which nothing is advanced.

    Returns:
        Shape (n_quarters, n_series), whole won.

    Example:
        >>> carried(np.array([[100.0], [50], [10]]), np.array([0.3]), np.array([2]))[:, 0]
        array([30., 45.,  0.])
    """
    so_far = np.maximum(np.cumsum(net_calls, axis=0), 0.0)
    is_early = np.arange(len(net_calls))[:, None] < final
    return np.floor(so_far * late * SNAP) * is_early


def interest(advanced: Floats, final: Floats, rate: Floats) -> Floats:
    """Interest on advances from their quarter to the final close, shape (n_series,), whole won.

    Args:
        advanced: Shape (n_quarters, n_series), balances of `carried`.
        final: Shape (n_series,), quarter of the final close.
        rate: Shape (n_series,), per year, compounded.

    Example:
        30 advanced a year and 15 three quarters before the close, at 8 %: 2.4 + 0.89.

        >>> balance = np.array([[30.0], [45], [45], [45], [0]])
        >>> interest(balance, np.array([4]), np.array([0.08]))
        array([3.])
    """
    years = np.maximum(final - np.arange(len(advanced))[:, None], 0) / _QUARTERS_PER_YEAR
    new = flows(advanced) * (years > 0)
    due = np.zeros(advanced.shape[1])
    for amount, length in zip(new, years, strict=True):
        due += amount * ((1 + rate) ** length - 1)
    return np.floor(np.maximum(due, 0.0) * SNAP)


@dataclass(frozen=True)
class Equalisation:
    """What moves between early and late investors of child funds, and through the mega fund to its own.

    Calls and distributions of a fund are booked as if all partners had been there from the first close. Until
    the final close the early limited partners carry what falls on the late ones; then these pay it back with
    interest. Both are outside commitment; interest is outside paid-in as well. Managers take no part.

    Attributes:
        programme: The programme, some funds of which were not formed as planned.
        closings: How they were formed.

    Source: METHOD.md, "Closings of a fund".
    """

    programme: Programme
    closings: Closings

    @cached_property
    def _weights(self) -> tuple[Floats, Floats]:
        """Late and early commitments, shape (1 + n_direct_investors, n_series): the mega fund first."""
        late, early = [], []
        for name, one in zip(SLICES, self.programme.children.partners.slices(), strict=True):
            share = self.closings.late_share if name in _PRIVATE else 0.0
            share = share if name != SLICES[-1] else 0.0
            late.append(one.commitments * share)
            early.append(one.commitments * (1 - share) * (name != SLICES[-1]))
        return np.concatenate(late), np.concatenate(early)

    @cached_property
    def _last(self) -> int:
        """The first quarter after every final close."""
        final = np.where(self.closings.is_formed > 0, self.closings.final, 0.0)
        return int(np.minimum(final.max(), self.programme.grid.n_quarters - 1)) + 1

    @cached_property
    def of_funds(self) -> dict[str, Floats]:
        """KINDS -> shape (n_quarters to the last close, 1 + n_direct_investors, n_series), + is received."""
        rows, final = self.programme.children.rows, self.closings.final
        late, early = self._weights
        lps = np.maximum(np.add.reduce(late, axis=0) + np.add.reduce(early, axis=0), 1.0)
        net = (rows["lp_called"] - rows["lp_received"])[: self._last]
        advanced = carried(net, np.add.reduce(late, axis=0) / lps, final)
        principal = flows(self._split(late, advanced)) - flows(self._split(early, advanced))
        due = np.zeros_like(advanced)
        paid = interest(advanced, final, self.closings.interest_rate)
        place = np.minimum(final, self._last - 1).astype(np.int64)
        due[place, np.arange(place.size)] = paid
        return {PRINCIPAL: principal, INTEREST: self._split(early, due) - self._split(late, due)}

    @staticmethod
    def _split(weights: Floats, amounts: Floats) -> Floats:
        """Amounts (n_quarters, n_series) by weights (n_parts, n_series): (n_quarters, n_parts, n_series)."""
        parts = np.empty((len(weights), *amounts.shape))
        Shares.of(weights).split(amounts, parts)
        return parts.transpose(1, 0, 2)

    @cached_property
    def of_mega(self) -> dict[str, Floats]:
        """KINDS -> shape (n_quarters to the last close, n_investors, n_pairs): what the mega fund passes on.

        It takes what it advances from its own investors by commitment, in the same quarter, and hands back
        what it receives.
        """
        pairs = self.programme.grid.n_pairs
        weights = np.concatenate([one.commitments for one in self.programme.mega.partners.slices()])
        made = {}
        for kind, rows in self.of_funds.items():
            own = over_funds(rows[:, 0], pairs)
            sign = -1 if kind == PRINCIPAL else 1
            level = np.cumsum(own * sign, axis=0)
            made[kind] = flows(self._split(weights, level)) * sign
        return made

    def of_investors(self, n_investors: int) -> dict[str, Floats]:
        """KINDS -> shape (n_quarters, n_investors, n_pairs), both levels together, investors by id."""
        grid = self.programme.grid
        made = {kind: np.zeros((grid.n_quarters, n_investors, grid.n_pairs)) for kind in KINDS}
        for kind, whole in made.items():
            by_pair = over_funds(self.of_funds[kind][:, 1:], grid.n_pairs)
            for level, rows in enumerate((self.of_mega[kind], by_pair)):
                ids = [one for of_class in grid.investors[level] for one in of_class]
                known = [place for place, one in enumerate(ids) if one >= 0]
                whole[: self._last, [ids[place] for place in known]] += rows[:, known]
        return made


def equalisation_of(programme: Programme) -> Equalisation | None:
    """The equalisation of a programme; None where all funds were formed as planned."""
    closings = programme.children.closings
    return None if closings is None else Equalisation(programme, closings)

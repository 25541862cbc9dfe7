"""Investors of a fund with a hurdle of their own: apart from the others of their class, in other waterfalls.

Whoever has the same terms runs one waterfall. Who has terms of its own differs between scenarios, so a class
is split into parts by series: a part holds the commitments of its investors, and nothing for the others.

Source: METHOD.md, "Waterfall".
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from fundmodel.funds.partner_groups import Group, Slice
from fundmodel.waterfall import Terms

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class OwnHurdle:
    """Investors of one group of classes who share a hurdle that differs from the group's.

    Attributes:
        group: Number of the group.
        terms: Those of the group, with the hurdle.
        members: For each class of the group 1 for an investor who has it, else 0; shape (n_investors,
            n_series).
    """

    group: int
    terms: Terms
    members: tuple[Floats, ...]


def own_hurdles(
    group: int, terms: Terms, standard: Floats, rates: Sequence[Floats], expand: Callable[[Floats], Floats]
) -> list[OwnHurdle]:
    """The hurdles of a group's investors that are not the group's.

    Args:
        group: Number of the group.
        terms: Of the group.
        standard: Shape (n_scenarios,), the group's hurdle.
        rates: Class by class, shape (n_investors, n_scenarios): own hurdle, or NaN.
        expand: From (n_investors, 1, n_scenarios) to (n_investors, n_series).

    Returns:
        One entry per rate, lowest first, whatever other scenarios there are.
    """
    own = [np.where(one == standard, np.nan, one) for one in rates]
    every = np.unique(np.concatenate([one.ravel() for one in own]))
    return [
        OwnHurdle(
            group,
            replace(terms, hurdle_rate=float(rate)),
            tuple(expand((one == rate).astype(np.float64)[:, None, :]) for one in own),
        )
        for rate in every[~np.isnan(every)]
    ]


@dataclass(frozen=True)
class ClassSum:
    """A class of which some investors have terms of their own: its parts, and what they add up to."""

    total: Slice
    parts: tuple[Slice, ...]

    def first(self, n_series: int) -> "ClassSum":
        """The first series, in the same memory."""
        return ClassSum(self.total.first(n_series), tuple(one.first(n_series) for one in self.parts))

    def add_calls(self) -> None:
        """What the class and its investors have paid in."""
        self._add("paid_in")
        self._add("investors_paid_in")

    def add_receipts(self) -> None:
        """What the class and its investors have received."""
        self._add("received")
        self._add("investors_received")

    def add_values(self) -> None:
        """What the class would receive now."""
        self._add("value")

    def _add(self, name: str) -> None:
        whole: Floats = getattr(self.total, name)
        whole.fill(0.0)
        for one in self.parts:
            whole += getattr(one, name)


def set_apart(
    groups: Sequence[tuple[Terms, Sequence[Floats]]], own: Sequence[OwnHurdle], classes: Sequence[Slice]
) -> tuple[tuple[Group, ...], tuple[ClassSum, ...]]:
    """Groups without the investors who have hurdles of their own, then one group for each of these.

    Args:
        groups: Terms and, class by class, commitments of shape (n_investors, n_series).
        own: Hurdles of some investors.
        classes: All classes of the groups, in order.
    """
    parts: list[list[Slice]] = [[] for _ in classes]
    firsts = np.cumsum([0, *(len(of_group) for _, of_group in groups)])

    def opened(number: int, terms: Terms, commitments: Sequence[Floats]) -> Group:
        made = []
        for place, one in enumerate(commitments, start=int(firsts[number])):
            rooms = np.zeros((2, *one.shape))
            made.append(Slice.opening(one, np.zeros(one.shape[1]), *rooms, classes[place].place, place))
            parts[place].append(made[-1])
        return Group.opening(terms, commitments, tuple(made))

    found = []
    for number, (terms, of_group) in enumerate(groups):
        apart = [one.members for one in own if one.group == number]
        found.append(opened(number, terms, [one * _others(apart, k) for k, one in enumerate(of_group)]))
    for one in own:
        members = zip(groups[one.group][1], one.members, strict=True)
        found.append(opened(one.group, one.terms, [whole * part for whole, part in members]))
    sums = (ClassSum(total, tuple(some)) for total, some in zip(classes, parts, strict=True))
    return tuple(found), tuple(sums)


def _others(apart: Sequence[tuple[Floats, ...]], number: int) -> Floats | float:
    """1 for who is in none of the parts of a class."""
    return 1 - np.add.reduce([members[number] for members in apart], axis=0) if apart else 1.0

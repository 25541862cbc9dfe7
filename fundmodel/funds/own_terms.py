"""Investors of a fund with terms of their own: apart from the others of their class, in other waterfalls.

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

# What of a waterfall an investor may have alone: columns of commitments, and terms of a waterfall.
OWN_TERMS = ("hurdle_rate", "carry_rate", "catch_up_share")
# Stands for a term of the group where terms are compared; below every allowed value.
_COMMON = -1.0


@dataclass(frozen=True)
class OwnTerms:
    """Investors of one group of classes who share terms of which some differ from the group's.

    Attributes:
        group: Number of the group.
        terms: Those of the group, with their own hurdle, carry rate or catch-up.
        members: For each class of the group 1 for an investor who has them, else 0; shape (n_investors,
            n_series).
    """

    group: int
    terms: Terms
    members: tuple[Floats, ...]


def own_terms(
    group: int, terms: Terms, common: Floats, given: Sequence[Floats], expand: Callable[[Floats], Floats]
) -> list[OwnTerms]:
    """The terms of a group's investors that are not the group's.

    Args:
        group: Number of the group.
        terms: Of the group.
        common: Shape (3, n_scenarios), the group's OWN_TERMS.
        given: Class by class, shape (3, n_investors, n_scenarios): own terms, or NaN.
        expand: From (n_investors, 1, n_scenarios) to (n_investors, n_series).

    Returns:
        One entry per set of own terms, lowest hurdle first, whatever other scenarios there are.
    """
    own = [np.where((one == common[:, None, :]) | np.isnan(one), _COMMON, one) for one in given]
    every = np.unique(np.concatenate([one.reshape(len(OWN_TERMS), -1) for one in own], axis=1).T, axis=0)
    return [
        OwnTerms(
            group,
            replace(
                terms,
                **{name: float(one) for name, one in zip(OWN_TERMS, rates, strict=True) if one != _COMMON},
            ),
            tuple(
                expand((one == rates[:, None, None]).all(axis=0).astype(np.float64)[:, None, :])
                for one in own
            ),
        )
        for rates in every
        if (rates != _COMMON).any()
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
    groups: Sequence[tuple[Terms, Sequence[Floats]]], own: Sequence[OwnTerms], classes: Sequence[Slice]
) -> tuple[tuple[Group, ...], tuple[ClassSum, ...]]:
    """Groups without the investors who have terms of their own, then one group for each of these.

    Args:
        groups: Terms and, class by class, commitments of shape (n_investors, n_series).
        own: Terms of some investors.
        classes: All classes of the groups, in order.
    """
    parts: list[list[Slice]] = [[] for _ in classes]
    firsts = np.cumsum([0, *(len(of_group) for _, of_group in groups)])

    def opened(number: int, terms: Terms, commitments: Sequence[Floats]) -> Group:
        made = []
        for place, one in enumerate(commitments, start=int(firsts[number])):
            rooms = np.zeros((2, *one.shape))
            made.append(Slice.opening(one, np.zeros(one.shape[1]), *rooms, classes[place].place))
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

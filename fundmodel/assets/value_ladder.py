"""The value ladder: what a company is worth before each phase, what a fund pays and what it gets back.

A step of the ladder is what an investor with a required return pays for a success: the value before the next
round is the value after this one, grown over the phase and divided by its published chance of success.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from fundmodel.assets.drug_programmes import (
    EXITS,
    LAST_PHASE,
    NOTHING,
    PHASES,
    ROUND_PHASES,
    Floats,
    Ints,
    Kind,
)


@dataclass(frozen=True)
class Ladder:
    """Values of a company that succeeds.

    Attributes:
        pre_money_krw: Shape (n_worlds, n_areas, n_phases + 1), before each phase's round; last: approved.
        round_krw: Shape (n_worlds, n_areas, n_phases), no round before the last phase.
        growth: Same shape, price of a share after success of the phase over the price before.
    """

    pre_money_krw: Floats
    round_krw: Floats
    growth: Floats

    @property
    def post_money_krw(self) -> Floats:
        """Value after the round of each phase, shape (n_worlds, n_areas, n_phases)."""
        return self.pre_money_krw[:, :, :-1] + self.round_krw


def value_ladder(
    assumptions: Mapping[str, Floats], success: Floats, duration_years: Floats, cost_ratio: Floats
) -> Ladder:
    """The ladder of every world and area.

    Args:
        assumptions: Columns of startups_assumptions, each of shape (n_worlds,).
        success: Shape (n_worlds, n_areas, n_phases), published.
        duration_years: Same shape.
        cost_ratio: Same shape, trial cost of the area over the mean of all areas.

    Example:
        >>> names = [f"round_size_{code}_krw" for code in ("preclinical", "p1", "p2", "p3")]
        >>> given = dict(zip(names, np.array([[8e9], [2e10], [4e10], [8e10]])))
        >>> given |= {"pre_money_preclinical_krw": np.array([2e10])}
        >>> given |= {"round_cost_weight": np.array([0.5]), "ladder_return_rate": np.array([0.1])}
        >>> ladder = value_ladder(
        ...     given,
        ...     np.array([[[0.6, 0.52, 0.289, 0.578, 0.906]]]),
        ...     np.array([[[1.0, 1.8, 2.1, 2.5, 1.5]]]),
        ...     np.ones((1, 1, 5)),
        ... )
        >>> (ladder.pre_money_krw / 1e9).round()
        array([[[  20.,   51.,  163.,  857., 2058., 2621.]]])

    Source: METHOD.md, "Asset economics that give sane numbers".
    """
    sizes = [assumptions[f"round_size_{code}_krw"] for code in ("preclinical", "p1", "p2", "p3")]
    weight = assumptions["round_cost_weight"][:, None]
    rounds = np.zeros_like(success)
    for phase in ROUND_PHASES:
        rounds[:, :, phase] = sizes[phase][:, None] * (1 + weight * (cost_ratio[:, :, phase] - 1))
    growth = (1 + assumptions["ladder_return_rate"][:, None, None]) ** duration_years / success
    pre_money = np.empty((*success.shape[:2], len(PHASES) + 1))
    pre_money[:, :, 0] = assumptions["pre_money_preclinical_krw"][:, None]
    for phase in range(len(PHASES)):
        pre_money[:, :, phase + 1] = (pre_money[:, :, phase] + rounds[:, :, phase]) * growth[:, :, phase]
    return Ladder(pre_money, rounds, growth)


def cheques(ladder: Ladder, initial_share: Floats, follow_on_share: Floats) -> Ints:
    """What a fund pays in the round of each phase for a company that it entered in another.

    In the entry round it takes its share of the round, later the stated part of its pro rata: its ownership
    before the round, which every round dilutes, times the round.

    Args:
        ladder: Of every world.
        initial_share: Shape (n_worlds,), share of the entry round.
        follow_on_share: Shape (n_worlds,), part of the pro rata taken.

    Returns:
        Shape (n_worlds, n_areas, n_rounds, n_rounds): entry phase, then phase of the lot; whole won.
    """
    n_worlds, n_areas = ladder.growth.shape[:2]
    paid = np.zeros((n_worlds, n_areas, len(ROUND_PHASES), len(ROUND_PHASES)))
    for entry in ROUND_PHASES:
        owned = np.zeros((n_worlds, n_areas))
        for phase in range(entry, LAST_PHASE):
            share = initial_share[:, None] if phase == entry else follow_on_share[:, None] * owned
            post = ladder.post_money_krw[:, :, phase]
            paid[:, :, entry, phase] = share * ladder.round_krw[:, :, phase]
            owned = (owned * ladder.pre_money_krw[:, :, phase] + paid[:, :, entry, phase]) / post
    return np.floor(paid).astype(np.int64)


@dataclass(frozen=True)
class Outcome:
    """A thing that can happen to a lot, and what it is worth per won of the cheque.

    Attributes:
        lot_phase: Phase whose round the lot was bought in.
        phase: Phase at whose end it happens (invest: the lot's own).
        kind: What happens.
        licence_phase: Phase after which the programme had been licensed before, or NOTHING.
        proceeds: Shape (n_worlds, n_areas), cash.
        nav_before: Same shape, value held until then.
        nav_after: Same shape, value held from then on.
        cost_before: 1 if the cost of the lot was unrealised until then, else 0.
        cost_after: 1 if it is unrealised from then on, else 0.
    """

    lot_phase: int
    phase: int
    kind: Kind
    licence_phase: int
    proceeds: Floats
    nav_before: Floats
    nav_after: Floats
    cost_before: int
    cost_after: int


def _milestone_shares(assumptions: Mapping[str, Floats]) -> dict[tuple[int, int], Floats]:
    """(licence phase, phase) -> part of the milestones that it pays; all at approval if none is stated."""
    stated = {
        2: assumptions["license_milestone_p2_share"],
        3: assumptions["license_milestone_p3_share"],
        LAST_PHASE: assumptions["license_milestone_approval_share"],
    }
    shares = {}
    for licence in EXITS[Kind.LICENSE]:
        still_open = [phase for phase in stated if phase > licence]
        total = np.zeros_like(stated[LAST_PHASE])
        for phase in still_open:
            total = total + stated[phase]
        for phase in still_open:
            otherwise = 1.0 if phase == LAST_PHASE else 0.0
            share = np.where(total > 0, stated[phase] / np.where(total > 0, total, 1), otherwise)
            shares[licence, phase] = share[:, None]
    return shares


def outcomes(assumptions: Mapping[str, Floats], ladder: Ladder) -> Iterator[Outcome]:
    """Everything that can happen to a lot, in the order lot phase, licence phase, phase, kind.

    A share's price follows the ladder, so later rounds dilute ownership and leave the price alone. A licence
    has the value of the ladder: upfront and milestones, each times its chance and discounted as the ladder
    does, sum to it. After a licence nothing comes back on failure beyond what was paid.

    Args:
        assumptions: Columns of startups_assumptions, each of shape (n_worlds,).
        ladder: Of the same worlds.
    """
    shape = ladder.growth.shape[:2]
    zero, one = np.zeros(shape), np.ones(shape)
    salvage = assumptions["salvage_share"][:, None] * one
    upfront = assumptions["license_upfront_share"][:, None]
    listing = assumptions["ipo_value_krw"][:, None] / ladder.pre_money_krw[:, :, 1:].transpose(2, 0, 1)
    shares = _milestone_shares(assumptions)
    remaining = {licence: _remaining(ladder, shares, licence) for licence in EXITS[Kind.LICENSE]}
    for lot in ROUND_PHASES:
        yield Outcome(lot, lot, Kind.INVEST, NOTHING, zero, zero, one, 0, 1)
        price = one
        priced = {}
        for phase in range(lot, LAST_PHASE + 1):
            before, price = price, price * ladder.growth[:, :, phase]
            priced[phase] = price
            if phase < LAST_PHASE:
                yield Outcome(lot, phase, Kind.ADVANCE, NOTHING, zero, before, price, 1, 1)
            yield Outcome(lot, phase, Kind.FAIL, NOTHING, salvage, before, zero, 1, 0)
            if phase in EXITS[Kind.IPO]:
                yield Outcome(lot, phase, Kind.IPO, NOTHING, price * listing[phase], before, zero, 1, 0)
            if phase in EXITS[Kind.TRADE_SALE]:
                yield Outcome(lot, phase, Kind.TRADE_SALE, NOTHING, price, before, zero, 1, 0)
            if phase in EXITS[Kind.LICENSE]:
                headline = price / (upfront + (1 - upfront) * remaining[phase][phase])
                held = headline * (1 - upfront) * remaining[phase][phase]
                yield Outcome(lot, phase, Kind.LICENSE, NOTHING, headline * upfront, before, held, 1, 1)
            if phase == LAST_PHASE:
                yield Outcome(lot, phase, Kind.APPROVAL, NOTHING, price, before, zero, 1, 0)
        for licence in (phase for phase in EXITS[Kind.LICENSE] if phase >= lot):
            headline = priced[licence] / (upfront + (1 - upfront) * remaining[licence][licence])
            for phase in range(licence + 1, LAST_PHASE + 1):
                before = headline * (1 - upfront) * remaining[licence][phase - 1]
                after = headline * (1 - upfront) * remaining[licence][phase]
                paid = headline * (1 - upfront) * shares[licence, phase]
                is_last = phase == LAST_PHASE
                kind = Kind.APPROVAL if is_last else Kind.MILESTONE
                yield Outcome(lot, phase, Kind.FAIL, licence, zero, before, zero, 1, 0)
                yield Outcome(lot, phase, kind, licence, paid, before, after, 1, 0 if is_last else 1)


def _remaining(ladder: Ladder, shares: Mapping[tuple[int, int], Floats], licence: int) -> dict[int, Floats]:
    """Phase -> value, after its success, of the milestones still open, per won of all milestones."""
    value = np.zeros(ladder.growth.shape[:2])
    found = {LAST_PHASE: value}
    for phase in range(LAST_PHASE, licence, -1):
        value = (value + shares[licence, phase]) / ladder.growth[:, :, phase]
        found[phase - 1] = value
    return found

"""What every outcome of a startup gives back and leaves on the books, per won of a cheque."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

import numpy as np

from fundmodel.assets.drug_programmes import (
    EXITS,
    LAST_PHASE,
    NOTHING,
    PHASES,
    ROUND_PHASES,
    Floats,
    Kind,
    second_phase,
)
from fundmodel.assets.value_ladder import Ladder


@dataclass(frozen=True)
class Outcome:
    """A thing that can happen to a lot, and what it is worth per won of the cheque.

    Attributes:
        lot_phase: Phase whose round the lot was bought in.
        pivot_phase: Phase in which an earlier programme failed while the lot was held, or NOTHING.
        phase: Phase at whose end it happens (invest: the lot's own).
        kind: What happens.
        licence_phase: Phase after which the programme had been licensed before, or NOTHING.
        step: Running number of a staged sale or of a royalty, from 1; 0 for everything else.
        proceeds: Shape (n_worlds, n_areas), cash.
        nav_before: Same shape, value held until then.
        nav_after: Same shape, value held from then on.
        cost_before: Same shape, part of the lot's cost that was unrealised until then.
        cost_after: Same shape, part that is unrealised from then on.
    """

    lot_phase: int
    pivot_phase: int
    phase: int
    kind: Kind
    licence_phase: int
    step: int
    proceeds: Floats
    nav_before: Floats
    nav_after: Floats
    cost_before: Floats
    cost_after: Floats

    def carried(self, lot_phase: int, pivot_phase: int, price: Floats) -> "Outcome":
        """The same for a lot bought earlier whose shares are worth `price` when the programme starts."""
        worth = {name: getattr(self, name) * price for name in ("proceeds", "nav_before", "nav_after")}
        return replace(self, lot_phase=lot_phase, pivot_phase=pivot_phase, **worth)


@dataclass(frozen=True)
class _Licences:
    """Licences of every world, per won of the headline: upfront and milestones.

    Attributes:
        upfront: Shape (n_worlds, 1).
        milestones: (licence phase, phase) -> what its success pays.
        royalties: By number of years paid, shape (n_worlds, 1): value of the rest.
        royalty: Shape (n_worlds, 1), paid a year.
        open_value: (licence phase, phase) -> value of all later payments after success of the phase.
    """

    upfront: Floats
    milestones: Mapping[tuple[int, int], Floats]
    royalties: tuple[Floats, ...]
    royalty: tuple[Floats, ...]
    open_value: Mapping[tuple[int, int], Floats]


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


def _royalties(assumptions: Mapping[str, Floats]) -> tuple[tuple[Floats, ...], tuple[Floats, ...]]:
    """By year: value of the royalties left after it, from approval on, and the royalty of the year."""
    years = assumptions["license_royalty_years"][:, None]
    yearly = assumptions["license_royalty_share"][:, None] / years
    grown = 1 + assumptions["ladder_return_rate"][:, None]
    last = int(years.max())
    paid = [np.where(year <= years, yearly, 0.0) for year in range(last + 1)]
    value = [np.zeros_like(yearly)]
    for year in range(last, 0, -1):
        value.append((value[-1] + paid[year]) / grown)
    return tuple(reversed(value)), tuple(paid)


def _licences(assumptions: Mapping[str, Floats], ladder: Ladder) -> _Licences:
    upfront = assumptions["license_upfront_share"][:, None]
    shares = _milestone_shares(assumptions)
    milestones = {key: (1 - upfront) * share for key, share in shares.items()}
    royalties, royalty = _royalties(assumptions)
    value = {}
    for licence in EXITS[Kind.LICENSE]:
        later = royalties[0] + np.zeros(ladder.growth.shape[:2])
        value[licence, LAST_PHASE] = later
        for phase in range(LAST_PHASE, licence, -1):
            later = (later + milestones[licence, phase]) / ladder.growth[:, :, phase]
            value[licence, phase - 1] = later
    return _Licences(upfront, milestones, royalties, royalty, value)


@dataclass(frozen=True)
class _Owned:
    """What outcomes of lots need to know beside the price.

    Attributes:
        salvage, hired: Shape (n_worlds, n_areas), recovery of cost on failure.
        sale_parts: Shape (n_worlds, 1), parts in which a listed holding is sold.
        listing: Shape (n_phases, n_worlds, n_areas), value at listing over the ladder's.
    """

    salvage: Floats
    hired: Floats
    sale_parts: Floats
    listing: Floats


def outcomes(assumptions: Mapping[str, Floats], ladder: Ladder) -> Iterator[Outcome]:
    """Everything that can happen to a lot.

    A share's price follows the ladder, so later rounds dilute ownership and leave the price alone, but for
    the option pool. A licence has the value of the ladder: upfront, milestones and royalties, each times its
    chance and discounted as the ladder does, sum to it. After a licence nothing comes back on failure beyond
    what was paid. A listing pays nothing until the shares are sold. When a first programme fails and a second
    goes on, the company is worth what the ladder says of the second: a lot is then worth that many lots of
    its round.

    Args:
        assumptions: Columns of startups_assumptions, each of shape (n_worlds,).
        ladder: Of the same worlds.
    """
    one = np.ones(ladder.growth.shape[:2])
    owned = _Owned(
        assumptions["salvage_share"][:, None] * one,
        assumptions["acqui_hire_recovery_share"][:, None] * one,
        assumptions["ipo_sale_quarters"][:, None],
        assumptions["ipo_value_krw"][:, None] / ladder.pre_money_krw[:, :, 1:].transpose(2, 0, 1),
    )
    licences = _licences(assumptions, ladder)
    plain: dict[int, list[Outcome]] = {}
    restarts: list[tuple[int, int, Floats]] = []
    for lot in ROUND_PHASES:
        plain[lot] = [_outcome(lot, lot, Kind.INVEST, proceeds=0 * one, nav=(0, 1), cost=(0, 1), one=one)]
        price = one
        priced = {}
        for phase in range(lot, LAST_PHASE + 1):
            second = second_phase(phase)
            worth = price * ladder.kept_share * ladder.pre_money_krw[:, :, second]
            restarts.append((lot, phase, worth / ladder.post_money_krw[:, :, phase]))
            plain[lot].append(
                _outcome(lot, phase, Kind.PIVOT, 0 * one, (price, restarts[-1][2]), (1, 1), one)
            )
            won = price * ladder.growth[:, :, phase]
            priced[phase] = won
            plain[lot].extend(_ends(lot, phase, price, won, owned, ladder))
            price = won * _kept(ladder, phase)
        plain[lot].extend(_licensed(lot, priced, licences, ladder))
    for rows in plain.values():
        yield from rows
    for lot, phase, price in restarts:
        for outcome in plain[second_phase(phase)]:
            if outcome.kind not in (Kind.INVEST, Kind.PIVOT):
                yield outcome.carried(lot, phase, price)


def _kept(ladder: Ladder, phase: int) -> Floats | int:
    """What the option pool leaves of a share's price when the next phase begins; the last has no round."""
    return ladder.kept_share if phase + 1 in ROUND_PHASES else 1


def _outcome(
    lot: int,
    phase: int,
    kind: Kind,
    proceeds: Floats,
    nav: tuple[Floats | int, Floats | int],
    cost: tuple[Floats | int, Floats | int],
    one: Floats,
    licence: int = NOTHING,
    step: int = 0,
) -> Outcome:
    held = [amount * one for amount in (*nav, *cost)]
    return Outcome(lot, NOTHING, phase, kind, licence, step, proceeds * one, *held)


def _ends(
    lot: int, phase: int, price: Floats, won: Floats, owned: _Owned, ladder: Ladder
) -> Iterator[Outcome]:
    """The ends of a phase of a company that owns its programme; `won` is the price after success."""
    one = np.ones(price.shape)

    def end(kind: Kind, proceeds: Floats) -> Outcome:
        return _outcome(lot, phase, kind, proceeds, (price, 0), (1, 0), one)

    yield end(Kind.FAIL, owned.salvage)
    yield end(Kind.ACQUI_HIRE, owned.hired)
    yield end(Kind.EARLY_SALE, price * ladder.half_growth[:, :, phase])
    if phase == LAST_PHASE:
        yield end(Kind.APPROVAL, won)
        return
    after = won * _kept(ladder, phase)
    yield _outcome(lot, phase, Kind.ADVANCE, 0 * one, (price, after), (1, 1), one)
    if phase in EXITS[Kind.TRADE_SALE]:
        yield end(Kind.TRADE_SALE, won)
    if phase in EXITS[Kind.IPO]:
        value = won * owned.listing[phase]
        yield _outcome(lot, phase, Kind.IPO, 0 * one, (price, value), (1, 1), one)
        for step in range(1, int(owned.sale_parts.max()) + 1):
            before, after = (np.maximum(owned.sale_parts - sold, 0) for sold in (step - 1, step))
            before, after = before / owned.sale_parts, after / owned.sale_parts
            held, sold = (value * before, value * after), value * (before - after)
            yield _outcome(lot, phase, Kind.SALE, sold, held, (before, after), one, step=step)


def _licensed(
    lot: int, priced: Mapping[int, Floats], licences: _Licences, ladder: Ladder
) -> Iterator[Outcome]:
    """A licence after each phase that has one, and everything after it."""
    one = np.ones(ladder.growth.shape[:2])
    # A licence that pays no royalties is over with the approval.
    earning = np.where(licences.royalties[0] > 0, 1.0, 0.0)
    for licence in (phase for phase in EXITS[Kind.LICENSE] if phase >= lot):
        open_value = {phase: licences.open_value[licence, phase] for phase in range(licence, len(PHASES))}
        headline = priced[licence] / (licences.upfront + open_value[licence])
        start = priced[licence] / ladder.growth[:, :, licence]
        signing = (start, headline * open_value[licence])
        yield _outcome(lot, licence, Kind.LICENSE, headline * licences.upfront, signing, (1, 1), one)
        for phase in range(licence + 1, len(PHASES)):
            before, after = (headline * open_value[place] for place in (phase - 1, phase))
            paid = headline * licences.milestones[licence, phase]
            kind = Kind.APPROVAL if phase == LAST_PHASE else Kind.MILESTONE
            cost = earning if phase == LAST_PHASE else 1
            yield _outcome(lot, phase, Kind.FAIL, 0 * one, (before, 0), (1, 0), one, licence)
            yield _outcome(lot, phase, kind, paid, (before, after), (1, cost), one, licence)
        for year in range(1, len(licences.royalty)):
            before, after = licences.royalties[year - 1], licences.royalties[year]
            held = (headline * before, headline * after)
            left = (np.where(before > 0, 1.0, 0.0), np.where(after > 0, 1.0, 0.0))
            paid = headline * licences.royalty[year]
            yield _outcome(lot, LAST_PHASE, Kind.ROYALTY, paid, held, left, one, licence, year)

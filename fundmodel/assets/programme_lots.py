"""Lots of startups on random paths: what is bought in each round, and the rows of all that happens to it."""

from collections.abc import Iterator
from dataclasses import dataclass, fields, replace

import numpy as np

from fundmodel.assets.drug_programmes import (
    LAST_PHASE,
    NOTHING,
    PHASES,
    QUARTERS_PER_YEAR,
    ExitTerms,
    Flags,
    Floats,
    Ints,
    Kind,
)
from fundmodel.assets.programme_histories import Cells, Histories
from fundmodel.assets.programme_rounds import Rounds
from fundmodel.assets.programme_tranches import milestone_payments
from fundmodel.assets.whole_sums import in_order, packed

_IS_PRICED = np.array(
    [
        kind in (Kind.IPO, Kind.TRADE_SALE, Kind.EARLY_SALE, Kind.LICENSE, Kind.APPROVAL)
        for kind in sorted(Kind)
    ]
)


@dataclass(frozen=True)
class Lots:
    """Lots that are held during a programme; one value per lot.

    Attributes:
        cell: Place of the programme in its histories.
        lot_phase: Phase whose round the lot was bought in.
        round_pivot: Phase in which an earlier programme had failed when it was bought, or NOTHING.
        pivot_phase: Phase in which an earlier programme failed while it was held, or NOTHING.
        funded_quarter: When it was paid.
        tranche_quarters: Quarters between its round and its payment; 0 for what is paid at closing.
        brought_share: Of a lot bought before the programme, the ownership it brings over the ladder's.
    """

    cell: Ints
    lot_phase: Ints
    round_pivot: Ints
    pivot_phase: Ints
    funded_quarter: Ints
    tranche_quarters: Ints
    brought_share: Floats

    @classmethod
    def bought(
        cls, past: Histories, n_quarters: int, milestone: int, pivot_phase: Ints | None = None
    ) -> "Lots":
        """The lots paid for inside the grid in all rounds, by a fund that takes part in every one.

        Args:
            past: Of all programmes.
            n_quarters: Length of the grid.
            milestone: Quarters from a round to its milestone, 0 if all is paid at closing.
            pivot_phase: Shape (n_cells,), for second programmes: phase in which the first failed.
        """
        phase, cell = np.nonzero((past.start != NOTHING) & (past.start < n_quarters))
        phase, after = phase.astype(np.int8), np.zeros(cell.size, dtype=np.int8)
        if milestone:
            parts = zip((phase, cell, after), milestone_payments(past, milestone), strict=True)
            phase, cell, after = (np.concatenate(pair) for pair in parts)
        funded = past.start[phase, cell] + after
        if milestone:
            inside = np.flatnonzero(funded < n_quarters)
            phase, cell, after, funded = (values[inside] for values in (phase, cell, after, funded))
        none = np.full(cell.size, NOTHING, dtype=np.int8)
        pivot = none if pivot_phase is None else pivot_phase[cell]
        return cls(cell, phase, pivot, none, funded, after, np.ones(cell.size))

    def carried(self, cell: Ints, pivot_phase: Ints, rounds: Rounds | None) -> "Lots":
        """Those lots whose company goes on with a second programme.

        Args:
            cell: Shape (n_cells,), place of the second programme of each cell, NOTHING if it has none.
            pivot_phase: Shape (n_second,), phase in which the first failed.
            rounds: Of the first programmes, if their prices follow the market.
        """
        place = np.flatnonzero(cell[self.cell] != NOTHING)
        second = cell[self.cell[place]]
        rows = (self.lot_phase[place], self.round_pivot[place], pivot_phase[second])
        brought = np.ones(place.size)
        if rounds is not None:
            held = self.at(place)
            begun = rounds.begun(held)
            for phase in range(len(PHASES)):
                chosen = np.flatnonzero(pivot_phase[second] == phase)
                brought[chosen] = rounds.own(held.at(chosen), begun[chosen], phase)
        paid = (self.funded_quarter[place], self.tranche_quarters[place])
        return Lots(second, *rows, *paid, brought)

    def at(self, places: Ints) -> "Lots":
        """Some of the lots."""
        return Lots(*(getattr(self, item.name)[places] for item in fields(self)))

    def and_those(self, others: "Lots") -> "Lots":
        """These lots, then the others."""
        names = [item.name for item in fields(self)]
        return Lots(*(np.concatenate([getattr(self, name), getattr(others, name)]) for name in names))


@dataclass(frozen=True)
class LotEvents:
    """Rows, one value each.

    Attributes:
        path: Place of the path.
        company: Place of the company.
        lot_phase: Phase whose round the lot was bought in.
        round_pivot: As in Lots.
        pivot_phase: As in Lots.
        funded_quarter: When the lot was paid.
        tranche_quarters: As in Lots.
        quarter: When this happens.
        phase: Phase that ends (invest: that begins).
        kind: What happens.
        licence_phase: Phase after which the programme had been licensed before, or NOTHING.
        step: Running number of a staged sale or of a royalty, from 1; 0 for everything else.
        factor: What is paid then and held from then on, over its plain value.
        held_factor: What was held until then, over its plain value.
    """

    path: Ints
    company: Ints
    lot_phase: Ints
    round_pivot: Ints
    pivot_phase: Ints
    funded_quarter: Ints
    tranche_quarters: Ints
    quarter: Ints
    phase: Ints
    kind: Ints
    licence_phase: Ints
    step: Ints
    factor: Floats
    held_factor: Floats

    def at(self, places: Ints | Flags) -> "LotEvents":
        """Some of the rows."""
        return LotEvents(*(getattr(self, item.name)[places] for item in fields(self)))

    def in_order(self) -> "LotEvents":
        """The rows by path, company, lot and time."""
        lot = (self.round_pivot + 1, self.lot_phase, self.tranche_quarters)
        keys = (self.path, self.company, *lot, self.quarter, self.kind)
        return self.at(in_order(packed(keys, [0] * len(keys)))[1])

    @staticmethod
    def together(parts: "list[LotEvents]") -> "LotEvents":
        """The rows of all parts."""
        names = [item.name for item in fields(LotEvents)]
        return LotEvents(*(np.concatenate([getattr(part, name) for part in parts]) for name in names))


@dataclass(frozen=True)
class Prices:
    """What exits are worth over their plain value.

    Attributes:
        shock: Shape (n_cells,), of the exit or licence of each programme.
        equity: Shape (n_paths, n_quarters); after the grid its last quarter holds.
    """

    shock: Floats
    equity: Floats

    def at(self, cell: Ints, path: Ints, quarter: Ints) -> Floats:
        """Shock times the equity factor of a quarter."""
        return self.shock[cell] * self.equity[path, np.minimum(quarter, self.equity.shape[1] - 1)]


def lot_events(
    lots: Lots,
    cells: Cells,
    past: Histories,
    prices: Prices,
    rounds: Rounds | None,
    terms: ExitTerms,
    n_quarters: int,
) -> LotEvents:
    """All that happens to lots during their programme.

    Args:
        lots: Bought during the programme, or carried into it.
        cells: Of the programmes.
        past: What happens to them.
        prices: What their exits are worth.
        rounds: What their rounds cost, if prices follow the market.
        terms: How companies leave a fund.
        n_quarters: Length of the grid; what happens later is left out.
    """
    begun = None if rounds is None else rounds.begun(lots)
    is_carried = lots.pivot_phase != NOTHING
    new = np.flatnonzero(~is_carried)
    invest = np.full(new.size, Kind.INVEST, dtype=np.int8)
    parts = [_rows(lots, cells, new, lots.lot_phase[new], invest, lots.funded_quarter[new])]
    for phase in range(len(PHASES)):
        kind, quarter = past.kind[phase, lots.cell], past.quarter[phase, lots.cell]
        is_row = (is_carried | (lots.lot_phase <= phase)) & (kind != NOTHING) & (quarter < n_quarters)
        place = np.flatnonzero(is_row)
        ended = np.full(place.size, phase, dtype=np.int8)
        rows = _rows(lots, cells, place, ended, kind[place], quarter[place])
        of_rows = None if begun is None else begun[place]
        parts.append(_worth(rows, lots.at(place), past, prices, rounds, of_rows))
        followers = _followers(parts[-1], lots.cell[place], prices, terms)
        parts.extend(later.at(np.flatnonzero(later.quarter < n_quarters)) for later in followers)
    return LotEvents.together(parts)


def _rows(lots: Lots, cells: Cells, place: Ints, phase: Ints, kind: Ints, quarter: Ints) -> LotEvents:
    cell = lots.cell[place]
    none = np.full(place.size, NOTHING, dtype=np.int8)
    one = np.ones(place.size)
    keys = (lots.lot_phase[place], lots.round_pivot[place], lots.pivot_phase[place])
    when = (lots.funded_quarter[place], lots.tranche_quarters[place], quarter)
    zero = np.zeros(place.size, dtype=np.int8)
    return LotEvents(cells.path[cell], cells.company[cell], *keys, *when, phase, kind, none, zero, one, one)


def _worth(
    rows: LotEvents,
    lots: Lots,
    past: Histories,
    prices: Prices,
    rounds: Rounds | None,
    begun: Floats | None,
) -> LotEvents:
    """Rows at the end of a phase with what they are worth."""
    cell = lots.cell
    licence = past.licence_phase[cell]
    licence = np.where(licence < rows.phase, licence, np.int8(NOTHING))
    is_licensed = licence != NOTHING
    factor = np.ones(cell.size)
    # What is priced at an exit or a licence, now or before: few rows are, so only these are worked out.
    priced = np.flatnonzero(is_licensed | _IS_PRICED[rows.kind])
    worth = prices.at(cell[priced], rows.path[priced], past.priced_quarter[cell[priced]])
    if rounds is None or begun is None or not cell.size:
        held = np.ones(cell.size)
    else:
        phase = int(rows.phase[0])
        held = rounds.mark(lots, begun, phase)
        worth *= rounds.own(lots.at(priced), begun[priced], phase)
        place = np.flatnonzero(rows.kind == Kind.ADVANCE)
        factor[place] = rounds.mark(lots.at(place), begun[place], min(phase + 1, LAST_PHASE))
        place = np.flatnonzero(rows.kind == Kind.PIVOT)
        owned = rounds.own(lots.at(place), begun[place], phase)
        factor[place] = owned * rounds.price(rows.path[place], rows.quarter[place])
    factor[priced] = worth
    licensed = is_licensed[priced]
    held[priced[licensed]] = worth[licensed]
    return replace(rows, licence_phase=licence, factor=factor, held_factor=held)


def _followers(rows: LotEvents, cell: Ints, prices: Prices, terms: ExitTerms) -> Iterator[LotEvents]:
    """The staged sales after listings and the royalties after licensed approvals."""
    place = np.flatnonzero(rows.kind == Kind.IPO)
    before = rows.at(place)
    shares = before.factor / prices.at(cell[place], before.path, before.quarter)
    for step in range(1, terms.sale_quarters + 1):
        quarter = rows.quarter[place] + np.int16(terms.lock_up + step - 1)
        worth = prices.at(cell[place], before.path, quarter) * shares
        sold = _followed(before, Kind.SALE, step)
        before = replace(sold, quarter=quarter, factor=worth, held_factor=before.factor)
        yield before
    earning = rows.at(np.flatnonzero((rows.kind == Kind.APPROVAL) & (rows.licence_phase != NOTHING)))
    for step in range(1, terms.royalty_years + 1 if earning.kind.size else 1):
        paid = _followed(earning, Kind.ROYALTY, step)
        yield replace(paid, quarter=earning.quarter + np.int16(QUARTERS_PER_YEAR * step))


def _followed(rows: LotEvents, kind: Kind, step: int) -> LotEvents:
    size = rows.kind.size
    return replace(rows, kind=np.full(size, kind, dtype=np.int8), step=np.full(size, step, dtype=np.int8))

"""The histories of drug programmes compiled by numba: one programme at a time, one thread, no fastmath."""

import numba
import numpy as np

HALF = 65_536
NOTHING = -1


@numba.njit
def histories(  # noqa: C901, PLR0912 (one loop, as compiled code is written)
    path, area, entry_phase, entry_quarter, drawn, deals, chances, durations, exits, ipo_wait, sale_wait,
    place_share, early_sale, second, acqui_hire, window_wait, foreign_buyer, review_quarters,
):  # fmt: skip
    """How and when each phase of each programme ends; arguments as in assets/programme_histories.py."""
    n_phases, n_cells = chances.shape[0], path.size
    last_quarter = ipo_wait.shape[1] - 1
    kinds = np.full((n_phases, n_cells), NOTHING, dtype=np.int8)
    quarters = np.zeros((n_phases, n_cells), dtype=np.int16)
    for cell in range(n_cells):
        p, a = path[cell], area[cell]
        clock = entry_quarter[cell]
        is_owned = True
        has_second = ((deals[n_phases, cell] >> 16) + 0.5) / HALF < second
        for phase in range(entry_phase[cell], n_phases):
            length = durations[a, phase, (drawn[n_phases, cell] >> (6 * phase)) & 63]
            end = clock + length
            place = (drawn[phase, cell] + 0.5) / 4_294_967_296.0
            chance = chances[phase, p, a]
            kind = 7 if phase == n_phases - 1 else 1 if is_owned else 6
            if place >= chance:
                kind = 2
                if is_owned:
                    if ((deals[phase, cell] & 65_535) + 0.5) / HALF < acqui_hire:
                        kind = 10
                    if has_second:
                        kind = 11
            elif is_owned:
                lower = 0.0
                for place_of_exit in range(exits.shape[1]):
                    upper = exits[phase, place_of_exit]
                    if upper > lower and chance * lower <= place < chance * upper:
                        kind = 3 + place_of_exit
                    lower = upper
            if is_owned and early_sale > 0 and ((deals[phase, cell] >> 16) + 0.5) / HALF < early_sale:
                half = clock + (length + 1) // 2
                if sale_wait[p, min(half, last_quarter)] == 0:
                    kind, end = 12, half
            if kind == 3:
                share = place_share[min(end, place_share.size - 1)]
                if ((deals[n_phases + 2, cell] >> 16) + 0.5) / HALF >= share:
                    kind = 1
            if kind in (3, 4):
                wait = (
                    ipo_wait[p, min(end, last_quarter)] if kind == 3 else sale_wait[p, min(end, last_quarter)]
                )
                if wait > window_wait:
                    kind, wait = 1, window_wait
                end += wait
            if kind == 5:
                is_owned = False
            if kind in (4, 12):
                word = deals[n_phases + 1, cell]
                if ((word >> 16) + 0.5) / HALF < foreign_buyer:
                    end += ((word & 65_535) * (review_quarters + 1)) >> 16
            kinds[phase, cell] = kind
            quarters[phase, cell] = end
            if kind not in (1, 5, 6):
                break
            clock = end
    return kinds, quarters

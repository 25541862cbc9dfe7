"""The terms of startup lots as dense tables, so that millions of events look theirs up by small numbers."""

from collections.abc import Mapping
from dataclasses import dataclass
from math import prod
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from fundmodel.assets.drug_programmes import NOTHING, Flags, Floats, Ints

# Columns that name an outcome of a lot, and whose lot it is, with the smallest value of each.
OUTCOME = {"lot_phase": 0, "pivot_phase": NOTHING, "phase": 0, "kind": 0, "licence_phase": NOTHING, "step": 0}
_ROUND = {"round_pivot": NOTHING, "tranche": 0}


@dataclass(frozen=True)
class Codes:
    """One small number for a few columns of small integers.

    Attributes:
        lows: The smallest value of each column.
        sizes: How many values each may have.
    """

    lows: Mapping[str, int]
    sizes: Mapping[str, int]

    @classmethod
    def over(cls, lows: Mapping[str, int], *frames: pl.DataFrame) -> "Codes":
        """Codes that hold every row of the frames.

        Example:
            >>> codes = Codes.over({"a": 0, "b": -1}, pl.DataFrame({"a": [0, 2], "b": [-1, 1]}))
            >>> codes.count, codes.of(pl.DataFrame({"a": [2], "b": [0]})).tolist()
            (9, [7])
        """
        sizes = {}
        for name, low in lows.items():
            tops = [int(frame[name].to_numpy().max(initial=low)) for frame in frames]
            sizes[name] = max(tops) - low + 1
        return cls(lows, sizes)

    @property
    def count(self) -> int:
        """How many codes there are."""
        return prod(self.sizes.values())

    def of(self, frame: pl.DataFrame) -> Ints:
        """The code of each row, shape (n_rows,)."""
        found = np.zeros(frame.height, dtype=np.int32)
        for name, low in self.lows.items():
            found *= self.sizes[name]
            found += frame[name].to_numpy()
            if low:
                found -= low
        return found


def dense(keys: Ints, values: NDArray[Any], size: int, other: float) -> NDArray[Any]:
    """Values by their key, shape (size,), `other` where there is none.

    Example:
        >>> dense(np.array([2, 0]), np.array([7.0, 5.0]), 4, np.nan)
        array([ 5., nan,  7., nan])
    """
    found = np.full(size, other, dtype=np.asarray(values).dtype)
    found[keys] = values
    return found


@dataclass(frozen=True)
class LotTerms:
    """What the outcomes of the lots of a plan are worth, by plan row x round x outcome.

    Attributes:
        plan: By plan_id, the row of the plan, NOTHING if there is none.
        count: By row of the plan, its companies.
        fund: The same, its fund.
        rounds: Codes of round_pivot and tranche.
        outcomes: Codes of outcomes.
        number: By code of an outcome, its number; the last number is that of what cannot happen.
        n_outcomes: How many numbers there are.
        priority: By plan row x round x outcome, priority class of the lot, NOTHING where there is none.
        is_entry: The same, True for the round in which the fund enters.
        proceeds, value_before, value_after: The same, won before factors and prices.
        cost_change: The same, whole won.
    """

    plan: Ints
    count: Ints
    fund: Ints
    rounds: Codes
    outcomes: Codes
    number: Ints
    n_outcomes: int
    priority: Ints
    is_entry: Flags
    proceeds: Floats
    value_before: Floats
    value_after: Floats
    cost_change: Ints

    @classmethod
    def of(
        cls,
        events: pl.DataFrame,
        company_plan: pl.DataFrame,
        startup_lots: pl.DataFrame,
        startup_multiples: pl.DataFrame,
    ) -> "LotTerms":
        """The terms of one world.

        Args:
            events: plan_id, round_pivot, tranche and the columns of OUTCOME.
            company_plan: plan_id, fund_id, area_id, entry_phase, company_count; at least one row.
            startup_lots: area_id, entry_phase, round_pivot, lot_phase, tranche, priority_class, cheque_krw.
            startup_multiples: area_id, the columns of OUTCOME, multiples and cost shares; at least one row.
        """
        rows = company_plan.with_row_index("row")
        plan_ids, area = rows["plan_id"].to_numpy(), rows["area_id"].to_numpy()
        top = max(int(plan_ids.max()), int(events["plan_id"].to_numpy().max(initial=0)))
        plan = dense(plan_ids, np.arange(rows.height, dtype=np.int32), top + 1, NOTHING)
        rounds = Codes.over(_ROUND, events, startup_lots)
        outcomes = Codes.over(OUTCOME, events, startup_multiples)
        codes = outcomes.of(startup_multiples)
        known, place = np.unique(codes, return_inverse=True)
        number = dense(known, np.arange(known.size, dtype=np.int32), outcomes.count, known.size)
        lot_phase = np.empty(known.size, dtype=np.int64)
        lot_phase[place] = startup_multiples["lot_phase"].to_numpy()

        # What is paid, by plan row x round x phase of the lot, and then by the lot of each outcome.
        paid = rows.select("row", "area_id", "entry_phase").join(startup_lots, on=["area_id", "entry_phase"])
        where = (paid["row"].to_numpy(), rounds.of(paid), paid["lot_phase"].to_numpy())
        n_phases = 1 + max(
            int(frame["lot_phase"].to_numpy().max(initial=0)) for frame in (paid, startup_multiples)
        )
        shape = (rows.height, rounds.count, n_phases)
        cheque, priority = np.zeros(shape), np.full(shape, NOTHING, dtype=np.int32)
        cheque[where] = paid["cheque_krw"].to_numpy()
        priority[where] = np.where(paid["cheque_krw"] > 0, paid["priority_class"], NOTHING)
        entered = np.zeros(shape, dtype=np.bool_)
        entered[where] = (paid["round_pivot"] == NOTHING) & (paid["lot_phase"] == paid["entry_phase"])

        areas = startup_multiples["area_id"].to_numpy()
        n_areas = 1 + max(int(areas.max()), int(area.max()))
        by_outcome = (slice(None), slice(None), lot_phase)
        tables = {}
        for name in ("proceeds_multiple", "nav_before_multiple", "nav_after_multiple", "cost_before_share",
                     "cost_after_share"):  # fmt: skip
            multiple = np.full((n_areas, known.size), np.nan)
            multiple[areas, place] = startup_multiples[name].to_numpy()
            tables[name] = cheque[by_outcome] * multiple[area][:, None, :]
        is_known = ~np.isnan(tables["proceeds_multiple"])
        cost = np.floor(np.nan_to_num(tables["cost_after_share"]))
        cost -= np.floor(np.nan_to_num(tables["cost_before_share"]))

        def padded(table: NDArray[Any], other: float) -> NDArray[Any]:
            return np.pad(table, [(0, 0), (0, 0), (0, 1)], constant_values=other).ravel()

        worth = (
            padded(tables[f"{name}_multiple"], np.nan) for name in ("proceeds", "nav_before", "nav_after")
        )
        proceeds, value_before, value_after = worth
        return cls(
            plan=plan,
            count=rows["company_count"].to_numpy(),
            fund=rows["fund_id"].to_numpy(),
            rounds=rounds,
            outcomes=outcomes,
            number=number,
            n_outcomes=known.size + 1,
            priority=padded(np.where(is_known, priority[by_outcome], np.int32(NOTHING)), NOTHING),
            is_entry=padded(entered[by_outcome], False),
            proceeds=proceeds,
            value_before=value_before,
            value_after=value_after,
            cost_change=padded(cost.astype(np.int64), 0),
        )

"""What a workbook rests on: funds, stakes and lots of the central path of the first scenario of a run."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from fundmodel.assumptions import assumptions
from fundmodel.model import Results
from fundmodel.scenario import Scenario

Won = NDArray[np.int64]

SCENARIO, CENTRAL = 0, 0
QUARTERS_PER_YEAR = 4
CLASSES = ("public", "domestic", "foreign", "gp")
MEGA = -1
POOL = "pool"
MEASURES = ("proceeds", "nav_change", "cost_change")


@dataclass(frozen=True)
class Lot:
    """Everything a fund was asked for in one quarter and priority class.

    Attributes:
        priority: 1 plant instalments, 2 initial cheques, 3 follow-ons.
        funded: Quarter in which it is funded, if it is.
        asked: Won asked for.
        levels: Shape (3, n_quarters): proceeds to date, NAV, cost, if it is funded in full.
    """

    priority: int
    funded: int
    asked: int
    levels: Won


@dataclass(frozen=True)
class Stake:
    """An investor's money at one level: in the mega fund or in the child funds.

    Attributes:
        investor_id: Place among the investors; MEGA for the mega fund as an investor.
        code, name: Of the investor.
        class_id: Place in CLASSES; MEGA for the mega fund.
        level: 0 in the mega fund, 1 in the child funds.
        share_of_class: Share of the money of its class.
    """

    investor_id: int
    code: str
    name: str
    class_id: int
    level: int
    share_of_class: float


@dataclass(frozen=True)
class Fund:
    """A fund as the plan has it; terms that inputs change are in the sheets.

    Attributes:
        fund_id, code, name: Of the fund.
        level: 0 mega fund, 1 child fund.
        strategy: Code of its strategy, empty for the mega fund.
        kind: startup or cdmo: which life it has; pool: a life of its own, which no input changes.
        start, investment_end, end: Quarters; the end is that of the run.
        planned_size: Won, by which money is shared among child funds.
        korea_share: Share of its money in assets that reaches Korea.
        lots: What assets ask for, by quarter and then by priority.
        last: Last quarter that the fund can be open in whatever its life is set to.
    """

    fund_id: int
    code: str
    name: str
    level: int
    strategy: str
    kind: str
    start: int
    investment_end: int
    end: int
    planned_size: int
    korea_share: float
    lots: tuple[Lot, ...] = field(repr=False)
    last: int

    @property
    def priorities(self) -> list[int]:
        """Priority classes of its lots, in paying order."""
        return sorted({lot.priority for lot in self.lots}) or [1]

    def asked(self, priority: int, quarter: int) -> int:
        """What lots of a priority class ask for in a quarter."""
        return sum(lot.asked for lot in self.lots if (lot.priority, lot.funded) == (priority, quarter))

    @cached_property
    def to_come(self) -> Won:
        """Proceeds of all lots after each quarter, as planned."""
        if not self.lots:
            return np.zeros(self.last + 1, dtype=np.int64)
        proceeds = np.add.reduce([lot.levels[0] for lot in self.lots])
        return proceeds[-1] - proceeds


class Central:
    """The central path of the first scenario of a run.

    Attributes:
        results: The run.
        scenario: Its first scenario.
        language: ko or en, of the names.
        first_year: Year of quarter 0.
        funds: The mega fund, then the child funds by id.
        stakes: Who puts money in, by investor and level.
    """

    def __init__(self, results: Results, language: str) -> None:
        self.results, self.language = results, language
        self.scenario: Scenario = results.scenarios[SCENARIO]
        rows = self.of("scenarios")
        self.world_id = int(rows["world_id"][0])
        settings = results["run_settings"]
        self.first_year, self.n_quarters = (int(settings[name][0]) for name in ("first_year", "n_quarters"))

    def of(self, table: str) -> pl.DataFrame:
        """The rows of a table that belong to the scenario (or its world) and the central path."""
        frame = self.results[table]
        chosen = {"scenario_id": SCENARIO, "path_id": CENTRAL}
        if "world_id" in frame.columns and "scenario_id" not in frame.columns:
            chosen["world_id"] = self.world_id
        for name, value in chosen.items():
            if name in frame.columns:
                frame = frame.filter(pl.col(name) == value)
        return frame

    @cached_property
    def names(self) -> dict[tuple[str, str], str]:
        """(party kind, code) -> name."""
        columns = ("party_kind", "party_code", f"name_{self.language}")
        return {
            (kind, code): name for kind, code, name in self.results["parties"].select(columns).iter_rows()
        }

    @cached_property
    def funds(self) -> tuple[Fund, ...]:
        """The mega fund, then the child funds by id."""
        strategies = dict(self.results["strategies"].select("strategy_id", "strategy_code").iter_rows())
        plan = dict(self.of("fund_plan").select("fund_id", "planned_size_krw").iter_rows())
        pools = set(self.results["blind_pools_data"]["fund_code"])
        lots = self._lots()
        found = []
        for row in self.of("funds").sort("level", "fund_id").iter_rows(named=True):
            strategy = strategies.get(row["strategy_id"], "")
            kind = POOL if row["fund_code"] in pools else "cdmo" if strategy == "cdmo" else "startup"
            own = lots.get(row["fund_id"], ())
            found.append(
                Fund(
                    row["fund_id"],
                    row["fund_code"],
                    self.names["fund", row["fund_code"]],
                    row["level"],
                    strategy,
                    kind,
                    row["start_quarter"],
                    row["investment_end_quarter"],
                    row["end_quarter"],
                    plan[row["fund_id"]],
                    row["korea_share"],
                    own,
                    self._last(kind, row, own),
                )
            )
        return tuple(found)

    @property
    def mega(self) -> Fund:
        """The mega fund."""
        return self.funds[0]

    @property
    def children(self) -> tuple[Fund, ...]:
        """The child funds by id."""
        return self.funds[1:]

    @cached_property
    def last(self) -> int:
        """Last quarter of the workbook: that of the mega fund, or the last that any party has."""
        flows = self.of("party_flow_sums").filter(pl.col("path_group") == "central")
        moved = flows.filter(pl.any_horizontal(pl.col("paid_in_krw", "distributed_krw", "nav_krw") != 0))
        own = max(fund.last for fund in self.children) + 1
        return max(own, int(moved.select(pl.max("quarter").fill_null(0)).item()))

    def _last(self, kind: str, row: Mapping[str, Any], lots: tuple[Lot, ...]) -> int:
        """The end of the longest life, or the quarter in which nothing is left if that is before."""
        start, investment_end = row["start_quarter"], row["investment_end_quarter"]
        if kind == POOL:
            return int(row["end_quarter"])
        limits = [assumptions()[f"{kind}_{part}_years"].high or 0 for part in ("life", "extension")]
        last = min(start + round(sum(limits) * QUARTERS_PER_YEAR), self.n_quarters - 1 - 1)
        if not lots:
            return min(last, investment_end)
        levels = np.add.reduce([lot.levels for lot in lots])
        is_empty = (levels[0] == levels[0, -1]) & (levels[1:] == 0).all(axis=0)
        is_empty[:investment_end] = False
        return min(last, int(np.argmax(is_empty))) if is_empty.any() else last

    def _lots(self) -> dict[int, tuple[Lot, ...]]:
        keys = ["fund_id", "funded_quarter", "priority_class"]
        found: dict[int, list[Lot]] = {}
        for key, rows in self.of("lot_flows").sort(*keys, "cash_quarter").group_by(keys, maintain_order=True):
            fund_id, funded, priority = (int(str(part)) for part in key)
            changes = np.zeros((len(MEASURES), self.n_quarters), dtype=np.int64)
            changes[:, rows["cash_quarter"]] = rows.select(f"{name}_krw" for name in MEASURES).to_numpy().T
            asked = int(rows["invested_krw"].sum())
            found.setdefault(fund_id, []).append(Lot(priority, funded, asked, np.cumsum(changes, axis=1)))
        return {fund_id: tuple(lots) for fund_id, lots in found.items()}

    @cached_property
    def stakes(self) -> tuple[Stake, ...]:
        """Every investor's money by investor and level, the mega fund as an investor in child funds last."""
        investors = self.results["investors"].select(
            "investor_id", "investor_code", "class_id", f"name_{self.language}"
        )
        rows = (
            self.results["commitments_data"].join(investors, on="investor_code").sort("investor_id", "level")
        )
        columns = (
            "investor_id",
            "investor_code",
            f"name_{self.language}",
            "class_id",
            "level",
            "share_of_class",
        )
        found = [Stake(*row) for row in rows.select(columns).iter_rows()]
        return (*found, Stake(MEGA, self.mega.code, self.mega.name, MEGA, 1, 0.0))

    @cached_property
    def commitments(self) -> dict[tuple[int, int], int]:
        """(fund id, investor id) -> won committed, in the run."""
        columns = ("fund_id", "investor_id", "commitment_krw")
        return {(fund, who): won for fund, who, won in self.of("commitments").select(columns).iter_rows()}

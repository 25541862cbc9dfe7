"""A tiny programme for the tests of funds: one mega fund, child funds, a handful of investors, whole won.

Investors: 0 fiscal (public, pays first loss), 1 pension (domestic), 2 abroad (foreign, dollars), 3 gp.
"""

import inspect
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from importlib.resources import files

import polars as pl

from fundmodel.funds.class_flows import Programme
from fundmodel.funds.fund_run import run_funds
from fundmodel.pipeline import select, tables_read
from fundmodel.steps.fund_flows import fund_flows
from fundmodel.steps.investor_flows import investor_flows
from tests.closings_case import Closing, formation_table
from tests.lever_terms import LEVERS, NO_BONDS
from tests.note_terms_case import NoteRow, note_table
from tests.plain_terms import OFF

N_QUARTERS = 10
LOT_COLUMNS = (
    "world_id",
    "path_id",
    "fund_id",
    "priority_class",
    "funded_quarter",
    "cash_quarter",
    "invested_krw",
    "proceeds_krw",
    "nav_change_krw",
    "cost_change_krw",
)
LOT_TYPES = dict.fromkeys(LOT_COLUMNS[:6], pl.Int32) | dict.fromkeys(LOT_COLUMNS[6:], pl.Int64)
Lot = tuple[int, ...]

INVESTORS = pl.DataFrame(
    {
        "investor_id": [0, 1, 2, 3],
        "investor_code": ["fiscal", "pension", "abroad", "gp"],
        "class_id": [0, 1, 2, 3],
        "currency": ["KRW", "KRW", "USD", "KRW"],
        "first_loss_rank": [1, None, None, None],
        "is_first_time": [False, True, False, False],
        "is_bond_funded": [True, False, False, False],
    },
    schema_overrides={"investor_id": pl.Int32, "class_id": pl.Int32, "first_loss_rank": pl.Int32},
)

# The cash book of plants has its own test: here there are none.
_BOOK = "paid_in draw grant capex revenue tax service sale paid_out held"
NO_PLANTS = {
    "facility_quarters": pl.DataFrame(
        schema=dict.fromkeys(("world_id", "path_id", "facility_id", "plant_number", "quarter"), pl.Int32)
        | {f"{name}_krw": pl.Int64 for name in _BOOK.split()}
    ),
    "facility_plan": pl.DataFrame(
        schema={"world_id": pl.Int32, "facility_id": pl.Int32, "facility_code": pl.String}
    ),
}

# Owners beside the funds have their own test: here there are none.
NO_OWNERS = {
    "co_owner_flows": pl.DataFrame(
        schema=dict.fromkeys(("scenario_id", "path_id", "fund_id", "quarter"), pl.Int32)
        | {"owner_kind": pl.String}
        | dict.fromkeys(("fund_invested_krw", "paid_in_krw", "received_krw"), pl.Int64)
    )
}

# What tax and a hedge move for the investor from abroad, as the step foreign_cash gives it.
FOREIGN_CASH = pl.DataFrame(
    {
        "scenario_id": [0],
        "path_id": [0],
        "investor_id": [2],
        "quarter": [5],
        "tax_krw": [7],
        "hedge_points_krw": [3],
        "hedge_spot_krw": [-5],
        "hedge_cost_krw": [1],
    },
    schema_overrides=dict.fromkeys(("scenario_id", "path_id", "investor_id", "quarter"), pl.Int32),
)


def sql(name: str) -> str:
    """The text of a fact step."""
    return files("fundmodel").joinpath("sql", "facts", f"{name}.sql").read_text(encoding="utf-8")


def lot(
    funded: int, cost: int, exits: int, proceeds: int, priority: int = 2, fund: int = 1, path: int = 0
) -> list[Lot]:
    """A lot bought at cost in one quarter and sold in another, held at cost in between."""
    key = (0, path, fund, priority, funded)
    return [(*key, funded, cost, 0, cost, cost), (*key, exits, 0, proceeds, -cost, -cost)]


@dataclass(frozen=True)
class FundCase:
    """A programme; child funds are alike but for their start.

    Attributes:
        lots: Rows of lot_flows.
        starts: First quarter of each child fund, fund_id 1, 2, ...
        paths: Path ids.
        stakes: Commitments in a child fund of the mega fund, public, pension, abroad, gp.
        top: Commitments in the mega fund of fiscal, pension, abroad, gp.
        terms: Assumptions that differ from the plain ones.
        n_scenarios: Scenarios, all in one world.
        by_scenario: Assumption -> one value per scenario.
        rate: KRW per USD by quarter.
        closings: How child funds were formed; as planned where there is no row.
        notes: Rows of note_terms, the same in every scenario, or scenario number -> rows.
        hurdles: Investor -> hurdle of its own, where investor_hurdles says so.
        own: Investor -> other terms of its own, where investor_hurdles or investor_fee_discounts says so.
    """

    lots: Sequence[Lot] = ()
    starts: Sequence[int] = (0,)
    life: int = 8
    paths: Sequence[int] = (0,)
    stakes: Sequence[int] = (900, 0, 500, 400, 200)
    top: Sequence[int] = (600, 300, 0, 100)
    annual_fee: int = 72
    mega_fee: int = 4
    terms: dict[str, object] = field(default_factory=dict)
    n_scenarios: int = 1
    by_scenario: dict[str, Sequence[object]] = field(default_factory=dict)
    rate: Sequence[float] = (1000.0,) * N_QUARTERS
    notes: Sequence[NoteRow] | dict[int, Sequence[NoteRow]] = ()
    hurdles: dict[int, float] = field(default_factory=dict)
    own: dict[int, dict[str, float]] = field(default_factory=dict)
    closings: Sequence[Closing] = ()

    def with_(self, **changes: object) -> "FundCase":
        """The same case with something else."""
        return replace(self, **changes)

    def tables(self) -> dict[str, pl.DataFrame]:
        """Every table that the fund steps read."""
        scenarios = range(self.n_scenarios)
        given = (
            OFF
            | {
                "forced_sale_discount_share": 0.2,
                "unfunded_dilution_share": 0.5,
                "expense_rate": 0.008,
                "mega_expense_rate": 0.0,
                "hurdle_rate": 0.0,
                "carry_rate": 0.2,
                "catch_up_share": 0.0,
                "foreign_hurdle_rate": 0.0,
                "foreign_catch_up_share": 1.0,
                "mega_hurdle_rate": 0.0,
                "mega_carry_rate": 0.05,
                "mega_catch_up_share": 0.0,
                **LEVERS,
            }
            | self.terms
        )
        columns = {name: [value] * self.n_scenarios for name, value in given.items()}
        columns |= {name: list(values) for name, values in self.by_scenario.items()}
        assumptions = pl.DataFrame({"scenario_id": list(scenarios), **columns}).cast(
            {"scenario_id": pl.Int32}
        )
        small = dict.fromkeys(("scenario_id", "world_id", "path_id", "fund_id", "investor_id"), pl.Int32)
        return {
            "scenarios": pl.DataFrame(
                {
                    "scenario_id": list(scenarios),
                    "scenario": [f"s{n}" for n in scenarios],
                    "world_id": [0] * self.n_scenarios,
                },
                schema_overrides=small,
            ),
            "run_settings": pl.DataFrame(
                {"seed": [7], "n_quarters": [N_QUARTERS], "first_year": [2027]},
                schema_overrides={"n_quarters": pl.Int32},
            ),
            "paths": pl.DataFrame({"path_id": list(self.paths)}, schema_overrides=small),
            "kept_paths": pl.DataFrame({"path_id": list(self.paths)}, schema_overrides=small),
            "funds": self._funds(),
            "investors": INVESTORS,
            "commitments": self._commitments(),
            "parties": self._parties(),
            "lot_flows": pl.DataFrame(list(self.lots), schema=LOT_TYPES, orient="row").sort(LOT_COLUMNS[:6]),
            "note_terms": self._notes(),
            "fund_formation": formation_table(self.closings),
            "market_paths": pl.DataFrame(
                [
                    (0, path, quarter, self.rate[quarter])
                    for path in self.paths
                    for quarter in range(N_QUARTERS)
                ],
                schema={
                    "world_id": pl.Int32,
                    "path_id": pl.Int32,
                    "quarter": pl.Int32,
                    "krw_per_usd": pl.Float64,
                },
                orient="row",
            ),
            "fund_terms_assumptions": assumptions,
            "waterfall_assumptions": assumptions,
            "public_support_assumptions": assumptions,
        }

    def run(self) -> Programme:
        """The programme, run."""
        return run_funds(self.tables())

    def _notes(self) -> pl.DataFrame:
        scenarios = range(self.n_scenarios)
        return note_table(
            self.notes if isinstance(self.notes, dict) else dict.fromkeys(scenarios, self.notes)
        )

    def _funds(self) -> pl.DataFrame:
        child = (sum(self.stakes), sum(self.stakes[:-1]))
        mega = (sum(self.top), sum(self.top[:-1]))
        ends = [start + self.life for start in self.starts]
        rows = [
            (scenario, 0, "mega", 0, -1, 0, 4, max(ends) + 1, *mega, self.mega_fee, 1.0)
            for scenario in range(self.n_scenarios)
        ]
        rows += [
            (scenario, number, f"F{number}", 1, 0, start, start + 4, end, *child, self.annual_fee, 0.5)
            for scenario in range(self.n_scenarios)
            for number, (start, end) in enumerate(zip(self.starts, ends, strict=True), 1)
        ]
        whole = ("commitment_krw", "lp_commitment_krw", "fee_commitment_krw")
        small = ("scenario_id", "fund_id", "level", "strategy_id")
        quarters = ("start_quarter", "investment_end_quarter", "end_quarter")
        names = (*small[:2], "fund_code", *small[2:], *quarters, *whole, "korea_share")
        kinds = dict.fromkeys((*small, *quarters), pl.Int32) | dict.fromkeys(whole, pl.Int64)
        schema = {name: kinds.get(name) for name in names}
        return pl.DataFrame(rows, schema=schema, orient="row").sort("scenario_id", "fund_id")

    def _commitments(self) -> pl.DataFrame:
        holders = ((-1, -1), (0, 0), (1, 1), (2, 2), (3, 3))
        rows = []
        for scenario in range(self.n_scenarios):
            rows += [(scenario, 0, *own, amount) for own, amount in zip(holders[1:], self.top, strict=True)]
            for fund in range(1, len(self.starts) + 1):
                stakes = zip(holders, self.stakes, strict=True)
                rows += [(scenario, fund, *own, amount) for own, amount in stakes if amount or own[0] > 0]
        other = ("carry_rate", "catch_up_share", "fee_discount_share")
        own = {who: tuple(self.own.get(who, {}).get(name) for name in other) for who in range(-1, 4)}
        rows = [(*row, self.hurdles.get(row[2]), *own[row[2]]) for row in rows]
        schema = dict.fromkeys(("scenario_id", "fund_id", "investor_id", "class_id"), pl.Int32)
        schema |= {"commitment_krw": pl.Int64} | dict.fromkeys(("hurdle_rate", *other), pl.Float64)
        return pl.DataFrame(rows, schema=schema, orient="row")

    def _parties(self) -> pl.DataFrame:
        none = {"class_id": -1, "investor_id": -1, "fund_id": -1, "strategy_id": -1}
        codes = INVESTORS["investor_code"].to_list()
        rows = [
            none | {"party_code": "whole", "party_kind": "whole"},
            *(
                none | {"party_code": code, "party_kind": "class", "class_id": number}
                for number, code in enumerate(("public", "domestic", "foreign", "gp"))
            ),
            *(
                none | {"party_code": code, "party_kind": "investor", "class_id": n, "investor_id": n}
                for n, code in enumerate(codes)
            ),
            *(
                none | {"party_code": f"F{n}" if n else "mega", "party_kind": "fund", "fund_id": n}
                for n in range(len(self.starts) + 1)
            ),
            none | {"party_code": "early", "party_kind": "strategy", "strategy_id": 0},
        ]
        frame = pl.DataFrame(rows).with_row_index("party_id")
        return frame.cast(dict.fromkeys(("party_id", *none), pl.Int32))


def detail(name: str, case: FundCase) -> pl.DataFrame:
    """A table of the kept paths, made by its query from the tables of a case."""
    tables = case.tables()
    known = tables | {"foreign_cash": FOREIGN_CASH} | NO_PLANTS | NO_OWNERS
    known |= {"support_levers": select(sql("support_levers"), {}), "bond_flows": NO_BONDS}
    for step in (fund_flows, investor_flows):
        result = step(**{table: tables[table] for table in inspect.signature(step).parameters})
        known |= result if isinstance(result, dict) else {step.__name__: result}
    if name == "ledger":
        known |= {table: detail(table, case) for table in tables_read(sql(name))}
    return select(sql(name), {table: known[table] for table in tables_read(sql(name))})

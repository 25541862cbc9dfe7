"""Sheet Asset cash flows: what every asset of the plan asks for and gives back on the central path."""

import inspect
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from fundmodel.model import Results
from fundmodel.reports.workbook.book import FIRST_QUARTER, FIRST_ROW, LABEL, NOTE, TOTAL, UNIT, Book
from fundmodel.reports.workbook.central import CENTRAL, Central, Fund
from fundmodel.steps.startup_central import startup_central

SHEET = "assets"
FLOWS = ("invested", "proceeds")
Won = NDArray[np.int64]


@dataclass(frozen=True)
class Asset:
    """One asset of the plan: a group of like companies, or the plants of one site.

    Attributes:
        fund_id: The fund that holds it.
        name: Its code in the plan, and how many there are.
        flows: Shape (2, n_quarters): asked for, given back, if it is funded in full.
    """

    fund_id: int
    name: str
    flows: Won


def assets_of(central: Central) -> list[Asset]:
    """Every asset of the plan; what is left of a fund's lots (roundings) stands in a row of its own."""
    found = [*_companies(central), *_plants(central)]
    for fund in central.children:
        own = [asset.flows for asset in found if asset.fund_id == fund.fund_id]
        rest = _of_fund(fund, central.n_quarters) - sum(
            own, np.zeros((2, central.n_quarters), dtype=np.int64)
        )
        if rest.any():
            found.append(Asset(fund.fund_id, "" if own else fund.name, rest))
    return found


def _of_fund(fund: Fund, n_quarters: int) -> Won:
    flows = np.zeros((2, n_quarters), dtype=np.int64)
    for lot in fund.lots:
        flows[0, lot.funded] += lot.asked
        flows[1] += np.diff(lot.levels[0], prepend=0)
    return flows


def _companies(central: Central) -> list[Asset]:
    """Each row of the company plan by itself: the step that makes the central case, with a fund per row."""
    tables = _tables(central.results, central.world_id)
    plan = tables["company_plan"]
    tables["company_plan"] = plan.with_columns(
        pl.col("plan_id").cast(plan.schema["fund_id"]).alias("fund_id")
    )
    rows = startup_central(**tables)["startup_central"].sort("fund_id", "cash_quarter")
    by_plan = rows.partition_by("fund_id", as_dict=True)
    counts = dict(tables["companies"].group_by("plan_id").len().iter_rows())
    found = []
    for one in central.of("company_plan").sort("fund_id", "plan_id").iter_rows(named=True):
        if not counts.get(one["plan_id"]):
            continue
        flows = np.zeros((2, central.n_quarters), dtype=np.int64)
        own = by_plan.get((one["plan_id"],))
        if own is not None:
            for number, name in enumerate(FLOWS):
                np.add.at(flows[number], own["cash_quarter"].to_numpy(), own[f"{name}_krw"].to_numpy())
        name = f"{one['plan_code']} × {counts[one['plan_id']]}"
        found.append(Asset(one["fund_id"], name, flows))
    return found


def _tables(results: Results, world_id: int) -> dict[str, pl.DataFrame]:
    found = {}
    for name in inspect.signature(startup_central).parameters:
        if name == "paths":
            found[name] = pl.DataFrame({"path_id": [CENTRAL]}, schema={"path_id": pl.Int32})
            continue
        frame = results[name]
        found[name] = frame.filter(pl.col("world_id") == world_id) if "world_id" in frame.columns else frame
    return found


def _plants(central: Central) -> list[Asset]:
    """The funds' shares of the plants of each row of the plan."""
    lots = central.of("facility_lots").filter(pl.col("plant_number") == 0)
    found = []
    for plan in central.of("facility_plan").sort("fund_id", "facility_id").iter_rows(named=True):
        rows = lots.filter(
            pl.col("facility_id") == plan["facility_id"], pl.col("cash_quarter") < central.n_quarters
        )
        flows = np.zeros((2, central.n_quarters), dtype=np.int64)
        for number, name in enumerate(FLOWS):
            won = np.floor(rows[f"{name}_krw"].to_numpy() * plan["stake_share"]).astype(np.int64)
            np.add.at(flows[number], rows["cash_quarter"].to_numpy(), plan["plant_count"] * won)
        name = f"{plan['facility_code']} × {plan['plant_count']} ({plan['stake_share']:.1%})"
        found.append(Asset(plan["fund_id"], name, flows))
    return found


def write_assets(book: Book, central: Central) -> Mapping[int, tuple[int, int]]:
    """Write the sheet, fund by fund.

    Returns:
        Fund id -> first and last row (as a spreadsheet counts) of its assets: two rows each, asked for and
        given back, in sheet order.
    """
    texts, row, places = book.texts, FIRST_ROW, {}
    every = assets_of(central)
    for fund in central.children:
        book.text(SHEET, row, LABEL, f"{fund.code} · {fund.name}", "heading")
        first = row = row + 1
        for asset in every:
            if asset.fund_id == fund.fund_id:
                for number, flow in enumerate(FLOWS):
                    _write_flow(book, row, asset, number, texts(f"workbook.assets.{flow}"), central)
                    row += 1
        places[fund.fund_id] = (first + 1, row)
        row += 1
    return places


def _write_flow(book: Book, row: int, asset: Asset, number: int, what: str, central: Central) -> None:
    name = asset.name or book.texts("workbook.assets.rest")
    values = asset.flows[number, : central.last + 1]
    book.text(SHEET, row, LABEL, f"{name} · {what}")
    book.text(SHEET, row, UNIT, book.texts("workbook.unit.won"), "small")
    book.text(SHEET, row, NOTE, what, "small")
    book.number(SHEET, row, TOTAL, float(values.sum()), "won", "total")
    for quarter in np.flatnonzero(values).tolist():
        book.number(SHEET, row, FIRST_QUARTER + quarter, float(values[quarter]), "won")

"""A workbook with what to read from it, and the engine's figures for the same keys."""

import random
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import openpyxl
import polars as pl

from fundmodel.assumptions import Assumption, ScenarioError, Value, assumptions
from fundmodel.model import Results
from fundmodel.reports.headline import foreign_share_table
from fundmodel.reports.report import Report
from fundmodel.reports.workbook.book import SHEETS
from fundmodel.scenario import Scenario
from fundmodel.texts import Texts

# Sheet Returns: column of the sheet -> measure of the engine.
RETURNS = {
    "C": "paid_in_krw",
    "D": "distributed_krw",
    "F": "tvpi_multiple",
    "G": "dpi_multiple",
    "J": "irr_net_rate",
    "L": "irr_gross_rate",
}
# Sheet Investors: the same.
INVESTORS = {"D": "paid_in_krw", "E": "distributed_krw", "F": "first_loss_krw", "G": "tvpi_multiple"}
FOREIGN = ("of_commitments", "of_paid_in", "of_nav", "reaching_korea", "foreign_won_per_public_won")
PARTIES = ("whole", "class", "fund", "strategy")
# Budgets bind on the central path, so that lots are cut by formula, and others' losses are covered.
HARD = Scenario("hard", {"programme_size_krw": 1_000_000_000_000, "success_multiplier": 0.7})
# A scenario that a person may name as they like.
EVIL = Scenario('=cmd|"/c calc"!A1', {"hurdle_rate": 0.06})
NAMES = {
    language: {key: Texts(language)(f"workbook.sheet.{key}") for key in SHEETS} for language in ("en", "ko")
}


@dataclass(frozen=True)
class Case:
    """A workbook in English of base and high_foreign, two in Korean: hard cases, high_foreign and base."""

    results: Results
    report: Report
    english: Path
    korean: Path
    korean_results: Results
    foreign: Path
    foreign_results: Results


def places(file: Path, names: Mapping[str, str], results: Results) -> dict[str, tuple[str, str]]:
    """Key -> sheet and cell, found by the labels of the sheets.

    Args:
        file: The workbook.
        names: Keys of sheets -> titles.
        results: The run, for the order of the parties.
    """
    book = openpyxl.load_workbook(file, read_only=True)
    kinds = results["parties"].filter(pl.col("party_kind").is_in(PARTIES)).sort("party_id")
    parties = kinds.select("party_kind", "party_code").rows()
    found = {"faults": (names["checks"], "B4"), "changed": (names["inputs"], "C5")}
    rows = book[names["returns"]].iter_rows(min_row=7, max_col=3, values_only=True)
    lines = [number for number, row in enumerate(rows, start=7) if row[2] is not None]
    for (kind, code), row in zip(parties, lines, strict=True):
        found |= {
            f"{kind}|{code}|{measure}": (names["returns"], f"{letter}{row}")
            for letter, measure in RETURNS.items()
        }
    investors = results["investors"].sort("investor_id")["investor_code"]
    for row, code in enumerate(investors, start=5):
        found |= {
            f"investor|{code}|{measure}": (names["investors"], f"{letter}{row}")
            for letter, measure in INVESTORS.items()
        }
    rows = book[names["foreign"]].iter_rows(min_row=6, max_col=4, values_only=True)
    totals = [number for number, row in enumerate(rows, start=6) if row[3] is not None]
    order = [*FOREIGN[:-1], "non_public", FOREIGN[-1]]
    found |= {name: (names["foreign"], f"D{row}") for name, row in zip(order, totals, strict=True)}
    return {key: place for key, place in found.items() if key != "non_public"}


def engine(results: Results, scenario: str) -> dict[str, float | None]:
    """The engine's figures of a scenario on the central path, for the keys of `places`."""
    metrics = results["metrics"].filter(pl.col("scenario") == scenario, pl.col("statistic") == "central")
    found: dict[str, float | None] = {
        f"{row['party_kind']}|{row['party_code']}|{measure}": row[measure]
        for row in metrics.iter_rows(named=True)
        for measure in (INVESTORS if row["party_kind"] == "investor" else RETURNS).values()
    }
    shares = foreign_share_table(results).filter(
        pl.col("scenario") == scenario, pl.col("statistic") == "central"
    )
    return found | {name: shares[name][0] for name in FOREIGN}


def far_apart(
    read: Mapping[str, float | str], wanted: Mapping[str, float | None], n_rows: int
) -> dict[str, tuple[float | str, float | None]]:
    """Where a workbook and the engine differ: by more than a won per row summed, or 1e-9 of a rate."""
    found = {}
    for key, value in wanted.items():
        got = read[key]
        if value is None:
            is_same = isinstance(got, str) and got.startswith("text")
        elif isinstance(got, str):
            is_same = False
        else:
            is_same = abs(got - value) <= (n_rows if key.endswith("_krw") else 1e-9 * max(1.0, abs(value)))
        if not is_same:
            found[key] = got, value
    return found


def live_inputs(file: Path, sheet: str) -> list[str]:
    """Names of the cells that may be changed: those that are not locked."""
    book = openpyxl.load_workbook(file, read_only=True)
    cells = book[sheet].iter_rows(min_row=8, max_col=3)
    return [row[1].value for row in cells if row[1].value and not row[2].protection.locked]


def random_terms(names: list[str], n_changes: int, seed: int) -> list[Scenario]:
    """Scenarios with random values of some of the live inputs each, and of every input in one of them."""
    draw = random.Random(seed)
    rows, order = assumptions(), draw.sample(names, len(names))
    found: list[Scenario] = []
    while len(found) < n_changes:
        chosen = {*order[len(found) :: n_changes], *draw.sample(names, len(names) // 4)}
        overrides = {name: _random(rows[name], draw) for name in sorted(chosen)}
        try:
            scenario = Scenario(f"change {len(found)}", overrides)
        except ScenarioError:
            continue
        if len(scenario.overrides) == len(chosen):
            found.append(scenario)
    return found


def _random(row: Assumption, draw: random.Random) -> Value:
    if row.options:
        return draw.choice(row.options)
    if row.type == "int":
        return draw.randint(int(row.low or 0), int(row.high or 0))
    return round(draw.uniform(row.low or 0.0, row.high or 0.0), 6)


def cells_of(scenario: Scenario) -> dict[str, float | str]:
    """What a scenario changes of the terms, by name of the cell."""
    return {name: value for name, value in scenario.overrides.items() if name not in HARD.overrides}


def n_rows(results: Results) -> int:
    """Rows that a sum over quarters and funds has at most."""
    return int(results["run_settings"]["n_quarters"][0]) * results["funds_data"].height

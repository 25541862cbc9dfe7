"""The workbook of a scenario whose terms the formulas do not follow: the engine's values, and why."""

from contextlib import suppress
from pathlib import Path

import openpyxl

from fundmodel import load_scenarios, run
from fundmodel.assumptions import ScenarioError, assumptions
from fundmodel.model import Results
from fundmodel.reports.report import Report
from fundmodel.reports.workbook import unfollowed, write_workbook
from fundmodel.reports.workbook.book import SHEETS
from fundmodel.reports.workbook.ilpa_figures import FURTHER
from fundmodel.scenario import Scenario
from fundmodel.texts import Texts
from tests.reports.workbook_case import engine, far_apart, live_inputs, places

# Some of every kind; each of them alone leaves the checks at zero as well.
ON = {
    "call_method": "instalments",
    "recycling_share": 0.5,
    "public_fee_discount_share": 0.5,
    "waterfall_kind": "deal_by_deal",
    "carry_escrow_share": 0.3,
    "formation_risk": "closings",
}
NAMES = {key: Texts("en")(f"workbook.sheet.{key}") for key in SHEETS}


def _lines(book: openpyxl.Workbook, sheet: str) -> str:
    rows = book[NAMES[sheet]].iter_rows(max_row=30, max_col=2, values_only=True)
    return "\n".join(str(cell) for row in rows for cell in row if cell)


def _report_figures_are_the_engines(rows: list[tuple], results: Results) -> None:
    """Sheet ILPA since inception: column J, at the quarter in B4."""
    whole = results["reported_figures"].filter(party_kind="whole", quarter=rows[3][1]).row(0, named=True)
    read = {str(row[0]).split(" (")[0]: row[9] for row in rows[6:] if row[0]}
    for name in FURTHER:
        assert read[Texts("en")(f"figures.{name}").split(" (")[0]] == whole[f"{name}_krw"], name
    assert whole["recallable_krw"] > 0
    assert whole["fee_waiver_krw"] > 0


def test_terms_that_no_formula_follows_are_shown_by_values(tmp_path: Path) -> None:
    results = run([Scenario("on", ON)])
    file = write_workbook(Report(results, Texts("en")), tmp_path / "values.xlsx")
    book = openpyxl.load_workbook(file, data_only=True, read_only=True)
    formulas = openpyxl.load_workbook(file, read_only=True)
    kept = {
        key: book[sheet][cell].value
        for key, (sheet, cell) in places(file, NAMES, results).items()
        if sheet in (NAMES["checks"], NAMES["inputs"])
    }
    assert kept == {"faults": 0, "changed": 0}
    rows = {name: list(book[name].iter_rows(values_only=True)) for name in book.sheetnames}
    read = {
        key: rows[sheet][openpyxl.utils.cell.coordinate_to_tuple(cell)[0] - 1][
            openpyxl.utils.cell.coordinate_to_tuple(cell)[1] - 1
        ]
        for key, (sheet, cell) in places(file, NAMES, results).items()
    }
    n_rows = int(results["run_settings"]["n_quarters"][0]) * results["funds_data"].height
    assert far_apart(read, engine(results, "on"), n_rows) == {}
    assert live_inputs(file, NAMES["inputs"]) == []
    _report_figures_are_the_engines(rows[NAMES["ilpa"]], results)
    label = next(
        one for one in results["assumptions_data"].iter_rows(named=True) if one["name"] == "recycling_share"
    )
    for sheet in ("readme", "funds", "waterfall", "cash", "terms", "lots", "investors", "foreign", "checks"):
        assert f"{label['label_en']} (recycling_share)" in _lines(book, sheet), sheet
    for sheet in ("funds", "waterfall", "lots", "investors"):
        inside = (row[5:] for row in formulas[NAMES[sheet]].iter_rows(min_row=6, values_only=True))
        found = [cell for row in inside for cell in row if isinstance(cell, str) and cell.startswith("=")]
        assert sheet == "investors" or not found


def test_named_scenarios_say_which_terms_are_why() -> None:
    for scenario in load_scenarios().values():
        assert set(unfollowed.terms_on(scenario)) <= set(scenario.overrides)


def test_terms_beside_leave_the_won_of_every_party_as_it_is() -> None:
    moved = []
    for name in sorted(unfollowed.BESIDE):
        row = assumptions()[name]
        other = next((one for one in row.options if one != row.value), row.high)
        # What only goes with another term is refused without it.
        with suppress(ScenarioError):
            moved.append(Scenario(name, {name: other}))
    assert len(moved) >= len(unfollowed.BESIDE) - 1
    results = run([Scenario("base"), *moved])
    own = results["party_totals"].partition_by("scenario_id", maintain_order=True, include_key=False)
    for scenario, found in zip(moved, own[1:], strict=True):
        assert found.equals(own[0]), scenario.name

"""What is wrong in a study file is named: where, the value, what is allowed."""

import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import tomlkit

from fundmodel.studies import StudyError, read_study, run_study

SMALL = Path(__file__).parent / "studies" / "three_notes.toml"


def put(*place: str | int, value: object) -> Callable[[dict[str, Any]], None]:
    def change(data: Any) -> None:
        for part in place[:-1]:
            data = data[part]
        data[place[-1]] = value

    return change


def drop(*place: str | int) -> Callable[[dict[str, Any]], None]:
    def change(data: Any) -> None:
        for part in place[:-1]:
            data = data[part]
        del data[place[-1]]

    return change


def table(kind: str, columns: list[str], *rows: list[object]) -> Callable[[dict[str, Any]], None]:
    return put("results", "tables", value=[{"kind": kind, "columns": columns, "rows": list(rows)}])


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (put("fund", "captial", value=5), r"fund\.captial: Extra inputs are not permitted"),
        (drop("study", "seed"), r"study\.seed: Field required"),
        (
            put("fund", "idle_cash_rate", value=2),
            r"fund\.idle_cash_rate: .* less than or equal to 1 \(given: 2\)",
        ),
        (put("study", "final_period", value=3), "final_period 3 is before last_period 16"),
        (put("notes", 0, "share", value=0.2), r"notes\.1: give either amount .* or share"),
        (drop("notes", 0, "spread_rate"), r"notes\.1: give either coupon_rate, or base_rate and spread_rate"),
        (
            put("notes", 0, "principal_shares", value=[1.0]),
            r"notes\.1: principal_shares has 1 entries; .* 6 to 9 has 4",
        ),
        (put("notes", 2, "principal_periods", value=[15, 16]), "a bullet has one period"),
        (put("notes", 0, "look_ahead_periods", value=0), "needs look_ahead_periods of 1 or more"),
        (put("notes", 0, "principal_shares", value=[0.1, 0.1, 0.1, 0.1]), "principal shares of a sum to 0.4"),
        (put("notes", 2, "principal_periods", value=[17, 17]), "end at 17, after last_period 16"),
        (put("notes", 0, "amount", value=500), "leave no equity"),
        (put("notes", 1, "code", value="a"), "each must be used once"),
        (put("guarantees", 0, "notes", value=["z"]), r"covers \['z'\], which are not tranches"),
        (put("guarantees", 0, "is_covering_fee", value=True), "needs is_drawn_before_default"),
        (put("fund", "closing_fee_periods", value=[18]), "below final_period 18"),
        (put("compounds", "target_phase", value="P4"), "'P4' is not a phase. Did you mean"),
        (
            put("compounds", "list", 0, "phase", value="P3"),
            "not a phase in which compounds can be bought: P1, P2",
        ),
        (put("compounds", "list", 0, "phase", value="P1"), "give each phase one entry"),
        (put("phases", "list", 0, "moves", "OUT", value=0.2), "phases.list P1: moves sum to 1.15"),
        (put("phases", "list", 0, "moves", value={"X": 1.0}), "moves to 'X', not a phase"),
        (put("phases", "list", 1, "moves", value={"P1": 0.5, "OUT": 0.5}), "moves back to P1"),
        (put("phases", "list", 0, "moves", value={"P1": 1.0}), "phases.list P1: its compounds never leave"),
        (put("phases", "list", 3, "moves", value={"OUT": 1.0}), "approval is the end"),
        (put("phases", "approved", value="P3"), "the last phase listed is 'APP'"),
        (put("phases", "withdrawn", value="P1"), "each code is used once"),
        (drop("phases", "list", 2, "value"), "phases.list P3: give its value"),
        (put("study", "ledger_unit", value=1e-9), "Use a larger ledger_unit"),
        (put("results", "statistics", 0, "measure", value="anual_return"), "Did you mean annual_return"),
        (put("results", "statistics", 1, "at", value=None), "`at` belongs to quantiles and shares"),
        (put("results", "statistics", 0, "statistic", value="quantile"), "`at` belongs to"),
        (table("values", ["state", "mean"], ["P9", 1.0]), r"row \['P9', 1.0\] has no counterpart"),
        (table("values", ["state", "median"], ["P1", 1.0]), "column 'median', row P1"),
        (table("debt_schedule", ["period", "total"], [1, 2, 3]), "2 cells each"),
    ],
)
def test_faults_are_named(change: Callable[[dict[str, Any]], None], message: str, tmp_path: Path) -> None:
    data = tomllib.loads(SMALL.read_text(encoding="utf-8"))
    change(data)
    file = tmp_path / "study.toml"
    data["results"]["statistics"] = [
        {name: value for name, value in row.items() if value is not None}
        for row in data["results"]["statistics"]
    ]
    file.write_text(tomlkit.dumps(data), encoding="utf-8")
    with pytest.raises(StudyError, match=message):
        run_study(read_study(file), paths=2)


def test_all_faults_of_a_file_stand_in_one_message(tmp_path: Path) -> None:
    file = tmp_path / "study.toml"
    text = (
        SMALL.read_text(encoding="utf-8")
        .replace("seed = 11", "seed = -1")
        .replace("capital = 400", "capital = 0")
    )
    file.write_text(text, encoding="utf-8")
    with pytest.raises(StudyError) as caught:
        read_study(file)
    first, *lines = str(caught.value).splitlines()
    assert first == f"{file}: 2 faults"
    assert [line.split(":")[0] for line in lines] == ["- study.seed", "- fund.capital"]


def test_less_than_one_path_is_refused() -> None:
    with pytest.raises(StudyError, match="0 paths"):
        run_study(read_study(SMALL), paths=0)

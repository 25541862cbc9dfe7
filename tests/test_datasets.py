"""The shipped datasets are sound, and broken ones are refused with every fault in one message."""

import csv
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest

from fundmodel import datasets
from fundmodel.dataset_schemas import SCHEMAS, TOPICS


@pytest.fixture(scope="module")
def tables() -> dict[str, pl.DataFrame]:
    return datasets.read_all(datasets.shipped_folder())


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(datasets.shipped_folder(), tmp_path / "mine"))


def edit(file: Path, change: Callable[[list[list[str]]], object]) -> None:
    with file.open(encoding="utf-8", newline="") as stream:
        rows = list(csv.reader(stream))
    change(rows)
    with file.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream, lineterminator="\n").writerows(rows)


def put(row: int | str, column: str, value: str) -> Callable[[list[list[str]]], None]:
    """Puts a value into a cell; the row as a spreadsheet counts it, or by the name of its assumption."""

    def change(rows: list[list[str]]) -> None:
        found = rows[row - 1] if isinstance(row, int) else next(r for r in rows if r[1] == row)
        found[rows[0].index(column)] = value

    return change


def faults(folder: Path) -> tuple[str, ...]:
    with pytest.raises(datasets.DatasetError) as caught:
        datasets.read_all(folder)
    assert str(caught.value).count("\n") == len(caught.value.faults)
    return tuple(map(str, caught.value.faults))


def test_every_file_is_read_with_its_columns_and_types(tables: dict[str, pl.DataFrame]) -> None:
    assert set(tables) == {f"{stem}_data" for stem in SCHEMAS}
    for stem, schema in SCHEMAS.items():
        frame = tables[f"{stem}_data"]
        assert dict(frame.schema) == {column.name: column.dtype() for column in schema.columns}
        assert frame.height > 0
        assert frame["source"].null_count() == frame["verification"].null_count() == 0


def test_no_other_file_stands_in_the_folder_and_the_readme_names_each() -> None:
    shipped = datasets.shipped_folder()
    names = {file.name for file in shipped.iterdir() if file.is_file() and not file.name.startswith(".")}
    assert names == {"README.md", "scenarios.toml", *(f"{stem}.csv" for stem in SCHEMAS)}
    readme = (shipped / "README.md").read_text(encoding="utf-8")
    assert [name for name in sorted(names) if f"`{name}`" not in readme and name != "README.md"] == []


def test_catalogue_covers_all_topics_in_both_languages(tables: dict[str, pl.DataFrame]) -> None:
    catalogue = datasets.catalogue(datasets.shipped_folder())
    assert set(catalogue["topic"]) == set(TOPICS)
    assert all(re.search("[가-힣]", text) for text in [*catalogue["label_ko"], *catalogue["description_ko"]])
    assert not any(re.search("[가-힣]", text) for text in [*catalogue["label_en"], *catalogue["description"]])
    assert sorted(catalogue["sidebar"].drop_nulls()) == list(
        range(1, catalogue["sidebar"].drop_nulls().len() + 1)
    )


def test_defaults_lie_on_their_steps(tables: dict[str, pl.DataFrame]) -> None:
    numbers = tables["assumptions_data"].filter(pl.col("sidebar").is_not_null() & pl.col("low").is_not_null())
    off = [
        row["name"]
        for row in numbers.iter_rows(named=True)
        if row["name"] != "ipo_value_krw"
        and abs(
            (float(row["value"]) - row["low"]) / row["step"]
            - round((float(row["value"]) - row["low"]) / row["step"])
        )
        > 1e-6
    ]
    assert off == []


def test_all_faults_of_all_files_stand_in_one_message(folder: Path) -> None:
    edit(folder / "startup_plan.csv", put(5, "fund_code", "E11"))
    edit(folder / "funds.csv", put(3, "share_of_strategy", "0.225"))
    edit(folder / "fx_history.csv", put(10, "krw_per_usd", "seven hundred"))
    edit(folder / "clusters.csv", put(2, "verification", "guess"))
    edit(folder / "assumptions.csv", put(20, "source", ""))
    found = faults(folder)
    assert len(found) == 5
    assert found[0] == "assumptions.csv, row 20, column source: must not be empty. Fill the cell."
    assert found[1].startswith(
        "clusters.csv, row 2, column verification: 'guess' must be one of read, secondary"
    )
    assert (
        found[2]
        == "fx_history.csv, row 10, column krw_per_usd: 'seven hundred' must be a number. Correct the cell."
    )
    assert found[3].startswith(
        "funds.csv, column share_of_strategy: '1.1' is the sum for early; it must be 1."
    )
    assert found[4].startswith(
        "startup_plan.csv, row 5, column fund_code: 'E11' is not a fund_code of funds.csv."
    )
    assert "Did you mean E1" in found[4]


CELLS = [
    ("assumptions.csv", "early_share", "value", "1.5", "must lie between low 0 and high 1"),
    ("assumptions.csv", "programme_size_krw", "value", "5e12.1", "must be a whole number"),
    ("assumptions.csv", "programme_size_krw", "value", "nan", "must be a whole number"),
    ("assumptions.csv", "early_share", "low", "2", "must be below high 1"),
    ("assumptions.csv", "early_share", "type", "choice", "must list two or more values"),
    ("assumptions.csv", "early_share", "sidebar", "1", "is the place of programme_size_krw already"),
    ("assumptions.csv", "early_share", "name", "programme_size_krw", "stands already in row 2"),
    ("assumptions.csv", "early_share", "value", "0.4", "is the sum of early_share, scale_up_share"),
    ("assumptions.csv", "early_share", "unit", "%", "must be share for early_share"),
    ("funds.csv", 2, "level", "1", "must be 0 for the first fund"),
    ("funds.csv", 3, "strategy_code", "", "must be given for level 1"),
    ("investors.csv", 2, "currency", "EUR", "must be one of KRW, USD"),
    ("commitments.csv", 2, "share_of_class", "0.5", "is the sum for public; it must be 1"),
    ("commitments.csv", 5, "fee_discount_share", "1.5", "must be at most 1"),
    ("commitments.csv", 14, "carry_rate", "0.2", "must be empty for a manager"),
    ("commitments.csv", 3, "investor_code", "fiscal", "investor_code + level must be unique"),
    ("startup_plan.csv", 2, "area_code", "oncolgy", "Did you mean oncology?"),
    ("startup_plan.csv", 2, "fund_code", "C1", "is a fund of strategy cdmo; early or scale_up is needed"),
    ("facilities.csv", 2, "fund_code", "mega", "is a fund of strategy none (mega fund); cdmo is needed"),
    ("foreign_investor_types.csv", 2, "investor_code", "pension", "is not foreign"),
    ("foreign_investor_types.csv", 2, "investor_code", "pension", "is foreign and lacks"),
    ("foreign_investor_types.csv", 3, "value", "0.05", "must lie between low 0.07"),
    ("foreign_investor_types.csv", 5, "value", "-0.1", "must"),
    ("blind_pools.csv", 2, "fund_code", "E1", "is a fund of strategy early; global is needed"),
    ("blind_pools.csv", 2, "fund_code", "E1", "'G1' is a fund known by its strategy only and lacks"),
    ("blind_pools.csv", 5, "value", "12.5", "must be a whole number from 1 to the pool's life"),
    ("blind_pools.csv", 2, "value", "1.5", "must lie between low 0.0 and high 1.0"),
    ("facilities.csv", 2, "cluster_code", "songdoo", "Did you mean songdo?"),
    ("drug_phases.csv", 2, "value", "1.2", "must be above 0 and at most 1"),
    ("drug_phases.csv", 2, "value", "inf", "must be a number"),
    ("phase_transitions.csv", 3, "probability", "0.5", "is the sum for PRE; it must be 1"),
    ("phase_transitions.csv", 2, "from_state", "P9", "must be one of PRE, P1"),
    ("phase_transitions.csv", 6, "to_state", "PRE", "lies before P1; a programme never goes back"),
    ("phase_transitions.csv", 3, "period_quarters", "4", "differs from the 2 of the first row"),
    ("curves.csv", 2, "position", "9", "must have positions 1, 2, 3 ... without a gap"),
    ("curves.csv", 7, "value", "0.2", "is the sum of capex_s_curve; it must be 1"),
    ("curves.csv", 18, "value", "2", "is the mean of duration_quantiles; it must be 1"),
    ("clusters.csv", 2, "is_capital_region", "yes", "must be true or false"),
    ("fx_history.csv", 3, "month", "1990-03", "must follow 1990-01 by one month"),
    ("fx_history.csv", 3, "month", "1990-13", "must be a month such as 2026-06"),
    ("tax_rates.csv", 3, "from_krw", "300000000", "corporate bands must start at 0"),
    ("benchmarks.csv", 2, "low", "0.5", "must lie between low 0.5 and high None"),
    ("foreign_capital.csv", 2, "url", "somewhere", "must be an address that starts with http"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "row", "column", "value", "rule"), CELLS)
def test_a_broken_cell_is_refused_with_its_rule(
    folder: Path, name: str, row: int | str, column: str, value: str, rule: str
) -> None:
    edit(folder / name, put(row, column, value))
    assert [fault for fault in faults(folder) if fault.startswith(name) and rule in fault]


def test_missing_unknown_and_unreadable_files_are_named(folder: Path) -> None:
    (folder / "curves.csv").rename(folder / "curve.csv")
    (folder / "clusters.csv").write_bytes("cluster_code,name_ko\nsongdo,송도\n".encode("cp949"))
    (folder / "benchmarks.csv").write_text('asset_class,"geography\n', encoding="utf-8")
    (folder / "investors.csv").write_text("investor_code;name_en\n", encoding="utf-8")
    (folder / "tax_rates.csv").unlink()
    (folder / "notes.txt").write_text("free", encoding="utf-8")
    found = "\n".join(faults(folder))
    assert "curve.csv: is not a dataset file. Rename or remove it. Did you mean curves.csv?" in found
    assert "curves.csv: is missing." in found
    assert "clusters.csv: is not UTF-8 text (byte 28)" in found
    assert "benchmarks.csv: is not valid CSV" in found
    assert "investors.csv: does not separate its columns by commas" in found
    assert "tax_rates.csv: is missing" in found
    assert "notes.txt" not in found


def test_header_and_ragged_rows_are_named(folder: Path) -> None:
    edit(folder / "funds.csv", lambda rows: rows[0].__setitem__(rows[0].index("korea_share"), "korean_share"))
    edit(folder / "curves.csv", lambda rows: rows[2].append("surplus"))
    found = faults(folder)
    assert "funds.csv, column korea_share: is missing from the header. Rename korean_share." in found
    assert any(fault.startswith("curves.csv, row 3: '7 cells' where the header has 6") for fault in found)
    assert not any("fund_code of funds.csv" in fault for fault in found)


def test_names_of_assumptions_are_those_of_the_model(folder: Path) -> None:
    edit(folder / "assumptions.csv", put(2, "name", "programme_size"))
    found = "\n".join(faults(folder))
    assert "'programme_size' is not an assumption of the model" in found
    assert "Did you mean programme_size_krw?" in found
    assert "column name: 'programme_size_krw' is missing" in found


def test_broken_scenarios_are_named(folder: Path) -> None:
    file = folder / "scenarios.toml"
    text = file.read_text(encoding="utf-8")
    text = text.replace("foreign_share = 0.30", "foreign_shares = 0.30").replace(
        "demand_level = 0.8", "demand_level = 8"
    )
    file.write_text(text.replace("cdmo_share = 0.50", "cdmo_share = 0.60"), encoding="utf-8")
    found = faults(folder)
    assert len(found) == 3
    assert (
        "high_foreign.overrides.foreign_shares: '0.3' is not an assumption. Did you mean foreign_share?"
        in found[0]
    )
    assert "cdmo_heavy.overrides: '1.1' is the sum of early_share" in found[1]
    assert "demand_slump.overrides.demand_level: '8' must lie between low 0.5 and high 1.3" in found[2]
    file.write_text("[base\n", encoding="utf-8")
    assert "scenarios.toml: is not valid TOML" in faults(folder)[0]


def test_a_byte_order_mark_is_read(folder: Path) -> None:
    file = folder / "funds.csv"
    file.write_text(file.read_text(encoding="utf-8"), encoding="utf-8-sig")
    assert datasets.read_all(folder)["funds_data"].columns[0] == "fund_code"


def test_a_changed_file_is_read_again(folder: Path) -> None:
    assert datasets.catalogue(folder).filter(pl.col("name") == "hurdle_rate")["value"].item() == "0.07"
    edit(folder / "assumptions.csv", put("hurdle_rate", "value", "0.065"))
    assert datasets.catalogue(folder).filter(pl.col("name") == "hurdle_rate")["value"].item() == "0.065"


def test_folder_in_use(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(datasets.FOLDER_VARIABLE, raising=False)
    assert datasets.find_folder() == datasets.shipped_folder()
    monkeypatch.setenv(datasets.FOLDER_VARIABLE, str(folder))
    assert datasets.find_folder() == folder.resolve()
    monkeypatch.setenv(datasets.FOLDER_VARIABLE, str(folder / "nowhere"))
    with pytest.raises(datasets.DatasetError, match="named by FUNDMODEL_DATASETS is not a folder"):
        datasets.find_folder()

"""Two laws over the whole model: money scales, and time shifts.

Both change the datasets in a folder of their own, as a user would, and compare complete runs.
"""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import polars as pl
import pytest
import tomlkit

import fundmodel as fm
from fundmodel import datasets

FACTOR = 3
YEAR = 4
TOLERANCE = 1e-9


@pytest.fixture
def changed_datasets(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., None]]:
    """A copy of the datasets in which single files are rewritten; in force for the rest of the test."""
    folder = tmp_path / "datasets"
    shutil.copytree(datasets.find_folder(), folder)

    def change(file: str, rewrite: Callable[[pl.DataFrame], pl.DataFrame]) -> None:
        frame = pl.read_csv(folder / file, infer_schema=False)
        rewrite(frame).write_csv(folder / file)
        monkeypatch.setenv(datasets.FOLDER_VARIABLE, str(folder))

    return change


def _scaled(column: str, factor: float) -> pl.Expr:
    return (pl.col(column).cast(pl.Float64) * factor).alias(column)


def _whole(column: str, factor: int) -> pl.Expr:
    return (pl.col(column).cast(pl.Int64) * factor).cast(pl.String).alias(column)


def _tables(paths: int) -> dict[str, pl.DataFrame]:
    still = {"price_growth_rate": 0.0, "bio_vc_market_growth_rate": 0.0}
    results = fm.run(fm.Scenario("base", still), paths=paths)
    return {table: results[table] for table in ("fund_flows", "class_flows", "irrs", "party_totals")}


def test_scaling_every_money_input_scales_every_flow(changed_datasets: Callable[..., None]) -> None:
    once = _tables(paths=5)
    is_money = pl.col("unit").str.starts_with("KRW") & (pl.col("unit") != "KRW per USD")
    changed_datasets("assumptions.csv", lambda frame: _when_money(frame, is_money))
    changed_datasets(
        "startup_plan.csv", lambda frame: frame.with_columns(_scaled("companies_per_krw_100bn", 1 / FACTOR))
    )
    changed_datasets(
        "tax_rates.csv",
        lambda frame: frame.with_columns(_whole("from_krw", FACTOR), _whole("to_krw", FACTOR)),
    )
    _scale_sizes(datasets.find_folder() / "scenarios.toml")
    scaled = _tables(paths=5)
    for table in ("fund_flows", "class_flows", "party_totals"):
        money = [name for name in once[table].columns if name.endswith("_krw")]
        for column in money:
            gap = (scaled[table][column] - once[table][column] * FACTOR).abs()
            limit = once[table][column].abs() * TOLERANCE * FACTOR + 10_000
            assert (gap <= limit).all(), (table, column, gap.max())
    rates = once["irrs"].join(
        scaled["irrs"], on=["scenario_id", "path_id", "party_id", "measure"], suffix="_scaled"
    )
    assert (rates["status"] == rates["status_scaled"]).all()
    assert (rates["rate"] - rates["rate_scaled"]).abs().max() < TOLERANCE


def _scale_sizes(file: Path) -> None:
    document = tomlkit.parse(file.read_text(encoding="utf-8"))
    for table in document.values():
        overrides = table.get("overrides", {})
        for name in [name for name in overrides if name.endswith("_krw")]:
            overrides[name] = overrides[name] * FACTOR
    file.write_text(tomlkit.dumps(document), encoding="utf-8")


def _when_money(frame: pl.DataFrame, is_money: pl.Expr) -> pl.DataFrame:
    money = frame.filter(is_money)
    rest = frame.filter(~is_money | pl.col("unit").is_null())
    columns = [_whole(column, FACTOR) for column in ("value", "low", "high", "step")]
    return pl.concat([money.with_columns(columns), rest])


def test_shifting_everything_by_a_year_shifts_every_flow(changed_datasets: Callable[..., None]) -> None:
    here = _tables(paths=0)
    later = pl.col("start_quarter").cast(pl.Int64) + YEAR
    changed_datasets(
        "funds.csv", lambda frame: frame.with_columns(later.cast(pl.String).alias("start_quarter"))
    )
    there = _tables(paths=0)
    for table in ("fund_flows", "class_flows"):
        keys = [name for name in here[table].columns if not name.endswith("_krw")]
        moved = here[table].with_columns((pl.col("quarter") + YEAR).cast(pl.Int32).alias("quarter"))
        both = moved.join(there[table], on=keys, suffix="_there")
        assert both.height == here[table].height
        for column in (name for name in here[table].columns if name.endswith("_krw")):
            assert (both[column] == both[f"{column}_there"]).all(), (table, column)
    rates = here["irrs"].join(
        there["irrs"], on=["scenario_id", "path_id", "party_id", "measure"], suffix="_there"
    )
    assert (rates["rate"] - rates["rate_there"]).abs().max() < TOLERANCE

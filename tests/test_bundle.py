"""The bundle: complete, and every answer in it follows from the rest by its own query in plain DuckDB."""

import json
import time
from collections.abc import Iterator
from pathlib import Path

import duckdb
import polars as pl
import pytest
from polars.testing import assert_frame_equal

from fundmodel import load_scenarios, run
from fundmodel.model import graph
from fundmodel.pipeline.steps import Scope
from fundmodel.reports.bundle import BundleError, write_bundle

SQL_RESULTS = [step.name for step in graph().steps if step.is_result and step.kind == "SQL"]


@pytest.fixture(scope="module")
def bundle(tmp_path_factory: pytest.TempPathFactory) -> Path:
    scenarios = load_scenarios()
    results = run([scenarios["base"], scenarios["high_foreign"]], paths=9, block=4, keep_paths=[5])
    return write_bundle(results, tmp_path_factory.mktemp("bundle") / "run")


@pytest.fixture
def shell(bundle: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[duckdb.DuckDBPyConnection]:
    monkeypatch.chdir(bundle)
    with duckdb.connect(":memory:") as connection:
        connection.execute((bundle / "open.sql").read_text(encoding="utf-8"))
        yield connection


@pytest.mark.parametrize("answer", SQL_RESULTS)
def test_an_answer_follows_from_the_bundle_by_its_own_query(
    answer: str, bundle: Path, shell: duckdb.DuckDBPyConnection
) -> None:
    again = shell.sql((bundle / "sql" / "results" / f"{answer}.sql").read_text(encoding="utf-8")).pl()
    assert_frame_equal(again, pl.read_parquet(bundle / "answers" / f"{answer}.parquet"), check_exact=True)


def test_every_table_of_the_run_is_there_and_in_the_manifest(bundle: Path) -> None:
    manifest = json.loads((bundle / "manifest.json").read_text(encoding="utf-8"))
    listed = {file for parts in manifest["tables"].values() for file in parts}
    found = {str(file.relative_to(bundle)) for file in bundle.rglob("*.parquet")}
    assert listed == found
    made = {table for step in graph().steps for table in step.tables}
    assert made <= set(manifest["tables"])
    assert set(manifest) >= {"run_id", "scenarios", "seed", "paths", "kept_paths", "versions", "datasets"}


def test_the_ledger_holds_the_central_and_the_kept_paths(shell: duckdb.DuckDBPyConnection) -> None:
    assert shell.sql("select distinct path_id from ledger order by path_id").fetchall() == [(0,), (5,)]


def test_the_facts_hold_every_path_once(shell: duckdb.DuckDBPyConnection) -> None:
    for table in ("fund_flows", "class_flows", "lot_flows"):
        key = "world_id" if graph().scope(table) is Scope.WORLD else "scenario_id"
        paths = shell.sql(f"select distinct path_id from {table} order by path_id").fetchall()
        assert paths == [(path,) for path in range(10)]
        total, distinct = shell.sql(
            f"select count(*), (select count(*) from (select distinct * from {table})) from {table}"
        ).fetchall()[0]
        assert total == distinct, f"{table} repeats rows of a {key}"


def test_the_headline_is_readable_without_any_program(bundle: Path) -> None:
    returns = (bundle / "headline" / "returns.csv").read_text(encoding="utf-8").splitlines()
    assert returns[0].startswith("scenario,statistic,party,class,irr_gross,irr_net,irr_status")
    assert returns[1].startswith("base,central,whole")
    assert (bundle / "headline" / "foreign_share.csv").read_text(encoding="utf-8").startswith("scenario,")


def test_the_headline_table_follows_from_the_shell_by_the_shipped_queries(
    bundle: Path, shell: duckdb.DuckDBPyConnection
) -> None:
    """Nothing but the bundle: the answer's own query over the views, then the columns of the headline."""
    queries = {
        name: (bundle / "sql" / "results" / f"{name}.sql").read_text(encoding="utf-8")
        for name in ("total_statistics", "rate_statistics", "metrics")
    }
    for name in ("total_statistics", "rate_statistics"):
        shell.execute(f"create table again_{name} as {queries[name]}")
        shell.execute(f"create or replace view {name} as from again_{name}")
    shell.execute(f"create or replace temp table again as {queries['metrics']}")
    again = shell.sql(
        """
        select scenario, statistic, party_code as party, class_code as class, irr_gross_rate as irr_gross,
               irr_net_rate as irr_net, irr_net_status as irr_status, tvpi_multiple as tvpi,
               dpi_multiple as dpi, paid_in_krw, distributed_krw
        from again where party_kind in ('whole', 'class')
        """
    ).pl()
    shipped = pl.read_csv(bundle / "headline" / "returns.csv", infer_schema_length=None)
    assert_frame_equal(again, shipped.select(again.columns), check_exact=True, check_dtypes=False)


def test_the_same_run_is_the_same_bytes_two_seconds_later(bundle: Path, tmp_path: Path) -> None:
    time.sleep(2)
    scenarios = load_scenarios()
    results = run([scenarios["base"], scenarios["high_foreign"]], paths=9, threads=1, block=7, keep_paths=[5])
    again = write_bundle(results, tmp_path / "run")
    files = sorted(str(file.relative_to(bundle)) for file in bundle.rglob("*") if file.is_file())
    assert files == sorted(str(file.relative_to(again)) for file in again.rglob("*") if file.is_file())
    assert [name for name in files if (bundle / name).read_bytes() != (again / name).read_bytes()] == []


def test_no_file_knows_where_or_when_it_was_written(bundle: Path) -> None:
    for name in ("open.sql", "manifest.json"):
        assert str(bundle) not in (bundle / name).read_text(encoding="utf-8")


def test_a_failed_write_leaves_nothing_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("fundmodel.reports.bundle._write_parquet", fail)
    with pytest.raises(BundleError, match="No space left"):
        write_bundle(run(load_scenarios()["base"]), tmp_path / "run")
    assert list(tmp_path.iterdir()) == []

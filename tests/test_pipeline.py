"""The pipeline: what reads what, how blocks are cut, what is reused, and what is refused."""

import polars as pl
import pytest

from fundmodel.pipeline import (
    Cache,
    Graph,
    QueryError,
    Runner,
    Step,
    StepError,
    content_hash,
    select,
    tables_read,
)
from fundmodel.pipeline.blocks import RunCancelledError, cut
from fundmodel.pipeline.steps import Scope


def _doubled(paths: pl.DataFrame, rates_assumptions: pl.DataFrame) -> pl.DataFrame:
    return paths.select("path_id", (pl.col("path_id") * rates_assumptions["factor"][0]).alias("amount_krw"))


def _halved(scenarios: pl.DataFrame, lot_flows: pl.DataFrame) -> dict[str, pl.DataFrame]:
    joined = scenarios.join(lot_flows, how="cross")
    return {
        "halves": joined.select("scenario_id", "path_id", pl.col("amount_krw") // 2),
        "thirds": joined.select("scenario_id", "path_id", pl.col("amount_krw") // 3),
    }


def _detail(kept_paths: pl.DataFrame, halves: pl.DataFrame) -> pl.DataFrame:
    return halves.join(kept_paths, on="path_id")


STEPS = (
    Step("lot_flows", ("lot_flows",), ("paths", "rates_assumptions"), function=_doubled),
    Step("halves", ("halves", "thirds"), ("scenarios", "lot_flows"), function=_halved),
    Step(
        "answer",
        ("answer",),
        ("halves",),
        sql="select scenario_id, sum(amount_krw)::bigint as amount_krw from halves"
        " group by all order by scenario_id",
        is_result=True,
    ),
    Step("detail", ("detail",), ("kept_paths", "halves"), function=_detail),
)
SOURCES = {"scenarios", "rates_assumptions", "paths", "kept_paths"}


def _runner(paths: int = 10, size: int = 3, cache: Cache | None = None, **options: object) -> Runner:
    graph = Graph(STEPS, frozenset(SOURCES))
    sources = {
        "scenarios": pl.DataFrame({"scenario_id": [0, 1]}, schema={"scenario_id": pl.Int32}),
        "rates_assumptions": pl.DataFrame({"world_id": [0], "factor": [2]}),
    }
    blocks = cut(2, range(paths + 1), size)
    return Runner(graph, sources, [0, 0], blocks, [0, 4], cache or Cache(1 << 20), "code", **options)


def test_a_query_reads_its_tables_without_its_own_names() -> None:
    assert tables_read("with a as (select x from b) select x from a join c using (x)") == ("b", "c")
    assert tables_read("select quantile_cont(x, [0.1, 0.9]) as q from d asof join e using (x)") == ("d", "e")


def test_a_text_that_is_no_query_is_refused() -> None:
    with pytest.raises(QueryError, match="not one SELECT"):
        tables_read("drop table funds")


def test_a_query_sees_only_what_is_registered() -> None:
    hidden = pl.DataFrame({"x": [1]})
    assert hidden.height == 1
    with pytest.raises(QueryError, match="hidden"):
        select("select x from hidden", {})


def test_scopes_follow_from_what_is_read() -> None:
    graph = Graph(STEPS, frozenset(SOURCES))
    scopes = {name: graph.scope(name) for name in ("lot_flows", "halves", "thirds", "answer", "detail")}
    assert scopes == {
        "lot_flows": Scope.WORLD,
        "halves": Scope.SCENARIO,
        "thirds": Scope.SCENARIO,
        "answer": Scope.RESULT,
        "detail": Scope.KEPT,
    }
    assert graph.world_topics == {"rates"}


def test_a_circle_and_a_missing_table_are_named() -> None:
    circle = (Step("a", ("a",), ("b",), sql="select 1"), Step("b", ("b",), ("a",), sql="select 1"))
    with pytest.raises(StepError, match="circle: a -> b -> a"):
        Graph(circle, frozenset()).ancestors("a")
    with pytest.raises(StepError, match="nowhere"):
        Graph((Step("a", ("a",), ("nowhere",), sql="select 1"),), frozenset()).ancestors("a")


@pytest.mark.parametrize("size", [1, 2, 3, 7, 100])
@pytest.mark.parametrize("spills", [False, True])
@pytest.mark.parametrize("workers", [1, 3])
def test_blocks_do_not_change_the_answer(size: int, spills: bool, workers: int) -> None:
    expected = pl.DataFrame(
        {"scenario_id": [0, 1], "amount_krw": [55, 55]},
        schema={"scenario_id": pl.Int32, "amount_krw": pl.Int64},
    )
    assert _runner(size=size, spills=spills, workers=workers).frame("answer").equals(expected)


@pytest.mark.parametrize("size", [1, 3, 100])
def test_the_rows_of_a_shared_world_stand_once(size: int) -> None:
    assert _runner(size=size).frame("lot_flows")["path_id"].sort().to_list() == list(range(11))


def test_blocks_cover_every_pair_once() -> None:
    for scenarios, paths, size in ((1, 11, 4), (3, 1, 2), (5, 3, 7), (2, 4, 1)):
        pairs = [(s, p) for b in cut(scenarios, range(paths), size) for s in b.scenarios for p in b.paths]
        assert sorted(pairs) == [(s, p) for s in range(scenarios) for p in range(paths)]
        assert all(len(b.scenarios) * len(b.paths) <= size for b in cut(scenarios, range(paths), size))


def test_detail_is_made_for_the_kept_paths_only() -> None:
    assert _runner().frame("detail")["path_id"].unique().sort().to_list() == [0, 4]


def test_a_second_run_reuses_what_is_known() -> None:
    cache = Cache(1 << 20)
    _runner(cache=cache).frame("answer")
    second = _runner(cache=cache)
    second.frame("answer")
    reused = {(row["step"], row["reused"]) for row in second.log}
    assert ("halves", True) in reused
    assert ("halves", False) not in reused


def test_a_cancelled_run_leaves_no_half_of_a_table() -> None:
    def stop(done: int, blocks: int, text: str) -> None:
        if done == 2:
            raise RunCancelledError(text)

    runner = _runner(progress=stop)
    with pytest.raises(RunCancelledError):
        runner.frame("answer")
    runner.progress = None
    assert runner.frame("answer")["amount_krw"].to_list() == [55, 55]


def test_the_cache_drops_what_was_used_least_recently() -> None:
    frame = pl.DataFrame({"x": range(100)})
    cache = Cache(int(frame.estimated_size()) * 2)
    cache.put("a", frame)
    cache.put("b", frame)
    assert cache.get("a") is not None
    cache.put("c", frame)
    assert cache.get("b") is None
    assert cache.get("a") is not None


def test_content_hashes_follow_content() -> None:
    frame = pl.DataFrame({"x": [1, 2, 3]})
    parts = pl.concat([frame[:1], frame[1:]], rechunk=False)
    assert content_hash(frame) == content_hash(parts) != content_hash(frame.reverse())

"""The laws of the model on every named scenario: conservation to the won, limits, identity of paths."""

from functools import lru_cache

import polars as pl
import pytest
from polars.testing import assert_frame_equal

import fundmodel as fm
from fundmodel.pipeline import Cache

NAMES = tuple(fm.load_scenarios())
PATHS = 20
FACTS = ("fund_flows", "class_flows", "party_totals", "irrs", "party_flow_sums")


@lru_cache(maxsize=1)
def _all() -> fm.Results:
    return fm.run(list(fm.load_scenarios().values()), paths=PATHS, keep_paths=(7,))


def _of(table: str, name: str) -> pl.DataFrame:
    return _all()[table].filter(pl.col("scenario_id") == NAMES.index(name))


@pytest.mark.parametrize("name", NAMES)
def test_the_ledger_conserves_every_won(name: str) -> None:
    ledger = _of("ledger", name)
    assert ledger["path_id"].unique().sort().to_list() == [0, 7]
    by_entity = ledger.group_by("path_id", "quarter", "entity").agg(pl.col("amount_krw").sum())
    inside = by_entity.filter(pl.col("entity").str.contains("^(fund|asset):"))
    assert inside.height > 100
    assert inside["amount_krw"].unique().to_list() == [0]
    pairs = ledger.group_by("path_id", "quarter", "kind").agg(pl.col("amount_krw").sum())
    assert pairs["amount_krw"].unique().to_list() == [0]


@pytest.mark.parametrize("name", NAMES)
def test_calls_never_exceed_what_was_committed(name: str) -> None:
    flows = _of("fund_flows", name).sort("path_id", "fund_id", "quarter")
    limits = _of("funds", name).select("fund_id", "commitment_krw")
    called = flows.with_columns(pl.col("called_krw").cum_sum().over("path_id", "fund_id").alias("so_far"))
    joined = called.join(limits, on="fund_id")
    assert joined.filter(pl.col("so_far") > pl.col("commitment_krw")).is_empty()
    left = joined.with_columns((pl.col("commitment_krw") - pl.col("so_far")).alias("expected"))
    assert left.filter(pl.col("expected") != pl.col("unfunded_krw")).is_empty()


@pytest.mark.parametrize("name", NAMES)
def test_sources_equal_uses_in_every_fund_and_quarter(name: str) -> None:
    flows = _of("fund_flows", name)
    uses = flows["invested_krw"] + flows["fee_krw"] + flows["expense_krw"] + flows["distributable_krw"]
    kept = pl.col("cash_krw") + pl.col("escrow_krw")
    saved = kept - kept.shift(1, fill_value=0).over("path_id", "fund_id")
    sources = flows["called_krw"] + flows["proceeds_krw"] + flows["note_net_krw"]
    assert (sources - uses - flows.select(saved).to_series()).unique().to_list() == [0]
    if not float(fm.load_scenarios()[name].value("notes_size_multiplier")):
        assert flows.select("note_net_krw", "cash_krw").unique().rows() == [(0, 0)]
    assert flows.filter(pl.col("forced_sale_krw") > pl.col("proceeds_krw")).is_empty()
    for column in (
        "called_krw",
        "invested_krw",
        "fee_krw",
        "expense_krw",
        "proceeds_krw",
        "nav_krw",
        "unfunded_krw",
        "cash_krw",
    ):
        assert flows[column].min() >= 0


@pytest.mark.parametrize("name", NAMES)
def test_nav_is_zero_for_everyone_at_the_end(name: str) -> None:
    flows = _of("fund_flows", name)
    last = flows.filter(pl.col("quarter") == pl.col("quarter").max().over("path_id", "fund_id"))
    assert last["nav_krw"].unique().to_list() == [0]
    classes = _of("class_flows", name)
    end = classes.filter(pl.col("quarter") == pl.col("quarter").max())
    assert end["nav_krw"].unique().to_list() == [0]


@pytest.mark.parametrize("name", NAMES)
def test_classes_add_up_to_the_whole(name: str) -> None:
    totals = _of("party_totals", name).join(_all()["parties"], on="party_id")
    columns = ["paid_in_krw", "gross_invested_krw", "gross_proceeds_krw", "commitment_krw"]
    classes = totals.filter(pl.col("party_kind") == "class").group_by("path_id").agg(pl.col(columns).sum())
    whole = totals.filter(pl.col("party_kind") == "whole").select("path_id", *columns)
    assert_frame_equal(classes.sort("path_id"), whole.sort("path_id"), check_column_order=False)
    investors = (
        totals.filter(pl.col("party_kind") == "investor")
        .group_by("path_id", "class_id")
        .agg(pl.col("paid_in_krw", "distributed_krw", "commitment_krw").sum())
    )
    by_class = totals.filter(pl.col("party_kind") == "class").select(
        "path_id", "class_id", "paid_in_krw", "distributed_krw", "commitment_krw"
    )
    keys = ["path_id", "class_id"]
    assert_frame_equal(investors.sort(keys), by_class.sort(keys), check_column_order=False)


@pytest.mark.parametrize("name", NAMES)
def test_first_loss_is_paid_by_public_money_and_sums_to_zero(name: str) -> None:
    flows = _of("class_flows", name)
    sums = flows.group_by("path_id", "quarter").agg(pl.col("first_loss_krw").sum())
    assert sums["first_loss_krw"].unique().to_list() == [0]
    public = flows.filter(pl.col("class_id") == 0)
    assert public["first_loss_krw"].max() <= 0
    if float(fm.load_scenarios()[name].value("public_first_loss_share")) == 0:
        assert flows["first_loss_krw"].unique().to_list() == [0]


@pytest.mark.parametrize("name", NAMES)
def test_shares_stay_between_none_and_all(name: str) -> None:
    shares = _of("foreign_share", name)
    for column in ("of_commitments_share", "of_paid_in_share", "of_nav_share", "reaching_korea_share"):
        known = shares[column].drop_nulls()
        assert ((known >= 0) & (known <= 1)).all(), column


def _facts(scenarios: list[fm.Scenario], **options: int) -> dict[str, pl.DataFrame]:
    results = fm.run(scenarios, cache=Cache(0), **options)
    return {table: results[table] for table in (*FACTS[:4], "metrics", "fund_cash_flow", "foreign_share")}


@lru_cache(maxsize=1)
def _in_one_block() -> dict[str, pl.DataFrame]:
    return _facts([fm.load_scenarios()["base"], fm.load_scenarios()["trial_failure"]], paths=6)


@pytest.mark.parametrize("options", [{"block": 1, "threads": 1}, {"block": 4, "threads": 2}, {"block": 7}])
def test_blocks_and_threads_change_nothing(options: dict[str, int]) -> None:
    scenarios = [fm.load_scenarios()["base"], fm.load_scenarios()["trial_failure"]]
    for table, frame in _facts(scenarios, paths=6, **options).items():
        assert_frame_equal(frame, _in_one_block()[table], check_exact=True)


def test_a_path_is_the_same_in_every_run() -> None:
    base = fm.load_scenarios()["base"]
    few = fm.run(base, paths=17)
    many = fm.run([fm.load_scenarios()["small_fund"], base], paths=40)
    for table in ("fund_flows", "class_flows", "irrs"):
        one = few[table].filter(pl.col("path_id") == 17).drop("scenario_id")
        other = (
            many[table].filter((pl.col("path_id") == 17) & (pl.col("scenario_id") == 1)).drop("scenario_id")
        )
        assert_frame_equal(one, other, check_exact=True)


def test_scenarios_share_their_luck_where_the_assets_agree() -> None:
    results = _all()
    worlds = dict(results["scenarios"].select("scenario", "world_id").iter_rows())
    of_base = ("no_first_loss", "high_foreign", "research_notes", "yozma_levers")
    assert {worlds[name] for name in of_base} == {worlds["base"]}
    assert len(set(worlds.values())) == len(NAMES) - len(of_base)


def test_first_loss_moves_the_headline_of_who_pays_and_who_is_protected() -> None:
    base = fm.load_scenarios()["base"]
    none = base.with_("none", public_first_loss_share=0.0)
    ten = base.with_("ten", public_first_loss_share=0.10)
    metrics = fm.run([none, ten], paths=200)["metrics"].filter(pl.col("party_kind") == "class")
    mean = metrics.filter(pl.col("statistic") == "mean")
    rates = {(row["scenario"], row["class_code"]): row["irr_net_rate"] for row in mean.iter_rows(named=True)}
    assert rates["ten", "public"] < rates["none", "public"]
    assert rates["ten", "domestic"] > rates["none", "domestic"]
    assert rates["ten", "foreign"] > rates["none", "foreign"]
    paid = fm.run([none, ten], paths=200)["party_totals"].join(_all()["parties"], on="party_id")
    classes = (
        paid.filter(pl.col("party_kind") == "class")
        .group_by("scenario_id", "path_id")
        .agg(pl.col("distributed_krw").sum())
    )
    sums = classes.pivot("scenario_id", index="path_id", values="distributed_krw")
    paid_out = paid.filter((pl.col("party_kind") == "class") & (pl.col("class_id") == 0))
    assert paid_out["first_loss_krw"].min() < 0
    assert sums.height == 201

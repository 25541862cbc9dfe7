"""The answers of a small run against the same figures worked out another way, in Polars, from the facts."""

from functools import lru_cache

import polars as pl
import pytest
from polars.testing import assert_frame_equal

import fundmodel as fm

PATHS = 21
LEVELS = {"p10": 0.1, "p50": 0.5, "p90": 0.9}


@lru_cache(maxsize=1)
def _results() -> fm.Results:
    scenarios = fm.load_scenarios()
    return fm.run([scenarios["base"], scenarios["high_foreign"], scenarios["trial_failure"]], paths=PATHS)


def _class_cash() -> pl.DataFrame:
    """Net cash to date of every class, path by path."""
    net = pl.col("distributed_krw") + pl.col("first_loss_krw") - pl.col("paid_in_krw")
    keys = ["scenario_id", "path_id", "class_id"]
    flows = (
        _results()["class_flows"]
        .group_by(*keys, "quarter")
        .agg(net.sum().alias("net_krw"))
        .sort(*keys, "quarter")
    )
    return flows.with_columns(pl.col("net_krw").cum_sum().over(keys).alias("cumulative_krw"))


def _fund_cash() -> pl.DataFrame:
    """Net cash to date of every fund, path by path, over its own life."""
    net = pl.col("distributable_krw") - pl.col("carry_krw") - pl.col("called_krw")
    keys = ["scenario_id", "path_id", "fund_id"]
    flows = _results()["fund_flows"].select(*keys, "quarter", net.alias("net_krw")).sort(*keys, "quarter")
    return flows.with_columns(pl.col("net_krw").cum_sum().over(keys).alias("cumulative_krw"))


@pytest.mark.parametrize(("kind", "cash"), [("class", _class_cash), ("fund", _fund_cash)])
def test_cash_flow_bands_are_quantiles_of_running_totals(kind: str, cash) -> None:
    parties = _results()["parties"].filter(pl.col("party_kind") == kind).select("party_id", f"{kind}_id")
    random = cash().filter(pl.col("path_id") > 0).join(parties, on=f"{kind}_id")
    keys = ["scenario_id", "party_id", "quarter"]
    answer = _results()["fund_cash_flow"].filter(pl.col("party_kind") == kind)
    for statistic, level in LEVELS.items():
        quantiles = [pl.col(name).quantile(level, "linear") for name in ("net_krw", "cumulative_krw")]
        expected = random.group_by(keys).agg(quantiles).sort(keys)
        found = (
            answer.filter(pl.col("statistic") == statistic).join(expected.select(keys), on=keys).sort(keys)
        )
        for name in ("net_krw", "cumulative_krw"):
            assert (found[name] - expected[name]).abs().max() <= 1


@pytest.mark.parametrize("statistic", ["central", "mean"])
def test_rows_of_central_and_mean_add_up(statistic: str) -> None:
    flows = _results()["fund_cash_flow"].filter(pl.col("statistic") == statistic)
    to_date = flows.select(pl.col("net_krw").cum_sum().over("scenario_id", "party_id"))["net_krw"]
    assert to_date.equals(flows["cumulative_krw"])
    assert (flows["distributions_krw"] - flows["calls_krw"]).equals(flows["net_krw"])


def test_mean_cash_is_the_cash_that_its_rate_is_made_of() -> None:
    keys = ["scenario_id", "party_id"]
    sums = (
        _results()["party_cash_flows"]
        .filter(pl.col("path_group") == "random")
        .group_by(keys)
        .agg(pl.col("paid_in_krw", "distributed_krw").sum() // PATHS)
    )
    cash = _results()["fund_cash_flow"].filter(
        (pl.col("statistic") == "mean") & pl.col("party_kind").is_in(["whole", "class"])
    )
    made = cash.group_by(keys).agg(
        pl.col("calls_krw").sum().alias("paid_in_krw"),
        pl.col("distributions_krw").sum().alias("distributed_krw"),
    )
    assert_frame_equal(made.sort(keys), sums.join(made.select(keys), on=keys).sort(keys))
    metrics = _results()["metrics"].filter(pl.col("statistic") == "mean")
    assert_frame_equal(metrics.select(*keys, "paid_in_krw", "distributed_krw").sort(keys), sums.sort(keys))


def test_foreign_shares_are_quantiles_of_shares() -> None:
    keys = ["scenario_id", "path_id"]
    by_quarter = (
        _results()["class_flows"]
        .with_columns(foreign=pl.when(pl.col("class_id") == 2).then("paid_in_krw").otherwise(0))
        .group_by(*keys, "quarter")
        .agg(pl.col("paid_in_krw", "foreign").sum())
        .sort(*keys, "quarter")
        .with_columns(pl.col("paid_in_krw", "foreign").cum_sum().over(keys))
        .filter((pl.col("path_id") > 0) & (pl.col("paid_in_krw") > 0))
        .with_columns(share=pl.col("foreign") / pl.col("paid_in_krw"))
    )
    expected = by_quarter.group_by("scenario_id", "quarter").agg(pl.col("share").quantile(0.95, "linear"))
    found = (
        _results()["foreign_share"]
        .filter(pl.col("statistic") == "p95")
        .join(expected, on=["scenario_id", "quarter"])
    )
    assert found.height == expected.height
    assert (found["of_paid_in_share"] - found["share"]).abs().max() < 1e-12


def test_classes_of_the_programme_add_up_to_it() -> None:
    shares = _results()["programme_structure"].group_by("scenario_id").agg(pl.col("commitment_krw").sum())
    sizes = _results()["scenarios"].join(_results()["plan_assumptions"], on="world_id")
    joined = shares.join(sizes, on="scenario_id")
    assert joined["commitment_krw"].equals(joined["effective_size_krw"])


def test_exposure_adds_up_to_what_the_child_funds_invest() -> None:
    children = _results()["funds"].filter(pl.col("level") == 1).select("scenario_id", "fund_id")
    invested = _results()["fund_flows"].join(children, on=["scenario_id", "fund_id"])
    central = (
        invested.filter(pl.col("path_id") == 0).group_by("scenario_id").agg(pl.col("invested_krw").sum())
    )
    totals = (
        _results()["exposure"]
        .group_by("scenario_id", "dimension")
        .agg(pl.col("invested_krw").sum().alias("found_krw"), pl.col("share").sum(), pl.len())
    )
    joined = totals.join(central, on="scenario_id")
    assert joined.height == 18
    assert (joined["found_krw"] - joined["invested_krw"]).abs().max() < 10_000
    assert (joined["share"] - 1).abs().max() < 1e-9


def test_outcomes_by_cluster_add_up_to_all_outcomes() -> None:
    keys = ["scenario_id", "measure", "attribution", "statistic", "year"]
    parts = (
        _results()["outcome_breakdown"]
        .filter(pl.col("dimension") == "cluster")
        .group_by(keys)
        .agg(pl.col("amount").sum().alias("parts"))
    )
    joined = parts.join(_results()["policy_outcomes"], on=keys)
    assert joined.height == parts.height > 0
    assert ((joined["parts"] - joined["amount"]).abs() <= 1e-9 * joined["amount"].abs() + 1e-6).all()

"""The values in the datasets: what they were calibrated to, and that they still say so."""

import itertools
import math
import statistics

import polars as pl
import pytest

from fundmodel import datasets

LADDER_KRW_BN = (20, 51, 163, 857, 2058, 2609)
ROUNDS_KRW_BN = (8, 20, 40, 80, 0)


@pytest.fixture(scope="module")
def tables() -> dict[str, pl.DataFrame]:
    return datasets.read_all(datasets.shipped_folder())


def value_of(tables: dict[str, pl.DataFrame], name: str) -> str:
    return tables["assumptions_data"].filter(pl.col("name") == name)["value"].item()


def test_fx_volatility_is_that_of_the_history_from_1999(tables: dict[str, pl.DataFrame]) -> None:
    rates = tables["fx_history_data"].filter(pl.col("month") >= "1999-01")["krw_per_usd"].to_list()
    changes = [math.log(after / before) for before, after in itertools.pairwise(rates)]
    volatility = statistics.stdev(changes) * math.sqrt(12) * math.sqrt(1.5)
    assert float(value_of(tables, "fx_volatility_rate")) == pytest.approx(volatility, abs=5e-4)


def test_value_ladder_follows_from_durations_and_success(tables: dict[str, pl.DataFrame]) -> None:
    drug = tables["drug_phases_data"].filter(pl.col("area_code") == "all")
    found = {(r["phase_code"], r["metric"]): r["value"] for r in drug.iter_rows(named=True)}
    growth = 1 + float(value_of(tables, "ladder_return_rate"))
    pre_money = float(value_of(tables, "pre_money_preclinical_krw")) / 1e9
    for phase, size, expected in zip(
        ("PRE", "P1", "P2", "P3", "NDA"), ROUNDS_KRW_BN, LADDER_KRW_BN[1:], strict=True
    ):
        pre_money = (
            (pre_money + size)
            * growth ** found[phase, "duration_years"]
            / found[phase, "success_probability"]
        )
        assert pre_money == pytest.approx(expected, rel=0.015)


def test_success_rates_reproduce_the_published_likelihood_of_approval(
    tables: dict[str, pl.DataFrame],
) -> None:
    published = {
        "all": 0.079, "oncology": 0.053, "hematology": 0.239, "metabolic": 0.155, "infectious": 0.132,
        "autoimmune": 0.107, "neurology": 0.059, "ophthalmology": 0.119, "cardiovascular": 0.048,
    }  # fmt: skip
    clinical = tables["drug_phases_data"].filter(
        (pl.col("metric") == "success_probability") & (pl.col("phase_code") != "PRE")
    )
    assert set(clinical["area_code"]) == set(published)
    for (area,), rows in clinical.group_by("area_code"):
        assert rows["value"].product() == pytest.approx(published[str(area)], abs=0.001)
        assert rows["source"].n_unique() == 1


def test_duration_quantiles_are_parts_of_a_mean_one_lognormal(tables: dict[str, pl.DataFrame]) -> None:
    normal, sigma, parts = statistics.NormalDist(), 0.30, 8
    edges = [-math.inf, *(normal.inv_cdf(k / parts) for k in range(1, parts)), math.inf]
    expected = [
        parts * (normal.cdf(high - sigma) - normal.cdf(low - sigma))
        for low, high in itertools.pairwise(edges)
    ]
    curve = (
        tables["curves_data"].filter(pl.col("curve_code") == "duration_quantiles").sort("position")["value"]
    )
    assert curve.to_list() == pytest.approx(expected, abs=1e-5)


def test_startup_plan_uses_about_four_fifths_of_each_fund(tables: dict[str, pl.DataFrame]) -> None:
    success = {
        (r["area_code"], r["phase_code"]): r["value"]
        for r in tables["drug_phases_data"].iter_rows(named=True)
        if r["metric"] == "success_probability"
    }
    phases = ("PRE", "P1", "P2", "P3")
    share = float(value_of(tables, "initial_round_share"))
    funds = {r["fund_code"]: r for r in tables["funds_data"].iter_rows(named=True)}
    used: dict[str, float] = {}
    for row in tables["startup_plan_data"].iter_rows(named=True):
        entry = phases.index(row["entry_phase"])
        ownership = share * ROUNDS_KRW_BN[entry] / (LADDER_KRW_BN[entry] + ROUNDS_KRW_BN[entry])
        cost, reached = share * ROUNDS_KRW_BN[entry], 1.0
        for later in range(entry + 1, len(phases)):
            reached *= success[row["area_code"], phases[later - 1]]
            cost += ownership * reached * ROUNDS_KRW_BN[later]
        fund = funds[row["fund_code"]]
        strategy = float(value_of(tables, f"{fund['strategy_code']}_share"))
        size = float(value_of(tables, "programme_size_krw")) * strategy * fund["share_of_strategy"]
        count = math.floor(row["companies_per_krw_100bn"] * size / 1e11 + 0.5)
        used[row["fund_code"]] = used.get(row["fund_code"], 0.0) + count * cost * 1e9 / size
    assert set(used) == {
        code for code, fund in funds.items() if fund["strategy_code"] in ("early", "scale_up")
    }
    assert all(0.72 < part < 0.88 for part in used.values()), used
    assert statistics.mean(used.values()) == pytest.approx(0.80, abs=0.02)


def test_the_mandate_for_infectious_disease_and_vaccines_is_planned(tables: dict[str, pl.DataFrame]) -> None:
    plan = tables["startup_plan_data"].group_by("fund_code").agg(pl.col("area_code").unique())
    assert all("infectious" in areas for areas in plan["area_code"])

import math
import statistics

import polars as pl
import pytest

from fundmodel import datasets
from fundmodel.pipeline import select, tables_read
from tests.startup_case import sql


@pytest.fixture(scope="module")
def figures() -> pl.DataFrame:
    tables = datasets.read_all()
    tables["plant_record"] = select(sql("plant_record"), {"plant_plans_data": tables["plant_plans_data"]})
    return select(
        sql("published_figures"), {name: tables[name] for name in tables_read(sql("published_figures"))}
    )


def one(figures: pl.DataFrame, measure: str, subject: str, of: str) -> dict:
    found = figures.filter(measure=measure, subject=subject, published_for=of)
    assert found.height == 1
    return found.row(0, named=True)


def test_figures_are_those_of_the_files(figures: pl.DataFrame) -> None:
    assert one(figures, "share_of_financings", "below_1x", "US 2004-2013")["central"] == 0.65
    less_than = one(figures, "share_of_dollars", "above_10x", "US 2013-2022")
    assert (less_than["low"], less_than["central"], less_than["high"]) == (0.0, None, 0.04)
    assert one(figures, "likelihood_of_approval", "oncology", "2011-2020")["central"] == 0.053
    assert one(figures, "fund_net_multiple", "pooled", "KR VC large funds")["central"] == 1.74
    implied = one(figures, "fund_net_irr", "early", "KR VC 2005-2025")
    assert (implied["low"], implied["central"], implied["high"]) == (0.03, 0.05, 0.09)
    assert one(figures, "fund_net_multiple", "p25", "US VC 2014 (ValueAddVC)")["central"] == 1.3
    assert figures.filter(pl.col("published_for").str.contains("US VC 20(18|19|2)")).is_empty()


def test_plants_by_hand(figures: pl.DataFrame) -> None:
    """Months: Samsung 3, 4 and 5: 34, 31, 24; Celltrion 3: 39. Won per kL: 850/180, 1,740/240, 1,980/180,
    270/60, and in dollars Lotte 1 and Holly Springs 1 and 2, at the rate of the year in which they began.
    """
    months = one(figures, "plant_months", "mean", "4 plants")
    assert (months["low"], months["central"], months["high"]) == (24, 32.5, 39)
    cost = one(figures, "plant_capex_per_kl", "mean", "7 plants")
    assert cost["low"] == pytest.approx(4.5e9)
    rates = datasets.read_all()["fx_history_data"].filter(pl.col("month").str.starts_with("2021"))[
        "krw_per_usd"
    ]
    assert cost["high"] == pytest.approx(2000e6 * rates.mean() / 160, rel=1e-6)


def test_volatility_of_the_history_by_hand(figures: pl.DataFrame) -> None:
    months = datasets.read_all()["fx_history_data"]
    rates = months["krw_per_usd"].to_list()
    moves = [
        math.log(after / before)
        for before, after, month in zip(rates, rates[1:], months["month"][1:], strict=False)
        if month >= "1999"
    ]
    expected = statistics.stdev(moves) * math.sqrt(12 * 1.5)
    found = one(figures, "krw_usd_volatility", "yearly", "since 1999")["central"]
    assert found == pytest.approx(expected, rel=1e-4)

"""Tax, hedges and own currency: conservation on every named scenario, and a hedge's worth on average."""

from functools import lru_cache

import numpy as np
import polars as pl
import pytest
from polars.testing import assert_frame_equal

import fundmodel as fm
from fundmodel.foreign import HedgeTerms, run_hedges
from fundmodel.pipeline import Cache
from fundmodel.scenario import Scenario, topic_frame
from fundmodel.steps.market_paths import market_paths

PATHS = 20
NAMES = tuple(fm.load_scenarios())


@lru_cache(maxsize=1)
def _all() -> fm.Results:
    hedges = ("nav", "plan", "flows")
    chosen = [
        scenario.with_(name, hedge_ratio_share=1.0, hedge_notional=hedges[number % len(hedges)])
        for number, (name, scenario) in enumerate(fm.load_scenarios().items())
    ]
    return fm.run(chosen, paths=PATHS, keep_paths=(7,))


def _of(table: str, name: str) -> pl.DataFrame:
    return _all()[table].filter(pl.col("scenario_id") == NAMES.index(name))


def _sums(frame: pl.DataFrame, *keys: str) -> pl.DataFrame:
    return frame.group_by(*keys).agg(pl.col("^.*_krw$").sum()).sort(*keys)


@pytest.mark.parametrize("name", NAMES)
def test_all_tax_that_is_due_is_kept_back_or_still_due(name: str) -> None:
    due = _sums(_of("foreign_tax_due", name), "path_id")["due_krw"]
    whole = _of("foreign_totals", name).filter(pl.col("party_id") == 3).sort("path_id")
    paid = whole.filter(pl.col("tax_krw") + pl.col("tax_left_krw") > 0)
    assert (paid["tax_krw"] + paid["tax_left_krw"]).to_list() == due.to_list()


@pytest.mark.parametrize("name", NAMES)
def test_no_more_is_kept_back_than_is_distributed(name: str) -> None:
    keys = ["path_id", "investor_id", "quarter"]
    joined = _of("foreign_cash", name).join(_of("foreign_flows", name), on=keys, how="left")
    # Who pays for a called stake receives less than nothing, and is taxed on nothing.
    received = pl.max_horizontal(pl.col("distributed_krw"), 0)
    assert joined.filter(pl.col("tax_krw") > received).is_empty()
    assert joined.height > 0


@pytest.mark.parametrize("name", NAMES)
def test_investors_add_up_to_their_class_and_cash_to_totals(name: str) -> None:
    names = ["tax_krw", "hedge_points_krw", "hedge_spot_krw", "hedge_cost_krw"]
    totals = _of("foreign_totals", name).select("path_id", "party_id", *names)
    investors = _sums(totals.filter(pl.col("party_id") != 3), "path_id").select("path_id", *names)
    whole = totals.filter(pl.col("party_id") == 3).sort("path_id").select("path_id", *names)
    assert investors.equals(whole)
    moved = _sums(_of("foreign_cash", name), "path_id").select("path_id", *names)
    assert whole.filter(pl.sum_horizontal(pl.col(names).abs()) > 0).equals(moved)


@pytest.mark.parametrize("name", NAMES)
def test_tax_and_hedges_leave_the_programme_to_the_won(name: str) -> None:
    """In the ledger the office and the bank hold what investors paid, on every kept path."""
    ledger = _of("ledger", name).filter(pl.col("counterparty").str.contains("^(tax_office|hedge_bank)"))
    other = _of("ledger", name).filter(pl.col("entity").str.contains("^(tax_office|hedge_bank)"))
    assert ledger.height == other.height > 0
    assert _sums(ledger, "path_id", "kind")["amount_krw"].to_list() == [
        -won for won in _sums(other, "path_id", "kind")["amount_krw"].to_list()
    ]
    moved = _of("foreign_cash", name).filter(pl.col("path_id").is_in([0, 7]))
    expected = _sums(moved, "path_id")["tax_krw"]
    kept = _sums(other.filter(pl.col("kind") == "withholding_tax"), "path_id")["amount_krw"]
    assert kept.to_list() == expected.filter(expected > 0).to_list()


@pytest.mark.parametrize("name", NAMES)
def test_the_won_before_tax_is_what_the_metrics_say(name: str) -> None:
    keys = ["party_id", "statistic"]
    found = _of("foreign_returns", name).join(_of("metrics", name), on=keys)
    assert found.height == 5 * 4
    assert (found["irr_won_rate"] - found["irr_net_rate"]).abs().max() < 1e-9


def _hedged(central: str, cost: float = 0.0, paths: int = 4000) -> tuple[np.ndarray, np.ndarray]:
    """Results of ten yearly hedges of 1 tn won on random paths, shape (n_paths,), and on path 0."""
    scenario = Scenario("case", {"fx_central": central})
    given = topic_frame("market", [scenario], "world_id")
    settings = pl.DataFrame({"seed": [3], "n_quarters": [41]})
    frame = market_paths(given, settings, pl.DataFrame({"path_id": range(paths + 1)}))
    rate = frame["krw_per_usd"].to_numpy().reshape(paths + 1, 41).T
    held = np.full((41, 1, paths + 1), 1e12)
    every = np.ones(paths + 1)
    terms = HedgeTerms(every, 4 * every, given["fx_forward_rate"][0] * every, 0 * every, cost * every)
    made = run_hedges(held, held, rate, terms)
    result = np.add.reduce(made.points + made.spot - made.cost, axis=0)[0]
    return result[1:], result[:1]


def test_where_spot_follows_the_forward_curve_a_hedge_costs_its_cost_alone() -> None:
    """The mean over paths is nothing within four standard errors, and on path 0 within rounding."""
    random, central = _hedged("forward")
    assert abs(float(random.mean())) < 4 * float(random.std()) / np.sqrt(random.size)
    assert abs(float(central[0])) <= 10
    costly, central = _hedged("forward", cost=0.001)
    assert central[0] == pytest.approx(-10 * 1e9, abs=10)
    assert np.allclose(random - costly, 10 * 1e9)


def test_where_spot_stays_flat_the_gain_is_forward_points() -> None:
    """1.4 % a year sold forward: 1 / 0.986 - 1 of the notional, ten times, on path 0."""
    _, central = _hedged("flat", paths=1)
    assert central[0] == pytest.approx(10 * (1e12 / 0.986 - 1e12), abs=10)


def test_forecast_flows_and_closings_are_the_same_in_any_blocks() -> None:
    """Path 0 stands in the first block only, and every block knows its flows."""
    base = fm.load_scenarios()["base"]
    terms = {"hedge_ratio_share": 0.8, "hedge_notional": "flows", "formation_risk": "closings"}
    scenarios = [base.with_("forecast", **terms), base]
    whole, cut = (fm.run(scenarios, paths=4, cache=Cache(0), block=size) for size in (10, 2))
    for table in ("foreign_totals", "fund_formation", "equalisations", "party_totals"):
        assert_frame_equal(whole[table], cut[table], check_exact=True)
    assert whole["foreign_totals"]["hedge_spot_krw"].abs().sum() > 0

"""The laws of the model over random terms: every assumption of the terms at once, on the real programme."""

import os
from functools import lru_cache

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import fundmodel as fm
from fundmodel.assumptions import Value
from fundmodel.pipeline import Cache
from fundmodel.reports.document.laws import checked_laws
from tests.random_terms import TERMS, accepted, overrides

EXAMPLES = int(os.environ.get("RANDOM_TERMS", "5"))
TOGETHER = 4
PATHS = 3
CACHE_BYTES = 500_000_000
KEYS = ["scenario_id", "path_id"]
FIRST_TIER = "return_of_capital"


@lru_cache(maxsize=1)
def _shared() -> Cache:
    """Assets are drawn once for all examples: terms do not change them."""
    return Cache(CACHE_BYTES)


def _zero(frame: pl.DataFrame, by: list[str], column: str) -> None:
    sums = frame.group_by(by).agg(pl.col(column).sum())
    assert sums.filter(pl.col(column) != 0).is_empty(), sums.filter(pl.col(column) != 0).head(3)


def _never_negative(frame: pl.DataFrame, *columns: str) -> None:
    for column in columns:
        low = frame.filter(pl.col(column) < 0)
        assert low.is_empty(), (column, low.head(3))


def _of_funds(results: fm.Results) -> None:
    """Sources are uses in every quarter; nothing is negative; calls stay within what may be called."""
    flows = results["fund_flows"].sort(*KEYS, "fund_id", "quarter")
    kept = pl.col("cash_krw") + pl.col("escrow_krw")
    gap = flows.select(
        pl.col("called_krw") + pl.col("proceeds_krw") + pl.col("note_net_krw")
        - pl.sum_horizontal("invested_krw", "fee_krw", "expense_krw", "distributable_krw")
        - (kept - kept.shift(1, fill_value=0).over(*KEYS, "fund_id"))
    )  # fmt: skip
    assert gap.to_series().unique().to_list() == [0]
    _never_negative(
        flows, "called_krw", "invested_krw", "fee_krw", "expense_krw", "proceeds_krw", "forced_sale_krw",
        "nav_krw", "unfunded_krw", "not_funded_krw", "diluted_krw", "cash_krw", "escrow_krw",
    )  # fmt: skip
    last = flows.filter(pl.col("quarter") == pl.col("quarter").max().over(*KEYS, "fund_id"))
    assert last.filter(
        pl.any_horizontal(pl.col("nav_krw", "cash_krw", "escrow_krw", "carry_accrued_krw") != 0)
    ).is_empty()
    _never_negative(results["fund_cash"], "idle_cash_krw", "line_krw", "line_interest_krw", "recallable_krw")
    _never_negative(results["fund_charges"], "waived_krw", "offset_krw", "transactions_krw")


def _of_support(results: fm.Results) -> None:
    """Support sums to zero in every quarter; first loss stays within its cap and what the public paid in."""
    flows = results["class_flows"]
    _zero(flows, [*KEYS, "quarter"], "first_loss_krw")
    _zero(flows, [*KEYS, "quarter"], "support_krw")
    totals = results["lever_totals"].filter(pl.col("party_id") < 0)
    assert totals.is_empty() or results["lever_values"].height > 0
    terms = results["public_support_assumptions"].filter(pl.col("first_loss_cap_base") == "fund")
    covered = results["support_given"].filter(pl.col("lever") == "first_loss")
    _never_negative(covered, "given_krw")
    funds = results["funds"].select("scenario_id", "fund_id", "commitment_krw")
    most = pl.col("commitment_krw") * pl.col("public_first_loss_share") + 1
    capped = covered.join(terms, on="scenario_id").join(funds, on=["scenario_id", "fund_id"])
    assert capped.filter(pl.col("given_krw") > most).is_empty()
    values = results["lever_values"].filter(pl.col("party_kind") != "class")
    _zero(values, ["scenario_id", "place", "path_group"], "total_krw")
    _zero(values, ["scenario_id", "place", "path_group"], "value_krw")


def _of_order(results: fm.Results) -> None:
    """Whoever gets more than capital from a whole-fund waterfall has all capital back by then."""
    terms = results["waterfall_assumptions"].filter(pl.col("waterfall_kind") == "whole_fund")
    rows = (
        results["investor_flows"]
        .join(terms.select("scenario_id"), on="scenario_id")
        .filter(pl.col("kind").is_in(["call", "distribution", "clawback"]))
    )
    keys = [*KEYS, "fund_id", "investor_id"]
    amount = pl.col("amount_krw")
    by_quarter = rows.group_by(*keys, "quarter").agg(
        amount.sum().alias("net"),
        amount.filter((pl.col("kind") == "distribution") & ~pl.col("tier").is_in([FIRST_TIER, ""]))
        .sum()
        .alias("beyond"),
    )
    so_far = by_quarter.sort(*keys, "quarter").with_columns(pl.col("net").cum_sum().over(keys))
    # A won may be missing at each level of sharing.
    early = so_far.filter((pl.col("beyond") > 0) & (pl.col("net") < -4))
    assert early.is_empty(), early.head(3)


def _of_answers(results: fm.Results) -> None:
    """Shares lie between none and all; the bridge adds up; parts of a report add up."""
    shares = results["foreign_share"]
    for column in ("of_commitments_share", "of_paid_in_share", "of_nav_share", "reaching_korea_share"):
        known = shares[column].drop_nulls()
        assert ((known >= 0) & (known <= 1)).all(), column
    bridge = results["gross_to_net"].sort("scenario_id", "party_id", "statistic", "place")
    keys = ["scenario_id", "party_id", "statistic"]
    added = bridge.group_by(keys).agg(pl.col("change_krw").sum(), pl.col("total_krw").last())
    assert added.filter(pl.col("change_krw") != pl.col("total_krw")).is_empty()
    metrics = results["metrics"].filter(pl.col("statistic") == "central")
    net = bridge.filter((pl.col("step") == "net") & (pl.col("statistic") == "central"))
    both = net.join(metrics, on=["scenario_id", "party_id"])
    gap = pl.col("distributed_krw") - pl.col("paid_in_krw") - pl.col("total_krw")
    assert both.height > 0
    assert both.filter(gap != 0).is_empty(), both.select("party_code", gap)
    report = results["reported_figures"]
    parts = pl.sum_horizontal("dist_capital_krw", "dist_gain_krw", "dist_income_krw")
    assert report.filter(parts != pl.col("distributed_krw")).is_empty()
    fees = pl.col("fee_gross_krw") - pl.col("fee_waiver_krw") - pl.col("fee_offset_krw")
    assert report.filter(fees != pl.col("fee_krw")).is_empty()
    money = [name for name in report.columns if name.endswith("_krw") and name != "upside_given_up_krw"]
    _never_negative(report, *money)


@settings(max_examples=EXAMPLES)
@given(st.lists(overrides(), min_size=TOGETHER, max_size=TOGETHER))
def test_laws_hold_whatever_the_terms(drawn: list[dict[str, Value]]) -> None:
    """What is refused says which term is to blame; what is accepted runs, and keeps every law to the won."""
    scenarios = [accepted(terms, f"random {number}")[0] for number, terms in enumerate(drawn)]
    results = fm.run(scenarios, paths=PATHS, cache=_shared())
    ledger = results["ledger"]
    inside = ledger.filter(pl.col("entity").str.contains("^(fund|asset|escrow|appropriation):"))
    closing = inside.group_by(*KEYS, "entity").agg(pl.col("amount_krw").sum())
    assert closing.filter(pl.col("amount_krw") != 0).is_empty(), closing.filter(pl.col("amount_krw") != 0)
    _zero(ledger, [*KEYS, "quarter", "kind"], "amount_krw")
    broken = [law for law in checked_laws(results) if not law.holds and law.key != "calls"]
    assert not broken, broken
    _of_funds(results)
    _of_support(results)
    _of_order(results)
    _of_answers(results)


def test_every_term_is_drawn() -> None:
    """Each topic of terms is there, with everything that it holds."""
    assert len(TERMS) > 100
    for name in ("carry_escrow_share", "formation_risk", "hedge_ratio_share", "call_option_share"):
        assert name in TERMS


@pytest.mark.parametrize(
    ("terms", "named"),
    [
        ({"public_share": 0.7, "foreign_share": 0.5}, "foreign_share"),
        ({"fee_band_1_krw": 200_000_000_000, "fee_band_2_krw": 20_000_000_000}, "fee_band_2_krw"),
        ({"support_rule": "rule_2025"}, "support_rule"),
        ({"over_commitment_share": 0.2, "recycling_share": 0.5}, "recycling_share"),
    ],
)
def test_a_combination_that_is_refused_says_what_to_do(terms: dict[str, Value], named: str) -> None:
    scenario, messages = accepted(terms)
    assert named in messages[0]
    assert any(word in messages[0].lower() for word in ("lower", "raise", "set", "choose"))
    assert len(scenario.overrides) < len(terms)

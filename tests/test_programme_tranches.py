"""Rounds paid in two parts, on the central case and on random paths."""

import polars as pl
import pytest

from fundmodel.assets.drug_programmes import Kind
from tests.startup_case import PLAIN, Case, certain_company

BILLION = 10**9
MEASURES = ("invested_krw", "proceeds_krw", "nav_change_krw", "cost_change_krw")


def _rows(milestone: int, success: float = 1.0, **overrides: object) -> tuple[int, list[tuple]]:
    """Lots of the entry round, 60 % paid at closing; the same on the central case and on a random path."""
    parts = {"tranche_closing_share": 0.6, "tranche_milestone_quarters": milestone}
    case = certain_company(success, **(parts | overrides))
    assert case["startup_lot_flows"].drop("path_id").equals(case["startup_central"].drop("path_id"))
    first = case["startup_central"].filter(pl.col("priority_class") == 2)
    return case["companies"]["entry_quarter"][0], first.select(
        "funded_quarter", "cash_quarter", *MEASURES
    ).rows()


def test_the_rest_is_paid_at_the_milestone_and_grows_as_what_was_paid_at_closing() -> None:
    # Phases last four quarters, prices double with every success, approval is a sale: 20 bn become 160.
    start, rows = _rows(milestone=3)
    assert rows == [
        (start, start, 12 * BILLION, 0, 12 * BILLION, 12 * BILLION),
        (start, start + 4, 0, 0, 12 * BILLION, 0),
        (start, start + 8, 0, 0, 24 * BILLION, 0),
        (start, start + 12, 0, 96 * BILLION, -48 * BILLION, -12 * BILLION),
        (start + 3, start + 3, 8 * BILLION, 0, 8 * BILLION, 8 * BILLION),
        (start + 3, start + 4, 0, 0, 8 * BILLION, 0),
        (start + 3, start + 8, 0, 0, 16 * BILLION, 0),
        (start + 3, start + 12, 0, 64 * BILLION, -32 * BILLION, -8 * BILLION),
    ]


def test_a_phase_that_succeeds_first_has_met_the_milestone() -> None:
    # The rest is paid with the next round, at the price of its own: it doubles in the quarter of its payment.
    start, rows = _rows(milestone=6)
    assert rows[4:] == [
        (start + 4, start + 4, 8 * BILLION, 0, 16 * BILLION, 8 * BILLION),
        (start + 4, start + 8, 0, 0, 16 * BILLION, 0),
        (start + 4, start + 12, 0, 64 * BILLION, -32 * BILLION, -8 * BILLION),
    ]


def test_a_failure_before_the_milestone_forfeits_the_rest() -> None:
    start, rows = _rows(milestone=3, success=0.0, salvage_share=0.1)
    assert [(row[0] - start, row[2]) for row in rows if row[2]] == [(0, 12 * BILLION), (3, 8 * BILLION)]
    for milestone in (4, 9):
        start, rows = _rows(milestone, success=0.0, salvage_share=0.1)
        assert rows == [
            (start, start, 12 * BILLION, 0, 12 * BILLION, 12 * BILLION),
            (start, start + 4, 0, 12 * BILLION // 10, -12 * BILLION, -12 * BILLION),
        ]


@pytest.mark.parametrize(
    ("name", "milestone", "paid"), [("trade_sale", 3, 2), ("trade_sale", 4, 1), ("license", 9, 1)]
)
def test_a_company_that_is_sold_or_licensed_before_the_milestone_asks_for_no_more(
    name: str, milestone: int, paid: int
) -> None:
    sure = {f"{name}_probability_p2_share": 0.6}
    case = certain_company(
        1.0,
        {f"{name}_probability_p2_share": 1.0},
        tranche_closing_share=0.6,
        tranche_milestone_quarters=milestone,
        **sure,
    )
    for table in ("startup_lot_flows", "startup_central"):
        assert case[table].filter(pl.col("invested_krw") > 0).height == paid


def test_one_financing_is_one_whatever_its_parts_and_the_entry_counts_once() -> None:
    case = certain_company(tranche_closing_share=0.6, tranche_milestone_quarters=3)
    financings = case["startup_returns"].filter(pl.col("counted") == "financing")
    follow_on = 80 * BILLION * 20 // 192
    assert financings.select(pl.col("item_count", "invested_krw").sum()).row(0) == (
        2,
        20 * BILLION + follow_on,
    )
    entries = case["startup_outcomes"].filter(pl.col("kind") == int(Kind.INVEST))
    assert entries["count_thousandths"].to_list() == [1_000]
    whole = certain_company()
    for name in ("largest_krw",):
        assert case["largest_companies"][name].max() == whole["largest_companies"][name].max()


def test_random_paths_have_the_central_case_as_their_mean() -> None:
    n_paths = 240
    parts = {"tranche_closing_share": 0.5, "tranche_milestone_quarters": 5}
    case = Case(range(n_paths + 1), overrides=PLAIN | parts)
    amounts = pl.col(MEASURES)
    keys = ["fund_id", "priority_class"]
    expected = case["startup_central"].group_by(keys).agg(amounts.sum())
    by_path = case["startup_lot_flows"].group_by("path_id", *keys).agg(amounts.sum().cast(pl.Float64))
    found = by_path.group_by(keys).agg(
        amounts.sum() / n_paths, (amounts**2).sum().name.suffix("_squared") / n_paths
    )
    both = found.join(expected, on=keys, suffix="_central")
    assert both.height == expected.height
    for name in MEASURES:
        error = ((both[f"{name}_squared"] - both[name] ** 2) / n_paths).sqrt().clip(1)
        assert ((both[name] - both[f"{name}_central"]) / error).abs().max() < 4
    asked = case["startup_absorption"].select(pl.col("deployment_krw").sum()).item()
    assert asked == pytest.approx(expected["invested_krw"].sum(), rel=1e-6)


def test_parts_change_what_is_paid_and_when_but_no_history() -> None:
    whole, parts = (
        Case(range(1, 21), overrides=terms)["startup_events"]
        for terms in ({}, {"tranche_closing_share": 0.5, "tranche_milestone_quarters": 4})
    )
    assert parts.filter(pl.col("tranche_quarters") == 0).equals(whole)
    assert parts.filter(pl.col("tranche_quarters") > 0).height > 0

import polars as pl

from fundmodel.pipeline import select
from tests.fund_case import sql
from tests.results.given import table

NOTES = pl.DataFrame(
    {
        "note_code": ["a", "b"],
        "fund_code": ["F1", "F1"],
        "priority": [1, 2],
        "currency": ["KRW", "USD"],
        "size_share": [0.3, None],
        "amount": [None, 5_000],
        "coupon_rate": [None, 0.09],
        "spread_rate": [0.02, None],
        "schedule": ["equal", "bullet"],
        "first_principal_quarter": [20, None],
        "last_principal_quarter": [40, 44],
        "principal_shares": [None, None],
        "coverage_ratio": [1.5, None],
        "look_ahead_quarters": [4, None],
        "reserve_quarters": [8, 4],
        "has_forced_sales": [True, False],
    },
    schema_overrides={"amount": pl.Int64, "principal_shares": pl.String},
)
GUARANTEES = pl.DataFrame(
    {
        "guarantee_code": ["g"],
        "note_code": ["a"],
        "guarantor_en": ["state"],
        "guarantee_share": [0.8],
        "limit_share": [None],
        "premium_rate": [0.01],
        "is_drawn_before_default": [False],
        "is_recovered": [True],
    },
    schema_overrides={"limit_share": pl.Float64},
)
LEVERS = pl.DataFrame(
    {
        "scenario_id": [0, 1, 2],
        "notes_size_multiplier": [0.0, 1.0, 2.0],
        "note_base_krw_rate": [0.03] * 3,
        "note_base_usd_rate": [0.04] * 3,
        "note_spread_shift_rate": [0.0, 0.0, 0.01],
        "note_reserve_shift_quarters": [0, -6, 2],
        "guarantee_size_multiplier": [1.0, 0.5, 0.0],
        "guarantee_premium_shift_rate": [0.0, 0.002, 0.0],
        "government_yield_rate": [0.028] * 3,
    }
)


def made() -> pl.DataFrame:
    frames = {
        "scenarios": table("scenario_id scenario world_id", (0, "x", 0), (1, "y", 0), (2, "z", 0)),
        "notes_assumptions": LEVERS,
        "market_assumptions": pl.DataFrame({"world_id": [0], "krw_per_usd_start": [1400.0]}),
        "funds": table(
            "scenario_id fund_id fund_code commitment_krw", *((n, 1, "F1", 1_001) for n in range(3))
        ),
        "notes_data": NOTES,
        "note_guarantees_data": GUARANTEES,
    }
    return select(sql("note_terms"), frames)


def test_a_scenario_without_size_has_no_notes_and_a_size_is_a_share_or_an_amount() -> None:
    """0.3 of 1,001 is 300.3; USD 5,000 is 500,000 cents at 14 won each."""
    sizes = made().select("scenario_id", "note_code", "amount_units", "amount_krw", "first_principal_quarter")
    assert sizes.rows() == [
        (1, "a", 300, 300, 20),
        (1, "b", 500_000, 7_000_000, 44),
        (2, "a", 600, 600, 20),
        (2, "b", 1_000_000, 14_000_000, 44),
    ]


def test_a_reserve_is_shifted_but_never_below_nothing() -> None:
    assert made()["reserve_quarters"].to_list() == [2, 0, 10, 6]


def test_coupons_and_guarantees_follow_their_levers() -> None:
    rows = made().select("coupon_rate", "guarantor", "guarantee_share", "premium_rate").rows()
    found = [tuple(round(one, 9) if isinstance(one, float) else one for one in row) for row in rows]
    assert found == [
        (0.05, "state", 0.4, 0.012),
        (0.09, None, None, 0.0),
        (0.06, None, None, 0.0),
        (0.1, None, None, 0.0),
    ]

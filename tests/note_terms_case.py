"""Notes of the child funds of the tiny programme, as rows of table note_terms."""

from collections.abc import Mapping, Sequence

import polars as pl

NoteRow = dict[str, object]

NOTE_TYPES = {
    "scenario_id": pl.Int32,
    "note_id": pl.Int32,
    "note_code": pl.String,
    "fund_id": pl.Int32,
    "priority": pl.Int32,
    "currency": pl.String,
    "amount_units": pl.Int64,
    "amount_krw": pl.Int64,
    "coupon_rate": pl.Float64,
    "first_principal_quarter": pl.Int32,
    "last_principal_quarter": pl.Int32,
    "principal_shares": pl.String,
    "coverage_ratio": pl.Float64,
    "look_ahead_quarters": pl.Int32,
    "is_selling": pl.Boolean,
    "guarantor": pl.String,
    "guarantee_share": pl.Float64,
    "guarantee_limit_share": pl.Float64,
    "premium_rate": pl.Float64,
    "is_drawn_before_default": pl.Boolean,
    "is_recovered": pl.Boolean,
    "reserve_quarters": pl.Int32,
    "government_yield_rate": pl.Float64,
}


def note(code: str, amount: int, coupon: float, last: int, fund: int = 1, **more: object) -> NoteRow:
    """A note in the child fund: a bullet in won unless said otherwise."""
    given = {
        "note_code": code,
        "fund_id": fund,
        "priority": 1,
        "currency": "KRW",
        "amount_units": amount,
        "amount_krw": amount,
        "coupon_rate": coupon,
        "first_principal_quarter": last,
        "last_principal_quarter": last,
        "look_ahead_quarters": 0,
        "is_selling": False,
        "reserve_quarters": 0,
        "government_yield_rate": 0.04,
    }
    return given | more


def note_table(by_scenario: Mapping[int, Sequence[NoteRow]]) -> pl.DataFrame:
    """Table note_terms: the notes of each scenario, numbered by their codes."""
    codes = sorted({str(row["note_code"]) for rows in by_scenario.values() for row in rows})
    rows = [
        {"scenario_id": scenario, "note_id": codes.index(str(row["note_code"])), **row}
        for scenario, listed in by_scenario.items()
        for row in listed
    ]
    return pl.DataFrame(rows, schema=NOTE_TYPES).sort("scenario_id", "note_id")

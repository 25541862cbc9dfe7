"""Two notes of one fund on the central case and two random paths, one of which defaults."""

import polars as pl

from tests.results.given import SCENARIOS, table

TOTALS = table(
    "scenario_id path_id note_id issued_units interest_due_units received_units drawn_units loss_units "
    "exposure_units recovered_units repaid_units life_unit_quarters draws_krw recoveries_krw premium_krw "
    "guarantee_cost_krw guarantee_present_value_krw default_quarter",
    (0, 0, 0, 1000, 80, 1080, 0, 0, 0, 0, 1000, 8000, 0, 0, 20, -20, -18, -1),
    (0, 1, 0, 1000, 80, 1080, 0, 0, 0, 0, 1000, 8000, 0, 0, 20, -20, -18, -1),
    (0, 2, 0, 1000, 90, 690, 300, 100, 1010, 610, 900, 5400, 300, 0, 10, 290, 250, 4),
    (0, 0, 1, 500, 50, 550, 0, 0, 0, 0, 500, 4000, 0, 0, 0, 0, 0, -1),
    (0, 1, 1, 500, 50, 550, 0, 0, 0, 0, 500, 4000, 0, 0, 0, 0, 0, -1),
    (0, 2, 1, 500, 40, 30, 0, 510, 510, 0, 0, 0, 0, 0, 0, 0, 0, 4),
)
TERMS = pl.DataFrame(
    {
        "scenario_id": [0, 0],
        "note_id": [0, 1],
        "note_code": ["a", "b"],
        "fund_code": ["F1", "F1"],
        "priority": [1, 2],
        "currency": ["KRW", "KRW"],
        "amount_units": [1000, 500],
        "amount_krw": [1000, 500],
        "coupon_rate": [0.04, 0.08],
        "schedule": ["bullet", "bullet"],
        "guarantee_code": ["g", None],
        "guarantor": ["state", None],
        "guarantee_share": [1.0, None],
    }
)
FRAMES = {
    "scenarios": SCENARIOS,
    "note_totals": TOTALS,
    "note_terms": TERMS,
    "notes_data": pl.DataFrame({"note_code": ["a", "b"], "name_en": ["A", "B"], "name_ko": ["가", "나"]}),
    "note_guarantees_data": pl.DataFrame({"guarantee_code": ["g"], "guarantor_ko": ["국가"]}),
    "note_yields": pl.DataFrame(
        {
            "scenario_id": [0] * 4,
            "note_id": [0, 0, 1, 1],
            "path_group": ["central", "random"] * 2,
            "yield_rate": [0.04, 0.02, 0.08, -0.2],
            "yield_status": ["ok"] * 4,
        }
    ),
}

"""Every term of a fund, once it is on, stands with an amount where the page Investors shows it."""

from functools import lru_cache

import polars as pl
import pytest

import fundmodel as fm

# Terms that may be on together.
CASES: dict[str, dict[str, object]] = {
    "paid_early": {
        "call_method": "instalments",
        "call_notice_quarters": 2,
        "minimum_call_krw": 5_000_000_000,
        "fiscal_payment": "yearly",
        "organisation_rate": 0.005,
        "transaction_fee_rate": 0.01,
        "public_fee_discount_share": 0.5,
        "hedge_ratio_share": 0.5,
        "fiscal_layer_share": 0.1,
        "upside_transfer_share": 0.2,
        "priority_return_rate": 0.03,
        "call_option_share": 0.3,
        "put_option_share": 0.3,
    },
    "lent": {
        "line_share": 0.3,
        "recycling_share": 1.0,
        "waterfall_kind": "deal_by_deal",
        "carry_escrow_share": 0.5,
        "clawback_interval_years": 2,
        "upper_carry_rate": 0.3,
    },
    "late": {"formation_risk": "closings", "over_commitment_share": 0.5},
}
LEVERS = ("priority_return", "upside_transfer", "call_option", "put_option", "fiscal_layer", "first_loss")


@lru_cache(maxsize=1)
def _results() -> fm.Results:
    base = fm.Scenario("base")
    return fm.run([base, *(fm.Scenario(name, terms) for name, terms in CASES.items())], paths=4)


def _rows(answer: str, case: str, **where: object) -> pl.DataFrame:
    frame = _results()[answer].filter(pl.col("scenario") == case, **where)
    return frame.filter(pl.col("statistic") == "mean") if "statistic" in frame.columns else frame


@pytest.mark.parametrize(
    ("case", "party", "step"),
    [
        ("paid_early", "whole", "cash"),
        ("paid_early", "public", "waiver"),
        ("paid_early", "whole", "offset"),
        ("paid_early", "whole", "organisation"),
        ("paid_early", "whole", "transactions"),
        ("paid_early", "foreign", "tax"),
        ("paid_early", "foreign", "hedge"),
        ("paid_early", "public", "support"),
        ("paid_early", "domestic", "first_loss"),
        ("lent", "whole", "line_interest"),
        ("lent", "gp", "carry"),
        ("late", "domestic", "equalisation"),
    ],
)
def test_a_term_is_a_step_from_gross_to_net(case: str, party: str, step: str) -> None:
    row = _rows("gross_to_net", case, party_code=party, step=step)
    assert row["change_krw"].to_list() != [0]
    assert row.height == 1


def test_escrow_moves_points_and_no_won() -> None:
    row = _rows("gross_to_net", "lent", party_code="gp", step="escrow").row(0, named=True)
    assert row["change_krw"] == 0
    assert row["rate_change"] < 0


@pytest.mark.parametrize(
    ("case", "column"),
    [
        ("paid_early", "fee_waiver_krw"),
        ("paid_early", "fee_offset_krw"),
        ("paid_early", "organisation_krw"),
        ("paid_early", "internal_expense_krw"),
        ("paid_early", "idle_interest_krw"),
        ("paid_early", "upside_given_up_krw"),
        ("paid_early", "first_loss_used_krw"),
        ("lent", "line_interest_krw"),
        ("lent", "line_drawn_krw"),
        ("lent", "recallable_krw"),
        ("lent", "escrow_krw"),
        ("lent", "clawback_liability_krw"),
        ("lent", "carry_accrued_krw"),
    ],
)
def test_a_term_is_a_figure_of_a_report(case: str, column: str) -> None:
    assert _rows("reported_figures", case, party_kind="whole")[column].max() > 0
    terms_off = ("carry_accrued_krw", "clawback_liability_krw", "first_loss_used_krw")
    if column not in terms_off:
        assert _rows("reported_figures", "base", party_kind="whole")[column].max() == 0


def test_terms_of_cash_and_closings_have_tables_of_their_own() -> None:
    assert _rows("cash_of_funds", "paid_early")["idle_cash_krw"].sum() > 0
    assert _rows("fiscal_account", "paid_early")["paid_krw"].sum() > 0
    assert _rows("cash_of_funds", "lent")["recycled_krw"].sum() > 0
    assert _results()["line_effect"].filter(pl.col("scenario") == "lent").height > 0
    assert _rows("cash_of_funds", "late")["mega_short_krw"].sum() > 0
    assert _rows("equalisation", "late")["interest_krw"].abs().sum() > 0
    assert _rows("fund_closings", "late").height > 0


@pytest.mark.parametrize("lever", LEVERS)
def test_a_lever_has_its_price(lever: str) -> None:
    rows = _rows("lever_values", "paid_early", lever=lever, party_kind="investor", path_group="random")
    assert rows["total_krw"].abs().sum() > 0


def test_the_waterfall_changes_the_carry_that_is_shown() -> None:
    carry = [
        _rows("gross_to_net", case, party_code="whole", step="carry")["change_krw"][0]
        for case in ("base", "lent")
    ]
    assert carry[0] != carry[1]

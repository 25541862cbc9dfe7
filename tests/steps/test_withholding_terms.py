import polars as pl
import pytest

from fundmodel.pipeline import select
from tests.fund_case import sql

RATES = [
    ("w1", "US", "dividend", "portfolio", 0.15),
    ("w2", "US", "dividend", "substantial", 0.10),
    ("w3", "US", "capital_gains", "any", 0.0),
    ("w4", "SG", "dividend", "portfolio", 0.14),
    ("w5", "no_treaty", "dividend", "any", 0.22),
    ("w6", "no_treaty", "interest", "any", 0.154),
    ("w7", "no_treaty", "capital_gains", "any", 0.11),
    ("w8", "no_treaty", "capital_gains", "any", 0.22),
]


def made(stake: float = 0.4, threshold: float = 0.25) -> dict[str, dict]:
    """Fund 1 of 1,000: investor 0 holds 100, 1 holds 300; the mega fund 200, of which 1 holds a tenth."""
    held = [(0, 1, 0, 100), (0, 1, 1, 300), (0, 1, -1, 200), (0, 0, 1, 40), (0, 0, 3, 360)]
    frames = {
        "scenarios": pl.DataFrame({"scenario_id": [0], "world_id": [0]}),
        "commitments": pl.DataFrame(
            held, schema=["scenario_id", "fund_id", "investor_id", "commitment_krw"], orient="row"
        ),
        "funds": pl.DataFrame(
            {
                "scenario_id": 0,
                "fund_id": [0, 1],
                "level": [0, 1],
                "commitment_krw": [400, 1000],
                "korea_share": 0.9,
            }
        ),
        "plan_assumptions": pl.DataFrame({"world_id": [0], "initial_round_share": [0.5]}),
        "facility_plan": pl.DataFrame({"world_id": [0], "fund_id": [1], "stake_share": [stake]}),
        "investors": pl.DataFrame({"investor_id": [0, 1, 2, 3], "investor_code": ["us", "sg", "xx", "kr"]}),
        "investors_data": pl.DataFrame(
            {
                "investor_code": ["us", "sg", "xx", "kr"],
                "residence": ["US", "SG", "XX", "KR"],
                "class_code": ["foreign", "foreign", "foreign", "public"],
            }
        ),
        "foreign_assumptions": pl.DataFrame({"scenario_id": [0], "tax_substantial_stake_share": [threshold]}),
        "tax_rates_data": pl.DataFrame(
            RATES, schema=["tax_code", "residence", "income_type", "stake", "rate"], orient="row"
        ).with_columns(tax_kind=pl.lit("withholding")),
    }
    rows = select(sql("withholding_terms"), frames).rows(named=True)
    return {row["residence"]: row for row in rows}


def test_an_investor_is_looked_through_to_its_part_of_each_fund() -> None:
    """Investor 1 holds 300 of 1,000 itself and a tenth of the mega fund's 200."""
    found = made()
    shares = {code: row["ownership_share"] for code, row in found.items()}
    assert shares == {"US": pytest.approx(0.1), "SG": pytest.approx(0.32), "XX": 0.0}
    assert found["SG"]["stake_share"] == pytest.approx(0.32 * 0.4)


@pytest.mark.parametrize(
    ("residence", "dividend", "interest", "gain"),
    [("US", 0.15, 0.154, 0.0), ("SG", 0.14, 0.154, None), ("XX", 0.22, 0.154, None)],
)
def test_a_treaty_goes_before_the_statute(residence: str, dividend: float, interest: float, gain) -> None:
    row = made()[residence]
    assert (row["dividend_rate"], row["interest_rate"], row["gain_rate"]) == (dividend, interest, gain)
    assert row["is_listed_exempt"]


def test_a_substantial_stake_has_the_lower_rate_and_no_exemption() -> None:
    """Singapore has no row for it here and keeps the one for portfolios."""
    found = made(stake=0.4, threshold=0.04)
    assert (found["US"]["dividend_rate"], found["US"]["is_listed_exempt"]) == (0.10, False)
    assert (found["SG"]["dividend_rate"], found["SG"]["stake"]) == (0.14, "substantial")

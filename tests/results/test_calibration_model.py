import math

import polars as pl
import pytest

from tests.results.given import SCENARIOS, answer, table

BUCKETS = table(
    "measure bucket_code from_multiple to_multiple",
    ("share_of_financings", "below_1x", 0.0, 1.0),
    ("share_of_financings", "above_5x", 5.0, None),
    ("share_of_dollars", "below_1x", 0.0, 1.0),
).with_columns(pl.col("from_multiple", "to_multiple").cast(pl.Float64))


def made(**changes: pl.DataFrame) -> dict[tuple[str, str], dict]:
    frames = {
        "scenarios": SCENARIOS,
        "outcome_buckets_data": BUCKETS,
        "startup_returns": table(
            "world_id path_id counted from_multiple item_count invested_krw",
            (0, 1, "financing", 0, 6, 50),
            (0, 2, "financing", 1, 2, 30),
            (0, 2, "financing", 10, 2, 20),
            (0, 1, "company", 0, 9, 9),
        ).with_columns(pl.col("from_multiple").cast(pl.Float64)),
        "startup_rounds": table(
            "world_id path_id phase_id year_number up_count flat_count down_count",
            (0, 1, 1, 3, 5, 1, 2),
            (0, 2, 2, 4, 1, 0, 1),
        ),
        "areas": table("area_id area_code", (0, "oncology"), (1, "neurology")),
        "phases": table("phase_id phase_code", (0, "PRE"), (1, "P1"), (2, "P2"), (3, "P3"), (4, "NDA")),
        "phase_results": table(
            "world_id path_id area_id phase_id success_count failure_count",
            *((0, path, 0, phase, 1, 1) for path in (1, 2) for phase in (1, 2, 3, 4)),
            (0, 1, 0, 0, 0, 5),
            (0, 1, 1, 1, 1, 3),
        ),
        "funds": table("scenario_id fund_id strategy_id", (0, 1, 0), (0, 2, 2)),
        "strategies": table("strategy_id strategy_code", (0, "early"), (2, "cdmo")),
        "parties": table(
            "party_id party_kind party_code fund_id",
            (7, "fund", "E1", 1),
            (8, "fund", "C1", 2),
            (9, "strategy", "early", -1),
            (10, "strategy", "cdmo", -1),
        ),
        "mean_cash_irrs": table(
            "scenario_id party_id path_group measure rate",
            (0, 9, "random", "net", 0.06),
            (0, 9, "central", "net", 0.07),
            (0, 9, "random", "gross", 0.08),
            (0, 10, "random", "net", 0.09),
        ),
        "party_totals": table(
            "scenario_id path_id party_id paid_in_krw distributed_krw",
            (0, 0, 7, 100, 900),
            (0, 1, 7, 100, 50),
            (0, 2, 7, 100, 150),
            (0, 3, 7, 200, 500),
            (0, 1, 8, 100, 900),
        ),
        "irrs": table(
            "scenario_id path_id party_id measure status rate",
            (0, 1, 7, "net", "out of range", None),
            (0, 2, 7, "net", "ok", 0.04),
            (0, 3, 7, "net", "ok", 0.10),
            (0, 3, 7, "gross", "ok", 0.50),
        ),
        "plant_results": table(
            "world_id path_id facility_id plant_number months capex_krw kl_thousandths overrun_krw "
            "delay_months",
            (0, 1, 0, 1, 39, 330, 30_000, 30, 1.5),
            (0, 2, 0, 1, 45, 470, 50_000, 70, 6.0),
        ),
        "exchange_rate_moves": table(
            "world_id path_id move_count move_sum move_square_sum",
            (0, 1, 2, 100, 10_000),
            (0, 2, 2, -100, 30_000),
        ),
    }
    found = answer("calibration_model", frames | changes)
    return {(row["measure"], row["subject"]): row for row in found.iter_rows(named=True)}


def value(measure: str, subject: str) -> float:
    return made()[measure, subject]["model_value"]


def test_outcomes_are_shares_of_financings_and_of_their_money() -> None:
    assert value("share_of_financings", "below_1x") == 0.6
    assert value("share_of_financings", "above_5x") == 0.2
    assert value("share_of_dollars", "below_1x") == 0.5


def test_likelihood_of_approval_is_the_product_of_clinical_phases() -> None:
    """Oncology passes each of four phases half the time; all areas pass phase 1 three times of eight."""
    assert value("likelihood_of_approval", "oncology") == pytest.approx(0.5**4)
    assert value("likelihood_of_approval", "all") == pytest.approx(3 / 8 * 0.5**3)
    assert value("likelihood_of_approval", "neurology") is None


def test_startup_funds_are_pooled_and_ranked_over_random_paths() -> None:
    """Multiples 0.5, 1.5 and 2.5, pooled 700 / 400; a rate out of range ranks with a total loss."""
    assert value("fund_net_multiple", "pooled") == 1.75
    assert value("fund_net_multiple", "median") == 1.5
    assert value("fund_net_multiple", "p75") == 2.0
    assert value("fund_net_irr", "median") == 0.04
    assert value("fund_net_irr", "p25") == pytest.approx(-0.48)
    assert ("fund_net_irr", "pooled") not in made()
    assert value("fund_net_irr", "early") == 0.06
    assert ("fund_net_irr", "cdmo") not in made()


def test_plants_and_exchange_rate() -> None:
    """800 won for 80 kL are 10 a kL; squares of 40,000 over four quarters with mean 0, less one, x 4."""
    assert value("plant_months", "mean") == 42
    assert value("plant_capex_per_kl", "mean") == 10
    assert value("plant_delay_months", "mean") == 3.75
    assert value("plant_overrun_share", "mean") == pytest.approx(100 / 700)
    assert value("krw_usd_volatility", "yearly") == pytest.approx(math.sqrt(40_000 / 3 * 4) / 1e6)

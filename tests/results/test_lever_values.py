import polars as pl
import pytest

from tests.results.given import SCENARIOS, answer, table

PARTIES = table(
    "party_id party_code party_kind class_id",
    (0, "whole", "whole", None),
    (1, "public", "class", 0),
    (2, "domestic", "class", 1),
    (3, "fiscal", "investor", 0),
    (4, "pension", "investor", 1),
    (5, "banks", "investor", 1),
    (6, "E1", "fund", None),
)
SUPPORT_LEVERS = table("lever_id lever", (1, "first_loss"), (2, "upside_transfer"))
COLUMNS = "scenario_id path_id case_id party_id net_krw present_krw is_loss"
# Path: case -> net cash of fiscal, pension, banks; case 1 is without first loss, 2 without the transfer.
CASES = {
    1: {0: (-30, 20, 15), 1: (0, 5, 0), 2: (-20, 10, 15), -1: (10, -5, 0)},
    2: {0: (-10, 5, 10), 1: (-10, 5, 10), 2: (0, 0, 5), -1: (0, 0, 5)},
}


def _totals() -> pl.DataFrame:
    rows = []
    for path, cases in CASES.items():
        for case, (fiscal, pension, banks) in cases.items():
            parties = {1: fiscal, 2: pension + banks, 3: fiscal, 4: pension, 5: banks, -1: 0, -2: 0}
            rows += [
                (0, path, case, party, won, won // 2, won < 0 if party > 0 else None)
                for party, won in parties.items()
            ]
    return table(COLUMNS, *rows)


def _rates() -> pl.DataFrame:
    rates = {0: 0.02, 1: 0.04, 2: 0.03, -1: 0.06}
    beyond = {-1: -0.04 + 0.02 + 0.01}
    rows = [
        (0, case, party, "random", rate, "ok", 0.02 - rate, beyond.get(case))
        for case, rate in rates.items()
        for party in range(1, 6)
    ]
    return table("scenario_id case_id party_id path_group rate status change_rate beyond_rate", *rows)


@pytest.fixture(scope="module")
def made() -> pl.DataFrame:
    frames = {
        "scenarios": SCENARIOS,
        "parties": PARTIES,
        "support_levers": SUPPORT_LEVERS,
        "lever_totals": _totals(),
        "lever_irrs": _rates(),
    }
    return answer("lever_values", frames)


def row(made: pl.DataFrame, lever: str, party: str) -> dict[str, object]:
    return made.filter((pl.col("lever") == lever) & (pl.col("party_code") == party)).row(0, named=True)


def test_a_lever_is_the_full_set_less_the_set_without_it(made: pl.DataFrame) -> None:
    """First loss changes fiscal cash by -30 and 0: -15 on average; the P95 of cost is 0.95 x 30."""
    fiscal = row(made, "first_loss", "fiscal")
    assert (fiscal["value_krw"], fiscal["total_krw"], fiscal["path_count"]) == (-15, -30, 2)
    assert fiscal["p95_cost_krw"] == pytest.approx(28.5, abs=1)
    assert fiscal["present_value_krw"] == -7
    assert (fiscal["irr_with_rate"], fiscal["irr_without_rate"]) == (0.02, 0.04)
    assert fiscal["irr_change_rate"] == pytest.approx(-0.02)
    assert (fiscal["loss_with_share"], fiscal["loss_without_share"]) == (1.0, 0.5)


def test_interaction_is_what_the_joint_change_has_beyond_the_levers(made: pl.DataFrame) -> None:
    """Joint -40 and -10, first loss -30 and 0, transfer -10 and -10: nothing is left on the first path."""
    assert row(made, "joint", "fiscal")["total_krw"] == -50
    assert row(made, "upside_transfer", "fiscal")["total_krw"] == -20
    assert row(made, "interaction", "fiscal")["total_krw"] == -50 - (-30 - 20)
    assert row(made, "interaction", "pension")["total_krw"] == 30 - (15 + 15)
    assert row(made, "interaction", "fiscal")["irr_change_rate"] == pytest.approx(-0.01)
    # Of two paths fiscal money loses on 2 with all, on 1 without either lever, on none without both.
    assert row(made, "joint", "fiscal")["loss_change_share"] == 1.0
    assert row(made, "interaction", "fiscal")["loss_change_share"] == 1.0 - 0.5 - 0.5


def test_means_of_investors_and_outsiders_sum_to_zero_to_the_won(made: pl.DataFrame) -> None:
    sums = made.filter(pl.col("party_kind") != "class").group_by("lever").agg(pl.col("value_krw").sum())
    assert sums.height == 4
    assert set(sums["value_krw"]) == {0}
    classes = made.filter((pl.col("lever") == "joint") & (pl.col("party_kind") == "class"))
    members = [row(made, "joint", name)["value_krw"] for name in ("pension", "banks")]
    assert classes["value_krw"].to_list() == [row(made, "joint", "fiscal")["value_krw"], sum(members)]

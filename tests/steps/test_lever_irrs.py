import polars as pl
import pytest

from fundmodel.steps.lever_irrs import lever_irrs


def test_each_party_has_a_rate_and_those_outside_have_none() -> None:
    cash = {(0, 1): [-100, 0, 0, 0, 121], (1, 1): [-100, 0, 0, 0, 0], (0, -1): [0, 0, 0, 0, 5]}
    flows = pl.DataFrame(
        [
            (0, case, party, "random", quarter, 2, won)
            for (case, party), amounts in cash.items()
            for quarter, won in enumerate(amounts)
        ],
        schema=["scenario_id", "case_id", "party_id", "path_group", "quarter", "path_count", "net_krw"],
        orient="row",
    )
    made = lever_irrs(flows)
    names = ["scenario_id", "party_id", "path_group", "case_id", "status", "change_rate"]
    assert made.select(names).rows() == [
        (0, 1, "random", 0, "ok", 0.0),
        (0, 1, "random", 1, "total loss", None),
    ]
    assert made["rate"].to_list() == pytest.approx([0.21, -1.0])


def test_what_the_joint_change_has_beyond_those_of_each_lever() -> None:
    """10 % with both levers, 21 and 44 % without one, 69 % without both: -59 + 11 + 34 = -14 points."""
    back = {0: 110, 1: 121, 2: 144, -1: 169}
    flows = pl.DataFrame(
        [
            (0, case, 1, "random", quarter, 1, {0: -100, 4: won}.get(quarter, 0))
            for case, won in back.items()
            for quarter in range(5)
        ],
        schema=["scenario_id", "case_id", "party_id", "path_group", "quarter", "path_count", "net_krw"],
        orient="row",
    )
    made = lever_irrs(flows).sort("case_id")
    assert made["change_rate"].to_list() == pytest.approx([-0.59, 0.0, -0.11, -0.34])
    assert made["beyond_rate"][0] == pytest.approx(-0.14)
    assert made["beyond_rate"].null_count() == 3


def test_without_a_lever_there_is_no_rate() -> None:
    flows = pl.DataFrame(
        schema={"scenario_id": pl.Int32, "case_id": pl.Int32, "party_id": pl.Int32, "path_group": pl.String}
        | {"quarter": pl.Int32, "path_count": pl.Int64, "net_krw": pl.Int64}
    )
    assert lever_irrs(flows).is_empty()

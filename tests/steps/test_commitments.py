import polars as pl

from fundmodel.pipeline import select
from tests.fund_case import INVESTORS, sql

OWN = ("hurdle_rate", "carry_rate", "catch_up_share", "fee_discount_share")


def made(
    size: int,
    shares: tuple[float, float, float] = (0.4, 0.1, 0.02),
    n_scenarios: int = 1,
    over: float = 0.0,
) -> pl.DataFrame:
    public, foreign, gp = shares
    scenarios = list(range(n_scenarios))
    given = {
        "scenarios": pl.DataFrame({"scenario_id": scenarios, "scenario": "s", "world_id": 0}),
        "plan_assumptions": pl.DataFrame({"world_id": [0], "effective_size_krw": [size]}),
        "capital_assumptions": pl.DataFrame(
            {
                "scenario_id": scenarios,
                "public_share": public,
                "foreign_share": foreign,
                "gp_commitment_share": gp,
            }
        ),
        "fund_terms_assumptions": pl.DataFrame(
            {"scenario_id": scenarios, "mega_reserve_share": 0.05, "over_commitment_share": over}
        ),
        "fund_plan": pl.DataFrame(
            {
                "world_id": [0] * 4,
                "fund_id": range(4),
                "level": [0, 1, 1, 1],
                "planned_size_krw": [size, 50, 30, 20],
            }
        ),
        "investors": INVESTORS,
        "commitments_data": pl.DataFrame(
            {
                "investor_code": ["fiscal", "pension", "pension", "abroad", "gp", "gp"],
                "level": [0, 0, 1, 1, 0, 1],
                "share_of_class": [1.0, 0.25, 0.75, 1.0, 0.5, 0.5],
                "hurdle_rate": [0.03, None, 0.08, None, None, None],
                "carry_rate": [None, None, None, 0.3, None, None],
                "catch_up_share": [None, None, None, 0.5, None, None],
                "fee_discount_share": [None, 0.25, None, 0.1, None, None],
            }
        ),
    }
    return select(sql("commitments"), given)


def test_a_round_programme_by_hand() -> None:
    """10,000: public 4,000, foreign 1,000, GP 200, domestic 4,800 of which a quarter goes into the mega
    fund.

    The mega fund has 4,000 + 1,200 + 100 = 5,300 and commits 95 % of it, 5,035, as 50 : 30 : 20: 2,517.5,
    1,510.5, 1,007; the odd won goes to the larger fraction with the lower id, fund 1.
    """
    assert made(10_000).drop(OWN).rows() == [
        # scenario, fund, investor, class, commitment
        (0, 0, 0, 0, 4000),
        (0, 0, 1, 1, 1200),
        (0, 0, 3, 3, 100),
        (0, 1, -1, -1, 2518),
        (0, 1, 1, 1, 1800),
        (0, 1, 2, 2, 500),
        (0, 1, 3, 3, 50),
        (0, 2, -1, -1, 1510),
        (0, 2, 1, 1, 1080),
        (0, 2, 2, 2, 300),
        (0, 2, 3, 3, 30),
        (0, 3, -1, -1, 1007),
        (0, 3, 1, 1, 720),
        (0, 3, 2, 2, 200),
        (0, 3, 3, 3, 20),
    ]


def test_terms_of_its_own_stand_with_every_commitment_of_that_level() -> None:
    own = made(10_000).filter(pl.any_horizontal(pl.col(OWN).is_not_null()))
    assert own.select("fund_id", "investor_id", *OWN).rows() == [
        (0, 0, 0.03, None, None, None),
        (0, 1, None, None, None, 0.25),
        *(
            (fund, *row)
            for fund in (1, 2, 3)
            for row in ((1, 0.08, None, None, None), (2, None, 0.3, 0.5, 0.1))
        ),
    ]


def test_over_commitment_adds_to_what_the_mega_fund_commits() -> None:
    """95 % of 5,300 and a fifth more: 6,042; what its own investors commit stays."""
    rows = made(10_000, over=0.2)
    assert rows.filter(pl.col("investor_id") == -1)["commitment_krw"].sum() == 6042
    assert rows.filter(pl.col("fund_id") == 0)["commitment_krw"].sum() == 5300


def test_every_won_of_an_odd_programme_is_committed_once() -> None:
    """10,007 in shares that do not divide it; what ultimate investors commit is the size, at every size."""
    for size in (10_007, 999, 5_000_000_000_001):
        rows = made(size, (0.413, 0.087, 0.019), n_scenarios=2)
        ultimate = rows.filter(pl.col("investor_id") >= 0)
        assert ultimate.group_by("scenario_id").agg(pl.col("commitment_krw").sum())[
            "commitment_krw"
        ].to_list() == [
            size,
            size,
        ]
        mega = rows.filter(pl.col("scenario_id") == 0, pl.col("fund_id") == 0)["commitment_krw"].sum()
        placed = rows.filter(pl.col("scenario_id") == 0, pl.col("investor_id") == -1)["commitment_krw"].sum()
        assert placed == int(mega * 0.95)
        assert rows["commitment_krw"].min() >= 0


def test_domestic_money_is_the_remainder_and_may_be_nothing() -> None:
    """0.4 + 0.58 + 0.02 leave a domestic share that is zero but for the last bits."""
    rows = made(10_000, (0.4, 0.58, 0.02))
    assert rows.filter(pl.col("class_id") == 1)["commitment_krw"].unique().to_list() == [0]
    assert rows.filter(pl.col("investor_id") >= 0)["commitment_krw"].sum() == 10_000

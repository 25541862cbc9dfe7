import polars as pl

from tests.results.given import SCENARIOS, answer, table


def test_shares_of_companies_and_of_money_by_multiple():
    """Three companies of four lose; the fourth brings 90 of 100."""
    frames = {
        "scenarios": SCENARIOS,
        "startup_returns": table(
            "world_id path_id counted from_value item_count invested_krw proceeds_krw",
            (0, 1, "company", 0.0, 2, 20, 10),
            (0, 2, "company", 0.0, 1, 10, 0),
            (0, 2, "company", 10.0, 1, 5, 90),
            (0, 2, "financing", 10.0, 7, 7, 7),
        ).rename({"from_value": "from_multiple"}),
        "outcome_buckets_data": pl.DataFrame({"from_multiple": [0.0, 1.0, 10.0, 10.0]}),
    }
    made = answer("company_returns", frames)
    assert made["from_multiple"].to_list() == [0.0, 1.0, 10.0]
    assert made["to_multiple"].to_list() == [1.0, 10.0, None]
    assert made["company_count"].to_list() == [3, 0, 1]
    assert made["company_share"].to_list() == [0.75, 0.0, 0.25]
    assert made["proceeds_share"].to_list() == [0.1, 0.0, 0.9]
    assert answer(
        "company_returns", frames | {"startup_returns": frames["startup_returns"].head(0)}
    ).is_empty()

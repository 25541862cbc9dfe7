import polars as pl

from fundmodel.pipeline import select
from tests.fund_case import sql


def test_a_plan_pays_in_evenly_and_gives_back_evenly() -> None:
    """A tenth of 4,000 over two quarters, then back over four: 200, 400, less 100 in each of four more."""
    frames = {
        "run_settings": pl.DataFrame({"n_quarters": [8]}),
        "withholding_terms": pl.DataFrame(
            {"scenario_id": 0, "fund_id": [1, 2], "investor_id": 5, "ownership_share": [0.1, 0.0]}
        ),
        "funds": pl.DataFrame(
            {
                "scenario_id": 0,
                "fund_id": [1, 2],
                "level": 1,
                "start_quarter": [1, 0],
                "investment_end_quarter": [3, 2],
                "end_quarter": [7, 6],
                "commitment_krw": [4_000, 9_000],
            }
        ),
    }
    made = select(sql("planned_exposures"), frames)
    assert made["planned_krw"].to_list() == [0, 200, 400, 300, 200, 100, 0, 0]

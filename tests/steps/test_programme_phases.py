import polars as pl
import pytest

from fundmodel.pipeline import select
from tests.startup_case import sql

PHASES = ("PRE", "P1", "P2", "P3", "NDA")


def test_areas_use_their_own_rows_where_the_source_has_them_and_those_of_all_areas_otherwise() -> None:
    rows = [("all", phase, "success_probability", 0.5) for phase in PHASES]
    rows += [("all", phase, "duration_years", 2.0) for phase in PHASES]
    rows += [("oncology", "P2", "success_probability", 0.8), ("oncology", "P2", "duration_years", 3.0)]
    rows += [("all", "P2", "value_step_up", 1.9)]
    rows += [("oncology", "P2", "trial_cost_usd", 30.0), ("infectious", "P2", "trial_cost_usd", 10.0)]
    given = {
        "drug_phases_data": pl.DataFrame(
            rows, schema=["area_code", "phase_code", "metric", "value"], orient="row"
        ),
        "areas": pl.DataFrame({"area_id": [0], "area_code": ["oncology"]}),
        "phases": select(sql("phases"), {}),
        "phase_chain": pl.DataFrame({"phase_id": range(5), "success_share": 0.25, "duration_years": 3.5}),
        "startups_assumptions": pl.DataFrame(
            {
                "world_id": range(4),
                "success_multiplier": [1.0, 1.5, 1.0, 1.0],
                "transition_source": ["areas", "areas", "matrix", "areas"],
            }
        ),
        "plan_assumptions": pl.DataFrame(
            {
                "world_id": range(4),
                "talent_success_uplift_share": [0.0, 0.0, 0.0, 0.2],
                "sandbox_time_saving_share": [0.0, 0.0, 0.0, 0.25],
                "cluster_cost_saving_share": [0.0, 0.0, 0.0, 0.1],
            }
        ),
    }
    found = select(sql("programme_phases"), given)
    assert found.height == 4 * len(PHASES)
    assert found.row(1) == (0, 0, 1, 0.5, 0.5, 2.0, 2.0, 1.0, 1.0, 1.0)
    # The mean cost of phase 2 is 20, over the areas of the source, planned or not.
    assert found.row(2) == (0, 0, 2, 0.8, 0.8, 3.0, 3.0, 1.5, 1.0, 1.9)
    assert found.row(5 + 1) == (1, 0, 1, pytest.approx(0.75), 0.5, 2.0, 2.0, 1.0, 1.0, 1.0)
    # Never more than certain; the price keeps to what is published.
    assert found.row(5 + 2) == (1, 0, 2, 1.0, 0.8, 3.0, 3.0, 1.5, 1.0, 1.9)
    # A matrix is the same for every area.
    assert found.row(10 + 2) == (2, 0, 2, 0.25, 0.25, 3.5, 3.5, 1.5, 1.0, 1.9)
    # A sandbox saves a quarter of clinical phases only; talent and shared cost touch every phase.
    assert found.row(15) == (3, 0, 0, pytest.approx(0.6), 0.5, 2.0, 2.0, 1.0, 0.9, 1.0)
    assert found.row(15 + 2) == (3, 0, 2, pytest.approx(0.96), 0.8, 2.25, 3.0, 1.5, 0.9, 1.9)

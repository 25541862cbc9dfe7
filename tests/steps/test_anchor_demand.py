import polars as pl
import pytest

from fundmodel.steps.anchor_demand import anchor_demand


def made(share=0.5, plants=2):
    """8 companies enter phase 1 evenly over quarters 0..3, one year in the clinic, half go on to a
    year of phase 2.
    """
    return anchor_demand(
        company_plan=pl.DataFrame(
            {
                "world_id": [0, 0],
                "area_id": [0, 1],
                "entry_phase": [1, 1],
                "company_count": [8, 0],
                "start_quarter": [0, 0],
                "investment_quarters": [4, 4],
            }
        ),
        programme_phases=pl.DataFrame(
            {
                "world_id": [0] * 4,
                "area_id": [0] * 4,
                "phase_id": [0, 1, 2, 3],
                "success_share": [0.9, 0.5, 0.0, 0.5],
                "duration_years": [9.0, 1.0, 1.0, 1.0],
            }
        ),
        phases=pl.DataFrame({"phase_id": [0, 1, 2, 3, 4], "phase_code": ["PRE", "P1", "P2", "P3", "NDA"]}),
        facility_plan=pl.DataFrame({"world_id": [0], "capacity_kl": [10.0], "plant_count": [plants]}),
        plants_assumptions=pl.DataFrame(
            {"world_id": [0], "anchor_demand_share": [share], "anchor_kl_per_programme": [0.5]}
        ),
        run_settings=pl.DataFrame({"n_quarters": [14]}),
    )


def test_programmes_in_the_clinic_take_their_part_of_capacity():
    """In phase 1: 0, 2, 4, 6, 8, 6, 4, 2, 0; in phase 2 half of it four quarters later. 0.5 x 0.5 kL
    each of 20 kL.
    """
    first = [0, 2, 4, 6, 8, 6, 4, 2, 0, 0, 0, 0, 0, 0]
    second = [0, 0, 0, 0, 0, 1, 2, 3, 4, 3, 2, 1, 0, 0]
    expected = [(one + two) * 0.25 / 20 for one, two in zip(first, second, strict=True)]
    load = made()
    assert load.columns == ["world_id", "quarter", "load_share"]
    assert load["load_share"].to_list() == pytest.approx(expected)


def test_no_share_or_no_plant_asks_for_nothing():
    assert made(share=0.0).is_empty()
    assert made(plants=0).is_empty()

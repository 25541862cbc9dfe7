import pytest

from fundmodel.steps.facility_phases import facility_phases
from tests.steps.test_facility_events import given

PHASE = {
    "exit_quarter": 24,
    "second_phase_share": 0.5,
    "second_phase_capex_share": 0.8,
    "second_phase_build_quarters": 4,
    "second_phase_trigger_share": 0.9,
}


def test_three_choices_on_the_same_luck():
    """The certain plant is full in year 2: the option is exercised; whatever the scenario itself chooses."""
    made = facility_phases(**given(paths=(0, 1), **PHASE))
    assert made.select("path_id", "facility_id").rows() == [(0, 0), (0, 1), (1, 0), (1, 1)]
    assert made["built_thousandths"].unique().to_list() == [1_000]
    assert made["never_npv_krw"].n_unique() == 1
    assert made["option_npv_krw"][0] > made["never_npv_krw"][0]
    again = facility_phases(**given(paths=(0, 1), **(PHASE | {"second_phase": "at_once"})))
    assert again.equals(made)


def test_an_option_that_is_never_exercised_is_worth_nothing_more():
    made = facility_phases(**given(paths=(0, 3), demand=0.85, **PHASE))
    assert made["built_thousandths"].to_list() == [0] * 4
    assert made["option_npv_krw"].to_list() == made["never_npv_krw"].to_list()


def test_the_central_case_is_the_mean_over_the_delays():
    """With delays only the mean of random paths meets it."""
    made = facility_phases(**given(paths=range(801), delay_mean_quarters=2.0, **PHASE))
    first = made.filter(facility_id=0)
    random = first["never_npv_krw"][1:]
    error = random.std() / len(random) ** 0.5
    assert first["never_npv_krw"][0] == pytest.approx(random.mean(), abs=4 * error)

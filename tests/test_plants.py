from dataclasses import replace

import numpy as np
import pytest

from tests.plant_case import TERMS, plants


def test_a_certain_plant_to_the_won():
    """The numbers of tests.plant_case.py."""
    building, operation = plants()
    assert building.quarter.tolist() == [[0, 2]]
    assert building.capex_krw.tolist() == [[4_400, 6_600]]
    assert building.overrun_krw.tolist() == [[400, 600]]
    assert building.opening.tolist() == [6]
    assert operation.revenue_krw.tolist() == [[2_500, 10_000, 10_000]]
    assert operation.tax_krw.tolist() == [[0, 480, 480]]
    assert operation.call_krw.tolist() == [[1_470, 0, 0]]
    assert operation.dividend_krw.tolist() == [[0, 3_300, 3_300]]
    assert operation.exit_krw.tolist() == [[0, 0, 20_000]]
    assert operation.value_krw.tolist() == [[18_896, 22_256, 21_181, 0]]


def test_a_delay_stretches_the_s_curve_and_moves_the_opening():
    """Six quarters of building are three instalments; the curve 0, 40 %, 100 % is read at 1/3, 2/3 and 1.

    At 1/3: 0.4 x (2/3) = 4/15 = 2,933.3; at 2/3: 0.4 + 0.6/3 = 0.6 = 6,600; at the end 11,000. Differences of
    floored cumulative amounts: 2,933, 3,667, 4,400.
    """
    building, _ = plants(delay=(2,))
    assert building.quarter.tolist() == [[0, 2, 4]]
    assert building.capex_krw.tolist() == [[2_933, 3_667, 4_400]]
    assert building.opening.tolist() == [8]


def test_an_odd_length_of_building_ends_in_a_started_half_year():
    building, _ = plants(delay=(1,))
    assert building.quarter.tolist() == [[0, 2, 4]]
    assert building.opening.tolist() == [7]


@pytest.mark.parametrize(
    ("profit_bands", "expected"),
    [
        (((0.0, 0.1),), 290),
        (((0.0, 0.1), (1_000.0, 0.2)), 480),
        (((0.0, 0.1), (1_000.0, 0.2), (2_500.0, 0.5)), 100 + 300 + 200),
        (((0.0, 0.0),), 0),
    ],
)
def test_tax_is_progressive_on_2900_won(profit_bands, expected):
    _, operation = plants(replace(TERMS, tax_bands=profit_bands))
    assert operation.tax_krw[0].tolist() == [0, expected, expected]


def test_depreciation_ends():
    """From year 3 on nothing is written off: 4,000 are taxed, 100 + 600 = 700."""
    _, operation = plants(replace(TERMS, depreciation_years=2, tax_bands=((0.0, 0.1), (1_000.0, 0.2))))
    assert operation.tax_krw[0].tolist() == [0, 0, 700]


def test_utilisation_is_capped_at_full_load():
    """Ramp 25 % x factor 2 = 50 % in year 1; 100 % x 2 stays 100 %."""
    _, operation = plants(demand=2.0)
    assert operation.revenue_krw.tolist() == [[5_000, 10_000, 10_000]]
    _, level = plants(replace(TERMS, demand_level=2.0))
    assert level.revenue_krw.tolist() == operation.revenue_krw.tolist()


def test_a_dearer_dollar_lifts_the_dollar_part_of_revenue_only():
    """+10 % on 70 % of revenue: 10,700; costs stay 6,000, so EBITDA is 4,700 and the sale 23,500."""
    _, operation = plants(krw_per_usd=1_540.0)
    assert operation.revenue_krw[0].tolist() == [2_675, 10_700, 10_700]
    assert operation.exit_krw[0, 2] == 23_500


def test_a_dearer_dollar_makes_imported_inputs_dearer_too():
    """+10 % on 95 % of a variable cost of 3,000: 3,285; 10,700 - 3,000 - 3,285 = 4,415, sold for 22,075."""
    _, operation = plants(replace(TERMS, usd_input_share=0.95), krw_per_usd=1_540.0)
    assert abs(operation.exit_krw[0, 2] - 22_075) <= 1


def test_price_growth_counts_from_quarter_0():
    """Year 2 ends in quarter 14, 3.5 years after quarter 0: 10,000 x 1.02^3.5 = 10,717.6."""
    _, operation = plants(replace(TERMS, price_growth_rate=0.02))
    assert operation.revenue_krw[0, 1] == 10_717


def test_a_sale_pays_for_the_last_years_loss_first():
    """Load 45 % in year 3: revenue 4,500 - 4,350 = 150, sold for 750; cash 150 - 220 = -70: 680 left."""
    demand = np.array([[1.0, 1.0, 1.0, 0.45]])
    _, operation = plants(demand=demand)
    assert operation.exit_krw[0].tolist() == [0, 0, 680]
    assert operation.dividend_krw[0, 2] == 0
    assert operation.call_krw[0, 2] == 0


def test_a_plant_that_loses_money_is_sold_for_nothing():
    _, operation = plants(demand=np.array([[1.0, 1.0, 1.0, 0.0]]))
    assert operation.exit_krw[0].tolist() == [0, 0, 0]
    assert operation.call_krw[0].tolist() == [1_470, 0, 3_220]


def test_value_knows_the_market_of_its_date_only():
    """Demand falls to nothing in year 3: the value of year 2 is unchanged, that of year 3 is the sale's 0."""
    _, steady = plants()
    _, slump = plants(demand=np.array([[1.0, 1.0, 1.0, 0.0]]))
    assert slump.value_krw.tolist() == steady.value_krw.tolist()
    _, early = plants(demand=np.array([[1.0, 0.0, 1.0, 1.0]]))
    assert early.value_krw.tolist() == [[18_896, 0, 21_181, 0]]


def test_plants_do_not_know_each_other():
    one, two = plants(overrun=(0.1,), delay=(0,)), plants(overrun=(0.3, 0.1), delay=(3, 0))
    assert two[1].dividend_krw[1].tolist() == one[1].dividend_krw[0].tolist()
    assert two[0].capex_krw[1].tolist() == [4_400, 6_600, 0, 0]

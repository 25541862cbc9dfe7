from dataclasses import replace

import numpy as np
import pytest

from tests.plant_case import TERMS, plants


def worth(terms, yearly, date):
    """Frozen cash to come at the end of year `date`: (quarterly ebitda less upkeep, tax, sale) by year."""
    total = 0.0
    for year, (cash, tax, sale) in enumerate(yearly, start=1):
        for quarter in range(4 * year - 3, 4 * year + 1):
            if quarter > 4 * date:
                total += cash * (1 + terms.plant_discount_rate) ** (-(quarter - 4 * date) / 4)
        if year > date:
            total += (sale - tax) * (1 + terms.plant_discount_rate) ** -(year - date)
    return int(max(0.0, total))


YEARS = ((-367.5, 0, 0), (945, 480, 0), (945, 480, 20_000))


def test_a_certain_plant_to_the_won():
    """The numbers of tests/plant_case.py."""
    building, operation = plants()
    assert building.quarter.tolist() == [[0, 2]]
    assert building.capex_krw.tolist() == [[4_400, 6_600]]
    assert building.overrun_krw.tolist() == [[400, 600]]
    assert building.owner_krw.tolist() == [[4_400, 6_600]]
    assert building.completion.tolist() == [4]
    assert building.opening.tolist() == [6]
    assert operation.revenue_krw.tolist() == [[625] * 4 + [2_500] * 8]
    assert operation.tax_krw.tolist() == [[0] * 7 + [480, 0, 0, 0, 480]]
    assert operation.call_krw.tolist() == [[367] * 4 + [0] * 8]
    assert operation.dividend_krw.tolist() == [[0, 3_300, 3_300]]
    assert operation.exit_krw.tolist() == [[0, 0, 20_000]]
    assert operation.value_krw.tolist() == [[worth(TERMS, YEARS, date) for date in range(3)] + [0]]


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
    assert operation.tax_krw[0, [3, 7, 11]].tolist() == [0, expected, expected]


def test_depreciation_ends():
    """From year 3 on nothing is written off: 4,000 are taxed, 100 + 600 = 700."""
    _, operation = plants(replace(TERMS, depreciation_years=2))
    assert operation.tax_krw[0, [3, 7, 11]].tolist() == [0, 0, 700]


def test_losses_are_carried_forward_up_to_a_share_of_profit():
    """Year 1 loses 1,250 + 1,100 = 2,350. At 80 % of 2,900 all but 30 won are used in year 2: tax on 580 is
    58; year 3: the rest, 2,870 are taxed: 100 + 374. At 50 %: 1,450 and 900 left, so 2,000 are taxed in
    year 3.
    """
    _, operation = plants(replace(TERMS, loss_offset_share=0.8))
    assert operation.tax_krw[0, [3, 7, 11]].tolist() == [0, 58, 474]
    _, operation = plants(replace(TERMS, loss_offset_share=0.5))
    assert operation.tax_krw[0, [3, 7, 11]].tolist() == [0, 100 + 90, 100 + 200]


def test_a_tax_credit_is_used_up_against_tax():
    """5 % of 11,000 is 550: year 2 pays nothing of 480, year 3 70 less."""
    _, operation = plants(replace(TERMS, tax_credit_share=0.05))
    assert operation.tax_krw[0, [3, 7, 11]].tolist() == [0, 0, 410]


def test_a_grant_pays_its_share_and_is_not_written_off():
    """10 % of the budget of 10,000: 400 and 600; 10,000 are left to write off, 3,000 taxed: 100 + 400."""
    building, operation = plants(replace(TERMS, grant_share=0.1))
    assert building.grant_krw.tolist() == [[400, 600]]
    assert building.owner_krw.tolist() == [[4_000, 6_000]]
    assert operation.tax_krw[0, 7] == 500


def test_utilisation_is_capped_at_full_load():
    """Ramp 25 % x factor 2 = 50 % in year 1; 100 % x 2 stays 100 %."""
    _, operation = plants(demand=2.0)
    assert operation.revenue_krw.tolist() == [[1_250] * 4 + [2_500] * 8]
    _, level = plants(replace(TERMS, demand_level=2.0))
    assert level.revenue_krw.tolist() == operation.revenue_krw.tolist()


def test_take_or_pay_carries_the_contracted_part():
    """Demand 0.5: 50 % used. 60 % contracted with 80 % take-or-pay: 0.6 x 0.8 + 0.4 x 0.5 = 0.68 sold."""
    terms = replace(TERMS, contracted_share=0.6, take_or_pay_share=0.8)
    _, operation = plants(terms, demand=0.5)
    assert operation.revenue_krw[0, 4:] == pytest.approx(1_700, abs=1)
    assert operation.detail.used[4:, 0].tolist() == [0.5] * 8
    _, full = plants(terms)
    assert full.revenue_krw.tolist() == plants()[1].revenue_krw.tolist()


def test_spot_price_and_yield_scale_what_is_sold():
    """60 % at the contract price and 40 % at 90 % of it: 0.96; a yield of 95 % leaves 0.912."""
    _, operation = plants(replace(TERMS, contracted_share=0.6, spot_price_share=0.9, batch_yield_share=0.95))
    assert operation.revenue_krw[0, 4] == 2_280
    assert operation.detail.ebitda_krw[4, 0] == pytest.approx(2_280 - 1_500)


def test_working_capital_follows_revenue_and_stays_with_the_buyer():
    """36.5 days of 2,500 a year: 250 in the first quarter; 1,000 from year 2 on; nothing comes back
    at the sale.
    """
    terms = replace(TERMS, working_capital_days=36.5)
    _, operation = plants(terms)
    plain = plants()[1]
    gap = plain.detail.cfads_krw - operation.detail.cfads_krw
    assert gap[[0, 4], 0] == pytest.approx([250, 750])
    assert gap[[1, 2, 3, 5, 11], 0] == pytest.approx([0] * 5)
    assert operation.exit_krw.tolist() == plain.exit_krw.tolist()


def test_trained_staff_fill_a_plant_earlier():
    """50 % faster: year 1 is read at 1.5 on the ramp 25 %, 100 %: 62.5 %."""
    _, operation = plants(replace(TERMS, talent_ramp_uplift_share=0.5))
    assert operation.detail.used[[0, 4], 0].tolist() == [0.625, 1.0]


def test_a_dearer_dollar_lifts_the_dollar_part_of_revenue_only():
    """+10 % on 70 % of revenue: 10,700; costs stay 6,000, so EBITDA is 4,700 and the sale 23,500."""
    _, operation = plants(krw_per_usd=1_540.0)
    assert operation.revenue_krw[0, [0, 4, 8]].tolist() == [668, 2_675, 2_675]
    assert abs(operation.exit_krw[0, 2] - 23_500) <= 1


def test_a_dearer_dollar_makes_imported_inputs_dearer_too():
    """+10 % on 95 % of a variable cost of 3,000: 3,285; 10,700 - 3,000 - 3,285 = 4,415, sold for 22,075."""
    _, operation = plants(replace(TERMS, usd_input_share=0.95), krw_per_usd=1_540.0)
    assert abs(operation.exit_krw[0, 2] - 22_075) <= 1


def test_price_growth_counts_from_quarter_0():
    """Operating quarter 8 is quarter 14, 3.5 years after quarter 0: 2,500 x 1.02^3.5 = 2,679.4."""
    _, operation = plants(replace(TERMS, price_growth_rate=0.02))
    assert operation.revenue_krw[0, 7] == 2_679


def late(factor):
    """Demand as planned until the end of year 2, then another one."""
    return np.array([[1.0] * 9 + [factor] * 4])


def test_a_sale_pays_for_the_last_quarters_loss_first():
    """Load 45 % in year 3: 1,125 - 1,087.5 = 37.5 a quarter, sold for 5 x 150 = 750; each quarter lacks 17.5:
    three calls of 17, and 732.5 left of the sale.
    """
    _, operation = plants(demand=late(0.45))
    assert operation.exit_krw[0].tolist() == [0, 0, 732]
    assert operation.dividend_krw[0, 2] == 0
    assert operation.call_krw[0, 8:].tolist() == [17, 17, 17, 0]


def test_a_plant_that_loses_money_is_sold_for_nothing():
    _, operation = plants(demand=late(0.0))
    assert operation.exit_krw[0].tolist() == [0, 0, 0]
    assert operation.call_krw[0, 8:].tolist() == [805] * 4


def test_a_plant_that_is_held_pays_out_to_the_end_of_its_life():
    """No sale; at the end what is tied up comes back: 36.5 days of 10,000 are 1,000."""
    terms = replace(TERMS, plant_exit="hold", plant_life_years=5, working_capital_days=36.5)
    _, operation = plants(terms)
    assert operation.exit_krw[0].tolist() == [0] * 5
    assert operation.dividend_krw[0].tolist() == [0, 2_550, 3_300, 3_300, 4_300]
    assert operation.value_krw[0, -1] == 0


def test_a_sale_may_come_in_any_quarter():
    """After 10 quarters: the last closed period has two; tax on 2,000 - 550 = 1,450: 100 + 90."""
    _, operation = plants(replace(TERMS, exit_quarter=10))
    assert operation.dividend_krw[0].tolist() == [0, 3_300, 1_890 - 190]
    assert operation.exit_krw[0].tolist() == [0, 0, 20_000]


def test_value_knows_the_market_of_its_date_only():
    """Demand falls to nothing in year 3: the value of year 2 is unchanged, that of year 3 is the sale's 0."""
    _, steady = plants()
    _, slump = plants(demand=late(0.0))
    assert slump.value_krw.tolist() == steady.value_krw.tolist()
    dip = np.ones((1, 13))
    dip[0, 4] = 0.0
    _, early = plants(demand=dip)
    assert early.value_krw[0, [0, 2, 3]].tolist() == steady.value_krw[0, [0, 2, 3]].tolist()
    assert early.value_krw[0, 1] == 0


def test_plants_do_not_know_each_other():
    one, two = plants(overrun=(0.1,), delay=(0,)), plants(overrun=(0.3, 0.1), delay=(3, 0))
    assert two[1].dividend_krw[1].tolist() == one[1].dividend_krw[0].tolist()
    assert two[0].capex_krw[1].tolist() == [4_400, 6_600, 0, 0]

"""The second phase of the plant of tests/plant_case.py, held for six years, by hand.

Year 2 is full, so at its end (quarter 8) a phase of half the size is decided at 80 % of the cost per kL:
4,000 won,
1,600 in quarter 8 and 2,400 in quarter 10; it opens after quarter 12 and fills like the first: 25 %, then
100 %.
"""

from dataclasses import replace

import numpy as np
import pytest

from fundmodel.assets.plant_events import event_rows
from fundmodel.assets.plant_lots import lot_rows
from fundmodel.assets.plant_runs import Runs
from fundmodel.assets.plant_trade import NEVER
from fundmodel.assets.plant_worth import owners_npv
from tests.plant_case import TERMS, plants

GROWING = replace(
    TERMS,
    exit_quarter=24,
    second_phase="option",
    second_phase_share=0.5,
    second_phase_capex_share=0.8,
    second_phase_build_quarters=4,
    second_phase_trigger_share=0.9,
)


def test_a_full_plant_builds_its_second_phase():
    """Year 4: 312.5 - 375 - 93.75 = -156.25 a quarter on top of 1,000; from year 5 on 500 more."""
    building, operation = plants(GROWING)
    assert operation.second_opening.tolist() == [12]
    growth = np.zeros(24, dtype=int)
    growth[7], growth[9] = 1_600, 2_400
    assert operation.growth_krw.tolist() == [growth.tolist()]
    ebitda = operation.detail.ebitda_krw[:, 0]
    assert ebitda[4:12] == pytest.approx([1_000] * 8)
    assert ebitda[12:16] == pytest.approx([843.75] * 4)
    assert ebitda[16:] == pytest.approx([1_500] * 8)
    assert operation.detail.used[[11, 12, 16], 0].tolist() == [1.0, 1.125, 1.5]
    # Upkeep of 2 % and a tenth written off count the 4,000 from the opening on.
    assert operation.detail.cfads_krw[16, 0] == pytest.approx(1_500 - 15_000 * 0.02 / 4)
    taxed = 6_000 - 1_500
    assert operation.tax_krw[0, 19] == pytest.approx(100 + 0.2 * (taxed - 1_000), abs=1)
    assert operation.exit_krw[0, -1] == 5 * 6_000
    events = event_rows(GROWING, np.array([10.0]), building, operation)
    opened = {q: kl for q, kl in zip(events.quarter, events.opened_kl_thousandths, strict=True) if kl}
    assert opened == {6: 10_000, 6 + 12: 5_000}
    assert events.capex_krw.sum() == 11_000 + 4_000


def test_the_second_phase_is_a_lot_like_any_other():
    building, operation = plants(GROWING)
    rows = lot_rows(GROWING.ends, building, operation)
    paid = {q: a for q, a in zip(rows.funded_quarter, rows.invested_krw, strict=True) if a}
    assert {14: 1_600, 16: 2_400}.items() <= paid.items()
    received = (operation.dividend_krw + operation.exit_krw).sum()
    assert rows.proceeds_krw.sum() == received


def test_a_plant_that_is_not_full_stays_as_it_is():
    """At 85 % demand the trigger of 90 % is never met."""
    _, small = plants(GROWING, demand=0.85)
    _, never = plants(replace(GROWING, second_phase="never"), demand=0.85)
    assert small.second_opening.tolist() == [NEVER]
    assert small.dividend_krw.tolist() == never.dividend_krw.tolist()
    assert small.value_krw.tolist() == never.value_krw.tolist()


def test_no_phase_opens_in_the_last_year():
    """Two years of building from quarter 16 would open in 24: too late for a plant sold in quarter 24."""
    late = replace(GROWING, ramp=(0.25, 0.25, 0.25, 1.0), second_phase_build_quarters=8)
    assert plants(late)[1].second_opening.tolist() == [NEVER]


def test_value_counts_the_phase_from_its_decision_on():
    """At the end of year 2 the first 1,600 are paid and the rest counts; a year before nothing of it
    is known.
    """
    _, operation = plants(GROWING)
    _, never = plants(replace(GROWING, second_phase="never"))
    assert operation.value_krw[0, :2].tolist() == never.value_krw[0, :2].tolist()
    years = [(1_000 - 55, 480)] * 1 + [(843.75 - 75, 100 + 0.2 * (3_375 - 2_500)), (1_425, 800), (1_425, 800)]
    worth = -2_400 * 1.1**-1
    for number, (cash, tax) in enumerate(years):
        worth += sum(cash * 1.1 ** (-number - q / 4) for q in range(1, 5)) - tax * 1.1 ** -(number + 1)
    worth += 30_000 * 1.1**-4
    # Year 4 earns 3,375 before 1,500 written off: 1,875 are taxed, 100 + 175.
    assert operation.value_krw[0, 2] == pytest.approx(worth, rel=1e-3)


def test_both_phases_at_once_are_one_larger_plant():
    """14,000 won of budget, 15 kL; revenue and cost half as large again."""
    terms = replace(GROWING, second_phase="at_once")
    building, operation = plants(terms)
    assert building.capex_krw.sum() == int(1.1 * 14_000)
    assert operation.revenue_krw[0, 8] == 3_750
    assert operation.detail.ebitda_krw[8, 0] == pytest.approx(1_500)
    events = event_rows(terms, np.array([10.0]), building, operation)
    assert events.opened_kl_thousandths.sum() == 15_000


def test_the_owners_value_is_their_cash_discounted_to_the_start():
    building, operation = plants()
    one = np.zeros(1, dtype=np.int64)
    runs = Runs(one, one, one, np.array([10.0]), building, operation, None, one)
    flows = {0: -4_400, 2: -6_600, 7: -367, 8: -367, 9: -367, 10: -367, 14: 3_300, 18: 23_300}
    worth = sum(amount * 1.1 ** (-quarter / 4) for quarter, amount in flows.items())
    assert owners_npv(TERMS, runs)[0] == pytest.approx(worth)

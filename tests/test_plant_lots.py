from dataclasses import fields, replace

import numpy as np

from fundmodel.assets.plant_events import event_rows, expected_events
from fundmodel.assets.plant_lots import LotRows, expected_lots, lot_rows
from tests.plant_case import TERMS, plants


def table(rows):
    return [
        tuple(row) for row in np.column_stack([getattr(rows, item.name) for item in fields(rows)]).tolist()
    ]


def test_the_lots_of_a_certain_plant_to_the_won():
    """Costs 4,400, 6,600 and the loss call of 1,470; parts are differences of floored cumulative amounts.

    Opening, value 18,896: 0.4 x 18,896 = 7,558.4 and the rest. Year 1, 22,256 over 12,470 won of cost:
    4,400/12,470 = 7,852.9 and 11,000/12,470 = 19,632.4. Year 2, dividend 3,300: 1,164.3, 2,910.9; value
    21,181: 7,473.6, 18,684.1. Year 3, 23,300: 8,221.3, 20,553.3.
    """
    rows = lot_rows(*plants())
    assert table(rows) == [
        # series, funded, cash, invested, proceeds, nav before, nav after, cost before, cost after
        (0, 0, 0, 4_400, 0, 0, 4_400, 0, 4_400),
        (0, 0, 6, 0, 0, 4_400, 7_558, 4_400, 4_400),
        (0, 0, 10, 0, 0, 7_558, 7_852, 4_400, 4_400),
        (0, 0, 14, 0, 1_164, 7_852, 7_473, 4_400, 4_400),
        (0, 0, 18, 0, 8_221, 7_473, 0, 4_400, 0),
        (0, 2, 2, 6_600, 0, 0, 6_600, 0, 6_600),
        (0, 2, 6, 0, 0, 6_600, 11_338, 6_600, 6_600),
        (0, 2, 10, 0, 0, 11_338, 11_780, 6_600, 6_600),
        (0, 2, 14, 0, 1_746, 11_780, 11_211, 6_600, 6_600),
        (0, 2, 18, 0, 12_332, 11_211, 0, 6_600, 0),
        (0, 10, 10, 1_470, 0, 0, 2_624, 0, 1_470),
        (0, 10, 14, 0, 390, 2_624, 2_497, 1_470, 1_470),
        (0, 10, 18, 0, 2_747, 2_497, 0, 1_470, 0),
    ]


def many():
    rng = np.random.default_rng(5)
    n = 400
    terms = replace(
        TERMS, exit_year=6, ramp=(0.2, 0.5, 0.9), capex_per_kl_krw=1.1e10, revenue_per_kl_krw=6.5e9
    )
    demand = np.exp(rng.normal(0, 0.4, (n, 7)))
    return plants(terms, tuple(rng.normal(0.1, 0.1, n)), tuple(rng.integers(0, 7, n)), demand)


def test_lots_add_up_to_the_plant_to_the_won():
    building, operation = many()
    rows = lot_rows(building, operation)
    n = building.opening.size

    def total(values, keep=slice(None)):
        sums = np.zeros(n, dtype=np.int64)
        np.add.at(sums, rows.series[keep], values[keep])
        return sums

    calls = operation.call_krw.sum(axis=1)
    assert (calls > 0).any()
    assert total(rows.invested_krw).tolist() == (building.capex_krw.sum(axis=1) + calls).tolist()
    received = (operation.dividend_krw + operation.exit_krw).sum(axis=1)
    assert total(rows.proceeds_krw).tolist() == received.tolist()
    for year in range(7):
        at = rows.cash_quarter == building.opening[rows.series] + 4 * year
        assert total(rows.nav_after_krw, at).tolist() == operation.value_krw[:, year].tolist()
    assert not total(rows.nav_after_krw - rows.nav_before_krw).any()
    assert not total(rows.cost_after_krw - rows.cost_before_krw).any()
    assert min(rows.invested_krw.min(), rows.proceeds_krw.min(), rows.nav_after_krw.min()) >= 0
    assert (rows.invested_krw[rows.cash_quarter != rows.funded_quarter] == 0).all()
    assert (rows.cash_quarter >= rows.funded_quarter).all()


def test_rows_are_in_the_order_of_their_grain_and_appear_once():
    rows = lot_rows(*many())
    keys = list(zip(rows.series, rows.funded_quarter, rows.cash_quarter, strict=True))
    assert keys == sorted(set(keys))


def test_expected_lots_are_the_average_over_the_delays():
    """Half no delay, half two quarters: instalments of quarter 0 are (4,400 + 2,933)/2 = 3,666.5.

    Half won amounts go to the even neighbour, cumulatively: 3,666 in quarter 0.
    """
    building, operation = plants(delay=(0, 2))
    weight, group = np.array([0.5, 0.5]), np.array([0, 0])
    rows = lot_rows(building, operation)
    expected = expected_lots(rows, weight, group)
    invested = {row[1]: row[3] for row in table(expected) if row[3]}
    assert invested == {0: 3_666, 2: 5_134, 4: 2_200, 10: 735, 12: 735}
    events = expected_events(event_rows(np.array([10.0, 10.0]), building, operation), weight, group)
    assert events.capex_krw.sum() == 11_000
    assert {q: kl for q, kl in zip(events.quarter, events.opened_kl_thousandths, strict=True) if kl} == {
        6: 5_000,
        8: 5_000,
    }
    assert events.exit_krw.sum() == 20_000
    assert events.dividend_krw.sum() == 6_600


def test_expected_lots_end_at_nothing_and_keep_the_mean():
    building, operation = many()
    n = building.opening.size
    weight, group = np.full(n, 2 / n), np.arange(n) % 2
    rows = lot_rows(building, operation)
    expected = expected_lots(rows, weight, group)
    for name in ("nav", "cost"):
        change = getattr(expected, f"{name}_after_krw") - getattr(expected, f"{name}_before_krw")
        lots: dict[tuple[int, int], int] = {}
        for series, funded, amount in zip(expected.series, expected.funded_quarter, change, strict=True):
            lots[series, funded] = lots.get((series, funded), 0) + amount
        assert set(lots.values()) == {0}
    for name in ("invested_krw", "proceeds_krw"):
        mean = (weight[rows.series] * getattr(rows, name)).sum()
        n_lots = len(set(zip(expected.series, expected.funded_quarter, strict=True)))
        assert abs(getattr(expected, name).sum() - mean) <= n_lots


def test_one_certain_outcome_expects_itself():
    rows = lot_rows(*plants())
    certain = expected_lots(rows, np.ones(1), np.zeros(1, dtype=np.int64))
    assert isinstance(certain, LotRows)
    assert table(certain) == table(rows)


def test_events_of_a_certain_plant():
    building, operation = plants()
    assert table(event_rows(np.array([10.0]), building, operation)) == [
        # series, quarter, opened, capex, overrun, loss call, revenue, tax, dividend, exit
        (0, 0, 0, 4_400, 400, 0, 0, 0, 0, 0),
        (0, 2, 0, 6_600, 600, 0, 0, 0, 0, 0),
        (0, 6, 10_000, 0, 0, 0, 0, 0, 0, 0),
        (0, 10, 0, 0, 0, 1_470, 2_500, 0, 0, 0),
        (0, 14, 0, 0, 0, 0, 10_000, 480, 3_300, 0),
        (0, 18, 0, 0, 0, 0, 10_000, 480, 3_300, 20_000),
    ]

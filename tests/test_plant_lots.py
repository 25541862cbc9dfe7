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
    """Costs 4,400, 6,600 and four calls of 367; parts are differences of floored cumulative amounts.

    Year 2, dividend 3,300 over 12,468 won of cost: 4,400/12,468 = 1,164.6, 11,000/12,468 = 2,911.5, then
    3,008.6.
    """
    building, operation = plants()
    opened, year_1, year_2, _ = operation.value_krw[0].tolist()
    first = [int(4_400 * value / 11_000) for value in (opened,)]
    shares = [int(4_400 * value / 12_468) for value in (year_1, year_2)]
    rows = table(lot_rows(TERMS.ends, building, operation))
    assert rows[:5] == [
        # series, funded, cash, invested, proceeds, nav before, nav after, cost before, cost after
        (0, 0, 0, 4_400, 0, 0, 4_400, 0, 4_400),
        (0, 0, 6, 0, 0, 4_400, first[0], 4_400, 4_400),
        (0, 0, 10, 0, 0, first[0], shares[0], 4_400, 4_400),
        (0, 0, 14, 0, 1_164, shares[0], shares[1], 4_400, 4_400),
        (0, 0, 18, 0, int(4_400 * 23_300 / 12_468), shares[1], 0, 4_400, 0),
    ]
    second = rows[5:10]
    assert [row[1:5] for row in second] == [
        (2, 2, 6_600, 0),
        (2, 6, 0, 0),
        (2, 10, 0, 0),
        (2, 14, 0, 2_911 - 1_164),
        (2, 18, 0, int(11_000 * 23_300 / 12_468) - int(4_400 * 23_300 / 12_468)),
    ]
    call = rows[10:14]
    assert [row[1:4] for row in call] == [(7, 7, 367), (7, 10, 0), (7, 14, 0), (7, 18, 0)]
    assert call[0][6] == 367
    assert call[1][5] == 367
    last = rows[-3:]
    assert [row[1:4] for row in last] == [(10, 10, 367), (10, 14, 0), (10, 18, 0)]
    assert last[0][5:] == (0, year_1 - int(12_101 * year_1 / 12_468), 0, 367)


def many():
    rng = np.random.default_rng(5)
    n = 400
    terms = replace(
        TERMS, exit_quarter=24, ramp=(0.2, 0.5, 0.9), capex_per_kl_krw=1.1e10, revenue_per_kl_krw=6.5e9
    )
    demand = np.exp(rng.normal(0, 0.4, (n, 25)))
    return terms, *plants(terms, tuple(rng.normal(0.1, 0.1, n)), tuple(rng.integers(0, 7, n)), demand)


def test_lots_add_up_to_the_plant_to_the_won():
    terms, building, operation = many()
    rows = lot_rows(terms.ends, building, operation)
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
        at &= (rows.invested_krw == 0) | (rows.cash_quarter % 4 == building.opening[rows.series] % 4)
        assert total(rows.nav_after_krw, at).tolist() == operation.value_krw[:, year].tolist()
    assert not total(rows.nav_after_krw - rows.nav_before_krw).any()
    assert not total(rows.cost_after_krw - rows.cost_before_krw).any()
    assert min(rows.invested_krw.min(), rows.proceeds_krw.min(), rows.nav_after_krw.min()) >= 0
    assert (rows.invested_krw[rows.cash_quarter != rows.funded_quarter] == 0).all()
    assert (rows.cash_quarter >= rows.funded_quarter).all()


def test_rows_are_in_the_order_of_their_grain_and_appear_once():
    terms, *made = many()
    rows = lot_rows(terms.ends, *made)
    keys = list(zip(rows.series, rows.funded_quarter, rows.cash_quarter, strict=True))
    assert keys == sorted(set(keys))


def test_expected_lots_are_the_average_over_the_delays():
    """Half no delay, half two quarters: instalments of quarter 0 are (4,400 + 2,933)/2 = 3,666.5.

    Half won amounts go to the even neighbour, cumulatively: 3,666 in quarter 0.
    """
    building, operation = plants(delay=(0, 2))
    weight, group = np.array([0.5, 0.5]), np.array([0, 0])
    rows = lot_rows(TERMS.ends, building, operation)
    expected = expected_lots(rows, weight, group)
    invested = {row[1]: row[3] for row in table(expected) if row[3]}
    # Calls of 367 in quarters 7..10 or 9..12; half won amounts go to the even neighbour, lot by lot.
    assert invested == {0: 3_666, 2: 5_134, 4: 2_200, 7: 184, 8: 184, 9: 367, 10: 367, 11: 184, 12: 184}
    events = expected_events(event_rows(TERMS, np.array([10.0, 10.0]), building, operation), weight, group)
    assert events.capex_krw.sum() == 11_000
    assert {q: kl for q, kl in zip(events.quarter, events.opened_kl_thousandths, strict=True) if kl} == {
        6: 5_000,
        8: 5_000,
    }
    assert events.exit_krw.sum() == 20_000
    assert events.dividend_krw.sum() == 6_600


def test_expected_lots_end_at_nothing_and_keep_the_mean():
    terms, building, operation = many()
    n = building.opening.size
    weight, group = np.full(n, 2 / n), np.arange(n) % 2
    rows = lot_rows(terms.ends, building, operation)
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
    rows = lot_rows(TERMS.ends, *plants())
    certain = expected_lots(rows, np.ones(1), np.zeros(1, dtype=np.int64))
    assert isinstance(certain, LotRows)
    assert table(certain) == table(rows)


def test_events_of_a_certain_plant():
    building, operation = plants()
    assert table(event_rows(TERMS, np.array([10.0]), building, operation)) == [
        # series, quarter, opened, capex, overrun, grant, draw, paid in, loss call, revenue, tax, lenders,
        # cure, lenders' loss, dividend, exit
        (0, 0, 0, 4_400, 400, 0, 0, 4_400, 0, 0, 0, 0, 0, 0, 0, 0),
        (0, 2, 0, 6_600, 600, 0, 0, 6_600, 0, 0, 0, 0, 0, 0, 0, 0),
        (0, 6, 10_000, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0),
        (0, 7, 0, 0, 0, 0, 0, 367, 367, 0, 0, 0, 0, 0, 0, 0),
        (0, 8, 0, 0, 0, 0, 0, 367, 367, 0, 0, 0, 0, 0, 0, 0),
        (0, 9, 0, 0, 0, 0, 0, 367, 367, 0, 0, 0, 0, 0, 0, 0),
        (0, 10, 0, 0, 0, 0, 0, 367, 367, 2_500, 0, 0, 0, 0, 0, 0),
        (0, 14, 0, 0, 0, 0, 0, 0, 0, 10_000, 480, 0, 0, 0, 3_300, 0),
        (0, 18, 0, 0, 0, 0, 0, 0, 0, 10_000, 480, 0, 0, 0, 3_300, 20_000),
    ]

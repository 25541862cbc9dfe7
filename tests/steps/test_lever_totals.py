import inspect

import polars as pl
import pytest

from fundmodel.funds.support_terms import LEVERS
from fundmodel.steps.fund_flows import fund_flows
from tests.fund_case import FundCase, lot
from tests.lever_case import lever_frames

# 800 are bought for 100: everybody loses, and the foreign investor's stake is worth next to nothing.
LOTS = [*lot(0, 800, 5, 100), *lot(0, 800, 5, 3000, path=3)]
CASE = FundCase(lots=LOTS, paths=(0, 3), n_scenarios=2, by_scenario={"public_first_loss_share": [0.1, 0.0]})
FULL, WITHOUT, NONE = 0, LEVERS.index("first_loss") + 1, -1
OUTSIDE = (-1, -2)


def net(frame: pl.DataFrame, case: int, path: int = 0) -> dict[int, int]:
    rows = frame.filter((pl.col("case_id") == case) & (pl.col("path_id") == path))
    return dict(rows.select("party_id", "net_krw").iter_rows())


def test_the_full_set_and_its_removal_are_the_runs_with_and_without_the_lever() -> None:
    """Scenario 1 has no lever: it has no rows here, and its cash is that of scenario 0 without first loss."""
    tables = CASE.tables()
    plain = fund_flows(**{name: tables[name] for name in inspect.signature(fund_flows).parameters})
    found = lever_frames(CASE)["lever_totals"]
    assert found["scenario_id"].unique().to_list() == [0]
    totals = plain["party_totals"].with_columns(net=pl.col("distributed_krw") - pl.col("paid_in_krw"))
    for case, scenario in ((FULL, 0), (WITHOUT, 1), (NONE, 1)):
        for path in (0, 3):
            rows = totals.filter((pl.col("scenario_id") == scenario) & (pl.col("path_id") == path))
            expected = dict(rows.select("party_id", "net").iter_rows())
            made = net(found, case, path)
            assert {party: won for party, won in made.items() if party not in OUTSIDE} == {
                party: expected[party] for party in made if party not in OUTSIDE
            }


@pytest.mark.parametrize("hedge", [0.0, 1.0])
def test_changes_sum_to_zero_over_investors_tax_office_and_hedge_banks(hedge: float) -> None:
    """Parties 1 to 4 are classes; the loss of value that a hedge sees moves money to and from its bank."""
    rate = (1000.0, 1010.0, 1020.0, 1000.0, 990.0, 1000.0, 1000.0, 1000.0, 1000.0, 1000.0)
    found = lever_frames(CASE.with_(rate=rate), tax=5, hedge=hedge)["lever_totals"]
    full, without = net(found, FULL), net(found, WITHOUT)
    change = {party: full[party] - without[party] for party in full}
    assert sum(won for party, won in change.items() if party not in (1, 2, 3, 4)) == 0
    assert change[5] < 0 < change[6]
    assert (change[-2] != 0) == (hedge > 0)
    assert full[3] == full[7]


def test_present_values_discount_to_the_first_quarter() -> None:
    """The pension fund pays 500 / 2000 of 800 + 8 costs a year and gets its loss covered in quarter 8."""
    frames = lever_frames(CASE)
    flows = frames["lever_flow_sums"].filter(
        (pl.col("case_id") == FULL) & (pl.col("party_id") == 6) & (pl.col("path_group") == "central")
    )
    present = sum(
        won * 1.03 ** (-quarter / 4) for quarter, won in flows.select("quarter", "net_krw").iter_rows()
    )
    row = frames["lever_totals"].filter(
        (pl.col("case_id") == FULL) & (pl.col("party_id") == 6) & (pl.col("path_id") == 0)
    )
    assert row["present_krw"][0] == round(present)
    assert row["net_krw"][0] == flows["net_krw"].sum()
    assert row["is_loss"][0]


def test_without_a_lever_there_are_no_rows() -> None:
    frames = lever_frames(CASE.with_(by_scenario={"public_first_loss_share": [0.0, 0.0]}))
    assert all(frame.is_empty() for frame in frames.values())

import inspect

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from fundmodel.steps.fund_flows import TABLES, fund_flows
from tests.fund_case import FundCase, lot

CASE = FundCase(lots=[*lot(0, 800, 5, 1500), *lot(1, 400, 6, 40)])


def made(case: FundCase) -> dict[str, pl.DataFrame]:
    tables = case.tables()
    return fund_flows(**{name: tables[name] for name in inspect.signature(fund_flows).parameters})


def test_funds_have_a_row_for_every_quarter_of_their_term() -> None:
    """The numbers are worked out in tests/test_funds.py. Both funds have nothing left after quarter 6; their
    rows go on to the end of the term, quarter 8 for the child fund and 9 for the mega fund.
    """
    flows = made(CASE)["fund_flows"].drop("scenario_id", "path_id", "carry_accrued_krw")
    none = ("note_net_krw", "cash_krw", "escrow_krw")
    assert flows.select(none).unique().rows() == [(0, 0, 0)]
    rows = flows.drop(none).rows()
    assert rows == [
        # fund, quarter, called, invested, fee, expense, proceeds, forced sale, distributable, carry, NAV,
        # unfunded, not funded, diluted
        (0, 0, 371, 370, 1, 0, 0, 0, 0, 0, 360, 629, 0, 0),
        (0, 1, 192, 191, 1, 0, 0, 0, 0, 0, 541, 437, 0, 0),
        (0, 2, 11, 10, 1, 0, 0, 0, 0, 0, 541, 426, 0, 0),
        (0, 3, 12, 11, 1, 0, 0, 0, 0, 0, 543, 414, 0, 0),
        (0, 4, 7, 7, 0, 0, 0, 0, 0, 0, 543, 407, 0, 0),
        (0, 5, 8, 7, 1, 0, 663, 0, 663, 2, 144, 399, 0, 0),
        (0, 6, 4, 4, 0, 0, 15, 0, 15, 1, 0, 395, 0, 0),
        *((0, quarter, 0, 0, 0, 0, 0, 0, 0, 0, 0, 395, 0, 0) for quarter in (7, 8, 9)),
        (1, 0, 822, 800, 18, 4, 0, 0, 0, 0, 800, 1178, 0, 0),
        (1, 1, 422, 400, 18, 4, 0, 0, 0, 0, 1200, 756, 0, 0),
        (1, 2, 22, 0, 18, 4, 0, 0, 0, 0, 1200, 734, 0, 0),
        (1, 3, 22, 0, 18, 4, 0, 0, 0, 0, 1200, 712, 0, 0),
        (1, 4, 14, 0, 10, 4, 0, 0, 0, 0, 1200, 698, 0, 0),
        (1, 5, 15, 0, 11, 4, 1500, 0, 1500, 32, 400, 683, 0, 0),
        (1, 6, 8, 0, 4, 4, 40, 0, 40, 6, 0, 675, 0, 0),
        *((1, quarter, 0, 0, 0, 0, 0, 0, 0, 0, 0, 675, 0, 0) for quarter in (7, 8)),
    ]


def test_classes_have_a_row_for_every_level_and_quarter_of_the_grid() -> None:
    """Of 800 in assets the mega fund holds 9/20; its 360 belong to fiscal, pension and GP 6 : 3 : 1. Half of
    it reaches Korea. NAV of limited partners is 722 on 741 paid in: pension lacks 5 and abroad 4, which the
    public would cover, so they stand at cost and fiscal at 9 less than its 216.
    """
    frame = made(CASE)["class_flows"]
    assert frame.height == 2 * 4 * 10
    assert frame["support_krw"].unique().to_list() == [0]
    first = frame.filter(pl.col("quarter") == 0).drop("scenario_id", "path_id", "quarter", "support_krw")
    assert first.rows() == [
        # level, class, paid in, distributed, first loss, NAV, invested, proceeds, invested in Korea
        (0, 0, 222, 0, 0, 207, 216, 0, 108),
        (0, 1, 112, 0, 0, 109, 108, 0, 54),
        (0, 2, 0, 0, 0, 0, 0, 0, 0),
        (0, 3, 37, 0, 0, 35, 36, 0, 18),
        (1, 0, 0, 0, 0, 0, 0, 0, 0),
        (1, 1, 206, 0, 0, 206, 200, 0, 100),
        (1, 2, 165, 0, 0, 165, 160, 0, 80),
        (1, 3, 81, 0, 0, 78, 80, 0, 40),
    ]


def test_totals_by_party() -> None:
    """Fees are 97 in the child fund and 5 in the mega fund, carry 38 and 3. The whole pays 1,325 + 5 and
    receives 1,540 less carry; 1,306 of it are paid before the first receipt in quarter 5, which pays all
    back.
    """
    totals = made(CASE)["party_totals"]
    assert totals["support_krw"].unique().to_list() == [0]
    assert totals.drop("scenario_id", "path_id", "support_krw").rows() == [
        # party, commitment, paid in, distributed, invested, proceeds, fee, expense, carry, first loss,
        # peak need, payback
        (0, 2100, 1330, 1499, 1200, 1540, 102, 28, 41, 0, 1306, 5),
        (1, 600, 363, 405, 324, 415, 31, 6, 13, 0, 356, 5),
        (2, 800, 516, 581, 462, 593, 44, 11, 18, 0, 506, 5),
        (3, 400, 268, 303, 240, 308, 22, 6, 8, 0, 263, 5),
        (4, 300, 183, 251, 174, 224, 5, 5, 2, 0, 181, 5),
        (5, 600, 363, 405, 324, 415, 31, 6, 13, 0, 356, 5),
        (6, 800, 516, 581, 462, 593, 44, 11, 18, 0, 506, 5),
        (7, 400, 268, 303, 240, 308, 22, 6, 8, 0, 263, 5),
        (8, 300, 183, 251, 174, 224, 5, 5, 2, 0, 181, 5),
        (9, 900, 545, 608, 540, 693, 5, 0, 3, 0, 534, 5),
        (10, 1800, 1202, 1359, 1200, 1540, 97, 28, 38, 0, 1180, 5),
        (11, 1800, 1202, 1359, 1200, 1540, 97, 28, 38, 0, 1180, 5),
    ]


def test_first_loss_is_part_of_what_is_distributed_to_those_who_get_it_and_taken_off_those_who_pay() -> None:
    """1,000 invested, 100 back: fiscal pays 200 and receives its part of 45 from the child."""
    totals = made(FundCase(lots=lot(0, 1000, 5, 100)))["party_totals"]
    rows = (
        totals.filter(pl.col("party_id").is_in([0, 1, 2, 3]))
        .select("distributed_krw", "first_loss_krw")
        .rows()
    )
    # Of 45 the mega fund's GP has 4, fiscal 27 and pension 14; pension has 25 of its own.
    assert rows == [(100, 0), (27 - 200, -200), (14 + 25 + 111, 111), (21 + 89, 89)]
    assert totals["payback_quarter"].unique().to_list() == [-1]


def test_rates_are_yearly_and_make_the_cash_worth_nothing() -> None:
    rates = made(CASE)["irrs"]
    assert rates["measure"].unique(maintain_order=True).to_list() == ["gross", "net", "net_own_currency"]
    assert rates.filter(pl.col("measure") == "net_own_currency")["party_id"].to_list() == [3, 7]
    assert rates["status"].unique().to_list() == ["ok"]
    quarterly = (1 + rates["rate"][0]) ** (1 / 4)
    assert sum(
        cash / quarterly**t for t, cash in enumerate([-800, -400, 0, 0, 0, 1500, 40])
    ) == pytest.approx(0)


def test_sums_over_paths_are_central_and_random() -> None:
    """Path 0 and two equal random paths: the random sums are twice the central ones; abroad gets 296 - 3 won
    at 1,000 won a dollar in quarter 5, which is 29 cents on each path.
    """
    three = FundCase(
        lots=[
            row
            for path in range(3)
            for row in (*lot(0, 800, 5, 1500, path=path), *lot(1, 400, 6, 40, path=path))
        ],
        paths=(0, 1, 2),
    )
    sums = made(three)["party_flow_sums"]
    assert sums.filter(pl.col("quarter") == 5, pl.col("party_id") == 3).drop("scenario_id").rows() == [
        (3, "central", 5, 1, 3, 296, 0, 300, 65, 29),
        (3, "random", 5, 2, 6, 592, 0, 600, 130, 58),
    ]
    assert sums.height == 12 * 2 * 10
    only_random = made(three.with_(paths=(1, 2), lots=[row for row in three.lots if row[1] > 0]))[
        "party_flow_sums"
    ]
    assert_frame_equal(only_random, sums.filter(pl.col("path_group") == "random"))


def test_every_table_comes_in_the_order_of_its_grain() -> None:
    case = CASE.with_(
        n_scenarios=2, paths=(0, 3), starts=(1, 0), life=7, lots=[*CASE.lots, *lot(0, 300, 3, 500, path=3)]
    )
    grains = {
        "fund_flows": ["scenario_id", "path_id", "fund_id", "quarter"],
        "class_flows": ["scenario_id", "path_id", "level", "class_id", "quarter"],
        "party_totals": ["scenario_id", "path_id", "party_id"],
        "irrs": ["scenario_id", "path_id", "party_id", "measure"],
        "party_flow_sums": ["scenario_id", "party_id", "path_group", "quarter"],
    }
    tables = made(case)
    assert tuple(tables) == TABLES
    for name, grain in grains.items():
        assert_frame_equal(tables[name], tables[name].sort(grain))
        assert not tables[name].select(grain).is_duplicated().any()
        assert tables[name].columns[: len(grain)] == grain
        assert tables[name].drop("rate", strict=False).null_count().sum_horizontal().item() == 0


def test_a_party_list_in_another_order_is_refused() -> None:
    tables = CASE.tables()
    tables["parties"] = tables["parties"].with_columns(party_kind=pl.lit("fund"))
    with pytest.raises(ValueError, match="whole, classes, investors, funds, strategies"):
        fund_flows(**{name: tables[name] for name in inspect.signature(fund_flows).parameters})

import polars as pl
import pytest

from fundmodel.assets.drug_programmes import Kind
from tests.startup_case import CERTAIN, ONE_DURATION, Case, one_row_plan, sure_phases

BILLION = 10**9
FOLLOW_ON = 80 * BILLION * 20 // 192


def _case(
    success: float = 1.0, density: float = 0.3125, curves: pl.DataFrame = ONE_DURATION, **overrides
) -> Case:
    return Case(
        [0],
        overrides=CERTAIN | overrides,
        startup_plan_data=one_row_plan(companies_per_krw_100bn=density),
        programme_phases=sure_phases(success),
        curves_data=curves,
    )


def _rows(case: Case) -> tuple[int, list[tuple]]:
    frame = case["startup_central"]
    assert set(frame.select("world_id", "path_id").rows()) == {(0, 0)}
    return case["companies"]["entry_quarter"][0], frame.drop("world_id", "path_id", "fund_id").rows()


def test_a_certain_company_to_the_won() -> None:
    start, rows = _rows(_case())
    # Class, funded, cash, invested, proceeds, changes of NAV and cost: prices double with every success.
    assert rows == [
        (2, start, start, 20 * BILLION, 0, 20 * BILLION, 20 * BILLION),
        (2, start, start + 4, 0, 0, 20 * BILLION, 0),
        (2, start, start + 8, 0, 0, 40 * BILLION, 0),
        (2, start, start + 12, 0, 160 * BILLION, -80 * BILLION, -20 * BILLION),
        (3, start + 4, start + 4, FOLLOW_ON, 0, FOLLOW_ON, FOLLOW_ON),
        (3, start + 4, start + 8, 0, 0, FOLLOW_ON, 0),
        (3, start + 4, start + 12, 0, 4 * FOLLOW_ON, -2 * FOLLOW_ON, -FOLLOW_ON),
    ]


def test_a_certain_company_is_the_same_on_a_random_path() -> None:
    case = _case()
    case["paths"] = pl.DataFrame({"path_id": [0, 5]}, schema={"path_id": pl.Int32})
    assert case["startup_lot_flows"].drop("path_id").equals(case["startup_central"].drop("path_id"))
    assert case["startup_outcomes"].drop("path_id").equals(case["startup_counts"].drop("path_id"))
    exposure = case["startup_exposure"]
    assert (
        exposure.filter(pl.col("path_id") == 0)
        .drop("path_id")
        .equals(exposure.filter(pl.col("path_id") == 5).drop("path_id"))
    )


def test_a_certain_failure_gives_back_the_salvage() -> None:
    start, rows = _rows(_case(success=0.0, salvage_share=0.1))
    assert rows == [
        (2, start, start, 20 * BILLION, 0, 20 * BILLION, 20 * BILLION),
        (2, start, start + 4, 0, 2 * BILLION, -20 * BILLION, -20 * BILLION),
    ]


def test_an_expected_flow_is_spread_over_its_dates() -> None:
    two = pl.DataFrame({"curve_code": ["duration_quantiles"] * 2, "position": [1, 2], "value": [0.5, 1.5]})
    start, rows = _rows(_case(success=0.0, salvage_share=0.1, curves=two))
    assert [(row[2] - start, row[4], row[5]) for row in rows] == [
        (0, 0, 20 * BILLION),
        (2, BILLION, -10 * BILLION),
        (6, BILLION, -10 * BILLION),
    ]


def test_half_of_the_programmes_succeed() -> None:
    start, rows = _rows(_case(success=0.5, salvage_share=0.0))
    flows = {row[:3]: row[3:] for row in rows}
    # Half of 20 bn is lost, the other half is marked up to twice its price: nothing changes in expectation.
    assert flows[2, start, start + 4] == (0, 0, 0, -10 * BILLION)
    assert flows[2, start, start + 12][1] == 160 * BILLION // 8
    assert flows[3, start + 4, start + 4][0] == pytest.approx(FOLLOW_ON / 2, abs=1)


def test_value_and_cost_of_a_lot_return_to_zero() -> None:
    frame = Case([0], n_quarters=180)["startup_central"]
    lots = frame.group_by("fund_id", "priority_class", "funded_quarter").agg(
        pl.col("nav_change_krw", "cost_change_krw").sum(), pl.col("cash_quarter").max()
    )
    done = lots.filter(pl.col("funded_quarter") < 12)
    assert done["nav_change_krw"].unique().to_list() == [0]
    assert done["cost_change_krw"].unique().to_list() == [0]
    assert (frame.select("invested_krw", "proceeds_krw") >= 0).to_numpy().all()


def test_rows_are_in_the_order_of_the_grain_and_unique() -> None:
    case = Case([0])
    keys = {
        "startup_central": ["fund_id", "priority_class", "funded_quarter", "cash_quarter"],
        "startup_counts": ["fund_id", "area_id", "cluster_id", "phase", "kind", "quarter"],
        "startup_central_exposure": ["fund_id", "area_id", "phase_id", "cluster_id", "quarter"],
    }
    for table, columns in keys.items():
        frame = case[table].select(columns)
        assert frame.height > 0
        assert frame.equals(frame.unique().sort(columns))


def test_companies_are_counted_once_in_full() -> None:
    counts = _case(success=0.5, density=1.25)["startup_counts"]
    by_kind = dict(counts.group_by("kind").agg(pl.col("count_thousandths").sum()).iter_rows())
    # Four companies; an eighth of them passes three phases: 2 + 1 go on before.
    assert by_kind == {Kind.INVEST: 4000, Kind.ADVANCE: 3000, Kind.FAIL: 3500, Kind.APPROVAL: 500}


def test_exposure_is_what_the_lots_invest() -> None:
    case = Case([0])
    by_fund = [
        case[table].group_by("fund_id").agg(pl.col("invested_krw").sum()).sort("fund_id")
        for table in ("startup_central", "startup_central_exposure")
    ]
    for flows, exposure in zip(by_fund[0].rows(), by_fund[1].rows(), strict=True):
        assert flows == pytest.approx(exposure, abs=200)


def test_without_path_0_there_are_no_rows() -> None:
    case = Case([4, 5])
    for table in ("startup_central", "startup_counts", "startup_central_exposure"):
        assert case[table].height == 0
        assert case[table].schema == Case([0])[table].schema


def test_an_empty_plan_gives_empty_tables() -> None:
    case = _case(density=0.0)
    assert case["companies"].height == 0
    assert case["startup_central"].height == case["startup_counts"].height == 0
    assert case["startup_central_exposure"].height == 0


def test_a_second_programme_carries_old_lots_and_asks_for_new_ones() -> None:
    case = _case(success=0.0, salvage_share=0.1, second_programme_probability_share=0.5)
    start, rows = _rows(case)
    # 20 of 192 bn are owned. Half of the companies go on in phase 1 at 56 bn, with a round of 20 bn.
    carried, follow_on = 20 * BILLION * 56 // 192, 20 * BILLION * 20 // 192
    flows = {row[:3]: row[3:] for row in rows}
    assert list(flows) == [
        (2, start, start),
        (2, start, start + 4),
        (2, start, start + 8),
        (3, start + 4, start + 4),
        (3, start + 4, start + 8),
    ]
    assert flows[2, start, start + 4] == pytest.approx(
        (0, BILLION, carried / 2 - 20 * BILLION, -10 * BILLION), abs=1
    )
    assert flows[2, start, start + 8] == pytest.approx((0, carried / 20, -carried / 2, -10 * BILLION), abs=1)
    assert flows[3, start + 4, start + 4] == pytest.approx(
        (follow_on / 2, 0, follow_on / 2, follow_on / 2), abs=1
    )
    assert flows[3, start + 4, start + 8] == pytest.approx(
        (0, follow_on / 20, -follow_on / 2, -follow_on / 2), abs=1
    )

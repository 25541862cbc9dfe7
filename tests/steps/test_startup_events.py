import numpy as np
import polars as pl
import pytest

from fundmodel.assets.drug_programmes import NOTHING, Kind
from tests.startup_case import CERTAIN, ONE_DURATION, Case, certain_company, one_row_plan, sure_phases

COLUMNS = ("lot_phase", "funded_quarter", "quarter", "phase", "kind", "licence_phase", "value_factor")
PIVOTS = ("round_pivot", "lot_phase", "pivot_phase", "funded_quarter", "quarter", "phase", "kind")


def _rows(case: Case) -> tuple[int, list[tuple]]:
    """The quarter of entry, and the rows of the only company."""
    events = case["startup_events"]
    assert set(events.select("world_id", "path_id", "plan_id", "company_number").rows()) == {(0, 3, 0, 1)}
    return case["companies"]["entry_quarter"][0], events.select(COLUMNS).rows()


def test_a_certain_success_is_approved_and_funded_in_every_round_on_the_way() -> None:
    start, rows = _rows(certain_company())
    assert rows == [
        (2, start, start, 2, Kind.INVEST, NOTHING, 1.0),
        (2, start, start + 4, 2, Kind.ADVANCE, NOTHING, 1.0),
        (2, start, start + 8, 3, Kind.ADVANCE, NOTHING, 1.0),
        (2, start, start + 12, 4, Kind.APPROVAL, NOTHING, 1.0),
        (3, start + 4, start + 4, 3, Kind.INVEST, NOTHING, 1.0),
        (3, start + 4, start + 8, 3, Kind.ADVANCE, NOTHING, 1.0),
        (3, start + 4, start + 12, 4, Kind.APPROVAL, NOTHING, 1.0),
    ]


def test_a_certain_failure_ends_in_its_first_phase() -> None:
    start, rows = _rows(certain_company(success=0.0))
    assert rows == [
        (2, start, start, 2, Kind.INVEST, NOTHING, 1.0),
        (2, start, start + 4, 2, Kind.FAIL, NOTHING, 1.0),
    ]


def test_a_licensed_programme_raises_no_more_money() -> None:
    start, rows = _rows(certain_company(forced={"license_probability_p2_share": 1.0}))
    assert rows == [
        (2, start, start, 2, Kind.INVEST, NOTHING, 1.0),
        (2, start, start + 4, 2, Kind.LICENSE, NOTHING, 1.0),
        (2, start, start + 8, 3, Kind.MILESTONE, 2, 1.0),
        (2, start, start + 12, 4, Kind.APPROVAL, 2, 1.0),
    ]


def test_a_licence_pays_royalties_year_by_year_after_approval() -> None:
    start, rows = _rows(
        certain_company(
            forced={"license_probability_p2_share": 1.0}, license_royalty_share=0.5, license_royalty_years=2
        )
    )
    assert rows[3:] == [
        (2, start, start + 12, 4, Kind.APPROVAL, 2, 1.0),
        (2, start, start + 16, 4, Kind.ROYALTY, 2, 1.0),
        (2, start, start + 20, 4, Kind.ROYALTY, 2, 1.0),
    ]


def test_a_listed_holding_is_sold_in_parts_after_the_lock_up_at_each_quarter_s_market() -> None:
    case = certain_company(
        forced={"ipo_probability_p2_share": 1.0},
        ipo_lock_up_quarters=2,
        ipo_sale_quarters=3,
        equity_volatility_rate=0.25,
    )
    start, rows = _rows(case)
    market = case["market_paths"].filter(pl.col("path_id") == 3).sort("quarter")["equity_factor"]
    assert [row[2:5] for row in rows] == [
        (start, 2, Kind.INVEST),
        (start + 4, 2, Kind.IPO),
        *((start + 6 + part, 2, Kind.SALE) for part in range(3)),
    ]
    dates = [start + 4, start + 6, start + 7, start + 8]
    assert [row[6] for row in rows[1:]] == [market[quarter] for quarter in dates]
    held = case["startup_events"]["held_factor"].to_list()
    assert held == [1.0, 1.0, *(market[quarter] for quarter in dates[:3])]


def test_a_closed_window_sends_the_company_into_the_next_phase_after_its_wait() -> None:
    listing = {"ipo_probability_p2_share": 1.0}
    open_rows = _rows(certain_company(forced=listing))[1]
    assert [row[4] for row in open_rows] == [Kind.INVEST, Kind.IPO, Kind.SALE]
    start, closed = _rows(
        certain_company(forced=listing, ipo_window_threshold=1.1, exit_window_wait_quarters=3)
    )
    assert [row[2:5] for row in closed[:3]] == [
        (start, 2, Kind.INVEST),
        (start + 7, 2, Kind.ADVANCE),
        (start + 11, 3, Kind.ADVANCE),
    ]


@pytest.mark.parametrize(
    ("window", "share", "kind"),
    [
        ("ipo", "ipo_probability_p2_share", Kind.IPO),
        ("sale", "trade_sale_probability_p2_share", Kind.TRADE_SALE),
    ],
)
def test_an_exit_waits_for_the_next_open_quarter(window: str, share: str, kind: Kind) -> None:
    case = certain_company(
        forced={share: 1.0}, exit_window_wait_quarters=3, **{f"{window}_window_threshold": 0.8}
    )
    start = case["companies"]["entry_quarter"][0]
    quarter = pl.col("quarter")
    factor = pl.when(quarter.is_between(start + 4, start + 5)).then(0.7).otherwise(1.2)
    case["market_paths"] = case["market_paths"].with_columns(equity_factor=factor)
    exits = [row for row in _rows(case)[1] if row[4] == kind]
    assert [(row[2], row[6]) for row in exits] == [(start + 6, 1.2)]


def test_a_foreign_buyer_pays_after_the_review_at_the_price_of_the_signing() -> None:
    forced = {"trade_sale_probability_p2_share": 1.0, "foreign_buyer_share": 1.0}
    case = certain_company(forced=forced, equity_volatility_rate=0.25)
    case["paths"] = pl.DataFrame({"path_id": range(1, 401)}, schema={"path_id": pl.Int32})
    start = case["companies"]["entry_quarter"][0]
    sold = case["startup_events"].filter(pl.col("kind") == Kind.TRADE_SALE)
    delays = dict((sold["quarter"] - start - 4).value_counts().iter_rows())
    assert sorted(delays) == [0, 1, 2, 3, 4]
    # Each of the five lengths is as likely: 80 paths, give or take four standard errors.
    assert all(abs(count - 80) < 4 * 8 for count in delays.values())
    signed = case["market_paths"].filter(pl.col("quarter") == start + 4).select("path_id", "equity_factor")
    both = sold.join(signed, on="path_id")
    assert both["value_factor"].equals(both["equity_factor"], check_names=False)


def test_a_company_sold_during_a_phase_leaves_half_way() -> None:
    start, rows = _rows(certain_company(forced={"early_sale_probability_share": 1.0}))
    assert [row[2:5] for row in rows] == [(start, 2, Kind.INVEST), (start + 2, 2, Kind.EARLY_SALE)]


def test_the_team_of_a_failed_company_may_be_hired() -> None:
    rows = _rows(certain_company(success=0.0, forced={"acqui_hire_probability_share": 1.0}))[1]
    assert [row[4] for row in rows] == [Kind.INVEST, Kind.ACQUI_HIRE]


def test_a_failed_company_goes_on_with_its_second_programme_one_phase_behind() -> None:
    start, rows = _rows(certain_company(success=0.0, forced={"second_programme_probability_share": 1.0}))
    assert [row[4] for row in rows] == [Kind.INVEST, Kind.PIVOT, Kind.FAIL, Kind.INVEST, Kind.FAIL]
    case = certain_company(success=0.0, forced={"second_programme_probability_share": 1.0})
    assert case["startup_events"].select(PIVOTS).rows() == [
        # The lot of the first programme is carried into the second, then the round of that one's phase.
        (NOTHING, 2, NOTHING, start, start, 2, Kind.INVEST),
        (NOTHING, 2, NOTHING, start, start + 4, 2, Kind.PIVOT),
        (NOTHING, 2, 2, start, start + 8, 1, Kind.FAIL),
        (2, 1, NOTHING, start + 4, start + 4, 1, Kind.INVEST),
        (2, 1, NOTHING, start + 4, start + 8, 1, Kind.FAIL),
    ]


def test_a_chance_of_second_programmes_changes_nothing_of_the_first() -> None:
    first = [
        Case(range(1, 21), overrides={"second_programme_probability_share": share})["startup_events"].filter(
            (pl.col("round_pivot") == NOTHING)
            & (pl.col("pivot_phase") == NOTHING)
            & ~pl.col("kind").is_in([Kind.FAIL, Kind.ACQUI_HIRE, Kind.PIVOT])
        )
        for share in (0.0, 0.4)
    ]
    assert first[0].equals(first[1])


def test_an_exit_carries_the_equity_factor_of_its_quarter_and_a_licence_keeps_it() -> None:
    for forced, quarters in (({}, 12), ({"license_probability_p2_share": 1.0}, 4)):
        case = certain_company(forced=forced, equity_volatility_rate=0.25)
        start, rows = _rows(case)
        market = case["market_paths"].filter(
            (pl.col("path_id") == 3) & (pl.col("quarter") == start + quarters)
        )
        priced = [row[6] for row in rows if row[4] >= Kind.IPO]
        assert priced == [market["equity_factor"].item()] * len(priced)
        assert priced[0] != 1


def test_nothing_after_the_end_of_the_grid() -> None:
    case = certain_company()
    start = case["companies"]["entry_quarter"][0]
    short = Case(
        [3],
        n_quarters=start + 8,
        overrides=CERTAIN,
        startup_plan_data=one_row_plan(),
        programme_phases=sure_phases(1.0),
        curves_data=ONE_DURATION,
    )
    assert [row[2] for row in _rows(short)[1]] == [start, start + 4, start + 4]


def test_path_0_has_no_events() -> None:
    assert Case([0])["startup_events"].height == 0
    assert Case([0])["startup_events"].schema == Case([1])["startup_events"].schema


def test_a_path_is_the_same_in_a_small_and_a_large_run() -> None:
    small, large, alone = Case(range(21)), Case(range(201)), Case([17])
    seventeen = [case["startup_events"].filter(pl.col("path_id") == 17) for case in (small, large, alone)]
    assert seventeen[0].height > 0
    assert seventeen[0].equals(seventeen[1])
    assert seventeen[0].equals(seventeen[2])


def test_another_plan_row_and_more_companies_change_nothing_of_the_others() -> None:
    paths = range(1, 11)
    one = one_row_plan()
    more = pl.concat([one, one_row_plan(plan_code="A1-PRE-oncology", fund_code="E1", entry_phase="PRE")])
    larger = pl.concat([one_row_plan(companies_per_krw_100bn=3.0)])
    first = Case(paths, startup_plan_data=one)["startup_events"].drop("plan_id")
    added = (
        Case(paths, startup_plan_data=more)["startup_events"].filter(pl.col("plan_id") == 1).drop("plan_id")
    )
    bigger = Case(paths, startup_plan_data=larger)["startup_events"].drop("plan_id")
    assert first.equals(added)
    assert bigger["company_number"].max() > 1
    assert first.equals(bigger.filter(pl.col("company_number") == 1))


def test_programmes_of_a_path_succeed_together_and_areas_more_so() -> None:
    paths = range(1, 4001)
    plan = pl.concat(
        [
            one_row_plan(plan_code="A", companies_per_krw_100bn=0.625),
            one_row_plan(plan_code="B", area_code="infectious"),
        ]
    )
    case = Case(
        paths,
        overrides=CERTAIN | {"success_correlation": 0.3, "area_correlation": 0.4},
        startup_plan_data=plan,
        programme_phases=sure_phases(0.5, areas=2),
    )
    is_first = (pl.col("phase") == 2) & (pl.col("lot_phase") == 2) & (pl.col("pivot_phase") == NOTHING)
    ends = case["startup_events"].filter(is_first & (pl.col("kind") != Kind.INVEST))
    wide = (
        ends.with_columns(won=pl.col("kind") != Kind.FAIL)
        .with_columns(name=pl.format("{}/{}", "plan_id", "company_number"))
        .pivot("name", index="path_id", values="won")
        .sort("path_id")
    )
    won = wide.select("0/1", "0/2", "1/1").to_numpy().astype(float)
    assert np.abs(won.mean(axis=0) - 0.5).max() < 4 * 0.5 / np.sqrt(4000)
    found = np.corrcoef(won, rowvar=False)
    # At one half the correlation of outcomes is 2 / pi x arcsin of the latent one.
    assert found[0, 1] == pytest.approx(2 / np.pi * np.arcsin(0.7), abs=0.04)
    assert found[0, 2] == pytest.approx(2 / np.pi * np.arcsin(0.3), abs=0.06)

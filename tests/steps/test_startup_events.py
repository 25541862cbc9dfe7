import numpy as np
import polars as pl
import pytest

from fundmodel.assets.drug_programmes import NOTHING, Kind
from tests.startup_case import CERTAIN, ONE_DURATION, Case, one_row_plan, sure_phases

COLUMNS = ("lot_phase", "funded_quarter", "quarter", "phase", "kind", "licence_phase", "value_factor")


def _certain(success: float = 1.0, forced: dict[str, float] | None = None, **overrides: object) -> Case:
    """One company whose history is certain; `forced` sets assumptions beyond the range of the catalogue."""
    case = Case(
        [0, 3],
        overrides=CERTAIN | overrides,
        startup_plan_data=one_row_plan(),
        programme_phases=sure_phases(success),
        curves_data=ONE_DURATION,
    )
    case["startups_assumptions"] = case["startups_assumptions"].with_columns(
        **{name: pl.lit(value) for name, value in (forced or {}).items()}
    )
    return case


def _rows(case: Case) -> tuple[int, list[tuple]]:
    """The quarter of entry, and the rows of the only company."""
    events = case["startup_events"]
    assert set(events.select("world_id", "path_id", "plan_id", "company_number").rows()) == {(0, 3, 0, 1)}
    return case["companies"]["entry_quarter"][0], events.select(COLUMNS).rows()


def test_a_certain_success_is_approved_and_funded_in_every_round_on_the_way() -> None:
    start, rows = _rows(_certain())
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
    start, rows = _rows(_certain(success=0.0))
    assert rows == [
        (2, start, start, 2, Kind.INVEST, NOTHING, 1.0),
        (2, start, start + 4, 2, Kind.FAIL, NOTHING, 1.0),
    ]


def test_a_licensed_programme_raises_no_more_money() -> None:
    start, rows = _rows(_certain(forced={"license_probability_p2_share": 1.0}))
    assert rows == [
        (2, start, start, 2, Kind.INVEST, NOTHING, 1.0),
        (2, start, start + 4, 2, Kind.LICENSE, NOTHING, 1.0),
        (2, start, start + 8, 3, Kind.MILESTONE, 2, 1.0),
        (2, start, start + 12, 4, Kind.APPROVAL, 2, 1.0),
    ]


def test_a_closed_window_sends_the_company_into_the_next_phase() -> None:
    listing = {"ipo_probability_p2_share": 1.0}
    open_rows = _rows(_certain(forced=listing))[1]
    assert [row[4] for row in open_rows] == [Kind.INVEST, Kind.IPO]
    closed = _rows(_certain(forced=listing, ipo_window_threshold=1.1))[1]
    assert [row[4] for row in closed][:3] == [Kind.INVEST, Kind.ADVANCE, Kind.ADVANCE]


def test_an_exit_carries_the_equity_factor_of_its_quarter_and_a_licence_keeps_it() -> None:
    for forced, quarters in (({}, 12), ({"license_probability_p2_share": 1.0}, 4)):
        case = _certain(forced=forced, equity_volatility_rate=0.25)
        start, rows = _rows(case)
        market = case["market_paths"].filter(
            (pl.col("path_id") == 3) & (pl.col("quarter") == start + quarters)
        )
        priced = [row[6] for row in rows if row[4] >= Kind.IPO]
        assert priced == [market["equity_factor"].item()] * len(priced)
        assert priced[0] != 1


def test_nothing_after_the_end_of_the_grid() -> None:
    case = _certain()
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
    ends = case["startup_events"].filter(
        (pl.col("phase") == 2) & (pl.col("lot_phase") == 2) & (pl.col("kind") != Kind.INVEST)
    )
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

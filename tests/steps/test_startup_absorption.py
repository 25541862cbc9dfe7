import polars as pl
import pytest

from fundmodel.assets.drug_programmes import NOTHING, Kind
from tests.startup_case import CERTAIN, ONE_DURATION, Case, one_row_plan, sure_phases

BILLION = 10**9
FOLLOW_ON = 80 * BILLION * 20 // 192


def _case(**overrides: object) -> Case:
    """One company that enters in phase 2 and is approved for certain; the market takes KRW 10 bn a year."""
    given = {
        "bio_vc_market_krw": 100 * BILLION,
        "bio_vc_market_growth_rate": 0.0,
        "absorption_max_share": 0.1,
        "absorption_price_rise_share": 0.5,
    }
    return Case(
        [0, 3],
        overrides=CERTAIN | given | overrides,
        startup_plan_data=one_row_plan(),
        programme_phases=sure_phases(1.0),
        curves_data=ONE_DURATION,
    )


def test_the_price_rises_with_what_the_plan_asks_above_the_limit() -> None:
    case = _case()
    year = case["companies"]["entry_quarter"][0] // 4
    found = {row["year_number"]: row for row in case["startup_absorption"].iter_rows(named=True)}
    # 20 bn where 10 are the limit: twice as much, so the price is 1 + 0.5; then 8.3 bn, within it.
    assert found[year]["deployment_krw"] == 20 * BILLION
    assert found[year]["entry_price_multiple"] == 1.5
    assert (found[year]["market_krw"], found[year]["capacity_krw"]) == (100 * BILLION, 10 * BILLION)
    assert found[year + 1]["deployment_krw"] == found[year + 1]["follow_on_krw"] == FOLLOW_ON
    assert found[year + 1]["entry_price_multiple"] == 1.0
    wider = _case(cluster_deal_flow_share=0.25)["startup_absorption"]
    # Integrated clusters offer a quarter more: 20 bn where 12.5 are the limit.
    assert wider["entry_price_multiple"].max() == pytest.approx(1 + 0.5 * (20 / 12.5 - 1))


def test_the_market_grows_from_the_first_close() -> None:
    market = _case(bio_vc_market_growth_rate=0.1)["startup_absorption"]["market_krw"]
    assert market.to_list()[:2] == pytest.approx([100 * BILLION, 110 * BILLION])


def test_a_dear_entry_buys_fewer_shares_in_the_central_case_and_on_random_paths() -> None:
    case = _case()
    start = case["companies"]["entry_quarter"][0]
    for table in ("startup_central", "startup_lot_flows"):
        rows = case[table].filter(pl.col("priority_class") == 2).drop("world_id", "path_id", "fund_id").rows()
        # 20 bn buy what is worth 13.3 bn; prices double with every success.
        assert rows == [
            (2, start, start, 20 * BILLION, 0, 13_333_333_333, 20 * BILLION),
            (2, start, start + 4, 0, 0, pytest.approx(13_333_333_333, abs=1), 0),
            (2, start, start + 8, 0, 0, pytest.approx(26_666_666_667, abs=1), 0),
            (2, start, start + 12, 0, pytest.approx(106_666_666_667, abs=1), -53_333_333_333, -20 * BILLION),
        ]
        follow_on = case[table].filter(pl.col("priority_class") == 3)
        assert follow_on["proceeds_krw"].sum() == 4 * FOLLOW_ON


def test_companies_without_a_place_raise_a_round_instead_of_listing() -> None:
    case = _case(bio_listings_per_year=5.0, ipo_probability_p2_share=0.6, absorption_max_share=0.1)
    case["paths"] = pl.DataFrame({"path_id": range(1001)}, schema={"path_id": pl.Int32})
    year = (case["companies"]["entry_quarter"][0] + 4) // 4
    places = dict(case["listing_places"].select("year_number", "place_share").iter_rows())
    # 0.6 companies would list in a year that takes half a company.
    assert places[year] == pytest.approx(0.5 / 0.6)
    assert places[year + 1] == 1
    ends = case["startup_events"].filter((pl.col("phase") == 2) & (pl.col("round_pivot") == NOTHING))
    listed = ends.filter(pl.col("kind") == Kind.IPO).height
    assert listed == pytest.approx(500, abs=4 * 16)


def test_without_a_plan_nothing_is_asked() -> None:
    case = _case()
    case["startup_plan_data"] = one_row_plan(companies_per_krw_100bn=0.0)
    assert case["startup_absorption"]["deployment_krw"].sum() == 0
    assert case["startup_absorption"]["entry_price_multiple"].unique().to_list() == [1.0]

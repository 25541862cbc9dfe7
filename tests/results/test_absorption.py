from tests.results.given import SCENARIOS, answer, table


def test_shares_of_the_market_by_year():
    """600 of a market of 1,000 where 500 are the limit; 4 companies would list where 3 find a place."""
    frames = {
        "scenarios": SCENARIOS,
        "run_settings": table("seed n_quarters first_year", (7, 8, 2027)),
        "startup_absorption": table(
            "world_id year_number deployment_krw follow_on_krw market_krw capacity_krw listings_thousandths"
            " listing_capacity_thousandths entry_price_multiple",
            (0, 0, 600, 100, 1_000, 500, 4_000, 3_000, 1.04),
            (0, 1, 0, 0, 1_000, 500, 0, 3_000, 1.0),
        ),
        "listing_places": table("world_id year_number place_share", (0, 0, 0.75), (0, 1, 1.0)),
    }
    assert answer("absorption", frames).rows() == [
        (0, "base", 2027, 600, 100, 1_000, 0.6, 0.5, 1.04, 4.0, 3.0, 0.75)
    ]

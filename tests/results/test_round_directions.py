import vl_convert

from fundmodel.charts import Look, round_directions
from fundmodel.units import LANGUAGES
from tests.results.given import SCENARIOS, SETTINGS, answer, table

ROUNDS = table(
    "world_id path_id phase_id year_number up_count flat_count down_count second_programme_count "
    "second_programme_down_count",
    (0, 1, 1, 0, 4, 1, 1, 2, 1),
    (0, 2, 1, 1, 2, 0, 0, 0, 0),
    (0, 2, 2, 1, 1, 0, 3, 3, 2),
)
GIVEN = {
    "startup_rounds": ROUNDS,
    "exchange_rate_moves": table("world_id path_id", (0, 1), (0, 2)),
    "published_figures": table(
        "measure subject central",
        ("share_of_rounds", "down", 0.21),
        ("share_of_rounds", "down", 0.27),
        ("share_of_rounds", "down_or_flat", 0.28),
    ),
    "scenarios": SCENARIOS,
    "phases": table("phase_id phase_code", (1, "P1"), (2, "P2")),
    "run_settings": SETTINGS,
}


def test_rounds_are_counted_by_year_and_by_phase() -> None:
    found = answer("round_directions", GIVEN)
    rows = {(row["grouped"], row["item"]): row for row in found.iter_rows(named=True)}
    assert list(rows) == [
        ("all", "all"),
        ("phase", "P1"),
        ("phase", "P2"),
        ("year", "2027"),
        ("year", "2028"),
    ]
    whole = rows["all", "all"]
    assert (whole["up_count"], whole["flat_count"], whole["down_count"]) == (7, 1, 4)
    assert (whole["path_count"], whole["mean_rounds"], whole["second_programme_down_count"]) == (2, 6.0, 3)
    assert whole["down_share"] == 4 / 12
    assert (whole["published_low_share"], whole["published_high_share"]) == (0.21, 0.27)
    assert rows["phase", "P2"]["down_share"] == 0.75
    assert rows["year", "2028"]["up_count"] == 3


def test_the_chart_says_the_share_of_down_rounds_beside_what_is_published() -> None:
    found = answer("round_directions", GIVEN)
    for language in LANGUAGES:
        for grouped in ("year", "phase"):
            chart = round_directions(found, Look(language), grouped).to_dict()
            assert all(part in chart["title"]["text"] for part in ("33.3", "21", "27"))
            assert "75" in chart["description"]
            assert vl_convert.vegalite_to_svg(chart).startswith("<svg")
    empty = round_directions(found.clear(), Look("en")).to_dict()
    assert "random paths" in empty["title"]["text"]

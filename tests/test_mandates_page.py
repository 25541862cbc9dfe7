"""What the page of mandates says: how many are kept, the chart of years, outcomes beside targets."""

import polars as pl
import pytest

from fundmodel.charts import Look, mandates
from fundmodel.mandate_findings import against_targets, kept_mandates, mandate_years
from fundmodel.units import LANGUAGES, NO_BREAK


def table() -> pl.DataFrame:
    """Vaccines miss the second year, plants start in the second; nothing changes after the third."""
    vaccine = [
        (2027, 0.3, True),
        (2028, 0.09, False),
        (2029, 0.2, True),
        (2030, 0.2, True),
        (2031, 0.2, True),
    ]
    plant = [(2027, None, None), *((year, 0.4, True) for year in range(2028, 2032))]
    rows = [("vaccine", "at least", 0.1, *row) for row in vaccine]
    rows += [("plant", "at most", 0.5, *row) for row in plant]
    names = ("mandate", "direction", "limit", "year", "measured", "is_met")
    return pl.DataFrame(rows, schema=list(names), orient="row").with_columns(unit=pl.lit("share"))


def test_a_mandate_missed_once_is_not_kept() -> None:
    kept = kept_mandates(table())
    assert (kept.kept, kept.all, kept.missed) == (1, 2, {"vaccine": [2028]})


def test_years_that_repeat_the_last_one_are_left_out() -> None:
    assert mandate_years(table())["year"].unique().sort().to_list() == [2027, 2028, 2029]
    assert mandate_years(table().head(0)).height == 0


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_chart_says_which_duty_is_missed_and_marks_it(language: str) -> None:
    drawn = mandates(table(), Look(language))
    message = str(drawn.description).replace(NO_BREAK, " ")
    assert "2028" in message
    spec = drawn.to_dict()
    (cells,) = spec["datasets"].values()
    labels = [cell["label"].replace(NO_BREAK, " ") for cell in cells]
    assert labels == ["30", "✗ 9", "20", "–", "40", "40"]


def test_outcomes_stand_beside_their_targets() -> None:
    keys = [("kl_online", "full", year, stat) for year in (2029, 2030) for stat in ("central", "mean")]
    outcomes = pl.DataFrame(keys, schema=["measure", "attribution", "year", "statistic"], orient="row")
    outcomes = outcomes.with_columns(target_amount=pl.lit(5.0))
    assert against_targets(outcomes, (2030, 2035)).select("year", "statistic").rows() == [(2030, "mean")]
    central = outcomes.filter(pl.col("statistic") == "central")
    assert against_targets(central, (2030,))["statistic"].to_list() == ["central"]

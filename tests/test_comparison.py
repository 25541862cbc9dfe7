"""Scenarios beside each other: what differs, in which order it is changed, and parts that add up."""

import polars as pl
import pytest
import vl_convert

from fundmodel.assumptions import assumptions
from fundmodel.charts import Look, curves_together, difference_bars
from fundmodel.comparison import MOST_STEPS, difference, differing, way_between
from fundmodel.scenario import Scenario, load_scenarios
from fundmodel.sentences_compare import answer_change, answer_name, answer_value
from fundmodel.session.compare_tables import input_cells, step_labels
from fundmodel.sweep import variations
from fundmodel.sweep_answers import sweep
from fundmodel.texts import Texts
from fundmodel.units import LANGUAGES, NO_BREAK
from tests.ui import frames

BASE = Scenario("base")


def test_every_input_that_differs_is_listed_in_the_order_of_the_catalogue():
    other = BASE.with_("other", hurdle_rate=0.08, foreign_share=0.3)
    assert differing([BASE, other]) == {"foreign_share": (0.02, 0.3), "hurdle_rate": (0.07, 0.08)}
    cells = input_cells([BASE, other], Texts("en"))
    assert [cell.replace(NO_BREAK, " ") for cell in cells[0]] == [
        "Foreign share",
        "Investors' shares",
        "2 %",
        "30 %",
    ]


def test_shares_that_must_sum_to_one_are_changed_together():
    steps = way_between(BASE, load_scenarios()["cdmo_heavy"])
    assert {"early_share", "cdmo_share"} <= set(steps[0].names)
    assert len(steps) == 1


def test_many_changes_are_shown_by_topic():
    topics = ("startups", "fund_terms", "waterfall")
    names = [name for name, row in assumptions().items() if row.topic in topics and row.type == "float"]
    highs = {move.name: move.value for move in variations(BASE, names) if move.end == "high"}
    free = [name for name in highs if "band" not in name and "probability" not in name]
    far = Scenario("far", {name: highs[name] for name in free[: 2 * MOST_STEPS]})
    steps = way_between(BASE, far)
    assert 1 <= len(steps) <= len(topics)
    assert [name for step in steps for name in step.names] == list(differing([BASE, far]))
    assert all(step.topic for step in steps)


def test_the_parts_of_a_difference_add_up_to_the_last_bit():
    other = BASE.with_("other", hurdle_rate=0.0, carry_rate=0.1, fee_rate_band_3=0.02)
    found = difference(BASE, other, "whole", "irr_net_rate")
    frame = sweep([BASE, other]).filter(pl.col("party_code") == "whole")
    assert [found["value"][0], found["value"][-1]] == frame["irr_net_rate"].to_list()
    assert found["names"].to_list() == ["", "fee_rate_band_3", "hurdle_rate", "carry_rate"]
    assert found["change"][0] is None
    assert sum(found["change"].to_list()[1:]) == pytest.approx(found["value"][-1] - found["value"][0])
    labels = step_labels(found, "Base case", other, Texts("en"))
    assert labels[-1].replace(NO_BREAK, " ") == "Carry → 10 %"


def test_answers_are_written_with_their_unit():
    texts = Texts("en")
    plain = [
        answer_value("irr_net_rate", 0.0789, texts),
        answer_value("tvpi_multiple", 1.5, texts),
        answer_value("foreign_won_per_public_won", 0.5, texts),
        answer_value("irr_net_rate", None, texts),
        answer_change("irr_net_rate", -0.0005, texts),
        answer_change("tvpi_multiple", 0.1, texts),
    ]
    assert [text.replace(NO_BREAK, " ") for text in plain] == [
        "7.89 %",
        "1.50x",
        "KRW 0.50",
        "none",
        "−0.05 pp",
        "+0.10x",
    ]
    assert answer_name("foreign", "irr_own_currency_rate", texts) == "Foreign investors: net IRR in dollars"


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_charts_render_with_their_message(language: str):
    look = Look(language, language == "en")
    whole = pl.col("party_kind") == "whole"
    curves = [(name, frames.flows(name, size).filter(whole)) for name, size in (("a", 1.0), ("b", 1.3))]
    rows = pl.DataFrame(
        {"names": ["", "x", "y"], "value": [0.05, 0.07, 0.06], "change": [None, 0.02, -0.01]},
        schema_overrides={"change": pl.Float64},
    )
    none = rows.with_columns(pl.lit(None, dtype=pl.Float64).alias("value"))
    for chart in (
        curves_together(curves, look, [frames.FIRST_YEAR] * 2),
        difference_bars(rows, ["a", "x", "y"], "irr_net_rate", ("a", "b"), "IRR", look),
        difference_bars(none, ["a", "x", "y"], "irr_net_rate", ("a", "b"), "IRR", look),
    ):
        assert chart.title.text
        assert chart.description
        assert "<svg" in vl_convert.vegalite_to_svg(chart.to_dict())

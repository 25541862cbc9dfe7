"""Sensitivities in batches: the same as one by one, stopped without loss, and charts that render."""

import altair as alt
import polars as pl
import pytest
import vl_convert

from fundmodel.charts import Look, heat_cells, tornado_bars
from fundmodel.design.targets import Target
from fundmodel.scenario import Scenario
from fundmodel.sensitivity import CENTRAL_TARGETS, Study, grid
from fundmodel.sentences_sensitivity import grid_message, tornado_answer, tornado_message
from fundmodel.sweep import heat_map, tornado, variations
from fundmodel.texts import Texts
from fundmodel.units import LANGUAGES

BASE = Scenario("base")
NET = Target("whole", "irr_net_rate")


class StoppedError(Exception):
    pass


def study():
    terms, worlds = (variations(BASE, names) for names in (["hurdle_rate", "carry_rate"], ["exit_multiple"]))
    return Study(BASE, terms, worlds)


def test_a_study_that_was_stopped_goes_on_and_equals_the_tornado():
    made, said = study(), []

    def stop(done, count, _):
        said.append((done, count))
        raise StoppedError

    with pytest.raises(StoppedError):
        made.compute_worlds(stop)
    assert said == [(5, 7)]
    assert set(made.tornado(NET)["name"]) == {"hurdle_rate", "carry_rate"}
    assert len(made.left(made.worlds)) == 2
    made.compute_worlds(lambda done, count, _: said.append((done, count)))
    assert said[-1] == (7, 7)
    assert not made.left(made.worlds)
    plain = tornado(BASE, ["hurdle_rate", "carry_rate", "exit_multiple"])
    mine = made.tornado(NET)
    assert mine["name"].to_list() == plain["name"].to_list()
    for end in ("low", "high"):
        assert mine[f"{end}_answer"].to_list() == plain[f"{end}_rate"].to_list()
        assert mine[f"{end}_value"].to_list() == plain[f"{end}_value"].to_list()


def test_a_grid_is_the_heat_map_of_any_answer():
    said = []
    made = grid(BASE, "carry_rate", "hurdle_rate", 3, lambda done, *_: said.append(done))
    assert said == [0, 3, 6, 9]
    assert (
        made.answers(NET)["answer"].to_list()
        == heat_map(BASE, "carry_rate", "hurdle_rate", 3)["rate"].to_list()
    )
    assert made.answers(Target("foreign", "tvpi_multiple"))["answer"].null_count() == 0
    assert made.answers(NET)["is_base"].sum() == 1


def test_every_study_moves_all_that_moves_cash():
    full = Study.of(BASE)
    moved = {move.name for move in (*full.terms, *full.worlds)}
    assert {"hurdle_rate", "exit_multiple", "first_close_year", "programme_size_krw"} <= moved
    assert not any(target.needs_paths or target.is_taxed for target in CENTRAL_TARGETS)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_charts_render_with_their_message(language: str):
    look, texts = Look(language, language == "ko"), Texts(language)
    rows = pl.DataFrame(
        {
            "name": ["a", "b"],
            "label": ["a", "b"],
            "low_value": ["1", None],
            "high_value": ["2", "3"],
            "low_answer": [0.05, None],
            "high_answer": [0.09, 0.08],
            "base_answer": [0.07, 0.07],
            "range_answer": [0.04, 0.01],
            **{f"{end}_{kind}": ["x", "y"] for end in ("low", "high") for kind in ("text", "tip")},
        }
    )
    cells = pl.DataFrame(
        {
            "down": ["1", "1", "2", "2"],
            "across": ["a", "b", "a", "b"],
            "answer": [0.05, 0.07, None, 0.09],
            "text": ["5", "7", "–", "9"],
            "tip": ["5", "7", "–", "9"],
            "is_base": [False, True, False, False],
        }
    )
    axis = alt.Axis(title="x")
    for frame in (rows, rows.head(0)):
        title, message = tornado_message(frame, NET, str.upper, texts)
        assert tornado_answer(frame, 2, NET, str.upper, texts)
        chart = tornado_bars(frame, look, axis, title, message)
        assert "<svg" in vl_convert.vegalite_to_svg(chart.to_dict())
    for frame in (cells, cells.with_columns(pl.lit(None, dtype=pl.Float64).alias("answer"))):
        title, message = grid_message(frame, NET, "across", "down", texts)
        chart = heat_cells(frame, look, ("across", "down"), (["a", "b"], ["1", "2"]), title, message)
        assert "<svg" in vl_convert.vegalite_to_svg(chart.to_dict())

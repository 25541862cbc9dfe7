"""What the risk page says: worst paths, what lay behind one, and the curve of chances."""

import polars as pl
import pytest

from fundmodel import model
from fundmodel.charts import Look, return_curves
from fundmodel.risk_findings import chance_of_at_least, story, worst_paths
from fundmodel.scenario import Scenario
from fundmodel.sentences_risk import risk_answer, story_rows, story_text, worst_cells
from fundmodel.texts import Texts

NAMES = {"whole": "All", "public": "Public", "domestic": "Domestic", "foreign": "Foreign"}


@pytest.fixture(scope="module")
def run():
    return model.run(Scenario("base"), paths=20).compute("path_ranking", "return_distribution", "metrics")


def test_the_worst_come_first_and_a_path_is_told_beside_the_others(run):
    ranking = run["path_ranking"]
    worst = worst_paths(ranking, 3)
    assert worst["rank"].to_list() == [1, 2, 3]
    assert worst["tvpi_multiple"].is_sorted()
    told = story(ranking, worst["path_id"][0], 0.8)
    assert told.path["rank"] == 1
    assert told.central["path_id"] == 0
    drawn = ranking.filter(pl.col("path_id") > 0)
    assert told.median["tvpi_multiple"] == pytest.approx(drawn["tvpi_multiple"].median())
    assert all(share >= 0.8 for _, share in told.causes)
    assert [share for _, share in told.causes] == sorted((share for _, share in told.causes), reverse=True)
    assert not story(ranking, worst["path_id"][0], 1.1).causes


@pytest.mark.parametrize("path", [0, 21])
def test_a_path_outside_the_run_is_refused(run, path: int):
    with pytest.raises(ValueError, match="choose one from 1 to 20"):
        story(run["path_ranking"], path, 0.8)


@pytest.mark.parametrize("language", ["ko", "en"])
def test_every_sentence_and_the_chart_say_their_numbers(run, language: str):
    texts = Texts(language)
    ranking, metrics = run["path_ranking"], run["metrics"]
    told = story(ranking, 7, 0.5)
    headings, rows = worst_cells(worst_paths(ranking, 5), texts)
    said = [risk_answer(metrics, texts), story_text(told, texts), *headings]
    said += [cell for row in (*rows, *story_rows(told, texts)) for cell in row]
    assert not any(wrong in text for text in said for wrong in ("nan", "None", "{"))
    assert all(len(row) == len(headings) for row in rows)
    whole = metrics.filter((pl.col("party_code") == "whole") & (pl.col("statistic") == "median"))
    assert texts.units.chance(whole["loss_share"].item()) in risk_answer(metrics, texts)
    chart = return_curves(run["return_distribution"], Look(language), NAMES)
    assert any(sign.isdigit() for sign in chart.title.text)
    assert chart.to_dict(validate=True)["layer"]


def test_the_curve_falls_from_one_path_in_a_hundred_to_the_next(run):
    curve = chance_of_at_least(run["return_distribution"].filter(pl.col("measure") == "irr_net"))
    whole = curve.filter(pl.col("party_code") == "whole")
    assert whole["reach_share"].to_list() == pytest.approx([1 - percent / 100 for percent in range(1, 100)])
    assert whole["value"].is_sorted()

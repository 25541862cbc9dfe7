"""The calibration report: what it says about agreement and misses, and that it stands alone."""

import polars as pl
import pytest
import vl_convert
from typer.testing import CliRunner

import fundmodel as fm
from fundmodel.calibration_words import MEASURES, answer, figure, message, of_measure, table, tuned_table
from fundmodel.charts import Look, calibration
from fundmodel.cli import app
from fundmodel.datasets import read_all
from fundmodel.reports.calibration import FILES
from fundmodel.texts import Texts
from fundmodel.units import LANGUAGES, NO_BREAK


@pytest.fixture(scope="module")
def results() -> fm.Results:
    return fm.run(fm.load_scenarios()["base"], paths=20)


def plain(text: str) -> str:
    return text.replace(NO_BREAK, " ")


@pytest.mark.parametrize(
    ("value", "unit", "signed", "expected"),
    [
        (0.125, "share", False, "12.5 %"),
        (0.125, "rate", True, "+12.5 pp"),
        (-1.5, "multiple", True, "−1.50x"),
        (-9.38, "months", True, "−9.4 months"),
        (12.3e9, "krw_per_kl", False, "KRW 12.3 bn"),
        (None, "share", False, "–"),
    ],
)
def test_figures_carry_their_units(value: float, unit: str, signed: bool, expected: str) -> None:
    assert plain(figure(Texts("en"), value, unit, signed)) == expected


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_published_figure_has_a_name_a_verdict_and_a_chart(results: fm.Results, language: str) -> None:
    texts, rows = Texts(language), results["calibration"]
    assert set(rows["measure"]) == set(MEASURES)
    assert set(rows["verdict"]) == {"agrees", "above", "below"}
    listed = [of_measure(rows, measure) for measure in MEASURES]
    assert sum(one.height for one in listed) == rows.height
    for one in listed:
        _, cells = table(texts, one)
        assert len({tuple(row) for row in cells}) == one.height
        title, said = message(texts, one)
        drawn = calibration(one, Look(language))
        assert str(drawn.title.text) == title
        assert all(row[0] in said for row in cells)
    assert "<svg" in vl_convert.vegalite_to_svg(calibration(listed[0], Look(language)).to_dict())
    counts = rows["verdict"].value_counts()
    agreeing = counts.filter(pl.col("verdict") == "agrees")["count"].item()
    assert f"{rows.height}" in answer(texts, rows)
    assert f"{agreeing}" in answer(texts, rows)
    _, cells = tuned_table(texts, results["tuned_assumptions"])
    assert len(cells) == read_all()["tuned_data"].height


def test_without_random_paths_nothing_is_claimed() -> None:
    rows = fm.run(fm.load_scenarios()["base"])["calibration"]
    assert set(rows["verdict"]) == {"no random paths"}
    assert rows["model_value"].null_count() == rows.height
    assert answer(Texts("en"), rows).startswith("The comparison needs random paths")
    assert calibration(of_measure(rows, MEASURES[0]), Look("en")).to_dict()


def test_tuned_values_exist() -> None:
    tables = read_all()
    known = set(tables["assumptions_data"]["name"])
    rows = tables["tuned_data"].filter(pl.col("dataset") == "assumptions")
    assert set(rows["name"]) <= known


def test_the_command_writes_a_page_that_needs_no_other_file(tmp_path) -> None:
    out = tmp_path / "report"
    made = CliRunner().invoke(app, ["calibrate", "--paths", "20", "--lang", "ko", "--out", str(out)])
    assert made.exit_code == 0, made.output
    assert sorted(file.name for file in out.iterdir()) == sorted(FILES)
    page = (out / FILES[0]).read_text(encoding="utf-8")
    assert page.count("<svg") == len(MEASURES)
    assert "<script" not in page
    assert 'src="' not in page
    assert "<link" not in page
    assert Texts("ko")("calibration.tuned") in page
    assert (
        pl.read_csv(out / FILES[1]).height
        == fm.run(fm.load_scenarios()["base"], paths=20)["calibration"].height
    )
    again = CliRunner().invoke(app, ["calibrate", "--paths", "20", "--out", str(out)])
    assert again.exit_code == 2
    assert "is not empty" in again.output

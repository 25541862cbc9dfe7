"""Term sheets and their frontier: even, the same every time, efficient as brute force finds, and loadable."""

import itertools

import numpy as np
import polars as pl
import pytest

from fundmodel.assumptions import assumptions, lookup
from fundmodel.design.frontier import expected_seconds, in_parts, marked
from fundmodel.design.term_sheets import (
    MIX,
    MIXES,
    TOGETHER,
    choosable,
    even_places,
    term_sheets,
    varied_by_default,
    worlds_of,
)
from fundmodel.scenario import Scenario
from fundmodel.sentences_frontier import duration_text, frontier_texts, sheet_cells
from fundmodel.sweep_answers import sweep
from fundmodel.texts import Texts

BASE = Scenario("base")


def test_places_are_even_in_every_direction_and_a_first_part_is_too() -> None:
    for count, dimensions in ((64, 1), (256, 4), (256, 7)):
        places = np.array(even_places(count, dimensions))
        assert places.shape == (count, dimensions)
        assert ((places >= 0) & (places < 1)).all()
        # Every eighth of each axis holds about an eighth of the points.
        for axis, part in itertools.product(range(dimensions), (count // 2, count)):
            held = np.histogram(places[:part, axis], bins=8, range=(0, 1))[0]
            assert abs(held - part / 8).max() <= part / 16
    assert even_places(20, 3)[:5] == even_places(5, 3)


def test_sheets_stand_on_the_steps_of_their_sliders_inside_their_ranges() -> None:
    names = varied_by_default()
    sheets = term_sheets(BASE, names, 40)
    assert [sheet.number for sheet in sheets] == list(range(41))
    assert dict(sheets[0].scenario.overrides) == {}
    for sheet in sheets[1:]:
        assert set(sheet.values) == set(names)
        for name, value in sheet.values.items():
            row = lookup(name)
            assert float(row.low or 0) <= float(value) <= float(row.high or 0)
            assert sheet.scenario.value(name) == value
        assert float(sheet.values["foreign_share"]) == pytest.approx(
            round(float(sheet.values["foreign_share"]), 2)
        )
    assert term_sheets(BASE, names, 40) == sheets
    assert set(names) <= set(choosable()) <= set(assumptions())


def test_mixes_are_few_and_stand_together() -> None:
    sheets = term_sheets(BASE, [MIX, "hurdle_rate"], 3 * TOGETHER)
    by_part = [
        {sheet.values[MIX] for sheet in sheets[1:][first : first + TOGETHER]}
        for first in range(0, 3 * TOGETHER, TOGETHER)
    ]
    assert [len(part) for part in by_part] == [1, 1, 1]
    assert worlds_of(sheets) <= MIXES
    assert worlds_of(term_sheets(BASE, ["hurdle_rate"], 30)) == 1
    assert expected_seconds(sheets, 100) > expected_seconds(sheets[:5], 100)


def test_the_foreign_share_keeps_to_the_room_that_others_leave() -> None:
    public = BASE.with_("public", public_share=0.7)
    sheets = term_sheets(public, ["foreign_share"], 50)
    assert max(float(sheet.values["foreign_share"]) for sheet in sheets) <= 0.28
    assert len(sheets) == 51
    with pytest.raises(ValueError, match="terms that vary"):
        term_sheets(BASE, [], 10)
    with pytest.raises(ValueError, match="positive count"):
        term_sheets(BASE, ["hurdle_rate"], 0)


@pytest.mark.parametrize("seed", range(5))
def test_efficient_is_what_no_other_sheet_beats(seed: int) -> None:
    drawn = np.random.default_rng(seed).integers(0, 12, (40, 2))
    rows = marked(pl.DataFrame({"attracted_krw": drawn[:, 0], "public_cash_krw": drawn[:, 1]}))
    pairs = list(rows.select("attracted_krw", "public_cost_krw").iter_rows())
    for (money, cost), is_efficient in zip(pairs, rows["is_efficient"], strict=True):
        beaten = any(
            other_money >= money and other_cost <= cost and (other_money, other_cost) != (money, cost)
            for other_money, other_cost in pairs
        )
        assert is_efficient == (not beaten)
    assert pairs[0][1] == 0


@pytest.fixture(scope="module")
def found():
    sheets = term_sheets(BASE, ["public_first_loss_share", "carry_rate", "foreign_share"], 12)
    return list(in_parts(sheets, ["public_first_loss_share", "carry_rate", "foreign_share"], 2))


def test_parts_grow_and_each_can_be_shown(found) -> None:
    assert [part.frame.height for part in found] == [TOGETHER, 13]
    assert found[1].frame[:TOGETHER].drop("is_efficient").equals(found[0].frame.drop("is_efficient"))
    assert not found[1].frame.null_count().row(0, named=True)["public_cost_krw"]
    assert found[1].frame["public_cost_krw"][0] == 0


def test_a_loaded_sheet_shows_the_figures_of_its_point(found) -> None:
    row = found[-1].frame.row(5, named=True)
    sheet = next(one for one in found[-1].sheets if one.number == row["sheet"])
    loaded = Scenario("own", sheet.scenario.overrides)
    frame = sweep([loaded], paths=2, taxed=True)
    public = frame.filter((pl.col("party_code") == "public") & (pl.col("statistic") == "mean"))
    assert public["net_cash_krw"][0] == row["public_cash_krw"]
    assert -public["first_loss_krw"][0] == row["first_loss_krw"]
    assert row["attracted_krw"] <= round(row["offered_share"] * loaded.effective_size_krw())
    assert row["offered_share"] == loaded.value("foreign_share")


@pytest.mark.parametrize("language", ["en", "ko"])
def test_a_frontier_is_said_in_words(found, language: str) -> None:
    texts = Texts(language)
    said, title = frontier_texts(found[-1], texts)
    labels = {name: name for name in found[-1].names}
    headings, cells = sheet_cells(found[-1], labels, lambda _, value: f"{value}", texts)
    assert cells
    assert {len(row) for row in cells} == {len(headings)}
    assert str(len(cells)) in title
    assert "None" not in said
    assert duration_text(0.2, texts) != duration_text(300.0, texts)

"""Charts and sentences on notes, on small known tables."""

import polars as pl
import pytest
import vl_convert
from altair.utils.schemapi import debug_mode

from fundmodel.charts import Look, equity_with_notes, note_losses
from fundmodel.note_findings import effect_rows, guarantor_rows, notes_summary, tranches
from fundmodel.note_sentences import effect_cells, guarantor_cells, notes_answer, tranche_cells
from fundmodel.texts import Texts
from fundmodel.units import NO_BREAK
from tests.results.given import answer
from tests.results.note_case import FRAMES

PERFORMANCE = answer("note_performance", FRAMES)
COSTS = answer("guarantee_cost", FRAMES)
NAMES = pl.DataFrame(
    {"party_id": [0, 1], "name_en": ["All investors", "Public"], "name_ko": ["전체 투자자", "정책자금"]}
)
EFFECT = pl.DataFrame(
    {
        "party_id": [0, 1],
        "party_code": ["whole", "public"],
        "party_kind": ["whole", "class"],
        "statistic": ["median"] * 2,
        "irr_with_rate": [0.07, None],
        "irr_with_status": ["ok", "total loss"],
        "irr_without_rate": [0.06, 0.05],
        "irr_without_status": ["ok", "ok"],
        "irr_change_rate": [0.01, None],
        "with_multiple": [1.6, 0.0],
        "without_multiple": [1.5, 1.4],
        "loss_with_share": [0.1, 1.0],
        "loss_without_share": [0.05, 0.1],
    }
)


def test_the_summary_weighs_losses_by_amount_and_names_the_most_exposed() -> None:
    """500 bp on 1,000 and 5,100 bp on 500; both default on half of the paths, the first is named."""
    summary = notes_summary(PERFORMANCE)
    assert summary is not None
    assert summary.expected_loss_bp == pytest.approx((500 * 1000 + 5100 * 500) / 1500)
    assert (summary.note_count, summary.fund_count, summary.amount_krw) == (2, 1, 1500)
    assert summary.worst["note_code"] == "a"
    assert summary.is_random
    assert notes_summary(PERFORMANCE.clear()) is None


def test_what_is_not_paid_is_borne_by_guarantor_and_holders() -> None:
    rows = tranches(PERFORMANCE)
    assert (rows["loss_bp"] + rows["guarantor_bp"]).to_list() == pytest.approx(rows["shortfall_bp"].to_list())
    assert guarantor_rows(COSTS)["cost_krw"].to_list() == [135]


@pytest.mark.parametrize("language", ["en", "ko"])
def test_charts_render_and_say_what_they_show(language: str) -> None:
    look = Look(language)
    rows = effect_rows(EFFECT, NAMES, ("whole", "class"))
    with debug_mode(True):
        for chart in (note_losses(PERFORMANCE, look), equity_with_notes(rows, look)):
            assert vl_convert.vegalite_to_svg(chart.to_dict()).startswith("<svg")
            assert str(chart.title.text) in str(chart.description)
    central = PERFORMANCE.filter(pl.col("path_group") == "central")
    assert look.texts("notes.losses_none") in str(note_losses(central, look).title.text)


def test_cells_are_written_and_a_missing_figure_is_a_dash() -> None:
    texts = Texts("en")
    summary = notes_summary(PERFORMANCE)
    assert summary is not None
    text = notes_answer(summary, EFFECT, texts).replace(NO_BREAK, " ")
    assert "goes from 6.0 % without notes to 7.0 % with them" in text
    _, cells = tranche_cells(PERFORMANCE.filter(pl.col("path_group") == "central"), texts)
    assert cells[0][8] == "–"
    assert guarantor_cells(COSTS, texts)[1][0][0] == "state"
    _, cells = effect_cells(effect_rows(EFFECT, NAMES, ("whole", "class")), texts)
    assert cells[1][3] == texts("term.none")

"""Chart, sentences and tables on the levers of public support, on a small known table."""

import polars as pl
import pytest
from altair.utils.schemapi import debug_mode

from fundmodel.charts import Look, lever_values
from fundmodel.lever_findings import lever_parties, lever_rows, lever_summary
from fundmodel.lever_sentences import lever_cells, lever_party_cells
from fundmodel.texts import Texts

NAMES = pl.DataFrame(
    {"party_id": [5, 6], "name_en": ["Treasury", "Pension fund"], "name_ko": ["재정", "연기금"]}
)
_PARTIES = {1: ("public", "class"), 2: ("domestic", "class"), 3: ("foreign", "class"), 4: ("gp", "class")}
_PARTIES |= {5: ("fiscal", "investor"), 6: ("pension", "investor"), -1: ("tax_office", "outside")}


def _values(*levers: str, group: str = "random") -> pl.DataFrame:
    rows = []
    for place, lever in enumerate(levers, start=1):
        for order, (party, (code, kind)) in enumerate(_PARTIES.items()):
            won = {1: -3, 2: 2, 3: 1, 5: -3, 6: 2}.get(party, 0) * 10**11 * place
            rows.append(
                {
                    "place": place,
                    "lever": lever,
                    "party_place": order,
                    "party_id": party,
                    "party_code": code,
                    "party_kind": kind,
                    "path_group": group,
                    "value_krw": won,
                    "total_krw": won,
                    "p95_cost_krw": -2 * won if group == "random" else None,
                    "present_value_krw": won // 2,
                    "p95_present_cost_krw": -won if group == "random" else None,
                    "irr_with_rate": None if kind == "outside" else 0.05,
                    "irr_with_status": None if kind == "outside" else "ok",
                    "irr_without_rate": None if kind == "outside" else 0.06,
                    "irr_without_status": None if kind == "outside" else "ok",
                    "irr_change_rate": None if kind == "outside" else -0.01,
                    "loss_with_share": 0.2 if group == "random" and kind != "outside" else None,
                    "loss_without_share": 0.1 if group == "random" and kind != "outside" else None,
                    "loss_change_share": 0.1 if group == "random" and kind != "outside" else None,
                }
            )
    return pl.DataFrame(rows, infer_schema_length=None)


def test_a_single_lever_stands_without_a_joint_row() -> None:
    assert lever_summary(_values("first_loss", "joint", "interaction"))["lever"].to_list() == ["first_loss"]
    several = ("first_loss", "call_option", "joint", "interaction")
    made = lever_summary(_values(*several))
    assert made["lever"].to_list() == list(several)
    assert made.row(0, named=True)["cost_krw"] == 3 * 10**11
    assert made.row(0, named=True)["p95_cost_krw"] == 6 * 10**11
    assert made.row(0, named=True)["domestic_value_krw"] == 2 * 10**11


def test_random_paths_are_preferred_and_outsiders_shown_only_when_moved() -> None:
    both = pl.concat([_values("first_loss", group="central"), _values("first_loss")], how="vertical_relaxed")
    assert set(lever_rows(both)["path_group"]) == {"random"}
    assert lever_parties(both, NAMES, "first_loss")["party_code"].to_list() == ["fiscal", "pension"]


@pytest.mark.parametrize("language", ["en", "ko"])
@pytest.mark.parametrize("group", ["random", "central"])
def test_chart_and_tables_say_what_it_costs_and_who_gets_it(language: str, group: str) -> None:
    values, texts = _values("first_loss", "joint", "interaction", group=group), Texts(language)
    with debug_mode(True):
        drawn = lever_values(values, Look(language))
    assert texts.units.won(3 * 10**11) in str(drawn.title.text)
    assert texts("lever.first_loss") in str(drawn.description)
    for headings, cells in (
        lever_cells(values, texts),
        lever_party_cells(values, NAMES, "first_loss", texts),
    ):
        assert {len(row) for row in cells} == {len(headings)}
        assert texts.units.won(2 * 10**11, True, False) in [cell for row in cells for cell in row]

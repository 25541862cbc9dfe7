"""The chart from gross to net and the table of what foreign investors keep: what they say."""

import polars as pl
import pytest

from fundmodel.charts import Look, bridge
from fundmodel.findings import bridge_rows
from fundmodel.session.foreign_tables import foreign_cells, hedge_gap, won_returns
from fundmodel.texts import Texts
from fundmodel.units import LANGUAGES, NO_BREAK

STEPS = (
    ("gross", True, 0.10, None, 900, 900),
    ("fee", False, 0.08, -0.02, 700, -200),
    ("expense", False, 0.08, 0.0, 700, 0),
    ("first_loss", False, 0.085, 0.005, 750, 50),
    ("net", True, 0.085, 0.0, 750, 0),
    ("tax", False, 0.085, 0.0, 750, 0),
    ("end", True, 0.085, 0.0, 750, 0),
)
NAMES = ("step", "is_total", "rate", "rate_change", "total_krw", "change_krw")


def table(party: str = "domestic", tax: int = 0) -> pl.DataFrame:
    rows = [(*step[:4], step[4] - tax, step[5]) if step[0] == "end" else step for step in STEPS]
    rows = [(*row[:5], -tax) if row[0] == "tax" else row for row in rows]
    return pl.DataFrame(rows, schema=list(NAMES), orient="row").with_columns(
        party_code=pl.lit(party), statistic=pl.lit("central"), status=pl.lit("ok"), place=pl.int_range(7)
    )


def test_empty_steps_and_a_second_net_are_left_out() -> None:
    assert bridge_rows(table())["step"].to_list() == ["gross", "fee", "first_loss", "net"]
    assert bridge_rows(table(tax=10))["step"].to_list() == ["gross", "fee", "first_loss", "net", "tax", "end"]


def test_mean_cash_goes_before_the_central_case() -> None:
    both = pl.concat([table(), table(tax=10).with_columns(statistic=pl.lit("mean"))])
    assert bridge_rows(both)["statistic"].unique().to_list() == ["mean"]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("measure", ["rate", "won"])
def test_the_chart_says_the_bridge(language: str, measure: str) -> None:
    drawn = bridge(table(), Look(language), "X", measure)
    title, message = (str(text).replace(NO_BREAK, " ") for text in (drawn.title.text, drawn.description))
    assert "10.0 %" in title
    assert "8.5 %" in title
    assert "−2.0" in message
    bars = drawn.to_dict()["layer"][0]
    rows = drawn.to_dict()["datasets"][bars["data"]["name"]]
    assert len(rows) == 4


def test_a_missing_rate_is_said_and_not_drawn() -> None:
    lost = table().with_columns(
        rate=pl.lit(None, pl.Float64), rate_change=pl.lit(None, pl.Float64), status=pl.lit("total loss")
    )
    drawn = bridge(lost, Look("en"), "X")
    assert "total loss" in str(drawn.title.text)


def returns(kinds: tuple[str, ...]) -> pl.DataFrame:
    columns = {f"irr_{name}_rate": [0.05, 0.01, 0.09] for name in kinds}
    status = {f"irr_{name}_status": ["ok"] * 3 for name in kinds}
    return pl.DataFrame({"party_id": 3, "statistic": ["median", "p5", "p95"]} | columns | status)


def costs(hedge: int) -> pl.DataFrame:
    money = {f"hedge_{name}_krw": hedge for name in ("points", "spot", "cost")}
    money |= {"over_hedged_krw": hedge, "under_hedged_krw": 2 * hedge}
    return pl.DataFrame({"party_id": 3, "statistic": ["median"], "tax_krw": 10**9, "excused_krw": 0} | money)


@pytest.mark.parametrize(("hedge", "columns"), [(0, 8), (10**8, 11)])
def test_hedges_are_shown_where_there_are_any(hedge: int, columns: int) -> None:
    frame = returns(("won", "constant", "own_unhedged", "own"))
    headings, cells = foreign_cells(frame, costs(hedge), "own", {3: "Abroad"}, Texts("en"))
    assert len(headings) == len(cells[0]) == columns
    assert cells[0][0] == "Abroad"
    assert cells[0][5].replace(NO_BREAK, " ") == "1.0 % to 9.0 %"
    gap = hedge_gap(costs(hedge), Texts("en")).replace(NO_BREAK, " ")
    assert ("KRW 100 m too much and KRW 200 m too little" in gap) == bool(hedge)


def test_won_need_only_the_metrics() -> None:
    metrics = pl.DataFrame(
        {
            "party_id": [1, 3, 9],
            "statistic": "central",
            "irr_net_rate": [0.01, 0.05, 0.06],
            "irr_net_status": "ok",
        }
    )
    parties = pl.DataFrame(
        {
            "party_id": [1, 3, 9],
            "party_code": ["public", "foreign", "abroad"],
            "party_kind": ["class", "class", "investor"],
            "class_id": [0, 2, 2],
        }
    )
    found = won_returns(metrics, parties)
    headings, cells = foreign_cells(found, None, "won", {3: "Abroad", 9: "Fund"}, Texts("ko"))
    assert [row[0] for row in cells] == ["Abroad", "Fund"]
    assert len(headings) == 2

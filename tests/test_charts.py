"""Charts on small known tables: what they say, that they render, and that the grammar holds."""

import altair as alt
import polars as pl
import pytest
import vl_convert
from altair.utils.schemapi import debug_mode

from fundmodel.charts import Look, cash_flow, foreign_per_public, foreign_shares, money_by_class, net_returns
from fundmodel.charts.look import CLASSES, spread
from fundmodel.findings import (
    by_year,
    fee_gap,
    final_shares,
    line_of,
    returns_table,
    sanity_check,
    turning_points,
)
from fundmodel.sentences import (
    check_text,
    foreign_answer,
    investors_answer,
    overview_answer,
    range_text,
    rate_text,
)
from fundmodel.texts import Texts
from fundmodel.units import LANGUAGES, NO_BREAK
from tests.ui import frames

YEAR = frames.FIRST_YEAR


@pytest.fixture(autouse=True)
def every_mark_is_checked():
    """The grammar's schema is held against every mark here, which the screen leaves out for speed."""
    with debug_mode(True):
        yield


def plain(text: str) -> str:
    return text.replace(NO_BREAK, " ")


def whole(scale: float = 1.0, paths: int = 0) -> pl.DataFrame:
    return frames.flows(scale=scale, paths=paths).filter(pl.col("party_kind") == "whole")


def returns(paths: int = 0, shift: float = 0.01) -> pl.DataFrame:
    made, base = frames.metrics(shift=shift, paths=paths), frames.metrics(paths=paths)
    return returns_table(made, base, frames.parties(), ("whole", "class", "fund"))


def drawn(look: Look, paths: int) -> dict[str, alt.LayerChart]:
    foreign, other = frames.foreign(share=0.3, paths=paths), frames.foreign(paths=paths)
    return {
        "year": cash_flow(whole(paths=paths), look, YEAR, whole(0.9, paths)),
        "quarter": cash_flow(whole(paths=paths), look, YEAR, whole(0.9, paths), "quarter"),
        "cumulative": cash_flow(whole(paths=paths), look, YEAR, None, "cumulative", "foreign"),
        "returns": net_returns(returns(paths), look),
        "money": money_by_class(returns(paths), look),
        "foreign": foreign_shares(foreign, look, YEAR, other),
        "per_public": foreign_per_public(foreign, look, YEAR, other),
    }


@pytest.mark.parametrize("paths", [0, 200])
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_chart_renders_with_its_title_and_its_message(language: str, paths: int):
    for name, chart in drawn(Look(language), paths).items():
        spec = chart.properties(width=640).to_dict()
        assert spec["title"]["text"], name
        assert len(spec["description"]) > len(spec["title"]["text"]) / 2, name
        assert any(sign.isdigit() for sign in spec["title"]["text"]), name
        svg = vl_convert.vegalite_to_svg(spec)
        assert "NaN" not in svg, name
        assert "undefined" not in svg, name


def test_the_chart_font_stack_has_a_korean_font_first():
    chart = cash_flow(whole(), Look("ko"), YEAR).to_dict()
    assert chart["config"]["font"].startswith("Pretendard, 'Noto Sans KR', 'Noto Sans CJK KR'")


def test_dark_keeps_the_hue_of_every_class_apart():
    for is_dark in (False, True):
        look = Look("en", is_dark)
        assert len({look.colour(role) for role in (*CLASSES, "whole", "loss")}) == len(CLASSES) + 2
    assert Look("en").colour("foreign") == "#E69F00"
    assert Look("en").colour("public") == "#0072B2"


def test_the_base_case_is_drawn_grey_and_thin():
    look = Look("en")
    spec = cash_flow(whole(), look, YEAR, whole(0.9)).to_dict()
    grey = [
        layer["mark"]
        for layer in spec["layer"]
        if layer["mark"].get("type") == "line" and layer["mark"].get("color") == look.colour("context")
    ]
    assert [mark["strokeWidth"] for mark in grey] == [1.5]
    assert "line" in {layer["mark"]["type"] for layer in spec["layer"]}


def test_bands_come_with_random_paths_only():
    def areas(paths: int) -> int:
        layers = cash_flow(whole(paths=paths), Look("en"), YEAR).to_dict()["layer"]
        return sum(layer["mark"]["type"] == "area" for layer in layers)

    assert (areas(0), areas(200)) == (0, 1)


def test_turning_points_of_the_j_curve():
    points = turning_points(whole())
    # 25 calls of 0.2 tn; 0.2 tn comes back each quarter from quarter 20 on
    assert points.trough_quarter == 19
    assert points.peak_need_krw == 4 * frames.TN
    assert points.payback_quarter == 44
    assert points.end_krw == 3 * frames.TN


def test_money_that_never_comes_back_has_no_break_even():
    short = whole().filter(pl.col("quarter") < 30)
    assert turning_points(short).payback_quarter is None
    title = cash_flow(short, Look("en"), YEAR).to_dict()["title"]["text"]
    assert plain(title) == "The money does not come back in full; at most KRW 4 tn needed in 2031 Q4"


def test_title_of_the_cash_chart_is_computed():
    assert plain(cash_flow(whole(), Look("en"), YEAR).to_dict()["title"]["text"]) == (
        "Break-even in 2038 Q1; at most KRW 4 tn needed in 2031 Q4"
    )
    assert plain(cash_flow(whole(), Look("ko"), YEAR).to_dict()["title"]["text"]) == (
        "2038년 1분기에 손익분기, 2031년 4분기에 최대 4조 원 소요"
    )


def test_years_add_flows_and_keep_balances():
    yearly = by_year(whole())
    assert yearly["calls_krw"][0] == 4 * 200_000_000_000
    assert yearly["calls_krw"].sum() == 5 * frames.TN
    assert yearly["cumulative_krw"][-1] == 3 * frames.TN


def test_returns_beside_the_base_case():
    table = returns()
    rows = {row["party_code"]: row for row in table.iter_rows(named=True)}
    assert rows["foreign"]["net_change_rate"] == pytest.approx(0.01)
    assert rows["E1"]["net_change_rate"] is None
    assert rows["public"]["low_rate"] is None
    assert returns(200).filter(pl.col("party_code") == "public")["low_rate"][0] == pytest.approx(0.001)
    assert fee_gap(table) == pytest.approx(0.112 - 0.074)


def test_a_missing_rate_is_its_reason():
    texts = Texts("ko")
    assert rate_text(texts, None, "no sign change") == "수익률 없음: 현금이 한 방향으로만 이동"
    assert rate_text(texts, -1.0, "total loss") == "전액 손실(−100 %)"
    assert "여러" in rate_text(texts, 0.1, "several roots")
    assert rate_text(texts, None, None) == "수익률 없음"
    assert range_text(texts, None, 0.1) == ""
    svg = vl_convert.vegalite_to_svg(net_returns(returns(), Look("ko")).properties(width=640).to_dict())
    assert "한 방향으로만" in svg


def test_answers_name_numbers_and_the_comparison():
    texts, foreign = Texts("ko"), frames.foreign(share=0.3)
    text = plain(overview_answer(returns(), foreign, texts, is_base=False))
    assert text == (
        "해외 투자자 순IRR 9.1 % (달러 7.9 %), 기준안 대비 +1.0 %p. "
        "프로그램 전체 8.4 %, 납입금의 33 %가 해외 자본."
    )
    assert "기준안" not in overview_answer(returns(shift=0.0), foreign, texts, is_base=True)
    assert "정책자금" in investors_answer(returns(), 0.038, texts)
    assert "운용사" not in investors_answer(returns(), 0.038, texts)
    assert "+30.8 %p" in plain(foreign_answer(foreign, texts, frames.foreign()))


def test_no_foreign_money_is_said():
    none = frames.foreign(share=0.0).with_columns(pl.lit(None, dtype=pl.Float64).alias("of_paid_in_share"))
    assert final_shares(none)["of_paid_in_share"] is None
    assert foreign_answer(none, Texts("en")) == "No foreign money moves in this scenario"
    assert foreign_shares(none, Look("en"), YEAR).to_dict()["title"]["text"].startswith("No foreign money")


def test_a_return_beyond_the_record_is_flagged_with_its_reason():
    metrics = frames.metrics()
    inside = sanity_check(frames.sanity(rate=0.07), metrics)
    assert (inside.level, inside.driver) == ("green", "")
    above = sanity_check(frames.sanity(rate=0.1), metrics)
    assert above.level == "amber"
    text = plain(check_text(above, Texts("en"), "CDMO"))
    assert "10.0 % is above 9.0 %" in text
    assert "3.0 % to 9.0 %" in text


def test_the_main_statistic_is_the_median_of_random_paths():
    assert line_of(frames.metrics())["statistic"].unique().to_list() == ["central"]
    assert line_of(frames.metrics(paths=200))["statistic"].unique().to_list() == ["median"]


def test_labels_are_pushed_apart_and_keep_their_order():
    assert spread([0.020, 0.022, 0.0184, 0.5], 0.1) == pytest.approx(
        [0.02013333, 0.12013333, -0.07986667, 0.5]
    )
    assert spread([], 1.0) == []

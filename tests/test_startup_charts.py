"""Charts and sentences on companies, on a pipeline known by eye: what they say, and that they render."""

import polars as pl
import pytest
import vl_convert

from fundmodel.charts import Look, companies_in_phase, exits_over_time, money_by_multiple, pipeline_by_phase
from fundmodel.startup_findings import PHASES, concentration, exits_by_year, fates, peak
from fundmodel.startup_sentences import startups_answer
from fundmodel.texts import Texts
from fundmodel.units import LANGUAGES, NO_BREAK

YEARS = range(2027, 2033)
HELD = {2027: 4.0, 2028: 10.0, 2029: 6.0}
FACTORS = {"central": 1.1, "mean": 1.0, "p10": 0.5, "p90": 1.5}


def pipeline(has_paths=True):
    rows = [
        {
            "phase_code": phase,
            "statistic": statistic,
            "year": year,
            "company_count": HELD.get(year, 0.0) * part * factor,
        }
        for phase, part in {"all": 1.0, **dict.fromkeys(PHASES, 0.2)}.items()
        for statistic, factor in FACTORS.items()
        for year in YEARS
        if has_paths or statistic == "central"
    ]
    return pl.DataFrame(rows)


def outcomes():
    ends = {
        "companies_funded": 20,
        "trade_sales": 4,
        "ipos": 2,
        "licences": 3,
        "approvals": 1,
        "failures": 13,
    }
    rows = [
        {
            "measure": measure,
            "attribution": "full",
            "statistic": statistic,
            "year": year,
            "amount": end * min(1.0, (year - 2027) / 4) * factor,
        }
        for measure, end in ends.items()
        for statistic, factor in FACTORS.items()
        for year in YEARS
    ]
    return pl.DataFrame(rows)


def returns():
    return pl.DataFrame(
        {
            "from_multiple": [0.0, 1.0, 10.0],
            "to_multiple": [1.0, 10.0, None],
            "company_share": [0.7, 0.25, 0.05],
            "invested_share": [0.7, 0.25, 0.05],
            "proceeds_share": [0.1, 0.3, 0.6],
        }
    )


def test_the_height_of_the_pipeline_and_what_became_of_companies():
    top = peak(pipeline())
    assert (top.year, top.companies, top.low, top.high) == (2028, 10.0, 5.0, 15.0)
    assert peak(pipeline().filter(pl.col("year") > 2029)) is None
    ends = {row[0]: row[1:] for row in fates(outcomes()).iter_rows()}
    assert ends["trade_sales"] == (4.0, 2.0, 6.0, 0.2)
    yearly = exits_by_year(outcomes()).filter(pl.col("measure") == "trade_sales")["count"].to_list()
    assert yearly == [0.0, 1.0, 1.0, 1.0, 1.0, 0.0]


def test_how_few_companies_bring_half_of_the_money():
    found = concentration(returns())
    assert (found.best_share, found.money_share) == (0.05, 0.6)
    assert concentration(returns().head(0)) is None


def test_the_answer_says_how_many_and_how_concentrated():
    text = startups_answer(pipeline(), outcomes(), returns(), Texts("en")).replace(NO_BREAK, " ")
    assert text.startswith("20 companies are funded; at most 10 are in development at once (end of 2028).")
    assert text.endswith("5 % of the companies bring 60 % of all the money back.")
    assert startups_answer(pipeline().head(0), outcomes(), returns(), Texts("ko")).startswith("이 시나리오")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_chart_renders_with_a_message_even_without_rows(language: str):
    look = Look(language, language == "ko")
    for has_rows in (True, False):
        held, ends, money = (
            frame if has_rows else frame.head(0) for frame in (pipeline(), outcomes(), returns())
        )
        charts = (
            pipeline_by_phase(held, look),
            companies_in_phase(held, "P2", look, held),
            exits_over_time(ends, look),
            money_by_multiple(money, look),
        )
        for chart in charts:
            assert chart.title.text
            assert chart.description
            assert "nan" not in chart.description.lower()
            assert "<svg" in vl_convert.vegalite_to_svg(chart.to_dict())

"""Charts and sentences on plants, on two sites known by eye: what they say, and that they render."""

import polars as pl
import pytest
import vl_convert

from fundmodel.charts import (
    Look,
    plant_capacity,
    plant_cover,
    plant_debt,
    plant_earnings,
    plant_timeline,
    plant_use,
)
from fundmodel.plant_findings import (
    capacity,
    debt_risk,
    full_cover,
    gross_rates,
    named_sites,
    second_phase,
    stake_gap,
    weakest_cover,
)
from fundmodel.plant_sentences import plants_answer, second_phase_answer, second_phase_cells
from fundmodel.texts import Texts
from fundmodel.units import LANGUAGES, NO_BREAK

YEAR = 2027
BN = 1_000_000_000
NAMES = ["party_kind", "party_code", "statistic", "irr_gross_rate"]


def plain(text):
    return text.replace(NO_BREAK, " ")


def timeline(debt=200):
    return pl.DataFrame(
        {
            "facility_code": ["C2-osong", "C1-songdo"],
            "fund_code": ["C2", "C1"],
            "cluster_en": ["Osong", "Songdo"],
            "cluster_ko": ["청주 오송", "인천 송도"],
            "start_quarter": [4, 0],
            "completion_quarter": [14, 10],
            "opening_quarter": [18, 14],
            "repaid_quarter": [30, 26] if debt else [None, None],
            "exit_quarter": [30, 26],
            "plant_count": [2, 1],
            "capex_krw": [500 * BN, 500 * BN],
            "draw_krw": [debt * BN, debt * BN],
            "debt_krw": [debt * BN, debt * BN],
        },
        schema_overrides={"repaid_quarter": pl.Int32},
    )


def operations(debt=200):
    """Site by site, twelve quarters of operation; the cover falls from 2 by a tenth a quarter."""
    rows = []
    for code, opening in (("C1-songdo", 14), ("C2-osong", 18)):
        for quarter in range(opening - 2, opening + 12):
            age = quarter - opening
            is_open = age >= 0
            rows.append(
                {
                    "facility_code": code,
                    "quarter": quarter,
                    "year": YEAR + quarter // 4,
                    "kl_online": 45.0 if is_open else 0.0,
                    "used_share": min(0.95, 0.15 + 0.1 * age) if is_open else None,
                    "ebitda_krw": (age - 2) * BN if is_open else 0,
                    "cfads_krw": (age - 3) * BN if is_open else 0,
                    "service_krw": 2 * BN if is_open and debt else 0,
                    "debt_krw": max(0, debt - 18 * max(0, age)) * BN,
                    "dscr_multiple": 2 - 0.1 * age if is_open and debt else None,
                    "llcr_multiple": 1.8 if is_open and debt else None,
                }
            )
    return pl.DataFrame(rows, infer_schema_length=None).with_columns(
        pl.col("dscr_multiple", "llcr_multiple", "used_share").cast(pl.Float64)
    )


def outcomes():
    rows = [
        (year, "kl_online", attribution, "central", amount * share, 2145.0, "Incheon-Siheung", 2032)
        for year, amount in ((2029, 0.0), (2030, 45.0), (2031, 135.0), (2032, 135.0))
        for attribution, share in (("full", 1.0), ("owned", 0.2))
    ]
    names = [
        "year",
        "measure",
        "attribution",
        "statistic",
        "amount",
        "target_amount",
        "target_programme",
        "target_year",
    ]
    return pl.DataFrame(rows, schema=names, orient="row")


def test_the_answer_names_dates_capacity_and_the_weakest_cover():
    """After one grace year quarters 8..11 of operation count: 2 - 1.1 = 0.9 in quarter 25 is the lowest."""
    texts = Texts("en")
    sites, made = named_sites(timeline(), "en"), operations()
    cover = weakest_cover(made, sites, grace_years=1)
    assert (round(cover.dscr, 6), cover.quarter, cover.facility_code) == (0.9, 25, "C1-songdo")
    said = plain(plants_answer(sites, capacity(outcomes()), cover, texts, YEAR))
    assert said == (
        "3 plants at 2 sites open from 2030 Q3 to 2031 Q3; 135 kL are on line in 2031, 6.3 % of the 2,145 kL "
        "that Incheon-Siheung wants by 2032. Debt pays for 40 % of their cost and is covered 0.90x at the "
        "weakest, in 2033 Q2."
    )
    none = weakest_cover(operations(debt=0), named_sites(timeline(debt=0), "en"), 1)
    assert none.dscr is None
    assert plants_answer(sites, capacity(outcomes()), none, texts, YEAR).endswith(
        "They are built without debt."
    )


def test_the_gap_of_the_funds_is_that_of_their_average_rates():
    rates = {"central": {"C1": 0.10, "C2": 0.08}, "mean": {"C1": 0.07, "C2": 0.07, "E1": 9.0}}
    rows = [("fund", code, name, rate) for name, funds in rates.items() for code, rate in funds.items()]
    metrics = pl.DataFrame(rows, schema=NAMES, orient="row")
    assert gross_rates(metrics, ("C1", "C2")) == pytest.approx((0.09, 0.07))
    assert gross_rates(metrics.filter(pl.col("statistic") == "central"), ("C1",)) == (0.10, None)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("debt", [200, 0])
def test_every_chart_renders_and_says_what_it_shows(language, debt):
    look = Look(language)
    sites, made = named_sites(timeline(debt), language), operations(debt)
    one = made.filter(pl.col("facility_code") == "C1-songdo")
    site = sites.row(0, named=True)
    charts = {
        "timeline": plant_timeline(sites, look, YEAR),
        "capacity": plant_capacity(capacity(outcomes()), look),
        "use": plant_use(one, site["name"], look, YEAR),
        "earnings": plant_earnings(one, site["name"], look),
        "debt": plant_debt(one, site, look, YEAR),
        "cover": plant_cover(full_cover(one, sites, 1), one, 1.15, look, YEAR),
    }
    for name, chart in charts.items():
        svg = vl_convert.vegalite_to_svg(chart.properties(width=600).to_dict())
        assert svg.count("<path") > 3, name
        assert str(chart.description), name
    titles = {name: plain(str(chart.title.text)) for name, chart in charts.items()}
    if language == "ko":
        assert "인천 송도 · C1" in titles["use"]
        return
    assert titles["timeline"] == "Building and validation take 3.5 years; the first plant opens in 2030 Q3"
    assert titles["capacity"] == "135 kL on line in 2031, 27 of them owned by the funds"
    assert titles["use"] == "Songdo · C1 is full to 95 % from 2032 Q3 on"
    # Of 2033 quarters 24 and 25 are there, of 2032 all four: (4 + 5 + 6 + 7) bn.
    assert titles["earnings"].startswith("Songdo · C1 earns KRW 22")
    owes = "owes KRW 200 bn at most and nothing from 2033 Q3 on" if debt else "is built without debt"
    assert titles["debt"] == f"Songdo · C1 {owes}"
    least = "Cash flow covers debt service 0.90x at the weakest"
    assert titles["cover"] == (least if debt else "Nothing to cover: there is no debt")


def test_a_plan_without_plants_is_said_in_words():
    nothing = named_sites(timeline().head(0), "en")
    none = weakest_cover(operations().head(0), nothing, 1)
    empty = capacity(outcomes().head(0))
    assert plants_answer(nothing, empty, none, Texts("en"), YEAR) == "This scenario plans no plant."


def test_the_risk_of_debt_is_that_of_all_plants():
    missed = pl.DataFrame(
        {"plant_paths": [100, 300], "cured_share": [0.4, 0.2], "lender_loss_share": [0.0, 0.04]}
    )
    assert debt_risk(missed) == pytest.approx({"cured": 0.25, "lost": 0.03})
    assert debt_risk(missed.head(0)) == {}


def phase_values(statistics):
    money = ("never_npv_krw", "at_once_npv_krw", "option_npv_krw", "at_once_gain_krw", "option_gain_krw")
    rows = [
        {
            "facility_code": code,
            "statistic": statistic,
            **dict(zip(money, (10 * BN, 30 * BN, 25 * BN, 20 * BN, 15 * BN), strict=True)),
            "option_value_krw": -5 * BN if statistic == "mean" else None,
            "exercised_share": 0.5,
        }
        for code in ("C1-songdo", "C2-osong")
        for statistic in statistics
    ]
    return pl.DataFrame(rows, schema_overrides={"option_value_krw": pl.Int64})


def test_a_second_phase_is_told_as_the_mean_where_there_are_random_paths():
    sites = named_sites(timeline(), "en")
    phases = second_phase(phase_values(("central", "mean", "p5")), sites)
    assert phases["name"].to_list() == ["Songdo · C1", "Osong · C2"]
    told = plain(second_phase_answer(phases, Texts("en")))
    assert "mean of random paths" in told
    assert all(part in told for part in ("+40", "+30", "−10", "50 %"))
    headings, cells = second_phase_cells(phases, Texts("en"))
    assert len(headings) == len(cells[0]) == 8
    alone = second_phase(phase_values(("central",)), sites)
    assert "central case" in plain(second_phase_answer(alone, Texts("en")))
    assert second_phase_cells(alone, Texts("ko"))[1][0][-2] == Texts("ko")("term.none")


def test_the_gap_of_stakes_is_the_largest_of_any_quarter():
    rows = pl.DataFrame(
        {
            "owned_paid_in_krw": [10, 20],
            "asked_krw": [10, 18],
            "owned_paid_out_krw": [7, 0],
            "offered_krw": [4, 0],
            "row_count": [6, 4],
        }
    )
    assert stake_gap(rows) == (3, 6)
    assert stake_gap(rows.clear()) == (0, 0)

import polars as pl
import pytest

from tests.results.given import SCENARIOS, answer, table

LIMITS = (
    "purpose_share",
    "vaccine_share",
    "regional_share",
    "company_share_max",
    "plant_share_max",
    "gp_share",
    "korea_duty_multiple",
)
CHEQUES = "path_id fund_id year_number invested_krw drug_krw clinical_krw vaccine_krw regional_krw"
FLOWS = "path_id level class_id quarter paid_in_krw korea_invested_krw"


FORMED = "path_id fund_id start_quarter final_close_quarter first_share size_share private_share is_formed"
# As planned but for fund 1 on path 1, which closes first in year 2 with 60 %, finally in year 3 with 80 %;
# fund 2 is not formed there.
CLOSINGS = (
    (0, 1, 0, 0, 1.0, 1.0, 1.0, True),
    (0, 2, 4, 4, 1.0, 1.0, 1.0, True),
    (1, 1, 4, 8, 0.6, 0.8, 0.5, True),
    (1, 2, 8, 8, 0.0, 0.0, 0.0, False),
)


def made(foreign_krw: int = 10, formed: tuple = ()) -> dict:
    """Fund 1 plans 100 in the first year and can pay 50, on path 1 all; fund 2 builds from year 2."""
    quarters = [
        (path, 1, number, quarter, krw, korea)
        for path in (0, 1)
        for number, krw, korea in ((0, 40, 36), (2, foreign_krw, 9), (3, 1, 0))
        for quarter in (0, 4)
    ]
    frames = {
        "scenarios": SCENARIOS,
        "run_settings": table("seed n_quarters first_year", (7, 8, 2027)),
        "parties": table(
            "party_id party_code party_kind class_id",
            (0, "whole", "whole", -1),
            (1, "public", "class", 0),
            (3, "foreign", "class", 2),
            (4, "gp", "class", 3),
        ),
        "class_flows": _at(table(FLOWS, *quarters)),
        "fund_flows": _at(
            table(
                "path_id fund_id quarter invested_krw",
                (0, 1, 0, 30), (0, 1, 3, 20), (0, 2, 5, 50), (1, 1, 1, 100), (1, 2, 5, 50),
            )
        ),
        "mandate_cheques": _at(
            table(
                CHEQUES,
                (0, 1, 0, 100, 100, 80, 8, 10), (0, 2, 1, 50, 0, 0, 0, 50),
                (1, 1, 0, 100, 100, 40, 12, 10), (1, 2, 1, 50, 0, 0, 0, 50),
            ),
            "world_id",
        ),
        "funds": _at(
            table(
                "fund_id level start_quarter commitment_krw",
                (0, 0, 0, 500), (1, 1, 0, 200), (2, 1, 4, 400),
            )
        ),
        "commitments": _at(
            table(
                "fund_id investor_id class_id commitment_krw",
                (0, 0, 0, 450), (0, 9, 3, 50), (1, -1, -1, 80), (1, 5, 2, 80), (1, 9, 3, 40),
                (2, -1, -1, 400),
            )
        ),
        "largest_companies": _at(
            table(
                "path_id fund_id year_number largest_krw",
                (0, 1, 0, 30), (0, 1, 1, 50), (0, 2, 1, 80), (1, 1, 0, 60),
            ),
            "world_id",
        ),
        "fund_formation": _at(table(FORMED, *formed).cast({"is_formed": bool})),
        "facility_plan": _at(
            table("facility_id fund_id plant_count need_krw stake_share", (0, 2, 1, 500, 0.5)), "world_id"
        ),
        "mandates_assumptions": _at(
            table(" ".join(f"mandate_{name}" for name in LIMITS), (0.6, 0.1, 0.2, 0.2, 0.7, 0.15, 1.0))
        ),
        "assumptions_data": table(
            "name unit source verification url",
            *((f"mandate_{name}", "share", f"source of {name}", "read", "") for name in LIMITS),
        ),
    }  # fmt: skip
    rows = answer("mandates", frames).rows(named=True)
    return {(row["mandate"], row["year"]): row for row in rows}


def _at(frame, key: str = "scenario_id"):
    return frame.select(pl.lit(0, dtype=pl.Int32).alias(key), *frame.columns)


@pytest.mark.parametrize(
    ("mandate", "measured", "is_met"),
    [
        # Year 1: 40 of 50 in the clinic; year 2 the same, as plants are no drug companies.
        ("purpose", (0.8, 0.8), (True, True)),
        ("vaccine", (0.08, 0.08), (False, False)),
        # 5 of 50, then 5 + 50 of 100.
        ("regional", (0.1, 0.55), (False, True)),
        # 30 of a fund of 200 for one company, then 50, which is more than 80 of a fund of 400.
        ("company", (0.15, 0.25), (True, False)),
        # Half of 500 in a fund of 400 that starts in the second year.
        ("plant", (None, 0.625), (None, True)),
        # 40 and a tenth of 80 of 200; then 48 + 40 of 600.
        ("gp", (0.24, 88 / 600), (True, False)),
        # 36 + 9 won into Korea for 40 public won.
        ("korea_duty", (1.125, 1.125), (True, True)),
    ],
)
def test_mandates_by_hand(mandate: str, measured: tuple, is_met: tuple) -> None:
    found = made()
    rows = [found.get((mandate, year)) for year in (2027, 2028)]
    assert [row and row["measured"] for row in rows] == [one and pytest.approx(one) for one in measured]
    assert [row and row["is_met"] for row in rows] == list(is_met)


def test_the_share_of_paths_that_keep_a_duty_stands_beside_it() -> None:
    """Path 1 pays all of its plan: 40 of 100 in the clinic miss 60 %, 12 of 100 for vaccines keep 10 %."""
    found = made()
    purpose, vaccine = found["purpose", 2027], found["vaccine", 2027]
    assert (purpose["met_path_share"], purpose["measured_p10"]) == (0.0, pytest.approx(0.4))
    assert (vaccine["met_path_share"], vaccine["measured_p90"]) == (1.0, pytest.approx(0.12))


def test_a_company_stays_as_large_as_it_was() -> None:
    """On path 1 one company got 60 of 200 in the first year, and nobody more in the second."""
    found = made()
    assert [found["company", year]["measured_p10"] for year in (2027, 2028)] == pytest.approx([0.3, 0.3])


def test_limits_come_with_direction_and_source() -> None:
    found = made()
    company, purpose = found["company", 2027], found["purpose", 2027]
    assert (company["direction"], company["limit"]) == ("at most", 0.2)
    assert (purpose["direction"], purpose["source"]) == ("at least", "source of purpose_share")


def test_without_foreign_money_there_is_no_duty_in_korea() -> None:
    row = made(foreign_krw=0)["korea_duty", 2027]
    assert (row["measured"], row["is_met"], row["status"]) == (None, None, "nothing to measure yet")


def test_commitments_are_those_formed_on_the_path() -> None:
    """Path 1: fund 1 has 80 + 40 (half of the 80 of private money) + 40 = 160 of 200 from its first close in
    year 2 on; managers hold 40 + 8 of it, 30 %, where the plan has 24 %. Nothing is measured in year 1. The
    company that asked for 60 in year 1, before there was a fund, got nothing; there is no other. Fund 2 was
    not formed, so it has no plant. The central case is as planned, which stands beside it.
    """
    found = made(formed=CLOSINGS)
    gp = [found["gp", year] for year in (2027, 2028)]
    assert [row["measured_p10"] for row in gp] == [None, pytest.approx(0.3)]
    assert [row["planned"] for row in gp] == [row["measured"] for row in gp] == [0.24, 88 / 600]
    assert found["plant", 2028]["planned"] == found["plant", 2028]["measured"] == 0.625
    assert found["plant", 2028]["measured_p10"] is None
    company = found["company", 2028]
    assert (company["planned"], company["measured"], company["measured_p10"]) == (0.25, 0.25, None)
    assert found["purpose", 2028]["planned"] is None
    assert made()["gp", 2028]["planned"] is None


def test_a_fund_that_closes_smaller_holds_as_much_less_of_a_company() -> None:
    """Now fund 1 opens on time on path 1, with 60 % until year 2 and 80 % from then on: of the 60 that one
    company asks for it pays 36 of 160; by plan 60 of 200.
    """
    row = made(formed=(*CLOSINGS[:2], (1, 1, 0, 4, 0.6, 0.8, 0.5, True), CLOSINGS[3]))["company", 2027]
    assert row["measured_p10"] == pytest.approx(36 / 160)

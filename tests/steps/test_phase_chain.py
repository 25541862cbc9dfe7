from pathlib import Path

import polars as pl
import pytest

from fundmodel import datasets
from fundmodel.steps.phase_chain import phase_chain

ORACLE = Path(__file__).parents[1] / "oracles" / "megafund_nbt2012_a_markov_absorption.csv"


def _rows(*rows: tuple[str, str, float], quarters: int = 2) -> pl.DataFrame:
    ends = (("APP", "APP", 1.0), ("DSC", "DSC", 1.0))
    frame = pl.DataFrame([*rows, *ends], schema=["from_state", "to_state", "probability"], orient="row")
    return frame.with_columns(period_quarters=quarters)


def _chain(*, jump: float) -> list[tuple[str, str, float]]:
    # Every phase but P1 lasts one period and always succeeds.
    sure = [(a, b, 1.0) for a, b in (("PRE", "P1"), ("P2", "P3"), ("P3", "NDA"), ("NDA", "APP"))]
    return [*sure, ("P1", "P1", 0.5), ("P1", "P2", 0.3 - jump), ("P1", "P3", jump), ("P1", "DSC", 0.2)]


def test_a_phase_succeeds_and_lasts_as_its_row_says() -> None:
    rows = phase_chain(_rows(*_chain(jump=0.0), quarters=4)).rows()
    # P1 is left with 0.5 a year, three times in five for P2: two years on average.
    assert rows[1] == (1, pytest.approx(0.6), pytest.approx(2))
    assert rows[0] == (0, pytest.approx(1), pytest.approx(1))


def test_a_jump_over_a_phase_shortens_the_one_it_starts_from() -> None:
    rows = phase_chain(_rows(*_chain(jump=0.15))).rows()
    # Half of the successes save phase 2, half a year: 0.3 x 0.5 years on average.
    assert rows[1] == (1, pytest.approx(0.6), pytest.approx(1 - 0.15))


def test_the_shipped_matrix_gives_the_published_absorption_from_every_phase() -> None:
    found = phase_chain(datasets.read_all()["phase_transitions_data"])
    oracle = {row["start"]: row for row in pl.read_csv(ORACLE).iter_rows(named=True)}
    approval, years = 1.0, 0.0
    for name, (_, success, lasts) in zip(reversed(oracle), reversed(found.rows()), strict=True):
        approval, years = success * approval, lasts + success * years
        assert approval == pytest.approx(oracle[name]["p_approved"], rel=1e-9)
        assert years == pytest.approx(oracle[name]["mean_years"], rel=1e-9)


def test_a_matrix_whose_later_phases_are_worse_is_refused() -> None:
    worse = [row for row in _chain(jump=0.0) if row[0] != "NDA"]
    rows = _rows(*worse, ("NDA", "APP", 0.5), ("NDA", "DSC", 0.5), ("NDA", "NDA", 0.0))
    assert phase_chain(rows)["success_share"][4] == 0.5
    bad = [row for row in worse if row[:2] != ("P3", "NDA")]
    with pytest.raises(ValueError, match=r"from P3 approval has a chance of 1, from the phase after it 0\.5"):
        phase_chain(_rows(*bad, ("P3", "APP", 1.0), ("NDA", "APP", 0.5), ("NDA", "DSC", 0.5)))

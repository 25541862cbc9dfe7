"""Funds against an index: many at once as one by one, by hand, and past flows against an index file."""

import numpy as np
import polars as pl
import pytest
from pyxirr import pe
from typer.testing import CliRunner

from fundmodel import datasets
from fundmodel.cli import app
from fundmodel.finance import (
    STATUSES,
    direct_alpha,
    equivalents,
    ks_pme,
    ln_pme,
    ln_pme_nav,
    past_equivalents,
)
from fundmodel.session.market_tables import market_cells
from fundmodel.status_notes import status_notes
from fundmodel.texts import Texts
from fundmodel.units import LANGUAGES

N_SERIES, N_PERIODS = 40, 24


def cases(seed: int = 5) -> tuple[np.ndarray, np.ndarray]:
    """Funds that call for eight periods and pay for the rest, and an index of their own."""
    generator = np.random.default_rng(seed)
    flows = -generator.uniform(1, 10, (N_SERIES, N_PERIODS))
    flows[:, 8:] = generator.uniform(0, 12, (N_SERIES, N_PERIODS - 8))
    # The library puts what is left in place of the last flow.
    flows[:, -1] = 0
    index = 100 * np.exp(np.cumsum(generator.normal(0.01, 0.03, (N_SERIES, N_PERIODS)), axis=1))
    return flows, index


def test_many_series_give_what_the_library_gives_one_by_one() -> None:
    flows, index = cases()
    made = equivalents(flows, index)
    for row in range(N_SERIES):
        one = flows[row].tolist(), index[row].tolist()
        assert made.ks_pme[row] == pytest.approx(ks_pme(*one), abs=1e-9)
        assert made.direct_alpha.rate[row] == pytest.approx(direct_alpha(*one), abs=1e-9)
        assert made.ln_pme_nav[row] == pytest.approx(ln_pme_nav(*one), abs=1e-6)
        assert made.pme_plus_scale[row] == pytest.approx(pe.pme_plus_lambda(*one, 0.0), abs=1e-9)
        assert made.pme_plus.rate[row] == pytest.approx(pe.pme_plus(*one, 0.0), abs=1e-9)
        if made.ln_pme.status[row] == "ok":
            assert made.ln_pme.rate[row] == pytest.approx(ln_pme(*one), abs=1e-9)


def test_a_series_is_the_same_in_any_company() -> None:
    flows, index = cases()
    whole = equivalents(flows, index)
    for size in (1, 7):
        part = equivalents(flows[:size], index[:size])
        assert part.ks_pme.tobytes() == whole.ks_pme[:size].tobytes()
        assert part.direct_alpha.rate.tobytes() == whole.direct_alpha.rate[:size].tobytes()


def test_by_hand() -> None:
    """100 in, 60 and 80 back; the index goes 100, 120, 125.

    Carried to the end: 125 in, 62.5 + 80 back, 1.14; in the index -17.5 are left, so that 60 and 62.5 come
    back; scaled by 125 / 142.5, 52.63 and 70.18 come back.
    """
    made = equivalents([[-100, 60, 80]], [[100, 120, 125]])
    assert made.ks_pme[0] == pytest.approx(1.14)
    assert made.ln_pme_nav[0] == pytest.approx(-17.5)
    for found, (first, second) in (
        (made.direct_alpha, (62.5 / 1.25, 80 / 1.25)),
        (made.ln_pme, (60, 62.5)),
        (made.pme_plus, (60 * 125 / 142.5, 80 * 125 / 142.5)),
    ):
        growth = (first + np.sqrt(first**2 + 4 * 100 * second)) / 200
        assert found.rate[0] == pytest.approx(growth - 1)


def test_nothing_paid_in_and_nothing_back_have_their_reasons() -> None:
    made = equivalents([[0, 0], [-5, 0], [0, 5]], [[1, 2]] * 3)
    assert np.isnan(made.ks_pme).tolist() == [True, False, True]
    assert made.ks_pme[1] == 0
    assert made.direct_alpha.status.tolist() == ["no sign change", "total loss", "no sign change"]
    assert np.isnan(made.pme_plus_scale).all()


@pytest.mark.parametrize(
    ("flows", "index", "message"),
    [([[1, 2]], [[1, 2, 3]], "one level for every flow"), ([[1, 2]], [[1, 0]], "above 0")],
)
def test_an_index_that_does_not_fit_is_refused(flows: list, index: list, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        equivalents(flows, index)


INDEX = {f"2020-{month:02d}": 100.0 * 1.01 ** (month - 1) for month in range(1, 13)}


def test_past_flows_that_are_the_index_have_no_alpha() -> None:
    """100 in January, 1.01^11 times that in December: 12.68 % a year, KS-PME 1."""
    flows = {"2020-01": -100.0, "2020-12-31": 100 * 1.01**11}
    found = {one.name: one for one in past_equivalents(flows, INDEX, "test")}
    assert found["irr"].value == pytest.approx(1.01**12 - 1)
    assert found["ks_pme"].value == pytest.approx(1.0)
    assert found["direct_alpha"].value == pytest.approx(0.0, abs=1e-9)
    assert found["pme_plus"].value == pytest.approx(1.01**12 - 1)


def test_what_is_still_held_counts_at_the_last_flow() -> None:
    held = past_equivalents({"2020-01": -100.0, "2020-12": 10.0}, INDEX, "test", nav=100 * 1.01**11 - 10)
    assert {one.name: one.value for one in held}["ks_pme"] == pytest.approx(1.0)


@pytest.mark.parametrize(
    ("flows", "message"),
    [
        ({"2019-12": -1.0, "2020-03": 2.0}, "covers 2020-01 to 2020-12; the flows run from 2019-12"),
        ({"2020-11": -1.0, "2021-02": 2.0}, "need 2 more months, 2021-01 first"),
        ({"May 2020": -1.0}, "write YYYY-MM"),
        ({"2020-13": -1.0}, "write YYYY-MM"),
        ({}, "there is no flow"),
    ],
)
def test_flows_that_the_index_does_not_cover_are_refused(flows: dict, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        past_equivalents(flows, INDEX, "test")


def test_the_shipped_index_is_that_of_dollars_times_the_rate_and_has_no_gap() -> None:
    """7.6 % a year from January 1999 to June 2023."""
    frame = datasets.read_all()["index_history_data"]
    levels = dict(frame.select("month", "level").iter_rows())
    years = 24 + 5 / 12
    assert (levels["2023-06"] / levels["1999-01"]) ** (1 / years) - 1 == pytest.approx(0.0761, abs=1e-4)
    assert len(levels) == (2026 - 1990) * 12 + 6


def test_the_command_prints_measures_or_refuses(tmp_path) -> None:
    file = tmp_path / "flows.csv"
    file.write_text("date,amount_krw\n2010-01,-100\n2020-06-30,250\n", encoding="utf-8")
    done = CliRunner().invoke(app, ["equivalents", str(file)])
    assert done.exit_code == 0, done.output
    assert "ks_pme" in done.output
    file.write_text("date,amount_krw\n1985-01,-100\n2020-06-30,250\n", encoding="utf-8")
    refused = CliRunner().invoke(app, ["equivalents", str(file)])
    assert refused.exit_code == 2
    assert "covers 1990-01 to 2026-06" in refused.output
    assert "no index 'x'" in CliRunner().invoke(app, ["equivalents", str(file), "--index", "x"]).output
    file.write_text("when,amount\n", encoding="utf-8")
    assert "date and amount_krw" in CliRunner().invoke(app, ["equivalents", str(file)]).output


@pytest.mark.parametrize("paths", [0, 20])
def test_the_table_against_the_market(paths: int) -> None:
    """Without random paths there is no range and no share of paths."""
    names = ("central", "median", "p5", "p95") if paths else ("central",)
    rates = {f"{key}_rate": 0.05 for key in ("irr", "direct_alpha", "ln_pme", "pme_plus")}
    statuses = {f"{key}_status": "ok" for key in ("irr", "direct_alpha", "ln_pme", "pme_plus")}
    frame = pl.DataFrame(
        {"party_id": 0, "statistic": names, "ks_pme_multiple": 0.9, "beats_index_share": 0.4}
    )
    frame = frame.with_columns(**{name: pl.lit(value) for name, value in (rates | statuses).items()})
    headings, cells = market_cells(frame, {0: "All"}, Texts("en"))
    assert len(headings) == len(cells[0]) == (8 if paths else 6)
    assert cells[0][:2] == ["All", "0.90x"]


def test_every_kind_of_missing_rate_has_its_sentence() -> None:
    statuses = [status for status in STATUSES if status != "ok"]
    for language in LANGUAGES:
        assert len(status_notes(statuses, Texts(language))) == len(statuses)
        assert status_notes(["ok", None], Texts(language)) == []

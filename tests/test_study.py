"""Studies from files: another needs no code, laws hold on every path, blocks and threads change nothing."""

import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from fundmodel.studies import Study, StudyError, read_study, run_study, study_names
from fundmodel.studies.paths import Measures, study_paths
from fundmodel.studies.terms import StudyTerms, study_terms

SMALL = Path(__file__).parent / "studies" / "three_notes.toml"
PATHS = np.arange(1, 401)

Change = Callable[[dict[str, Any]], object]


def changed(change: Change | None = None) -> Study:
    data = tomllib.loads(SMALL.read_text(encoding="utf-8"))
    if change is not None:
        change(data)
    return Study.model_validate(data)


def measured(change: Change | None = None) -> tuple[StudyTerms, Measures]:
    terms = study_terms(changed(change))
    return terms, study_paths(terms, 11, PATHS)


def guaranteed(**fields: object) -> Change:
    def change(data: dict[str, Any]) -> None:
        data["guarantees"] = [{"code": "state", "guarantor": "a ministry", **fields}]

    return change


def without_notes(data: dict[str, Any]) -> None:
    data["notes"], data["guarantees"] = [], []
    data["results"]["statistics"] = data["results"]["statistics"][:1]


def scheduled(terms: StudyTerms) -> list[int]:
    return (terms.notes.schedule.interest + terms.notes.schedule.principal).sum(axis=1).tolist()


VARIANTS: dict[str, Change | None] = {
    "as it is": None,
    "no guarantee": lambda data: data.pop("guarantees"),
    "no notes": without_notes,
    "full guarantee": guaranteed(notes=["a"]),
    "cure": guaranteed(
        notes=["b", "c"], is_drawn_before_default=True, is_covering_fee=True, is_recovered=True
    ),
    "half of all": guaranteed(notes=["a", "b", "c"], share=0.5, limit=30, premium_rate=0.02),
    "cash trap only": lambda data: data["compounds"].update(has_forced_sales=False),
    "closing fee": lambda data: data["fund"].update(closing_fee_periods=[16, 17], unpaid_fee_rate=0.1),
}


@pytest.mark.parametrize("name", VARIANTS)
def test_every_unit_of_cash_is_accounted_for(name: str) -> None:
    terms, found = measured(VARIANTS[name])
    sources = terms.capital + sum(found[key] for key in ("sales", "cash_interest", "guarantee_draws"))
    uses = sum(
        found[key]
        for key in (
            "purchases", "trial_costs", "service_fees", "guarantee_premiums", "note_receipts",
            "guarantee_recoveries", "equity_cash",
        )
    )  # fmt: skip
    np.testing.assert_array_equal(sources, uses)
    assert all((found[key] >= 0).all() for key in found if not key.startswith("guarantee_cost"))
    ends = sum(found[key] for key in found if key.startswith(("sold.", "withdrawn.")))
    np.testing.assert_array_equal(ends, found["compounds_bought"])


@pytest.mark.parametrize("name", VARIANTS)
def test_shortfall_is_draws_plus_loss_and_the_guarantor_pays_what_it_does_not_get_back(name: str) -> None:
    terms, found = measured(VARIANTS[name])
    codes = [note.code for note in terms.notes.tranches]
    shortfall = sum(found[f"note_shortfall.{code}"] for code in codes) if codes else 0
    for_fees = found["guarantee_draws"] + found["note_losses"] - shortfall
    # What is drawn beyond the holders' shortfall is drawn for the fee.
    assert (for_fees >= 0).all()
    if name != "cure":
        assert (for_fees == 0).all()
    net = found["guarantee_draws"] - found["guarantee_recoveries"] - found["guarantee_premiums"]
    np.testing.assert_array_equal(net, found["guarantee_cost"])
    late = sum(np.maximum(found[f"balance_late.{code}"] - found[f"note_loss.{code}"], 0) for code in codes)
    if name == "no guarantee":
        assert (found["guarantee_draws"] == 0).all()
        assert late.max() > 0


def test_a_note_outside_default_gets_exactly_its_schedule() -> None:
    terms, found = measured()
    sound = found["defaults"] == 0
    assert 0.5 < sound.mean() < 0.95
    for note, due in zip(terms.notes.tranches, scheduled(terms), strict=True):
        assert (found[f"note_receipts.{note.code}"][sound] == due).all()
        assert (found[f"note_loss.{note.code}"][sound] == 0).all()


def test_a_note_that_cannot_default_gets_exactly_its_schedule_on_every_path() -> None:
    def tiny(data: dict[str, Any]) -> None:
        data["notes"] = [{**data["notes"][0], "amount": 0.01}]
        data["guarantees"] = []
        data["compounds"]["list"] = [{"phase": "P2", "count": 1}]
        data["results"]["statistics"] = data["results"]["statistics"][:1]

    terms, found = measured(tiny)
    assert (found["defaults"] == 0).all()
    assert set(found["note_receipts.a"].tolist()) == set(scheduled(terms))


@pytest.mark.parametrize("is_drawn_before_default", [False, True])
def test_a_note_fully_guaranteed_from_outside_receives_its_schedule_and_others_may_lose(
    is_drawn_before_default: bool,
) -> None:
    guarantee = guaranteed(notes=["b"], is_drawn_before_default=is_drawn_before_default)
    terms, found = measured(guarantee)
    _, bare = measured(VARIANTS["no guarantee"])
    assert (found["note_loss.b"] == 0).all()
    assert (found["note_receipts.b"] >= scheduled(terms)[1]).all()
    assert found["guarantee_draws"].max() > 0
    assert bare["note_loss.b"].max() > 0
    assert found["note_loss.c"].max() > 0
    if not is_drawn_before_default:
        # Draws follow default and cost the fund nothing: what is above the note does not notice.
        np.testing.assert_array_equal(found["note_receipts.a"], bare["note_receipts.a"])
        np.testing.assert_array_equal(found["sales"], bare["sales"])
        np.testing.assert_array_equal(found["defaults"], bare["defaults"])


def test_without_notes_nothing_defaults_on_debt_and_the_purchases_are_the_same_luck() -> None:
    _, found = measured(without_notes)
    terms, base = measured()
    assert terms.capital == 400_000_000
    np.testing.assert_array_equal(found["purchases"], base["purchases"])
    assert (found["note_receipts"] == 0).all()
    assert found["equity_cash"].mean() > base["equity_cash"].mean()


def test_blocks_threads_and_other_paths_change_nothing() -> None:
    reports = [
        run_study(changed(), paths=501, threads=threads, block=block)
        for threads, block in ((1, 501), (1, 7), (2, 100))
    ]
    assert reports[0].statistics == reports[1].statistics == reports[2].statistics
    terms = study_terms(changed())
    every = study_paths(terms, 11, PATHS)
    some = study_paths(terms, 11, np.array([17, 18, 300]))
    for name, values in some.items():
        np.testing.assert_array_equal(values, every[name][[16, 17, 299]])


def test_figures_are_those_of_the_paths() -> None:
    def more(data: dict[str, Any]) -> None:
        data["results"]["statistics"] += [
            {"code": "sd", "label": "", "measure": "compounds_bought", "statistic": "deviation"},
            {"code": "q", "label": "", "measure": "equity_cash", "statistic": "quantile", "at": 0.25},
            {"code": "low", "label": "", "measure": "total_return", "statistic": "share_at_most", "at": -1},
        ]

    report = run_study(changed(more), paths=400, seed=11)
    found = {row.code: row for row in report.statistics}
    terms, paths = measured()
    yearly = (paths["equity_cash"] / terms.equity) ** (4 / 18) - 1
    assert found["mean"].ours == pytest.approx(yearly.mean(), rel=1e-12)
    assert found["mean"].standard_error == pytest.approx(yearly.std(ddof=1) / 20, rel=1e-12)
    assert found["drawn"].ours == (paths["guarantee_draws"] > 0).mean()
    loss = paths["note_loss.c"] / 40e6
    assert found["loss_c"].ours == pytest.approx(loss.mean(), rel=1e-12)
    assert found["loss_c"].standard_error == pytest.approx(loss.std(ddof=1) / 20, rel=1e-12)
    assert found["sd"].ours == pytest.approx(paths["compounds_bought"].std(ddof=1), rel=1e-12)
    assert found["q"].ours == pytest.approx(np.quantile(paths["equity_cash"], 0.25) / 1e6, rel=1e-12)
    assert found["low"].ours == (paths["equity_cash"] == 0).mean()
    assert {row.verdict for row in report.statistics} == {"no reference"}


def test_a_wrong_reference_fails_and_too_few_paths_are_no_failure() -> None:
    def wrong(data: dict[str, Any]) -> None:
        data["acceptance"] = {"paths": 300, "reference_paths": 10**6, "reference": "made up"}
        data["results"]["statistics"] = [{**data["results"]["statistics"][0], "reference": 0.9}]

    assert [row.verdict for row in run_study(changed(wrong), paths=200).statistics] == ["too few paths"]
    report = run_study(changed(wrong), paths=300)
    assert [row.verdict for row in report.statistics] == ["fails"]
    assert not report.holds


def test_shipped_studies_are_found_by_name() -> None:
    assert study_names() == ["nbt2012_a"]


@pytest.mark.parametrize("text", ["[study", "\x00"])
def test_a_file_that_is_no_toml_is_refused(tmp_path: Path, text: str) -> None:
    file = tmp_path / "bad.toml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(StudyError, match="this is no TOML"):
        read_study(file)

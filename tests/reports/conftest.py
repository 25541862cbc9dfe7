"""What the report tests share: one run of base and high_foreign, and its reports."""

import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from fundmodel import load_scenarios, run
from fundmodel.model import Results
from fundmodel.reports.deck import write_deck
from fundmodel.reports.export import with_median_paths
from fundmodel.reports.report import Report
from fundmodel.texts import Texts

ARTEFACTS = Path(__file__).resolve().parents[1] / "artefacts"
PATHS = 20
SCENARIOS = ("base", "high_foreign")


@pytest.fixture(scope="session")
def results() -> Results:
    """Base and high_foreign on a few paths, every answer computed, the median paths kept."""
    known = load_scenarios()
    return with_median_paths(run([known[name] for name in SCENARIOS], paths=PATHS).compute())


@pytest.fixture(scope="session")
def report(results: Results) -> Callable[[str], Report]:
    """The report of that run in a language."""
    return lambda language: Report(results, Texts(language))


@pytest.fixture(scope="session")
def runs(results: Results) -> dict[str, Results]:
    """The shared run, and one that proposes its second scenario beside the same without first loss."""
    foreign = load_scenarios()["high_foreign"]
    return {
        "base": results,
        "high_foreign": run(
            [foreign, foreign.with_("bare", public_first_loss_share=0.0)], paths=results.paths
        ),
    }


@pytest.fixture(scope="session")
def decks(runs: dict[str, Results], tmp_path_factory: pytest.TempPathFactory) -> dict[tuple[str, str], Path]:
    folder = tmp_path_factory.mktemp("decks")
    return {
        (name, language): write_deck(Report(runs[name], Texts(language)), folder / f"{name}-{language}.pptx")
        for name in SCENARIOS
        for language in ("en", "ko")
    }


@pytest.fixture(scope="session")
def pages(
    decks: dict[tuple[str, str], Path],
    program: Callable[..., str],
    tmp_path_factory: pytest.TempPathFactory,
) -> dict[tuple[str, str], Path]:
    """The decks as another program draws them: one process for all."""
    folder = tmp_path_factory.mktemp("drawn")
    office = program("soffice", "libreoffice")
    profile = f"-env:UserInstallation=file://{folder}/profile"
    command = [office, profile, "--headless", "--convert-to", "pdf", "--outdir", str(folder)]
    subprocess.run([*command, *map(str, decks.values())], check=True, capture_output=True, timeout=240)
    return {case: folder / f"{file.stem}.pdf" for case, file in decks.items()}

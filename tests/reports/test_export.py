"""What an export leaves in its folder: everything or nothing, and never a damaged earlier one."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from fundmodel import Scenario, run
from fundmodel.cli import app
from fundmodel.reports import beside, formats
from fundmodel.reports.export import checked_options, file_stem, median_path, write_report
from fundmodel.reports.formats import FORMATS, SUMMARY, Format, formats_of
from fundmodel.reports.place import ExportFolder, ReportError
from fundmodel.reports.work_folder import WorkFolder

FAST = ("one", "two")


def write_text(report: object, file: Path) -> Path:
    file.write_text("new", encoding="utf-8")
    return file


def write_folder(report: object, file: Path) -> Path:
    file.mkdir()
    (file / "inside.txt").write_text("new", encoding="utf-8")
    return file


def fail(report: object, file: Path) -> Path:
    file.write_text("half", encoding="utf-8")
    raise KeyboardInterrupt


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> object:
    """A run, and three formats that write at once: a file, a folder, and one that is interrupted."""
    name = __name__
    monkeypatch.setitem(formats.FORMATS, "one", Format("one", ".txt", f"{name}:write_text"))
    monkeypatch.setitem(formats.FORMATS, "two", Format("two", "", f"{name}:write_folder", has_language=False))
    monkeypatch.setitem(formats.FORMATS, "bad", Format("bad", ".bad", f"{name}:fail"))
    monkeypatch.setattr(formats.Format, "write", _write)
    return run(Scenario("base"))


def _write(self: Format, report: object, file: Path, **options: object) -> Path:
    return globals()[self.writer.split(":")[1]](report, file)


def names(folder: Path) -> dict[str, str]:
    return {
        str(file.relative_to(folder)): file.read_text(encoding="utf-8")
        for file in folder.rglob("*")
        if file.is_file()
    }


def test_files_appear_under_names_that_say_scenario_and_language(small, tmp_path: Path) -> None:
    written = write_report(small, tmp_path / "deep" / "out", FAST, "ko")
    assert [file.name for file in written] == ["fundmodel-base-ko.txt", "fundmodel-base-bundle"]
    assert names(tmp_path / "deep" / "out") == {
        "fundmodel-base-ko.txt": "new",
        "fundmodel-base-bundle/inside.txt": "new",
    }


def test_an_earlier_export_is_replaced_whole(small, tmp_path: Path) -> None:
    (tmp_path / "fundmodel-base-bundle").mkdir()
    (tmp_path / "fundmodel-base-bundle" / "old.txt").write_text("old", encoding="utf-8")
    (tmp_path / "fundmodel-base-en.txt").write_text("old", encoding="utf-8")
    (tmp_path / "mine.txt").write_text("mine", encoding="utf-8")
    write_report(small, tmp_path, FAST, "en")
    assert names(tmp_path) == {
        "fundmodel-base-en.txt": "new",
        "fundmodel-base-bundle/inside.txt": "new",
        "mine.txt": "mine",
    }


def test_an_interrupted_export_changes_nothing(small, tmp_path: Path) -> None:
    (tmp_path / "fundmodel-base-en.txt").write_text("old", encoding="utf-8")
    with pytest.raises(KeyboardInterrupt):
        write_report(small, tmp_path, ("one", "two", "bad"), "en")
    assert names(tmp_path) == {"fundmodel-base-en.txt": "old"}
    assert [file.name for file in tmp_path.iterdir()] == ["fundmodel-base-en.txt"]
    with pytest.raises(KeyboardInterrupt):
        write_report(small, tmp_path / "new" / "deep", ("bad",), "en")
    assert not (tmp_path / "new").exists()


def test_what_a_killed_export_left_is_cleared(small, tmp_path: Path) -> None:
    kill = (
        "import os, pathlib, sys; from fundmodel.reports.place import ExportFolder; "
        "work = ExportFolder(sys.argv[1]).__enter__(); (work / 'half').write_text('half'); "
        "os.kill(os.getpid(), 9)"
    )
    subprocess.run([sys.executable, "-c", kill, str(tmp_path)], check=False)
    (left,) = tmp_path.glob(".fundmodel-export-*")
    mine, young = tmp_path / ".fundmodel-export-mine", tmp_path / ".fundmodel-export-a1b2c3d4"
    for folder in (mine, young):
        folder.mkdir()
    for place in (left / "half", left, mine):
        os.utime(place, (0, 0))
    held = WorkFolder(tmp_path, ".fundmodel-export-")
    os.utime(held.path, (0, 0))
    write_report(small, tmp_path, ("one",), "en")
    assert {one.name for one in tmp_path.iterdir() if one.is_dir()} == {mine.name, young.name, held.path.name}
    held.release()
    write_report(small, tmp_path, ("one",), "en")
    assert not held.path.exists()


def test_a_full_disk_is_a_message(tmp_path: Path) -> None:
    def full() -> None:
        with ExportFolder(tmp_path / "out"):
            raise OSError(28, "No space left on device")

    with pytest.raises(ReportError, match=r"out: cannot be written: No space left"):
        full()
    assert list(tmp_path.iterdir()) == []


def test_progress_counts_the_formats(small, tmp_path: Path) -> None:
    said: list[tuple[int, int, str]] = []
    write_report(small, tmp_path, FAST, "en", progress=lambda *step: said.append(step))
    assert said == [(0, 2, "one"), (1, 2, "two"), (2, 2, "")]


def test_a_second_process_changes_no_byte(results, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made = []
    for count in (1, 2):
        beside.forget()
        monkeypatch.setattr(beside, "cores", lambda count=count: count)
        files = write_report(results, tmp_path / str(count), ["pdf", "html", "bundle"], "ko")
        made.append([file.read_bytes() for file in files if file.is_file()])
    assert made[0] == made[1]
    assert len(made[0]) == 2


def test_the_median_path_is_one_of_the_run(results) -> None:
    kept = {median_path(results, number) for number in range(2)}
    assert kept <= set(results.kept_paths)
    assert 0 not in kept
    irrs = results["irrs"].filter((results["irrs"]["measure"] == "net") & (results["irrs"]["party_id"] == 0))
    rates = irrs.filter((irrs["scenario_id"] == 0) & (irrs["path_id"] > 0)).sort("rate", "path_id")
    assert rates["path_id"][9] == median_path(results, 0)
    assert set(results["ledger"]["path_id"].unique()) == set(results.kept_paths)


def test_names_are_safe_and_short() -> None:
    class Many:
        scenarios = tuple(Scenario(f"scenario number {number}") for number in range(12))

    assert file_stem(Many()) == "fundmodel-scenario-number-0-and-11-more"
    assert [one.name for one in formats_of([" PDF", "pdf", "bundle"])] == ["pdf", "bundle"]
    assert SUMMARY.name not in FORMATS


REFUSALS = {
    "unknown format": (["--format", "pdf,htm"], "Did you mean html?"),
    "no format": (["--format", ","], "name at least one"),
    "unknown language": (["--lang", "fr"], "ko, en"),
    "unknown scenario": (["--scenario", "bse"], "Did you mean base?"),
    "unknown assumption": (["--set", "hurdle_rat=0.1"], "Did you mean hurdle_rate"),
    "missing template": (["--template", "/nowhere/looks.pptx"], "--template /nowhere/looks.pptx"),
    "template that is none": (["--template", str(Path(__file__))], "is no presentation"),
    "folder that is a file": (["--out", str(Path(__file__))], "is a file"),
    "too many paths": (["--paths", "100000000"], "paths"),
}


@pytest.mark.parametrize("case", REFUSALS)
def test_a_wrong_wish_is_one_message_and_nothing_is_written(case: str, tmp_path: Path) -> None:
    arguments, words = REFUSALS[case]
    arguments = arguments if "--format" in arguments else [*arguments, "--format", "pdf"]
    out = [] if "--out" in arguments else ["--out", str(tmp_path / "out")]
    done = CliRunner().invoke(app, ["report", *arguments, *out])
    assert done.exit_code == 2
    assert words in done.stderr
    assert "Traceback" not in done.stderr
    assert isinstance(done.exception, SystemExit)
    assert list(tmp_path.iterdir()) == []


def test_options_are_checked_before_anything_is_computed(tmp_path: Path) -> None:
    assert checked_options(tmp_path / "new", ["pdf"], "ko")[1] is None
    assert not (tmp_path / "new").exists()


def test_the_command_writes_the_document_and_names_it(tmp_path: Path) -> None:
    done = CliRunner().invoke(
        app, ["report", "--format", "pdf", "--lang", "en", "--paths", "0", "--out", str(tmp_path)]
    )
    assert done.exit_code == 0, done.stderr
    assert done.stdout.strip() == str(tmp_path / "fundmodel-base-en.pdf")
    assert (tmp_path / "fundmodel-base-en.pdf").read_bytes().startswith(b"%PDF-1.7")

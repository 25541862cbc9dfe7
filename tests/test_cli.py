"""The command line: what it prints, what it writes, and how it refuses."""

import hashlib
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from fundmodel import load_scenarios
from fundmodel.cli import app
from fundmodel.datasets import shipped_folder

ROW_KEYS = {
    "party",
    "class",
    "irr_gross",
    "irr_net",
    "irr_status",
    "tvpi",
    "dpi",
    "paid_in_krw",
    "distributed_krw",
}
SHARE_KEYS = {"of_commitments", "of_paid_in", "of_nav", "reaching_korea", "foreign_won_per_public_won"}


def fundmodel(*arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "fundmodel", *arguments]
    return subprocess.run(
        command, capture_output=True, text=True, check=False, env={**os.environ, **variables}, timeout=300
    )


def fingerprints(folder: Path) -> dict[str, str]:
    files = (file for file in folder.rglob("*") if file.is_file())
    return {str(file.relative_to(folder)): hashlib.sha256(file.read_bytes()).hexdigest() for file in files}


@pytest.fixture(scope="module")
def bundle(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("cli") / "bundle"
    done = fundmodel("run", "--paths", "6", "--threads", "1", "--block", "3", "--out", str(folder))
    assert done.returncode == 0, done.stderr
    return folder


def test_json_holds_the_headline_of_every_scenario() -> None:
    done = fundmodel("run", "--scenario", "base,high_foreign", "--paths", "4", "--json")
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    assert list(found["scenarios"]) == ["base", "high_foreign"]
    assert len(found["run_id"]) == 16
    for scenario in found["scenarios"].values():
        assert [row["party"] for row in scenario["headline"]] == [
            "whole",
            "public",
            "domestic",
            "foreign",
            "gp",
        ]
        assert all(set(row) >= ROW_KEYS for row in scenario["headline"])
        assert set(scenario["foreign_share"]) >= SHARE_KEYS
        assert scenario["statistic"].startswith("central case")
        assert {"median", "mean", "p5", "p95"} <= set(scenario["statistics"])
        assert all(set(row) >= ROW_KEYS for row in scenario["statistics"]["median"]["headline"])
    base, foreign = (one["foreign_share"]["of_commitments"] for one in found["scenarios"].values())
    assert base == pytest.approx(load_scenarios()["base"].value("foreign_share"), abs=1e-9)
    assert foreign == pytest.approx(0.30, abs=1e-9)


def test_the_same_inputs_are_the_same_run_and_others_are_not() -> None:
    runs = [
        json.loads(CliRunner().invoke(app, ["run", "--json", *more]).stdout)["run_id"]
        for more in ([], ["--threads", "1"], ["--set", "hurdle_rate=0.06"], ["--seed", "8"])
    ]
    assert runs[0] == runs[1]
    assert len(set(runs)) == 3


def test_the_table_names_the_central_case_and_every_class() -> None:
    done = fundmodel("run", "--paths", "2")
    assert done.returncode == 0, done.stderr
    assert "central case (path 0): expected asset flows, not the mean" in done.stdout
    for word in (
        "whole",
        "public",
        "domestic",
        "foreign",
        "gp",
        "net IRR median",
        "foreign capital",
        "paid in",
    ):
        assert word in done.stdout


def test_a_scenario_file_and_a_setting_are_taken(tmp_path: Path) -> None:
    file = tmp_path / "mine.toml"
    file.write_text(load_scenarios()["base"].with_("mine", foreign_share=0.1).to_toml(), encoding="utf-8")
    done = fundmodel("run", "--scenario", str(file), "--set", "public_share=0.35", "--json")
    assert done.returncode == 0, done.stderr
    share = json.loads(done.stdout)["scenarios"]["mine"]["foreign_share"]
    assert share["of_commitments"] == pytest.approx(0.1, abs=1e-9)


@pytest.mark.parametrize(("threads", "block"), [("2", "1000"), ("1", "1")])
def test_threads_and_blocks_leave_no_trace(bundle: Path, tmp_path: Path, threads: str, block: str) -> None:
    """The whole run at once, and each path by itself with the facts of every block on disk."""
    other = tmp_path / "bundle"
    done = fundmodel("run", "--paths", "6", "--threads", threads, "--block", block, "--out", str(other))
    assert done.returncode == 0, done.stderr
    assert fingerprints(other) == fingerprints(bundle)


def test_help_and_version_answer() -> None:
    assert "run" in CliRunner().invoke(app, ["--help"]).stdout
    assert fundmodel("--version").stdout.strip()


def test_graph_is_text_or_mermaid() -> None:
    text = CliRunner().invoke(app, ["graph"]).stdout
    line = next(line for line in text.splitlines() if line.startswith("lot_flows "))
    assert "Python, per world and block of paths; reads " in line
    assert "SQL, once over all blocks; reads " in next(
        line for line in text.splitlines() if line.startswith("metrics ")
    )
    lines = text.splitlines()
    place = {line.split()[0]: number for number, line in enumerate(lines)}
    assert place["lot_flows"] < place["fund_flows"] < place["metrics"]
    mermaid = CliRunner().invoke(app, ["graph", "--format", "mermaid"]).stdout
    assert mermaid.startswith("flowchart LR\n")
    assert "    lot_flows --> fund_flows\n" in mermaid


def test_assumptions_are_listed_by_topic() -> None:
    listed = CliRunner().invoke(app, ["assumptions", "waterfall"])
    assert listed.exit_code == 0
    assert "hurdle_rate" in listed.stdout
    assert "programme_size_krw" not in listed.stdout
    assert "programme_size_krw" in CliRunner().invoke(app, ["assumptions"]).stdout


def test_check_finds_nothing_in_the_shipped_data() -> None:
    assert "no fault" in CliRunner().invoke(app, ["check"]).stdout


def test_check_names_every_fault_of_a_folder(tmp_path: Path) -> None:
    folder = tmp_path / "mine"
    shutil.copytree(shipped_folder(), folder)
    funds = folder / "funds.csv"
    lines = funds.read_text(encoding="utf-8").splitlines()
    funds.write_text("\n".join([lines[0], lines[1].replace(",0,", ",7,", 1), *lines[2:]]), encoding="utf-8")
    (folder / "curves.csv").write_text("", encoding="utf-8")
    refused = fundmodel("check", str(folder))
    assert refused.returncode == 2
    assert "funds.csv, row 2, column level" in refused.stderr
    assert "curves.csv" in refused.stderr
    assert "Traceback" not in refused.stderr
    run = fundmodel("run", FUNDMODEL_DATASETS=str(folder))
    assert run.returncode == 2
    assert run.stderr == refused.stderr


def test_check_names_a_scenario_that_cannot_be_run(tmp_path: Path) -> None:
    folder = tmp_path / "mine"
    shutil.copytree(shipped_folder(), folder)
    texts = "".join(
        f'{name} = "x"\n' for name in ("label_en", "label_ko", "description_en", "description_ko")
    )
    with (folder / "scenarios.toml").open("a", encoding="utf-8") as file:
        file.write(f"\n[greedy]\n{texts}[greedy.overrides]\npublic_share = 0.7\nforeign_share = 0.5\n")
    refused = CliRunner().invoke(app, ["check", str(folder)])
    assert refused.exit_code == 2
    assert "scenario greedy" in refused.stderr
    assert "maximum is" in refused.stderr
    assert "FUNDMODEL_DATASETS" not in os.environ, "the folder must be in use only while it is checked"


REFUSALS = {
    "unknown scenario": (["run", "--scenario", "bse"], "Did you mean base?"),
    "no scenario": (["run", "--scenario", ","], "no scenario"),
    "scenario twice": (["run", "--scenario", "base,base"], "twice"),
    "unreadable scenario file": (["run", "--scenario", "missing.toml"], "missing.toml"),
    "folder as scenario file": (["run", "--scenario", "/"], "cannot be read"),
    "unknown assumption": (["run", "--set", "hurdle_rat=0.08"], "Did you mean hurdle_rate"),
    "setting without value": (["run", "--set", "hurdle_rate"], "name=value"),
    "setting out of range": (["run", "--set", "foreign_share=0.9"], "range is 0 to 0.5"),
    "setting not a number": (["run", "--set", "foreign_share=nan"], "foreign_share"),
    "unknown choice": (["run", "--set", "foreign_mode=ads"], "Did you mean adds"),
    "shares not one": (["run", "--set", "early_share=0.5"], "must sum to 1"),
    "nothing left": (["run", "--set", "public_share=0.7", "--set", "foreign_share=0.5"], "maximum is"),
    "negative paths": (["run", "--paths", "-1"], "--paths"),
    "paths not a number": (["run", "--paths", "many"], "--paths"),
    "too many paths": (["run", "--paths", "1000000000"], "paths"),
    "huge seed": (["run", "--seed", "99999999999999999999"], "seed"),
    "no thread": (["run", "--threads", "0"], "--threads"),
    "empty block": (["run", "--block", "0"], "--block"),
    "kept path not in run": (["run", "--paths", "5", "--keep-paths", "6"], "keep_paths"),
    "kept path not a number": (["run", "--keep-paths", "a"], "--keep-paths a"),
    "unknown topic": (["assumptions", "waterfal"], "Did you mean waterfall?"),
    "unknown command": (["rn"], "run"),
    "unknown option": (["run", "--path", "5"], "--paths"),
    "unknown format": (["graph", "--format", "dot"], "mermaid"),
    "missing folder": (["check", "/nowhere/at/all"], "/nowhere/at/all"),
}


@pytest.mark.parametrize("case", REFUSALS)
def test_a_wrong_input_is_one_message(case: str, tmp_path: Path) -> None:
    arguments, words = REFUSALS[case]
    out = tmp_path / "bundle"
    done = CliRunner().invoke(app, [*arguments, *(["--out", str(out)] if arguments[0] == "run" else [])])
    assert done.exit_code == 2
    assert done.stdout == ""
    assert words in done.stderr
    assert isinstance(done.exception, SystemExit)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("kind", ["file", "full folder", "below a file", "where nobody can write"])
def test_an_out_that_cannot_be_written_is_refused_at_once(kind: str, tmp_path: Path) -> None:
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "mine.txt").write_text("mine", encoding="utf-8")
    target = {
        "file": tmp_path / "full" / "mine.txt",
        "full folder": tmp_path / "full",
        "below a file": tmp_path / "full" / "mine.txt" / "bundle",
        "where nobody can write": Path("/proc/fundmodel"),
    }[kind]
    done = CliRunner().invoke(app, ["run", "--out", str(target)])
    assert done.exit_code == 2
    assert str(target) in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1
    assert [file.name for file in tmp_path.rglob("*")] == ["full", "mine.txt"]
    assert (tmp_path / "full" / "mine.txt").read_text(encoding="utf-8") == "mine"


def test_an_empty_folder_and_missing_parents_are_fine(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    for target in (tmp_path / "empty", tmp_path / "new" / "deep"):
        done = CliRunner().invoke(app, ["run", "--out", str(target)])
        assert done.exit_code == 0, done.stderr
        assert (target / "manifest.json").is_file()
    assert sorted(file.name for file in tmp_path.iterdir()) == ["empty", "new"]


def test_the_app_is_served_on_this_machine_only_and_quietly(monkeypatch: pytest.MonkeyPatch) -> None:
    called: list[list[str]] = []
    monkeypatch.setattr(os, "execv", lambda _, command: called.append(command))
    done = CliRunner().invoke(app, ["app", "--headless", "--port", "8599"])
    assert done.exit_code == 0
    (command,) = called
    assert command[1:4] == ["-m", "streamlit", "run"]
    assert Path(command[4]).name == "app.py"
    assert {
        "--server.address=localhost",
        "--server.port=8599",
        "--server.headless=true",
        "--server.showEmailPrompt=false",
        "--browser.gatherUsageStats=false",
        "--runner.magicEnabled=false",
    } <= set(command)

"""The command `fundmodel study`: rows, JSON, exit codes."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from fundmodel.study_cli import study as study_command

SMALL = Path(__file__).parent / "studies" / "three_notes.toml"


@pytest.fixture
def command() -> Callable[..., tuple[int, str, str]]:
    app = typer.Typer()
    app.command("study")(study_command)
    app.callback()(lambda: None)

    def run(*arguments: str) -> tuple[int, str, str]:
        done = CliRunner().invoke(app, ["study", *arguments])
        return done.exit_code, done.stdout, done.stderr

    return run


def test_the_command_prints_a_row_per_figure_and_table(command: Callable[..., tuple[int, str, str]]) -> None:
    code, out, _ = command("nbt2012_a", "--paths", "300")
    assert code == 0
    lines = out.splitlines()
    titles = "ours std. error reference std. error difference allowed verdict"
    assert " ".join(lines[0].split()) == titles
    assert len(lines) == 1 + 38 + 5 + 1
    assert "Senior notes, default probability" in out
    assert "300 paths, seed 7" in lines[-1]


def test_the_command_takes_a_path_a_seed_and_writes_json(
    command: Callable[..., tuple[int, str, str]],
) -> None:
    code, out, _ = command(str(SMALL), "--paths", "60", "--seed", "3", "--json")
    found = json.loads(out)
    assert (code, found["code"], found["paths"], found["seed"]) == (0, "three_notes", 60, 3)
    assert [row["code"] for row in found["statistics"]] == ["mean", "drawn", "loss_c", "cost"]


def test_the_command_ends_with_2_on_wrong_input_and_with_1_on_a_failure(
    command: Callable[..., tuple[int, str, str]], tmp_path: Path
) -> None:
    for name, message in (
        ("nbt2012", "Did you mean nbt2012_a?"),
        ("no/such.toml", "does not exist"),
        (str(SMALL), None),
    ):
        code, out, err = command(name, "--paths", "5")
        assert (code, out) == (2, "") if message else code == 0
        assert message is None or message in err
    text = SMALL.read_text(encoding="utf-8").replace(
        'statistic = "mean" },', 'statistic = "mean", reference = 9 },', 1
    )
    wrong = tmp_path / "wrong.toml"
    rule = '[acceptance]\npaths = 5\nreference_paths = 5\nreference = "none"\n\n[results]'
    wrong.write_text(text.replace("[results]", rule), encoding="utf-8")
    code, out, _ = command(str(wrong), "--paths", "5")
    assert code == 1
    assert "something FAILS" in out

"""The second process of an export: the same values, no waiting, no fault unsaid, and nothing left running."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from fundmodel.reports import beside
from fundmodel.reports.beside import Beside, Piece

SUM = Piece("operator:add", (1, 2))
FAULT = Piece("operator:truediv", (1, 0))
PID = Piece("os:getpid")
LONG = Piece("time:sleep", (60,))

PARENT = """
import os, sys
from fundmodel.reports.beside import Beside, Piece
beside = Beside()
beside.ask(Piece("time:sleep", (60,)))
print(beside._process.pid, flush=True)
sys.stdin.read()
"""


@pytest.fixture(autouse=True)
def two_cores(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(beside, "cores", lambda: 2)
    beside.forget()
    yield
    beside.forget()


def is_running(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    state = Path(f"/proc/{pid}/stat")
    # A process that nobody has collected yet has ended all the same.
    return not state.exists() or state.read_text(encoding="utf-8").rpartition(")")[2].split()[0] != "Z"


def test_another_process_gives_it_and_it_is_known_from_then_on() -> None:
    with Beside() as second:
        second.ask(PID)
        # Already at work, so that it is waited for.
        while not second._asked[PID].running() and not second._asked[PID].done():
            time.sleep(0.01)
        other = second.done(PID)
        assert other != os.getpid()
        process = second._process
    assert process is not None
    assert process.returncode is not None
    assert beside.done(PID) == other
    with Beside() as third:
        third.ask(PID)
        assert third._process is None


def test_what_it_has_not_begun_is_not_waited_for() -> None:
    with Beside() as second:
        second.ask(LONG)
        second.ask(SUM)
        assert second.done(SUM) == 3


def test_a_fault_there_is_the_same_fault_here_and_the_rest_is_done(caplog: pytest.LogCaptureFixture) -> None:
    with Beside() as second:
        second.ask(FAULT)
        second.ask(SUM)
        while not second._asked[SUM].done():
            time.sleep(0.01)
        with pytest.raises(ZeroDivisionError, match="division by zero"):
            second.done(FAULT)
        assert second.done(SUM) == 3
    assert "done again by this process: operator:truediv" in caplog.text


def test_with_one_processor_or_no_interpreter_everything_is_done_here(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(sys, "executable", "/nowhere/python")
    with Beside() as none:
        none.ask(PID)
        assert none.done(PID) == os.getpid()
    beside.forget()
    monkeypatch.setattr(beside, "cores", lambda: 1)
    with Beside() as alone:
        alone.ask(PID)
        assert alone._process is None
        assert alone.done(PID) == os.getpid()


def test_an_interrupted_export_ends_it() -> None:
    second = Beside()

    def interrupted() -> None:
        with second:
            second.ask(LONG)
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        interrupted()
    assert second._process is not None
    assert second._process.returncode == -signal.SIGKILL


def test_it_does_not_outlive_a_killed_export() -> None:
    first = subprocess.Popen(
        [sys.executable, "-c", PARENT], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert first.stdout is not None
    pid = int(first.stdout.readline())
    assert is_running(pid)
    first.kill()
    first.communicate()
    until = time.monotonic() + 60
    while is_running(pid) and time.monotonic() < until:
        time.sleep(0.1)
    assert not is_running(pid)

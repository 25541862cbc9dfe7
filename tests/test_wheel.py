"""The wheel, built and installed with its own dependencies in an empty environment outside the checkout."""

import json
import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent


def call(*command: str | Path, cwd: Path) -> subprocess.CompletedProcess[str]:
    kept = {
        name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "VIRTUAL_ENV"))
    }
    arguments = [str(part) for part in command]
    return subprocess.run(
        arguments, cwd=cwd, env=kept, capture_output=True, text=True, check=False, timeout=300
    )


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    built = call(sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", folder, cwd=ROOT)
    assert built.returncode == 0, built.stderr
    return next(folder.glob("*.whl"))


@pytest.fixture(scope="module")
def place(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder outside the checkout with an environment that holds the wheel and what it declares."""
    folder = tmp_path_factory.mktemp("place")
    uv = Path(sys.executable).parent / "uv"
    assert call(uv, "venv", "--python", sys.executable, folder / "venv", cwd=folder).returncode == 0
    install = [
        uv,
        "pip",
        "install",
        "--python",
        folder / "venv",
        "--constraint",
        ROOT / "requirements.lock",
        wheel,
    ]
    installed = call(*install, "--offline", cwd=folder)
    if installed.returncode:
        installed = call(*install, cwd=folder)
    assert installed.returncode == 0, installed.stderr
    return folder


def test_the_wheel_holds_everything_and_nothing_else(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    code = (file for file in (ROOT / "fundmodel").rglob("*") if "__pycache__" not in file.parts)
    data = (ROOT / "datasets").rglob("*")
    wanted = {file.relative_to(ROOT).as_posix() for file in code if file.is_file()}
    wanted |= {f"fundmodel/{file.relative_to(ROOT).as_posix()}" for file in data if file.is_file()}
    wanted |= {"fundmodel/app.py"}
    assert {name for name in names if ".dist-info/" not in name} == wanted
    assert any(name.endswith("licenses/LICENSE") for name in names)


def test_the_installed_command_runs(place: Path) -> None:
    done = call(place / "venv" / "bin" / "fundmodel", "run", "--paths", "20", "--json", cwd=place)
    assert done.returncode == 0, done.stderr
    rows = json.loads(done.stdout)["scenarios"]["base"]["headline"]
    assert {row["class"] for row in rows} >= {"public", "domestic", "foreign", "gp"}
    assert all(row["irr_status"] == "ok" for row in rows)


def test_the_installed_app_runs(place: Path) -> None:
    text = (
        "from pathlib import Path; import fundmodel; from streamlit.testing.v1 import AppTest\n"
        "entry = Path(fundmodel.__file__).parent / 'app.py'\n"
        "shown = AppTest.from_file(str(entry), default_timeout=120).run()\n"
        "print(entry, len(shown.exception), [one.message for one in shown.exception])"
    )
    done = call(place / "venv" / "bin" / "python", "-c", text, cwd=place)
    assert done.returncode == 0, done.stderr
    entry, exceptions, *_ = done.stdout.strip().splitlines()[-1].split()
    assert Path(entry).is_relative_to(place)
    assert exceptions == "0", done.stdout


def test_the_installed_app_is_served(place: Path) -> None:
    with socket.socket() as free:
        free.bind(("localhost", 0))
        port = free.getsockname()[1]
    command = [place / "venv" / "bin" / "fundmodel", "app", "--headless", "--port", str(port)]
    with subprocess.Popen(command, cwd=place, stdout=subprocess.PIPE, stderr=subprocess.STDOUT) as server:
        try:
            assert _answer(f"http://localhost:{port}/_stcore/health", server) == "ok"
        finally:
            server.kill()


def _answer(address: str, server: subprocess.Popen[bytes]) -> str:
    end = time.monotonic() + 60
    while time.monotonic() < end and server.poll() is None:
        try:
            with urllib.request.urlopen(address, timeout=5) as answer:
                return answer.read().decode()
        except urllib.error.URLError:
            time.sleep(0.2)
    return f"no answer, exit code {server.poll()}"

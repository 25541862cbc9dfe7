"""The base programme, every answer of it: time, memory, growth with the paths, and a moved slider."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
FEW, MANY = 1_000, 10_000
MOST_GROWTH = 1.15
MOST_BYTES = 3 * 1024**3


def _measure(paths: int, *options: str) -> dict[str, Any]:
    command = [sys.executable, "-m", "tests.benchmarks.programme_once", str(paths), *options]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    return json.loads(done.stdout)


def _row(
    figure: str, measured: str, beside: str = "", bound: str = "", holds: bool | None = None
) -> dict[str, str]:
    answer = "" if holds is None else "yes" if holds else "no"
    return {"figure": figure, "measured": measured, "beside it": beside, "bound": bound, "holds": answer}


def run() -> list[dict[str, str]]:
    """Rows for the README's table; every run is a process of its own."""
    few, many = _measure(FEW), _measure(MANY)
    slider = _measure(FEW, "slider")
    growth = many["seconds"] / MANY / (few["seconds"] / FEW)
    again = slider["ran_again"]
    assert slider["changed"], "moving the hurdle changed no return"
    assert len(slider["steps"]) > 1, "no draw or asset step was seen in the log of the full run"
    return [
        *(
            _row(
                f"base programme, {paths:,} paths, all answers",
                f"{one['seconds']:.1f} s, {one['peak_bytes'] / 1024**3:.2f} GiB",
                f"{one['seconds'] / paths * 1000:.2f} ms a path",
                f"< {MOST_BYTES / 1024**3:.0f} GiB",
                one["peak_bytes"] < MOST_BYTES,
            )
            for paths, one in ((FEW, few), (MANY, many))
        ),
        _row(
            f"time per path, {MANY:,} paths",
            f"{growth:.2f}x",
            f"that at {FEW:,} paths",
            f"<= {MOST_GROWTH}x",
            growth <= MOST_GROWTH,
        ),
        _row(
            f"hurdle slider, {FEW:,} paths, all answers",
            f"{slider['slider_seconds']:.1f} s",
            f"{slider['seconds']:.1f} s full run",
        ),
        _row(
            "draw and asset steps that the slider ran again",
            ", ".join(again) or "none",
            f"{len(slider['steps'])} in the full run",
            "none",
            not again,
        ),
    ]

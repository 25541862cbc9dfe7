"""One run of the base programme in a process of its own, its time and its memory as JSON.

Run as `python -m tests.benchmarks.programme_once 1000`; with `slider` behind it the hurdle moves afterwards.
"""

import json
import resource
import sys
import time

import fundmodel as fm
from fundmodel.pipeline.steps import Scope
from fundmodel.run_inputs import graph

_SLIDER = "hurdle_rate"
_STEP = 0.01
_BYTES = 1 if sys.platform == "darwin" else 1024


def _seconds(scenario: fm.Scenario, paths: int) -> tuple[float, fm.Results]:
    started = time.perf_counter()
    results = fm.run(scenario, paths=paths).compute()
    return time.perf_counter() - started, results


def _ran_again(results: fm.Results) -> list[str]:
    """Draw and asset steps that a run computed instead of reusing them."""
    worlds = {step.name for step in graph().steps if graph().scope(step.tables[0]) is Scope.WORLD}
    computed = results.log.filter(~results.log["reused"])["step"].unique().sort()
    return [name for name in computed if name in worlds]


def main() -> None:
    """Measure and print."""
    paths, moves_slider = int(sys.argv[1]), "slider" in sys.argv[2:]
    base = fm.load_scenarios()["base"]
    seconds, results = _seconds(base, paths)
    found: dict[str, object] = {"seconds": seconds, "steps": _ran_again(results)}
    if moves_slider:
        moved = base.with_("slider", **{_SLIDER: float(base.value(_SLIDER)) + _STEP})
        found["slider_seconds"], again = _seconds(moved, paths)
        found["ran_again"] = _ran_again(again)
        found["changed"] = not again["metrics"].drop("scenario").equals(results["metrics"].drop("scenario"))
    found["peak_bytes"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * _BYTES
    print(json.dumps(found))


if __name__ == "__main__":
    main()

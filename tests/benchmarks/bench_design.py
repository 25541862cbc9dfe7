"""What the page on design costs in processor seconds: a term sheet, a random path of it, a set of assets.

Run with: python -m tests.benchmarks.bench_design
The row of the README's table is the frontier of the issue itself: python -m tests.benchmarks design
"""

import time

from fundmodel.design.frontier import expected_seconds, in_parts
from fundmodel.design.term_sheets import term_sheets, varied_by_default
from fundmodel.pipeline import Cache
from fundmodel.scenario import Scenario
from fundmodel.sweep_answers import sweep
from tests.benchmarks.side_by_side import row

SHEETS, PATHS, WORLDS = 40, 100, 8
DEFAULT_SHEETS, DEFAULT_SECONDS = 500, 20.0


def _seconds(names: list[str], count: int, paths: int) -> float:
    sheets = term_sheets(Scenario("base"), names, count)
    started = time.process_time()
    for _ in in_parts(sheets, names, paths):
        pass
    return time.process_time() - started


def run() -> list[dict[str, str]]:
    """The row for the README's table: the default frontier, every sheet of it."""
    names = list(varied_by_default())
    sheets = term_sheets(Scenario("base"), names, DEFAULT_SHEETS)
    clock, processor = time.perf_counter(), time.process_time()
    for _ in in_parts(sheets, names, PATHS):
        pass
    clock, processor = time.perf_counter() - clock, time.process_time() - processor
    said = expected_seconds(sheets, PATHS)
    return [
        row(
            f"frontier: {len(sheets) - 1} term sheets x {PATHS} paths",
            f"{clock:.0f} s",
            f"{processor:.0f} processor seconds; the page says {said:.0f} before",
            f"about {DEFAULT_SECONDS:.0f} s",
            clock <= DEFAULT_SECONDS,
        )
    ]


def _central_world() -> float:
    """A move of an assumption that changes the assets, as a sensitivity computes it."""
    rates = [0.9 + number / 100 for number in range(WORLDS)]
    moved = [Scenario(f"moved to {rate}", {"success_multiplier": rate}) for rate in rates]
    started = time.process_time()
    sweep(moved, cache=Cache(0))
    return (time.process_time() - started) / WORLDS


def main() -> None:
    """Print the three figures that design/frontier.py counts with."""
    terms = ["public_first_loss_share", "carry_rate", "foreign_share"]
    _seconds(terms, 2, 0)
    central = _seconds(terms, SHEETS, 0) / (SHEETS + 1)
    few, many = (_seconds(terms, count, PATHS) for count in (SHEETS // 2, SHEETS))
    per_sheet = (many - few) / (SHEETS // 2)
    world = few - per_sheet * (SHEETS // 2 + 1)
    print(f"a sheet on the central path: {central:.4f} s")
    print(f"a random path of a sheet:    {(per_sheet - central) / PATHS:.5f} s")
    print(f"a path of a set of assets:   {world / (PATHS + 1):.5f} s")
    print(f"assets of the central path:  {_central_world():.3f} s")


if __name__ == "__main__":
    main()

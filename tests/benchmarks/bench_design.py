"""What the page on design costs in processor seconds: a term sheet, a random path of it, a set of assets.

Run with: python -m tests.benchmarks.bench_design
"""

import time

from fundmodel.design.frontier import in_parts
from fundmodel.design.term_sheets import term_sheets
from fundmodel.scenario import Scenario

SHEETS, PATHS = 40, 100


def _seconds(names: list[str], count: int, paths: int) -> float:
    sheets = term_sheets(Scenario("base"), names, count)
    started = time.process_time()
    for _ in in_parts(sheets, names, paths):
        pass
    return time.process_time() - started


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


if __name__ == "__main__":
    main()

"""From a moved term to the tables of the overview, on 0, 200 and 1,000 paths, without the screen.

Run with: python -m tests.benchmarks bands
"""

import time

from fundmodel import model
from fundmodel.pipeline import Cache
from fundmodel.scenario import Scenario
from tests.benchmarks.side_by_side import row

TABLES = ("metrics", "fund_cash_flow", "foreign_share", "sanity", "parties")
BAND_SECONDS = {200: 0.5, 1_000: 1.5}
MOVED = {"hurdle_rate": (0.071, 0.072, 0.073), "public_first_loss_share": (0.11, 0.12, 0.13)}
CACHE_BYTES = 3 << 29


def _seconds(scenario: Scenario, paths: int, cache: Cache) -> tuple[float, float]:
    """Seconds by the clock and of processors."""
    clock, processor = time.perf_counter(), time.process_time()
    model.run(scenario, paths=paths, cache=cache).compute(*TABLES)
    return time.perf_counter() - clock, time.process_time() - processor


def run() -> list[dict[str, str]]:
    """Rows for the README's table."""
    rows = []
    for paths in (0, *BAND_SECONDS):
        cache = Cache(CACHE_BYTES)
        base = Scenario("base")
        _seconds(base, paths, cache)
        taken = [
            _seconds(base.with_("moved", **{name: value}), paths, cache)
            for name, values in MOVED.items()
            for value in values
        ]
        clock, processor = (min(one) for one in zip(*taken, strict=True))
        most = BAND_SECONDS.get(paths)
        rows.append(
            row(
                f"a move of a term slider to the tables of the overview, {paths:,} paths",
                f"{clock:.2f} s",
                f"{processor:.2f} processor seconds",
                "" if most is None else f"<= {most} s",
                None if most is None else clock <= most,
            )
        )
    return rows


if __name__ == "__main__":
    print(*(" | ".join(one.values()) for one in run()), sep="\n")

"""The published megafund at 10,000 paths beside plain NumPy and beside a compiled loop of the same rules."""

import os
import tracemalloc

from fundmodel.studies import read_study, run_study
from tests.benchmarks import megafund_loop, megafund_numpy
from tests.benchmarks.side_by_side import best_times, row

PATHS, FEW_PATHS, BLOCK, CORES, ROUNDS = 10_000, 4_000, 1_000, 2, 5
LEAST_RATIO = 2.0
MOST_GROWTH = 1.15
# The mean has a standard error of 0.0013 at 10,000 paths: the three must be the same case.
SAME_CASE = 0.008


def _peak_bytes(paths: int) -> int:
    tracemalloc.start()
    run_study(read_study("nbt2012_a"), paths=paths, threads=CORES)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return peak


def run() -> list[dict[str, str]]:
    """Rows for the README's table; of plain NumPy at once and in blocks the faster one counts."""
    study, cores = read_study("nbt2012_a"), min(os.cpu_count() or 1, CORES)
    means = [
        run_study(study, paths=PATHS).statistics[0].ours,
        float(megafund_numpy.annual_returns(PATHS, 1).mean()),
        float(megafund_loop.annual_returns(PATHS, 1).mean()),
    ]
    assert max(means) - min(means) < SAME_CASE, f"mean annual returns differ: {means}"
    seconds = best_times(
        {
            "ours": lambda: run_study(study, paths=PATHS, threads=cores),
            "one thread": lambda: run_study(study, paths=PATHS, threads=1),
            "at once": lambda: megafund_numpy.annual_returns(PATHS, 1),
            "in blocks": lambda: [
                megafund_numpy.annual_returns(BLOCK, seed) for seed in range(PATHS // BLOCK)
            ],
            "loop": lambda: megafund_loop.annual_returns(PATHS, 1),
        },
        ROUNDS,
    )
    ours, single = seconds["ours"], seconds["one thread"]
    plain = min(seconds["at once"], seconds["in blocks"])
    few, many = _peak_bytes(FEW_PATHS), _peak_bytes(PATHS)
    figure = f"published megafund, {PATHS:,} paths"
    return [
        row(
            f"{figure}, {cores} threads",
            f"{ours:.2f} s",
            f"plain NumPy {plain:.2f} s: {plain / ours:.1f}x",
            f">= {LEAST_RATIO:.0f}x",
            plain >= LEAST_RATIO * ours,
        ),
        row(f"{figure}, 1 thread", f"{single:.2f} s", f"plain NumPy: {plain / single:.1f}x"),
        row(
            f"{figure}, {cores} threads",
            f"{ours:.2f} s",
            f"compiled loop {seconds['loop']:.2f} s: {seconds['loop'] / ours:.1f}x",
        ),
        row(
            f"{figure}, peak memory",
            f"{many / 2**20:.0f} MiB",
            f"{few / 2**20:.0f} MiB at {FEW_PATHS:,} paths",
            f"<= {MOST_GROWTH}x",
            many <= MOST_GROWTH * few,
        ),
    ]

"""Rates of return with statuses of 10,000 series of 60 quarters, beside a loop over pyxirr."""

from collections import Counter

import numpy as np
import pyxirr

from fundmodel.finance import irr
from tests.benchmarks.side_by_side import best_times, row

N_SERIES, N_QUARTERS = 10_000, 60
LEAST_RATIO = 20
ROUNDS = 6


def fund_flows() -> np.ndarray:
    """Whole won: calls over five years, exits from the third year on, some funds lost, some called late."""
    draws = np.random.default_rng(7)
    quarter = np.arange(N_QUARTERS)
    shape = (N_SERIES, N_QUARTERS)
    calls = np.where(quarter < 20, draws.gamma(1.0, 5e9, shape), 0)
    is_late = (quarter >= 40) & (draws.random((N_SERIES, 1)) < 0.005)
    calls = np.where(is_late, draws.gamma(0.1, 2e10, shape), calls)
    exits = np.where(quarter >= 8, draws.gamma(0.5, 6e9, shape), 0)
    success = np.exp(draws.normal(0.2, 0.6, (N_SERIES, 1)))
    success[draws.random(N_SERIES) < 0.01] = 0
    return np.floor(exits * success - calls).astype(np.int64)


def run() -> list[dict[str, str]]:
    """Rows for the README's table."""
    flows = fund_flows()
    as_lists = flows.tolist()
    rate, status = irr(flows)
    other = np.array([pyxirr.irr(series, silent=True) for series in as_lists], dtype=float)
    is_both = (status == "ok") & ~np.isnan(other)
    assert is_both.mean() > 0.9
    assert np.abs(rate - other)[is_both].max() < 1e-10
    times = best_times(
        {
            "fundmodel": lambda: irr(flows),
            "arrays": lambda: [pyxirr.irr(series, silent=True) for series in flows],
            "lists": lambda: [pyxirr.irr(series, silent=True) for series in as_lists],
        },
        ROUNDS,
    )
    loop = min(times["arrays"], times["lists"])
    ratio = loop / times["fundmodel"]
    found = ", ".join(f"{count:,} {name}" for name, count in Counter(status.tolist()).most_common())
    return [
        row(
            f"IRR with status, {N_SERIES:,} x {N_QUARTERS} flows ({found})",
            f"{times['fundmodel'] * 1000:.1f} ms",
            f"{loop * 1000:.0f} ms pyxirr loop without status, {ratio:.0f}x",
            f">= {LEAST_RATIO}x",
            ratio >= LEAST_RATIO,
        )
    ]


if __name__ == "__main__":
    print(*(" | ".join(one.values()) for one in run()), sep="\n")

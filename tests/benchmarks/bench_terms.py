"""Every term of the waterfall at once on 50,000 series of 60 quarters, beside the same rules compiled."""

import numpy as np

from fundmodel.waterfall import CarryTier, Terms, distribute
from fundmodel.waterfall.tiers import SNAP
from tests.benchmarks.bench_waterfall import N_QUARTERS, N_SERIES, fund_history
from tests.benchmarks.side_by_side import best_times, row
from tests.benchmarks.terms_loops import quarter_by_quarter, series_by_series

MOST_RATIO = 2.0
ROUNDS = 3
TERMS = Terms(
    0.08,
    0.20,
    1.0,
    further_tiers=(CarryTier(0.10, 0.30, 0.5),),
    clawback_interval=4,
    escrow_share=0.3,
    carry_tax_share=0.495,
    is_deal_by_deal=True,
)


def run() -> list[dict[str, str]]:
    """Rows for the README's table."""
    calls, cash = fund_history(0.5)
    draws = np.random.default_rng(11)
    realised = np.where(cash > 0, draws.random(calls.shape) * 0.3, 0.0)
    realised[:, -1] = 1.0
    nav = draws.integers(0, 3 * 10**10, calls.shape)
    factors = TERMS.factors
    terms = (
        *factors.growth,
        *factors.carry_rate,
        *factors.catch_up_share,
        *factors.catch_up_gain,
        *factors.per_investor_won,
        factors.escrow_share,
        factors.kept_share,
        SNAP,
    )
    loops = {loop.__name__: loop for loop in (series_by_series, quarter_by_quarter)}
    split = distribute(calls, cash, TERMS, realised, nav)
    for loop in loops.values():
        found = loop(calls, cash, realised, nav, TERMS.clawback_interval, terms)
        for own, other in zip((split.lp, split.gp, split.escrow), found, strict=True):
            assert np.array_equal(own, other), loop.__name__
    ways = {
        name: lambda loop=loop: loop(calls, cash, realised, nav, TERMS.clawback_interval, terms)
        for name, loop in loops.items()
    }
    times = best_times({"distribute": lambda: distribute(calls, cash, TERMS, realised, nav), **ways}, ROUNDS)
    own, plain, blocked = times["distribute"], times["series_by_series"], times["quarter_by_quarter"]
    return [
        row(
            f"waterfall, {N_SERIES:,} x {N_QUARTERS} in whole won, all terms at once",
            f"{own * 1000:.0f} ms",
            f"{plain * 1000:.0f} ms compiled series by series, {own / plain:.2f}x",
            f"<= {MOST_RATIO:.0f}x",
            own <= MOST_RATIO * plain,
        ),
        row("", "", f"{blocked * 1000:.0f} ms the best compiled loop, in blocks, {own / blocked:.1f}x"),
    ]


if __name__ == "__main__":
    print(*(" | ".join(one.values()) for one in run()), sep="\n")

"""The waterfall of 50,000 series of 60 quarters in whole won, beside the same arithmetic compiled."""

import numpy as np

from fundmodel.waterfall import Terms, distribute
from fundmodel.waterfall.tiers import SNAP
from tests.benchmarks.side_by_side import best_times, row
from tests.benchmarks.waterfall_loops import quarter_by_quarter, tier_by_tier, tier_by_tier_leaving_early

N_SERIES, N_QUARTERS = 50_000, 60
MOST_RATIO = 1.5
ROUNDS = 5


def fund_history(cash_share: float) -> tuple[np.ndarray, np.ndarray]:
    """Calls over five years; exits from the third on, in a share of the quarters."""
    draws = np.random.default_rng(7)
    quarter = np.arange(N_QUARTERS)
    shape = (N_SERIES, N_QUARTERS)
    calls = np.where(quarter < 20, draws.integers(0, 10**10, shape), 0)
    exits = draws.integers(0, 7 * 10**9, shape) * np.exp(draws.normal(0, 0.5, (N_SERIES, 1)))
    has_cash = (quarter >= 8) & (draws.random(shape) < cash_share)
    return calls, np.where(has_cash, exits, 0).astype(np.int64)


def _rows(name: str, cash_share: float, terms: Terms) -> list[dict[str, str]]:
    calls, cash = fund_history(cash_share)
    factors = terms.growth_factor, terms.carry_rate, terms.catch_up_share, terms.catch_up_gain, SNAP
    loops = {loop.__name__: loop for loop in (tier_by_tier, tier_by_tier_leaving_early, quarter_by_quarter)}
    split = distribute(calls, cash, terms)
    for loop in loops.values():
        lp, gp = loop(calls, cash, *factors)
        assert np.array_equal(split.lp, lp)
        assert np.array_equal(split.gp, gp)
    ways = {key: lambda loop=loop: loop(calls, cash, *factors) for key, loop in loops.items()}
    times = best_times({"distribute": lambda: distribute(calls, cash, terms), **ways}, ROUNDS)
    own, plain = times["distribute"], times["tier_by_tier"]
    early, blocked = times["tier_by_tier_leaving_early"], times["quarter_by_quarter"]
    return [
        row(
            f"waterfall, {N_SERIES:,} x {N_QUARTERS} in whole won, {name}",
            f"{own * 1000:.0f} ms",
            f"{plain * 1000:.0f} ms compiled series by series, {own / plain:.2f}x",
            f"<= {MOST_RATIO}x",
            own <= MOST_RATIO * plain,
        ),
        row(
            "",
            "",
            f"{early * 1000:.0f} ms without the manager's tiers where nothing is left, {own / early:.2f}x",
        ),
        row(
            "", "", f"{blocked * 1000:.0f} ms the best compiled loop, blocks of series, {own / blocked:.1f}x"
        ),
    ]


def run() -> list[dict[str, str]]:
    """Rows for the README's table."""
    return [
        *_rows("full catch-up, cash every quarter", 1.0, Terms()),
        *_rows("no catch-up, cash every other quarter", 0.5, Terms(0.07, 0.20, 0.0)),
    ]


if __name__ == "__main__":
    print(*(" | ".join(one.values()) for one in run()), sep="\n")

"""The waterfall with all its terms against an independent one in exact fractions, on 1,000 random funds."""

from itertools import product

import numpy as np
import pytest

from fundmodel.waterfall import CarryTier, Terms, distribute
from tests.oracles.slow_waterfall import Agreement, waterfall

N_FUNDS = 1000


def random_fund(draws: np.random.Generator) -> tuple[Terms, Agreement, dict[str, list]]:
    """Terms of every kind and a short history with calls, cash, realised cost and value."""
    n_quarters = int(draws.integers(8, 21))
    carry = float(draws.choice([0.0, 0.1, 0.2, 0.25]))
    tiers = [(float(draws.choice([0.0, 0.03, 0.07, 0.08])), carry, float(draws.choice([0.0, 0.4, 1.0])))]
    for _ in range(int(draws.integers(0, 3))):
        rate, above, _ = tiers[-1]
        more = round(rate + float(draws.choice([0.01, 0.02, 0.05])), 2), round(above + 0.1, 2)
        tiers.append((*more, float(draws.choice([0.0, 0.5, 1.0]))))
    agreement = Agreement(
        tuple(tiers),
        periods_per_year=int(draws.choice([1, 4])),
        is_simple=bool(draws.random() < 0.4),
        interval=int(draws.choice([0, 0, 1, 4])),
        escrow_share=float(draws.choice([0.0, 0.3, 1.0])),
        tax_share=float(draws.choice([0.0, 0.495])),
        is_by_deal=bool(draws.random() < 0.5),
        is_back_at_end=bool(draws.random() < 0.8),
    )
    first, *further = tiers
    terms = Terms(
        *first,
        periods_per_year=agreement.periods_per_year,
        is_clawback_at_end=agreement.is_back_at_end,
        is_simple=agreement.is_simple,
        further_tiers=tuple(CarryTier(*tier) for tier in further),
        clawback_interval=agreement.interval,
        escrow_share=agreement.escrow_share,
        carry_tax_share=agreement.tax_share,
        is_deal_by_deal=agreement.is_by_deal,
    )
    size = int(draws.choice([10**3, 10**8, 10**11]))
    calls = draws.integers(0, size, n_quarters) * (draws.random(n_quarters) < 0.5)
    level = 2 * float(draws.choice([0.6, 1.0, 1.6, 2.5]))
    cash = (draws.integers(0, size, n_quarters) * level * (draws.random(n_quarters) < 0.5)).astype(np.int64)
    realised = np.round(draws.random(n_quarters), 3) * (cash > 0)
    realised[-1] = 1.0
    nav = draws.integers(0, 2 * size, n_quarters)
    history = {"paid_in": calls.tolist(), "distributable": cash.tolist()}
    history["realised_share"] = realised.tolist() if agreement.is_by_deal else None
    history["nav"] = nav.tolist() if agreement.interval else None
    return terms, agreement, history


def test_1000_random_funds() -> None:
    draws = np.random.default_rng(1)
    n_with_carry = n_clawed_back = n_same = 0
    for _ in range(N_FUNDS):
        terms, agreement, history = random_fund(draws)
        split = distribute(terms=terms, **{k: v if v is None else [v] for k, v in history.items()})
        slow = waterfall(
            history["paid_in"], history["distributable"], agreement, history["realised_share"], history["nav"]
        )
        for name in ("lp", "gp", "escrow"):
            rows, exact = getattr(split, name)[0].tolist(), getattr(slow, name)
            assert max(abs(a - b) for a, b in zip(rows, exact, strict=True)) <= 1, (name, agreement, history)
        assert split.lp.sum() + split.gp.sum() == sum(slow.lp) + sum(slow.gp) == sum(history["distributable"])
        n_with_carry += slow.all_carry > 0
        n_clawed_back += slow.carry < slow.all_carry
        n_same += split.gp[0].tolist() == slow.gp
    assert n_with_carry > N_FUNDS / 2
    assert n_clawed_back > N_FUNDS / 10
    assert n_same > 0.99 * N_FUNDS


@pytest.mark.parametrize(("is_by_deal", "is_simple"), list(product([False, True], repeat=2)))
def test_tiers_add_up_to_the_rows(is_by_deal: bool, is_simple: bool) -> None:
    draws = np.random.default_rng(2)
    for _ in range(20):
        terms, agreement, history = random_fund(draws)
        if (agreement.is_by_deal, agreement.is_simple) != (is_by_deal, is_simple):
            continue
        split = distribute(terms=terms, **{k: v if v is None else [v] for k, v in history.items()})
        assert (sum(lp for lp, _ in split.tiers.values()) == split.lp).all()
        assert (sum(gp for _, gp in split.tiers.values()) == split.gp).all()
        for name, amounts in split.tiers.items():
            if name not in ("clawback", "escrow"):
                assert min(amounts[0].min(), amounts[1].min()) >= 0, name

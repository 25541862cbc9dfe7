"""A whole-fund waterfall in exact fractions: one investor, one period at a time.

Nothing is rounded, or only what is paid: then the cumulative carry is floored, the investor gets the rest,
and the balances go on from what was paid.
"""

from dataclasses import dataclass
from fractions import Fraction
from math import floor


@dataclass
class Rows:
    """Amounts by period."""

    lp: list[Fraction]
    gp: list[Fraction]
    tiers: dict[str, list[tuple[Fraction, Fraction]]]
    hurdle_balance: Fraction


def waterfall(
    paid_in: list[int],
    distributable: list[int],
    hurdle_rate: float,
    carry_rate: float,
    catch_up_share: float,
    periods_per_year: int,
    is_clawback_at_end: bool = True,
    is_paid_in_whole_won: bool = False,
) -> Rows:
    growth = Fraction((1 + hurdle_rate) ** (1 / periods_per_year))
    # 0.35 means 35 %, not the double just below it.
    carry, catch_up = Fraction(str(carry_rate)), Fraction(str(catch_up_share))
    balance = paid = to_lp = to_gp = due = Fraction(0)
    rows = Rows([], [], {}, balance)
    for called, cash in zip(paid_in, distributable, strict=True):
        balance = balance * growth + called
        paid += called
        left = Fraction(cash)
        capital = min(left, max(Fraction(0), paid - to_lp))
        left -= capital
        hurdle = min(left, max(Fraction(0), balance - capital))
        left -= hurdle
        caught_up = Fraction(0)
        if catch_up > carry:
            profit = to_lp + capital + hurdle + to_gp - paid
            caught_up = min(left, max(Fraction(0), (carry * profit - due) / (catch_up - carry)))
        left -= caught_up
        due += catch_up * caught_up + carry * left
        gp = (Fraction(floor(due)) if is_paid_in_whole_won else due) - to_gp
        lp = cash - gp
        balance -= lp
        to_lp += lp
        to_gp += gp
        rows.lp.append(lp)
        rows.gp.append(gp)
        for name, amounts in {
            "return_of_capital": (capital, Fraction(0)),
            "hurdle": (hurdle, Fraction(0)),
            "catch_up": (caught_up - catch_up * caught_up, catch_up * caught_up),
            "split": (left - carry * left, carry * left),
        }.items():
            rows.tiers.setdefault(name, []).append(amounts)
    if is_clawback_at_end:
        allowed, shortfall = carry * max(Fraction(0), to_lp + to_gp - paid), balance
        if is_paid_in_whole_won:
            allowed, shortfall = Fraction(floor(allowed)), Fraction(floor(shortfall))
        returned = max(Fraction(0), min(to_gp, max(to_gp - allowed, shortfall)))
        rows.lp[-1] += returned
        rows.gp[-1] -= returned
        balance -= returned
    rows.hurdle_balance = balance
    return rows

"""What the assumptions of a scenario must fulfil together; each check gives the fault in words or nothing."""

import math
from collections.abc import Callable
from itertools import pairwise

from fundmodel.assumptions import Value
from fundmodel.support_rule import rule_fault

Values = Callable[[str], Value]

STRATEGY_SHARES = ("early_share", "scale_up_share", "cdmo_share", "global_share")
# Shares that sum to 1: when one of them moves, the others give way.
LINKED = (
    STRATEGY_SHARES,
    ("license_milestone_p2_share", "license_milestone_p3_share", "license_milestone_approval_share"),
)
_EXITS = {
    "p1": ("ipo_probability_p1_share", "trade_sale_probability_p1_share", "license_probability_p1_share"),
    "p2": ("ipo_probability_p2_share", "trade_sale_probability_p2_share", "license_probability_p2_share"),
}
_TOLERANCE = 1e-9


def _numbers(values: Values, names: tuple[str, ...]) -> list[float]:
    return [float(values(name)) for name in names]


def _listed(values: Values, names: tuple[str, ...]) -> str:
    return ", ".join(f"{name} {float(values(name)):g}" for name in names)


def strategy_shares(values: Values) -> str:
    """The strategies share the whole programme."""
    total = math.fsum(_numbers(values, STRATEGY_SHARES))
    if abs(total - 1) <= _TOLERANCE:
        return ""
    return (
        f"strategy shares sum to {total:g} ({_listed(values, STRATEGY_SHARES)}); they must sum to 1. "
        "Change two of them in opposite directions."
    )


def domestic_remainder(values: Values) -> str:
    """Domestic private investors are the remainder, so the others cannot take more than the whole."""
    public, foreign, gp = _numbers(values, ("public_share", "foreign_share", "gp_commitment_share"))
    left = 1 - math.fsum((public, foreign, gp))
    if left >= -_TOLERANCE:
        return ""
    return (
        f"foreign_share {foreign:g} leaves domestic private investors {left:.4g} of the whole; with these "
        f"public and GP shares the maximum is {1 - public - gp:.4g}. Lower foreign_share or public_share."
    )


def exit_probabilities(values: Values) -> str:
    """After success of a phase a company takes at most one exit."""
    for phase, names in _EXITS.items():
        total = math.fsum(_numbers(values, names))
        if total > 1 + _TOLERANCE:
            return (
                f"exits after phase {phase} sum to {total:g} ({_listed(values, names)}); "
                "they must sum to at most 1. Lower one of them."
            )
    return ""


def correlations(values: Values) -> str:
    """Three correlations hold together only if their matrix has no negative determinant."""
    names = ("fx_equity_correlation", "fx_demand_correlation", "equity_demand_correlation")
    a, b, c = _numbers(values, names)
    if 1 + a * b * c + a * b * c - a * a - b * b - c * c >= -_TOLERANCE:
        return ""
    return f"the correlations {_listed(values, names)} cannot hold together; bring one of them nearer to 0."


def fee_bands(values: Values) -> str:
    """Fee bands rise."""
    names = ("fee_band_1_krw", "fee_band_2_krw")
    if all(low <= high for low, high in pairwise(_numbers(values, names))):
        return ""
    return f"{_listed(values, names)}: the second band starts below the first; raise fee_band_2_krw."


def room_for_coinvestment(values: Values) -> str:
    """A round has only so much to sell: the fund's part and the co-investors' are at most the whole."""
    fund, beside = _numbers(values, ("initial_round_share", "coinvestment_share"))
    if fund * (1 + beside) <= 1 + _TOLERANCE:
        return ""
    return (
        f"coinvestment_share {beside:g} beside an initial_round_share of {fund:g} asks for more than a whole "
        f"round; the maximum is {1 / fund - 1:.4g}. Lower one of them."
    )


def room_in_plants(values: Values) -> str:
    """Funds and direct owners hold at most the whole of a plant."""
    fund, direct = _numbers(values, ("plant_stake_share_max", "direct_plant_stake_share"))
    if direct <= 0 or fund + direct <= 1 + _TOLERANCE:
        return ""
    return (
        f"direct_plant_stake_share {direct:g} beside a plant_stake_share_max of {fund:g} is more than a "
        f"whole plant; the maximum is {max(0.0, 1 - fund):.4g}. Lower one of them."
    )


def over_commitment_and_calls(values: Values) -> str:
    """A mega fund that commits more than it has pays what is spent: not in advance, by a line or again."""
    off = {"call_notice_quarters": 0, "minimum_call_krw": 0, "line_share": 0, "recycling_share": 0}
    is_plain = all(float(values(name)) == value for name, value in off.items())
    if not float(values("over_commitment_share")) or (is_plain and values("call_method") == "on_demand"):
        return ""
    return (
        f"over_commitment_share {float(values('over_commitment_share')):g} does not go together with "
        f"instalments, notice or smallest size of calls, a line or recycling; set call_method on_demand and "
        f"{', '.join(off)} to 0, or over_commitment_share to 0."
    )


CHECKS: tuple[Callable[[Values], str], ...] = (
    strategy_shares,
    domestic_remainder,
    exit_probabilities,
    correlations,
    fee_bands,
    room_for_coinvestment,
    room_in_plants,
    rule_fault,
    over_commitment_and_calls,
)

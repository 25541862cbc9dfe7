"""Waterfalls on arrays: terms, tiers in paying order, one period, whole histories."""

from fundmodel.waterfall.accounts import Accounts
from fundmodel.waterfall.deals import realised_share
from fundmodel.waterfall.distribution import distribute
from fundmodel.waterfall.period import (
    Payment,
    advance,
    clawback,
    interim_clawback,
    liquidation_value,
    opened,
    release,
)
from fundmodel.waterfall.splits import Split
from fundmodel.waterfall.state import State
from fundmodel.waterfall.terms import CarryTier, Terms

__all__ = [
    "Accounts",
    "CarryTier",
    "Payment",
    "Split",
    "State",
    "Terms",
    "advance",
    "clawback",
    "distribute",
    "interim_clawback",
    "liquidation_value",
    "opened",
    "realised_share",
    "release",
]

"""The whole-fund waterfall on arrays: terms, tiers in paying order, one period, whole histories."""

from fundmodel.waterfall.distribution import Split, distribute
from fundmodel.waterfall.period import Payment, advance, clawback, liquidation_value
from fundmodel.waterfall.state import State
from fundmodel.waterfall.terms import Terms

__all__ = ["Payment", "Split", "State", "Terms", "advance", "clawback", "distribute", "liquidation_value"]

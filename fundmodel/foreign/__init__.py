"""What lies between a fund's won and a foreign investor's own money: withholding tax, hedges, commitments."""

from fundmodel.foreign.dollar_commitments import DollarCalls, dollar_calls
from fundmodel.foreign.hedges import HedgeFlows, HedgeTerms, run_hedges
from fundmodel.foreign.withholding import withhold

__all__ = ["DollarCalls", "HedgeFlows", "HedgeTerms", "dollar_calls", "run_hedges", "withhold"]

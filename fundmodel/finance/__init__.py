"""Finance on arrays of series: rates of return with a status, discounting, multiples, quantiles, PME."""

from fundmodel.finance.discounting import annualised, npv
from fundmodel.finance.index_equivalents import Equivalents, equivalents
from fundmodel.finance.loans import balance_after, level_payment, present_value
from fundmodel.finance.market_equivalents import direct_alpha, ks_pme, ln_pme, ln_pme_nav
from fundmodel.finance.multiples import dpi, payback_period, peak_need, pic, rvpi, tvpi
from fundmodel.finance.past_flows import Measure, past_equivalents
from fundmodel.finance.quantiles import QUANTILES, quantiles
from fundmodel.finance.rates import STATUSES, Irr, irr

__all__ = [
    "QUANTILES",
    "STATUSES",
    "Equivalents",
    "Irr",
    "Measure",
    "annualised",
    "balance_after",
    "direct_alpha",
    "dpi",
    "equivalents",
    "irr",
    "ks_pme",
    "level_payment",
    "ln_pme",
    "ln_pme_nav",
    "npv",
    "past_equivalents",
    "payback_period",
    "peak_need",
    "pic",
    "present_value",
    "quantiles",
    "rvpi",
    "tvpi",
]

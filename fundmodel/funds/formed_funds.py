"""Funds cut to what was formed of them: size, life and charges of child funds, what the mega fund placed."""

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from fundmodel.funds.child_funds import ChildFunds, over_funds
from fundmodel.funds.closings import Closings
from fundmodel.funds.mega_fund import MegaFund
from fundmodel.waterfall.tiers import SNAP

Floats = NDArray[np.float64]


def as_formed(funds: ChildFunds, closings: Closings) -> ChildFunds:
    """Child funds with the life, size and charges that they have as formed.

    Where there is no fund it never opens, and nobody has committed to it.

    Args:
        funds: With partners as formed and all other terms as planned.
        closings: How they were formed.

    Source: METHOD.md, "Closings of a fund".
    """
    planned = funds.terms
    *lps, gp = (np.add.reduce(one.commitments, axis=0) for one in funds.partners.slices())
    lp_commitment = np.add.reduce(np.array(lps), axis=0)
    commitment = lp_commitment + gp
    size = commitment / np.maximum(planned.commitment, 1.0)
    terms = replace(
        planned,
        start=closings.start.copy(),
        commitment=commitment,
        lp_commitment=lp_commitment,
        fee_base=commitment,
        annual_fee=planned.annual_fee * closings.fee_share,
        annual_expense=planned.annual_expense * size,
    )
    cover = replace(funds.cover, cap=np.floor(funds.cover.cap * size * SNAP))
    rules = funds.rules
    if rules is not None:
        rules = replace(rules, organisation=np.floor(rules.organisation * size * SNAP))
    return replace(funds, terms=terms, cover=cover, rules=rules, closings=closings)


def as_placed(fund: MegaFund, by_series: Floats) -> MegaFund:
    """The mega fund with commitments only to funds that were formed; the rest stays uncalled with it.

    Args:
        fund: As planned.
        by_series: Its commitments to child funds as formed, shape (n_series,).
    """
    placed = over_funds(by_series, fund.committed.size)
    share = placed / np.maximum(fund.committed, 1.0)
    terms = replace(fund.terms, fee_base=placed, annual_fee=fund.terms.annual_fee * share)
    return replace(fund, terms=terms, committed=placed)

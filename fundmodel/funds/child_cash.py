"""What child funds do with the money of their partners before it is spent and after it came back."""

import numpy as np
from numpy.typing import NDArray

from fundmodel.funds.budgets import QUARTERS_PER_YEAR, Budget
from fundmodel.funds.closings import Closings
from fundmodel.funds.partnership import Partnership
from fundmodel.waterfall.tiers import SNAP

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
Places = NDArray[np.intp]
Noted = dict[str, Floats]


def begin(budget: Budget, noted: Noted) -> None:
    """Take in the quarter's interest on idle cash."""
    if budget.treasury is not None:
        np.copyto(noted["interest"], budget.treasury.begin())


def call(budget: Budget, partners: Partnership, quarter: int, is_open: Flags, noted: Noted) -> Floats | float:
    """Call what the quarter costs, or what the terms of calls ask for.

    Returns:
        What discounts take off the fee of the quarter.

    Source: METHOD.md, "Cash of a fund".
    """
    budget.recycle(quarter)
    common, treasury = budget.own + budget.expenses, budget.treasury
    if treasury is None:
        return partners.call(common, budget.fees)
    spent = np.floor(common * partners.lp_share) + budget.fees
    coming = _coming(budget, quarter) if treasury.terms.notice.any() else np.zeros_like(spent)
    advance = treasury.call(quarter, spent, coming, budget.lp_limit(), is_open)
    np.copyto(noted["advance"], advance)
    return partners.call(common, budget.fees, treasury.called)


def rationed(
    budget: Budget,
    closings: Closings | None,
    quarter: int,
    lots: tuple[Places, Floats, Floats],
    noted: Noted,
) -> Floats:
    """What funds may pay for the quarter's lots when the mega fund has committed more than it has.

    Args:
        budget: Of the series that have not ended.
        closings: How the funds were formed, if not as planned.
        quarter: Of the grid.
        lots: Places of the funds that are asked, what they are asked for, what they could pay.
        noted: The rows of the quarter; what the mega fund lacks is noted.
    """
    rows, offered, money = lots
    if budget.placement is None:
        return money
    wanted = offered if closings is None else closings.asked(quarter, rows, offered)
    asked = np.minimum(wanted, money)
    allowed = budget.placement.lots(quarter, rows, asked)
    noted["mega_short"][rows] = asked - allowed
    return np.where(allowed < asked, allowed, money)


def _coming(budget: Budget, quarter: int) -> Floats:
    """What a coming quarter is expected to cost limited partners.

    Lots as in the quarters so far on average, while there is money for them in the investment period, and fee
    and expenses as they are charged now.
    """
    terms, notice = budget.terms, budget.treasury.terms.notice if budget.treasury is not None else 0.0
    ahead = quarter + notice
    is_investing = ahead < terms.investment_end
    pace = budget.own / np.maximum(quarter + 1 - terms.start, 1.0)
    lots = np.where(is_investing, np.minimum(pace, budget.investable(quarter)), 0.0)
    fee = np.where(is_investing, terms.annual_fee / QUARTERS_PER_YEAR, budget.cost * budget.fee_per_cost)
    common = lots + terms.annual_expense / QUARTERS_PER_YEAR
    return (common * budget.lp_share + fee) * (ahead < terms.end)


def repay(budget: Budget, partners: Partnership, ending: Places, noted: Noted) -> None:
    """Call what the lines of funds that end now still owe, a default of notes in the investment period.

    A line is owed by limited partners and secured by what is not called of them; notes are secured by what
    the fund holds. So partners pay the line, and none of the cash of notes goes to it.
    """
    if budget.treasury is None:
        return
    due = budget.treasury.repay(ending)
    if not due.any():
        return
    noted["advance"] += due
    before = [group.called.copy() for group in partners.groups]
    partners.call(budget.own + budget.expenses, budget.fees, budget.treasury.called)
    for group, called in zip(partners.groups, before, strict=True):
        group.called += called


def give_back(budget: Budget, ending: Places, noted: Noted) -> Floats | None:
    """Add the idle cash of funds that end to what limited partners receive; which part of it that is."""
    if "returned" not in noted:
        return None
    np.copyto(noted["distributable"], noted["equity_proceeds"])
    if budget.treasury is None:
        return None
    noted["returned"][ending] = budget.treasury.close(ending)
    noted["distributable"] += noted["returned"]
    return noted["returned"]


def appraise(budget: Budget, partners: Partnership, is_open: Flags, noted: Noted) -> None:
    """Value the stakes; idle cash and debt of the limited partners count in the NAV of the fund."""
    if budget.treasury is None:
        partners.appraise(noted["nav"], is_open)
        return
    own = budget.treasury.balance * is_open
    worth = np.maximum(noted["nav"] + own, 0.0)
    np.copyto(noted["nav"], worth)
    partners.appraise(worth, is_open, own)


def close(budget: Budget, quarter: int, noted: Noted) -> None:
    """Note where the quarter leaves cash and recallable distributions, and what can be called again now.

    What has run up is noted until the fund ends, whether or not its series is still worked on later.
    """
    treasury, recycling = budget.treasury, budget.recycling
    is_there = quarter <= budget.terms.end
    if treasury is not None:
        np.copyto(noted["balance"], treasury.balance)
        for name, level in (("short", treasury.short), ("owed", np.floor(treasury.owed * SNAP))):
            np.multiply(level, is_there, out=noted[name])
    if recycling is not None:
        recycling.receive(quarter, np.maximum(noted["equity_proceeds"] - noted["carry"], 0.0))
        for name, level in (("recallable", recycling.recallable), ("recycled", recycling.recycled)):
            np.multiply(level, is_there, out=noted[name])

"""The lines of the mega fund, quarter by quarter, in the order in which the fund step works them out."""

from fundmodel.reports.workbook.line import Line, appraisal, funds, tiers, to_date

# Sums over the child funds: line of the mega fund -> line of each child fund.
OVER_CHILDREN = {
    "children_paid": "mega_paid",
    "children_received": "mega_received",
    "nav": "mega_value",
    "cost": "stake_cost",
}
GROUP = "lp"
HOLDERS = ("public", "domestic", "foreign", "gp")


def mega_lines() -> list[Line]:
    """All lines of the mega fund.

    Source: METHOD.md, "Funds and their life", "Waterfall" and "NAV"; fundmodel.funds.mega_fund.
    """
    return [
        funds("open", "where(both(start <= q, q < end), 1, 0)", "flag"),
        funds("ending", "where(q == end, 1, 0)", "flag"),
        funds("expense_due", "floor(annual_expense * ((q + 1 - start) / 4) * snap) - prev(expenses)"),
        funds(
            "expense",
            "max(min(expense_due,"
            " floor((lp - prev(fees)) / lp_share) - (placed + prev(expenses))), 0) * open",
        ),
        to_date("expenses", "prev(expenses) + expense"),
        to_date(
            "fee_due",
            "prev(fee_due) + where(q < investment_end, annual_fee / 4, prev(cost) * fee_per_cost) * open",
        ),
        funds(
            "fee",
            "max(min(floor(fee_due * snap) - prev(fees),"
            " lp - prev(fees) - floor((placed + expenses) * (lp_share * snap))), 0) * open",
        ),
        to_date("fees", "prev(fees) + fee"),
        Line("children_paid", "", is_cumulative=True),
        to_date("lp_common", "floor((children_paid + expenses) * call_share)"),
        to_date("lp_paid", "lp_common + fees"),
        to_date("gp_paid", "children_paid + expenses - lp_common"),
        to_date("public_paid", "floor(lp_paid * public_factor)"),
        to_date("domestic_paid", "floor((lp_paid - public_paid) * domestic_factor)"),
        to_date("foreign_paid", "lp_paid - public_paid - domestic_paid"),
        funds("gp_part", "gp_paid / max(children_paid + expenses + fees, 1)", "share"),
        Line("children_received", "", is_cumulative=True),
        funds("invested", "children_paid - prev(children_paid)"),
        funds("proceeds", "children_received - prev(children_received)"),
        to_date("gp_entitled", "prev(gp_entitled) + proceeds * gp_part"),
        to_date("gp_received", "floor(gp_entitled * snap)"),
        to_date("lp_cash", "prev(lp_cash) + proceeds - (gp_received - prev(gp_received))"),
        *tiers(GROUP, "mega"),
        funds("carry", "lp_carry - lp_back"),
        to_date("public_received", "floor(lp_received * public_factor)"),
        to_date("domestic_received", "floor((lp_received - public_received) * domestic_factor)"),
        to_date("foreign_received", "lp_received - public_received - domestic_received"),
        to_date("gp_with_carry", "gp_received + lp_carried - lp_returned"),
        Line("nav", ""),
        Line("cost", ""),
        funds("gp_value", "floor(nav * gp_part)"),
        funds("lp_part", "nav - gp_value"),
        *appraisal(GROUP, "mega"),
        funds("public_value", "floor(lp_value * public_factor)"),
        funds("domestic_value", "floor((lp_value - public_value) * domestic_factor)"),
        funds("foreign_value", "lp_value - public_value - domestic_value"),
        funds("carry_value", "nav - gp_value - lp_value"),
    ]

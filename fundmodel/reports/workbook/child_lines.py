"""The lines of a child fund, quarter by quarter, in the order in which the fund step works them out."""

from collections.abc import Sequence

from fundmodel.reports.workbook.line import Line, appraisal, funds, tiers, to_date

# Made from the lots of the assets, not from other lines: see sheet Lots.
LOTS_PROCEEDS, LOTS_NAV, LOTS_COST = "lots_proceeds", "asset_nav", "cost"
FROM_LOTS = (LOTS_PROCEEDS, LOTS_NAV, LOTS_COST)
TO_COME = "to_come"
GROUPS = ("home", "foreign")
HOLDERS = ("mega", "public", "domestic", "foreign", "gp")


def asked(priority: int) -> str:
    """The line of what lots of a priority class ask for."""
    return f"asked_{priority}"


def paid(priority: int) -> str:
    """The line of what of it the fund pays."""
    return f"paid_{priority}"


def child_lines(priorities: Sequence[int]) -> list[Line]:
    """All lines of a child fund.

    Args:
        priorities: Priority classes of its lots, in paying order.

    Source: METHOD.md, "Lots and budgets" to "NAV"; fundmodel.funds, whole won floored where it floors.
    """
    return [
        *_charges(),
        *_investments(priorities),
        *_calls(),
        *_sales(),
        *_cash(),
        *(line for group in GROUPS for line in tiers(group, group)),
        *_receipts(),
        *_values(),
        *_first_loss(),
    ]


def _charges() -> list[Line]:
    return [
        funds("over", "prev(over) + prev(ending)", "flag"),
        funds("alive", "where(q < term_end, 1, 0) * (1 - over)", "flag"),
        funds("expense_due", "floor(annual_expense * ((q + 1 - start) / 4) * snap) - prev(expenses)"),
        funds(
            "expense",
            "max(min(expense_due,"
            " floor((lp - prev(fees)) / lp_share) - (prev(invested_total) + prev(expenses))), 0) * alive",
        ),
        to_date("expenses", "prev(expenses) + expense"),
        to_date(
            "fee_due",
            "prev(fee_due) + where(q < investment_end, annual_fee / 4, prev(cost) * fee_per_cost) * alive",
        ),
        funds(
            "fee",
            "max(min(floor(fee_due * snap) - prev(fees),"
            " lp - prev(fees) - floor((prev(invested_total) + expenses) * (lp_share * snap))), 0) * alive",
        ),
        to_date("fees", "prev(fees) + fee"),
    ]


def _investments(priorities: Sequence[int]) -> list[Line]:
    every = " + ".join(asked(one) for one in priorities)
    lines = [
        funds(
            "per_cost",
            "fee_per_cost"
            " * max(where(q < investment_end, term_end - investment_end + 1, term_end - q - 1), 0)"
            " / 2 / lp_share",
            "share",
        ),
        funds("fees_to_pay", "fees + annual_fee * (max(investment_end - 1 - q, 0) / 4)"),
        funds(
            "investable",
            "max(floor((commitment - annual_expense * ((term_end - start) / 4) - fees_to_pay / lp_share"
            " - prev(invested_total)"
            " - per_cost * where(q < investment_end, prev(invested_total), prev(cost)))"
            " / (1 + per_cost)), 0) * alive",
        ),
        *(Line(asked(one), "") for one in priorities),
    ]
    before = ""
    for one in priorities:
        lines.append(funds(paid(one), f"min({asked(one)}, investable{before})"))
        before += f" - {paid(one)}"
    return [
        *lines,
        funds("invested", " + ".join(paid(one) for one in priorities)),
        to_date("invested_total", "prev(invested_total) + invested"),
        to_date("asked_total", f"prev(asked_total) + ({every}) * alive"),
        to_date("not_funded", f"prev(not_funded) + (({every}) - invested) * alive"),
        funds("lost_share", "unfunded_dilution_share * (not_funded / max(asked_total, 1))", "share"),
    ]


def _calls() -> list[Line]:
    return [
        to_date("lp_common", "floor((invested_total + expenses) * call_share)"),
        to_date("lp_paid", "lp_common + fees"),
        to_date("gp_paid", "invested_total + expenses - lp_common"),
        to_date("home_paid", "floor(lp_paid * home_factor)"),
        to_date("foreign_paid", "lp_paid - home_paid"),
        to_date("mega_paid", "floor(home_paid * mega_factor)"),
        to_date("public_paid", "floor((home_paid - mega_paid) * public_factor)"),
        to_date("domestic_paid", "home_paid - mega_paid - public_paid"),
        funds("gp_part", "gp_paid / max(invested_total + expenses + fees, 1)", "share"),
    ]


def _sales() -> list[Line]:
    return [
        Line(LOTS_PROCEEDS, "", is_cumulative=True),
        Line(LOTS_NAV, ""),
        Line(LOTS_COST, ""),
        Line(TO_COME, ""),
        funds(
            "sold",
            "floor((lots_proceeds - prev(lots_proceeds))"
            " * max(alive, where(q == term_end, 1, 0) * (1 - over)) * ((1 - prev(lost_share)) * snap))",
        ),
        funds(
            "closes",
            "alive * where(both(q >= investment_end, asset_nav == 0, cost == 0, to_come == 0), 1, 0)",
            "flag",
        ),
        funds("open", "alive - closes", "flag"),
        funds("ending", "closes + where(q == term_end, 1, 0) * (1 - over)", "flag"),
        funds("worth", "floor(max(asset_nav, 0) * ((1 - lost_share) * snap))"),
        funds("forced_sale", "floor(worth * (1 - forced_sale_discount_share) * snap) * ending"),
        funds("proceeds", "sold + forced_sale"),
        funds("nav", "worth * open"),
    ]


def _cash() -> list[Line]:
    return [
        to_date("gp_entitled", "prev(gp_entitled) + proceeds * gp_part"),
        to_date("gp_received", "floor(gp_entitled * snap)"),
        to_date("lp_cash", "prev(lp_cash) + proceeds - (gp_received - prev(gp_received))"),
        to_date("home_cash", "floor(lp_cash * home_factor)"),
        to_date("foreign_cash", "lp_cash - home_cash"),
    ]


def _receipts() -> list[Line]:
    return [
        funds("carry", "home_carry - home_back + foreign_carry - foreign_back"),
        to_date("mega_received", "floor(home_received * mega_factor)"),
        to_date("public_received", "floor((home_received - mega_received) * public_factor)"),
        to_date("domestic_received", "home_received - mega_received - public_received"),
        to_date(
            "gp_with_carry",
            "gp_received + home_carried - home_returned + foreign_carried - foreign_returned",
        ),
    ]


def _values() -> list[Line]:
    return [
        funds("gp_value", "floor(nav * gp_part)"),
        funds("home_part", "floor((nav - gp_value) * home_factor)"),
        funds("foreign_part", "nav - gp_value - home_part"),
        *(line for group in GROUPS for line in appraisal(group, group)),
        funds("mega_value", "floor(home_value * mega_factor)"),
        funds("public_value", "floor((home_value - mega_value) * public_factor)"),
        funds("domestic_value", "home_value - mega_value - public_value"),
        funds("carry_value", "nav - gp_value - home_value - foreign_value"),
    ]


def _first_loss() -> list[Line]:
    return [
        funds(
            "domestic_loss", "max(domestic_paid - domestic_received - domestic_value, 0) * protects_domestic"
        ),
        funds("foreign_loss", "max(foreign_paid - foreign_received - foreign_value, 0)"),
        funds(
            "covered",
            "min(domestic_loss + foreign_loss, first_loss_cap, floor(mega_paid * payer_share * snap))",
        ),
        funds(
            "domestic_due", "floor(domestic_loss * (covered / max(domestic_loss + foreign_loss, 1) * snap))"
        ),
        funds("domestic_cover", "domestic_due * ending"),
        funds("foreign_cover", "(covered - domestic_due) * ending"),
        funds("domestic_accrued", "domestic_due * open"),
        funds("foreign_accrued", "(covered - domestic_due) * open"),
        funds("stake_cost", "max(mega_paid - mega_received, 0) * open"),
    ]

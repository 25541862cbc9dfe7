"""Lines of a fund in a workbook: what each is called, how it is worked out, on which sheet it stands."""

from dataclasses import dataclass

from fundmodel.reports.workbook.formulas import Expression


@dataclass(frozen=True)
class Line:
    """One row over the quarters.

    Attributes:
        code: Name by which other lines read it.
        text: The expression; empty for values that come from the assets.
        sheet: funds or waterfall.
        unit: won, share or flag.
        label: Key of its text, where it is not that of the code.
        is_cumulative: Whether it stands still once the fund has ended.
        heading: Name of the investor it belongs to, where it belongs to one.
    """

    code: str
    text: str
    sheet: str = "funds"
    unit: str = "won"
    label: str = ""
    is_cumulative: bool = False
    heading: str = ""

    @property
    def expression(self) -> Expression:
        """Its arithmetic."""
        return Expression(self.text)


def funds(code: str, text: str, unit: str = "won") -> Line:
    """A line of sheet Funds: a flow of the quarter, a flag or a level."""
    return Line(code, text, "funds", unit)


def to_date(code: str, text: str) -> Line:
    """A line of sheet Funds that adds up from the start."""
    return Line(code, text, "funds", "won", is_cumulative=True)


def tiers(group: str, foot: str) -> list[Line]:
    """The waterfall of one group of limited partners with the same terms, tier by tier.

    Args:
        group: Reads `<group>_paid` and `<group>_cash`, cumulative calls and cash before carry.
        foot: Suffix of the terms: growth_, gain_, catch_up_, carry_.

    Source: METHOD.md, "Waterfall"; the tiers of fundmodel.waterfall, in whole won.
    """
    terms = {
        "called": "{g}_paid - prev({g}_paid)",
        "cash_now": "{g}_cash - prev({g}_cash)",
        "booked": "prev({g}_capital) + ({g}_cash_now - {g}_called)",
        "hurdle_booked": "prev({g}_hurdle) * growth_{t} + ({g}_cash_now - {g}_called)",
        "left": "max(min({g}_cash_now, {g}_booked, {g}_hurdle_booked), 0)",
        "return": "{g}_cash_now - ceil(max(min({g}_cash_now, {g}_booked), 0))",
        "preferred": "ceil(max(min({g}_cash_now, {g}_booked), 0)) - ceil({g}_left)",
        "catch": (
            "max(min((({g}_booked + prev({g}_carried) - {g}_left) * carry_{t} - prev({g}_due)) * gain_{t},"
            " {g}_left), 0)"
        ),
        "catch_tier": "ceil({g}_left) - ceil({g}_left - {g}_catch)",
        "split_tier": "ceil({g}_left - {g}_catch)",
        "carry_catch": (
            "where({g}_left > 0, min(floor((prev({g}_due) + {g}_catch * catch_up_{t}) * snap)"
            " - prev({g}_carried), ceil({g}_left), {g}_catch_tier), 0)"
        ),
        "due": "prev({g}_due) + {g}_catch * catch_up_{t} + ({g}_left - {g}_catch) * carry_{t}",
        "carry": "where({g}_left > 0, min(floor({g}_due * snap) - prev({g}_carried), ceil({g}_left)), 0)",
        "carried": "prev({g}_carried) + {g}_carry",
        "capital": "{g}_booked - {g}_carry",
        "hurdle": "{g}_hurdle_booked - {g}_carry",
        "overpaid": "{g}_carried - floor(max({g}_capital + {g}_carried, 0) * carry_{t} * snap)",
        "back": (
            "ending * where({g}_carried > 0,"
            " min(max({g}_overpaid, max(floor(-{g}_hurdle), 0)), {g}_carried), 0)"
        ),
        "returned": "prev({g}_returned) + {g}_back",
        "received": "{g}_cash - {g}_carried + {g}_returned",
    }
    lasting = {"carried", "returned", "received"}
    return [
        Line(
            f"{group}_{code}",
            text.format(g=group, t=foot),
            "waterfall",
            label=f"tier_{code}",
            is_cumulative=code in lasting,
        )
        for code, text in terms.items()
    ]


def appraisal(group: str, foot: str) -> list[Line]:
    """What a group would receive if its part of the NAV were paid out and the fund ended now.

    Args:
        group: Reads `<group>_part`, its part of the NAV, and the lines of its waterfall.
        foot: Suffix of the terms.
    """
    terms = {
        "nav_left": "max(min({g}_part, {g}_capital + {g}_part, {g}_hurdle + {g}_part), 0)",
        "nav_catch": (
            "max(min((({g}_capital + {g}_part + {g}_carried - {g}_nav_left) * carry_{t} - {g}_due)"
            " * gain_{t}, {g}_nav_left), 0)"
        ),
        "nav_due": "{g}_due + {g}_nav_catch * catch_up_{t} + ({g}_nav_left - {g}_nav_catch) * carry_{t}",
        "nav_carry": (
            "where({g}_nav_left > 0, min(floor({g}_nav_due * snap) - {g}_carried, ceil({g}_nav_left)), 0)"
        ),
        "nav_overpaid": (
            "{g}_carried + {g}_nav_carry"
            " - floor(max({g}_capital + {g}_part + {g}_carried, 0) * carry_{t} * snap)"
        ),
        "nav_back": (
            "where({g}_carried + {g}_nav_carry > 0,"
            " min(max({g}_nav_overpaid, max(floor({g}_nav_carry - {g}_hurdle - {g}_part), 0)),"
            " {g}_carried + {g}_nav_carry), 0)"
        ),
        "value": "({g}_part - {g}_nav_carry + {g}_nav_back) * open",
    }
    return [
        Line(f"{group}_{code}", text.format(g=group, t=foot), "waterfall", label=f"tier_{code}")
        for code, text in terms.items()
    ]

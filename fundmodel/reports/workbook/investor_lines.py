"""The lines of every investor of a fund: what it pays, and what it receives tier by tier, in whole won."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from fundmodel.reports.workbook.central import MEGA, Stake
from fundmodel.reports.workbook.line import Line

# Group of limited partners -> its classes, in the order in which its money is shared.
CHILD_GROUPS = {"home": ("mega", "public", "domestic"), "foreign": ("foreign",)}
MEGA_GROUPS = {"lp": ("public", "domestic", "foreign")}
GP = "gp"
# Line of an investor -> (kind, tier) of the engine; the GP has lines of its own.
TIERS = {
    "return": ("distribution", "return_of_capital"),
    "hurdle": ("distribution", "hurdle"),
    "catch_up": ("distribution", "catch_up"),
    "split": ("distribution", "split"),
}
GP_TIERS = {
    "own": ("distribution", ""),
    "carry_catch_up": ("carry", "catch_up"),
    "carry_split": ("carry", "split"),
}
# Share of each class in itself and those after it, where its group has several.
_FACTORS = {
    "home": ("mega_factor", "public_factor"),
    "lp": ("public_factor", "domestic_factor"),
    "foreign": (),
}


def prefix(stake: Stake) -> str:
    """What the codes of an investor's lines begin with."""
    return "imega" if stake.investor_id == MEGA else f"i{stake.investor_id}"


def factor(stake: Stake) -> str:
    """The term that holds an investor's share in itself and the investors of its class after it."""
    return f"{prefix(stake)}_factor"


def investor_lines(groups: Mapping[str, Sequence[str]], members: Mapping[str, Sequence[Stake]]) -> list[Line]:
    """The lines of all investors of a fund, after those of its waterfalls and of its classes.

    Args:
        groups: Group of limited partners -> its classes.
        members: Class -> its investors in the fund, in the order in which its money is shared.

    Source: METHOD.md, "Waterfall"; fundmodel.funds.movements: cumulative amounts are shared among the
    investors of a class by commitment, each part floored; a receipt is split over the tiers as the group's.
    """
    lines: list[Line] = []
    for group, classes in groups.items():
        lines += _of_group(group, classes)
    for group, classes in groups.items():
        for code in classes:
            for number in range(len(members.get(code, ()))):
                lines += _of_partner(group, code, members[code], number)
    lines += _of_gps(list(groups), members.get(GP, ()))
    return lines


def _line(code: str, text: str, label: str, *, is_cumulative: bool = False) -> Line:
    return Line(code, text, "waterfall", label=label, is_cumulative=is_cumulative)


def _of_group(group: str, classes: Sequence[str]) -> list[Line]:
    """How a group's receipts divide over its tiers, and its classes' receipts before clawback."""
    rest = f"({group}_catch_tier + {group}_split_tier - {group}_carry)"
    weights = {
        "return": (f"{group}_return", f"({group}_return + {group}_preferred + {rest})"),
        "hurdle": (f"{group}_preferred", f"({group}_preferred + {rest})"),
        "catch_up": (f"({group}_catch_tier - {group}_carry_catch)", rest),
    }
    lines = [
        Line(
            f"{group}_part_{tier}",
            f"where({whole} > 0, {own} / max({whole}, 1) * snap, 0)",
            "waterfall",
            "share",
            label=f"part_{tier}",
        )
        for tier, (own, whole) in weights.items()
    ]
    left = f"{group}_received - {group}_back"
    for code, share in zip(classes, (*_FACTORS[group], ""), strict=True):
        text = f"floor(({left}) * {share})" if share else left
        lines.append(_line(f"{code}_before_back", text, "before_back", is_cumulative=True))
        left += f" - {code}_before_back"
    return lines


def _shared(total: str, suffix: str, members: Sequence[Stake], number: int) -> str:
    """A member's part of a cumulative amount of its class."""
    left = "".join(f" - {prefix(one)}_{suffix}" for one in members[:number])
    if number + 1 == len(members):
        return f"{total}{left}"
    return f"floor(({total}{left}) * {factor(members[number])})"


def _cumulative(code: str, received: str, members: Sequence[Stake], number: int) -> list[Line]:
    one = prefix(members[number])
    totals = {"paid": f"{code}_paid", "before_back": f"{code}_before_back", "received": received}
    return [
        replace(
            _line(f"{one}_{suffix}", _shared(total, suffix, members, number), f"investor_{suffix}"),
            is_cumulative=True,
            heading=members[number].name,
        )
        for suffix, total in totals.items()
    ]


def _of_partner(group: str, code: str, members: Sequence[Stake], number: int) -> list[Line]:
    one = prefix(members[number])
    left, lines = f"{one}_before_back - prev({one}_received)", []
    for tier in TIERS:
        text = left if tier == "split" else f"floor(({left}) * {group}_part_{tier})"
        line = _line(f"{one}_{tier}", text, f"investor_{tier}")
        lines.append(replace(line, heading=members[number].name))
        left += f" - {one}_{tier}"
    return [*_cumulative(code, f"{code}_received", members, number), *lines]


def _of_gps(groups: Sequence[str], members: Sequence[Stake]) -> list[Line]:
    """The GP commitment, which has no tiers, and the carry by the tiers it comes from."""
    if not members:
        return []
    every, caught, back = (
        " + ".join(f"{group}_{name}" for group in groups) for name in ("carry", "carry_catch", "back")
    )
    share = f"where({every} > 0, ({caught}) / max({every}, 1) * snap, 0)"
    lines = [
        Line("gp_part_catch_up", share, "waterfall", "share", label="part_carry_catch_up"),
        _line("gp_before_back", f"gp_with_carry + {back}", "before_back", is_cumulative=True),
    ]
    for number, stake in enumerate(members):
        one = prefix(stake)
        carry = f"{one}_before_back - prev({one}_received) - {one}_own"
        own = _line(
            f"{one}_own_to_date",
            _shared("gp_received", "own_to_date", members, number),
            "investor_own_to_date",
        )
        flows = {
            "own": f"{one}_own_to_date - prev({one}_own_to_date)",
            "carry_catch_up": f"floor(({carry}) * gp_part_catch_up)",
            "carry_split": f"{carry} - {one}_carry_catch_up",
        }
        lines += _cumulative(GP, "gp_with_carry", members, number)
        lines.append(replace(own, is_cumulative=True, heading=stake.name))
        lines += [
            replace(_line(f"{one}_{name}", text, f"investor_{name}"), heading=stake.name)
            for name, text in flows.items()
        ]
    return lines

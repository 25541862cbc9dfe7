"""Both ends of every control, and the overrides that take it there."""

from fundmodel.assumptions import assumptions
from fundmodel.scenario_checks import LINKED
from fundmodel.session.scales import controls, rebalanced


def ends(name: str) -> list[object]:
    row = assumptions()[name]
    if row.type == "choice":
        return list(row.options)
    return [True, False] if row.type == "bool" else [row.parsed(row.low), row.parsed(row.high)]


def overrides(name: str, value: object) -> dict[str, object]:
    group = next((group for group in LINKED if name in group), None)
    if group is None:
        return {name: value}
    shares = {member: float(assumptions()[member].value) for member in group}
    return rebalanced(shares, name, float(value), controls("en")[name].step)

"""Rules that say which levers of public support may be combined, and how large each may be."""

from collections.abc import Callable

import polars as pl

from fundmodel import datasets
from fundmodel.assumptions import Value

RULE, FREE = "support_rule", "free"
ROLES = ("required", "one_of", "excluded")
# Room for the last bits of a share that was written in decimals.
_TOLERANCE = 1e-9


def rule_fault(values: Callable[[str], Value]) -> str:
    """Why a scenario breaks the rule it names, in words; empty where it does not, or names none.

    Args:
        values: Assumption name -> value.

    Example:
        >>> given = {"support_rule": "rule_2025", "public_first_loss_share": 0.1, "put_option_share": 0.3,
        ...          "upside_transfer_share": 0.2, "call_option_share": 0.2, "priority_return_rate": 0.0}
        >>> rule_fault(given.get).split(";")[0]
        'support_rule rule_2025 allows exactly one of upside_transfer_share 0.2, call_option_share 0.2'
        >>> rule_fault((given | {"call_option_share": 0.0}).get)
        ''

    Source: datasets/support_rules.csv.
    """
    rule = values(RULE)
    if rule == FREE:
        return ""
    rows = datasets.read_all()["support_rules_data"].filter(pl.col("rule_code") == rule)
    chosen = []
    for name, role, limit in rows.select("assumption", "role", "limit").iter_rows():
        size = float(values(name))
        if role == "required" and size <= 0:
            return f"{RULE} {rule} asks for {name} above 0, it is {size:g}; set it, or set {RULE} to {FREE}."
        if size > limit + _TOLERANCE:
            return (
                f"{RULE} {rule} allows {name} up to {limit:g}, it is {size:g}; "
                f"lower it, or set {RULE} to {FREE}."
            )
        if role == "one_of":
            chosen.append((name, size))
    if chosen and sum(size > 0 for _, size in chosen) != 1:
        listed = ", ".join(f"{name} {size:g}" for name, size in chosen)
        return (
            f"{RULE} {rule} allows exactly one of {listed}; set one above 0 and the others to 0, "
            f"or set {RULE} to {FREE}."
        )
    return ""

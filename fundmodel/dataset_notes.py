"""Rules of the notes of funds and of their guarantees that span several cells, rows or files."""

import itertools
import math
from collections.abc import Iterator, Mapping

from fundmodel.dataset_faults import Fault, Row

Tables = Mapping[str, list[Row]]
_TOLERANCE = 1e-6
_QUARTERS_PER_YEAR = 4


def notes(tables: Tables) -> Iterator[Fault]:
    """Faults of notes.csv: each note has one size, one coupon and one schedule, and its own priority."""
    level = {row["fund_code"]: row["level"] for row in tables["funds"]}
    for row in tables["notes"]:
        if level.get(row["fund_code"]) == 0:
            yield _fault(row, "fund_code", "is the mega fund", "Name a child fund.")
        for one, other in (("size_share", "amount"), ("coupon_rate", "spread_rate")):
            if (row[one] is None) == (row[other] is None):
                yield _fault(row, one, f"or {other} must be given, not both", "Fill one of the two cells.")
        if (row["coverage_ratio"] is None) != (row["look_ahead_quarters"] is None):
            yield _fault(
                row, "coverage_ratio", "and look_ahead_quarters belong together", "Fill or clear both."
            )
        if row["has_forced_sales"] is True and row["coverage_ratio"] is None:
            yield _fault(row, "has_forced_sales", "needs a coverage_ratio", "Give one or write false.")
        yield from _schedule(row)
    places = sorted((str(row["fund_code"]), str(row["priority"])) for row in tables["notes"])
    for before, place in itertools.pairwise(places):
        if before == place:
            yield Fault(
                "notes.csv",
                None,
                "priority",
                place[1],
                f"stands twice in fund {place[0]}",
                "Number its notes.",
            )


def _schedule(row: Row) -> Iterator[Fault]:
    first, last, kind = (
        row[name] for name in ("first_principal_quarter", "last_principal_quarter", "schedule")
    )
    if kind is None or last is None:
        return
    if (first is None) != (kind == "bullet"):
        rule = "must be empty for a bullet and given otherwise"
        yield _fault(row, "first_principal_quarter", rule, "Fill or clear the cell.")
    elif first is not None and int(str(first)) > int(str(last)):
        yield _fault(row, "first_principal_quarter", "is after last_principal_quarter", "Correct one.")
    if (row["principal_shares"] is None) != (kind != "sculpted"):
        rule = "must be given for sculpted and empty otherwise"
        yield _fault(row, "principal_shares", rule, "Fill or clear the cell.")
    elif row["principal_shares"] is not None and first is not None:
        shares = [float(text) for text in str(row["principal_shares"]).split("|")]
        if abs(math.fsum(shares) - 1) > _TOLERANCE:
            yield _fault(row, "principal_shares", f"sum to {math.fsum(shares):.6g}, not 1", "Change them.")
        if int(str(last)) != int(str(first)) + _QUARTERS_PER_YEAR * (len(shares) - 1):
            rule = f"are {len(shares)}, one a year from the first to the last principal quarter"
            yield _fault(row, "principal_shares", rule, "Change their number or the quarters.")


def note_guarantees(tables: Tables) -> Iterator[Fault]:
    """Faults of note_guarantees.csv: a note has one guarantee at most."""
    codes = sorted(str(row["note_code"]) for row in tables["note_guarantees"])
    for before, code in itertools.pairwise(codes):
        if before == code:
            yield Fault(
                "note_guarantees.csv", None, "note_code", code, "is guaranteed twice", "Keep one guarantee."
            )


def _fault(row: Row, column: str, rule: str, advice: str) -> Fault:
    value = "" if row[column] is None else str(row[column])
    return Fault("notes.csv", int(str(row["#row"])), column, value, rule, advice)

"""Rules of the types of foreign investors that span several rows: every type whole, its limits in order."""

from collections.abc import Iterator, Mapping

from fundmodel.dataset_faults import Fault, Row
from fundmodel.dataset_schemas import RESPONSE_TERMS

_FILE = "foreign_investor_types.csv"
_RISING = (
    ("reservation_irr_rate", "target_irr_rate", False),
    ("loss_tolerated_share", "loss_refused_share", False),
    ("ticket_min_usd", "ticket_max_usd", True),
)
_SHARES = ("loss_tolerated_share", "loss_refused_share")
_NOT_NEGATIVE = (*_SHARES, "ticket_min_usd", "ticket_max_usd", "investor_count")


def foreign_investor_types(tables: Mapping[str, list[Row]]) -> Iterator[Fault]:
    """Faults of foreign_investor_types.csv: each foreign investor has all terms once, and limits rise."""
    given = {(row["investor_code"], row["term"]): row for row in tables["foreign_investor_types"]}
    for investor in tables["investors"]:
        code, is_foreign = investor["investor_code"], investor["class_code"] == "foreign"
        terms = [term for term in RESPONSE_TERMS if (code, term) in given]
        if is_foreign and len(terms) < len(RESPONSE_TERMS):
            missing = ", ".join(term for term in RESPONSE_TERMS if term not in terms)
            yield Fault(_FILE, None, "term", str(code), f"is foreign and lacks {missing}", "Add the rows.")
        if not is_foreign and terms:
            yield _fault(given[code, terms[0]], "investor_code", "is not foreign", "Name a foreign investor.")
        yield from _rising(str(code), given)
    for row in tables["foreign_investor_types"]:
        value, term = row["value"], row["term"]
        if not isinstance(value, float):
            continue
        if term in _NOT_NEGATIVE and value < 0:
            yield _fault(row, "value", "must not be negative", "Correct the cell.")
        if term in _SHARES and value > 1:
            yield _fault(row, "value", "must be at most 1", "Correct the cell.")


def _rising(code: str, given: Mapping[tuple[object, object], Row]) -> Iterator[Fault]:
    for low, high, may_equal in _RISING:
        if (code, low) not in given or (code, high) not in given:
            continue
        first, second = given[code, low]["value"], given[code, high]["value"]
        if not isinstance(first, float) or not isinstance(second, float):
            continue
        if second < first or (second == first and not may_equal):
            than = "at least" if may_equal else "above"
            yield _fault(
                given[code, high], "value", f"must be {than} {low} {first:g}", "Correct one of them."
            )


def _fault(row: Row, column: str, rule: str, advice: str) -> Fault:
    return Fault(_FILE, int(str(row["#row"])), column, str(row[column]), rule, advice)

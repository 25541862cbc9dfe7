"""Rules of notes.csv and note_guarantees.csv, each broken once."""

import pytest

from fundmodel.dataset_notes import note_guarantees, notes

FUNDS = [{"fund_code": "mega", "level": 0}, {"fund_code": "S1", "level": 1}]
NOTE = {
    "#row": 2,
    "note_code": "a",
    "fund_code": "S1",
    "priority": 1,
    "size_share": 0.1,
    "amount": None,
    "coupon_rate": None,
    "spread_rate": 0.02,
    "schedule": "sculpted",
    "first_principal_quarter": 20,
    "last_principal_quarter": 28,
    "principal_shares": "0.2|0.3|0.5",
    "coverage_ratio": 1.5,
    "look_ahead_quarters": 4,
    "has_forced_sales": True,
}


def found(*rows: dict) -> list[str]:
    return [str(fault) for fault in notes({"funds": FUNDS, "notes": list(rows)})]


def test_a_note_that_fits_has_no_fault() -> None:
    bullet = {"schedule": "bullet", "first_principal_quarter": None, "principal_shares": None}
    assert found(NOTE, NOTE | bullet | {"priority": 2}) == []


@pytest.mark.parametrize(
    ("change", "rule"),
    [
        ({"fund_code": "mega"}, "is the mega fund"),
        ({"amount": 5}, "or amount must be given, not both"),
        ({"spread_rate": None}, "or spread_rate must be given, not both"),
        ({"look_ahead_quarters": None}, "belong together"),
        ({"coverage_ratio": None, "look_ahead_quarters": None}, "needs a coverage_ratio"),
        ({"schedule": "bullet", "principal_shares": None}, "must be empty for a bullet"),
        ({"schedule": "equal"}, "must be given for sculpted and empty otherwise"),
        (
            {"schedule": "equal", "principal_shares": None, "first_principal_quarter": 30},
            "is after last_principal_quarter",
        ),
        ({"principal_shares": "0.2|0.3|0.4"}, "sum to 0.9, not 1"),
        ({"last_principal_quarter": 32}, "one a year from the first"),
    ],
)
def test_a_note_that_does_not_fit_is_refused_with_its_rule(change: dict, rule: str) -> None:
    (fault,) = found(NOTE | change)
    assert rule in fault
    assert "notes.csv, row 2" in fault


def test_two_notes_of_a_fund_need_two_priorities_and_a_note_has_one_guarantee() -> None:
    (fault,) = found(NOTE, NOTE | {"note_code": "b"})
    assert "stands twice in fund S1" in fault
    rows = [{"note_code": "a"}, {"note_code": "a"}]
    (fault,) = map(str, note_guarantees({"note_guarantees": rows}))
    assert "is guaranteed twice" in fault

import pytest

from fundmodel.steps.note_yields import note_yields
from tests.results.given import table

COLUMNS = "scenario_id note_id path_group quarter path_count issued_units received_units"


def flows(*cash: int, path_group: str = "random") -> list[tuple]:
    return [
        (0, 1, path_group, quarter, 1, -amount if amount < 0 else 0, max(amount, 0))
        for quarter, amount in enumerate(cash)
    ]


def test_a_coupon_paid_quarterly_yields_more_than_its_rate() -> None:
    """8 % a year in four parts is 1.02^4 - 1."""
    made = note_yields(table(COLUMNS, *flows(-100, 2, 2, 2, 102)))
    assert made["yield_rate"][0] == pytest.approx(1.02**4 - 1)
    assert made["yield_status"][0] == "ok"


def test_a_note_that_pays_nothing_has_lost_everything() -> None:
    made = note_yields(table(COLUMNS, *flows(-100, 0, 0)))
    assert made.select("yield_rate", "yield_status").row(0) == (-1.0, "total loss")


def test_no_notes_no_yields() -> None:
    assert note_yields(table(COLUMNS, *flows(-1, 2)).clear()).is_empty()

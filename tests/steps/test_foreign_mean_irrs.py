import pytest

from fundmodel.steps.foreign_mean_irrs import foreign_mean_irrs
from tests.results.given import table

COLUMNS = "scenario_id party_id path_group quarter net_krw tax_krw own_unhedged_net_cents own_net_cents"


def test_each_measure_has_its_own_rate_or_its_reason() -> None:
    """In won 44 % a year, 21 % after tax; in dollars nothing comes back; hedged, nothing was paid in."""
    nets, taxes, dollars, hedged = (-100, 0, 0, 0, 144), (0, 0, 0, 0, 23), (-9, 0, 0, 0, 0), (0, 0, 0, 0, 5)
    rows = [
        (0, 3, "random", quarter, *one)
        for quarter, one in enumerate(zip(nets, taxes, dollars, hedged, strict=True))
    ]
    made = foreign_mean_irrs(table(COLUMNS, *rows))
    assert made.select("measure", "status").rows() == [
        ("after_tax", "ok"),
        ("net", "ok"),
        ("own", "no sign change"),
        ("own_unhedged", "total loss"),
    ]
    assert made["rate"].to_list() == [pytest.approx(0.21), pytest.approx(0.44), None, -1.0]

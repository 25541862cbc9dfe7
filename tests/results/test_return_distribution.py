"""Given paths of one party: the percents of its returns, with losing paths kept and unpaid ones left out."""

import pytest

from tests.results.given import PARTIES, SCENARIOS, answer, table

IRRS = "scenario_id path_id party_id measure rate status"
TOTALS = "scenario_id path_id party_id paid_in_krw distributed_krw"


def made(irrs, totals):
    frames = {"scenarios": SCENARIOS, "parties": PARTIES}
    frames |= {"irrs": table(IRRS, *irrs), "party_totals": table(TOTALS, *totals)}
    rows = answer("return_distribution", frames).rows(named=True)
    return {(row["party_id"], row["measure"], row["percent"]): row for row in rows}


def test_percents_run_from_the_worst_to_the_best_path():
    """101 paths from 0 to 100 %: percent p is p hundredths. Path 0 and gross rates stay outside."""
    irrs = [(0, path, 3, "net", (path - 1) / 100, "ok") for path in range(1, 102)]
    irrs += [(0, 0, 3, "net", 9.0, "ok"), (0, 1, 3, "gross", 9.0, "ok")]
    totals = [(0, path, 3, 200, 200 + 2 * (path - 1)) for path in range(1, 102)]
    found = made(irrs, [*totals, (0, 0, 3, 200, 9_000)])
    assert {key[2] for key in found} == set(range(1, 100))
    for percent in (1, 50, 99):
        assert found[3, "irr_net", percent]["value"] == pytest.approx(percent / 100)
        assert found[3, "tvpi", percent]["value"] == pytest.approx(1 + percent / 100)
    row = found[3, "irr_net", 50]
    assert (row["scenario"], row["party_code"], row["party_kind"]) == ("base", "foreign", "class")
    assert row["path_count"] == 101


def test_a_path_that_loses_at_every_rate_ranks_lowest_and_an_unpaid_one_not_at_all():
    irrs = [(0, 1, 1, "net", None, "out of range"), (0, 2, 1, "net", 0.1, "ok")]
    irrs.append((0, 3, 1, "net", None, "no sign change"))
    found = made(irrs, [(0, 1, 1, 100, 10), (0, 2, 1, 100, 150), (0, 3, 1, 0, 0)])
    assert found[1, "irr_net", 50]["value"] == pytest.approx((-1 + 0.1) / 2)
    assert found[1, "irr_net", 50]["path_count"] == 2
    assert found[1, "tvpi", 50]["value"] == pytest.approx((0.1 + 1.5) / 2)


def test_without_random_paths_there_is_no_distribution():
    assert made([(0, 0, 3, "net", 0.1, "ok")], [(0, 0, 3, 100, 120)]) == {}

import pytest
from polars.testing import assert_frame_equal

from fundmodel.steps.fund_cash_flow import fund_cash_flow
from tests.results.given import PARTIES, SCENARIOS, SETTINGS, answer, table

CLASSES = "scenario_id path_id level class_id quarter paid_in_krw distributed_krw first_loss_krw nav_krw"
FUNDS = "scenario_id path_id fund_id quarter called_krw distributable_krw carry_krw nav_krw"

LIVES = table("scenario_id fund_id start_quarter", (0, 0, 0), (0, 1, 1))


def made(classes, funds):
    """The rows of the step, which are those of the answer's query."""
    frames = {
        "scenarios": SCENARIOS,
        "run_settings": SETTINGS,
        "parties": PARTIES,
        "class_flows": table(CLASSES, *classes),
        "fund_flows": table(FUNDS, *funds),
    }
    flows = {name: frames[name].lazy() for name in ("class_flows", "fund_flows")}
    rows = fund_cash_flow(**frames | flows)
    assert_frame_equal(rows, answer("fund_cash_flow", frames | {"funds": LIVES}), check_exact=True)
    found = {(row["party_code"], row["statistic"], row["quarter"]): row for row in rows.rows(named=True)}
    assert len(found) == len(rows)
    return found


def line(found, party, statistic, column):
    return [found[party, statistic, quarter][column] for quarter in range(5)]


def classes_of(path, public, foreign):
    """Rows of two classes over five quarters from (paid in, distributed, first loss, NAV) by quarter."""
    return [
        (0, path, level, class_id, quarter, *row)
        for level, class_id, rows in ((0, 0, public), (1, 2, foreign))
        for quarter, row in enumerate(rows)
    ]


NOTHING = [(0, 0, 0, 0)] * 5
PUBLIC = [(60, 0, 0, 60), (0, 0, 0, 60), (0, 30, 0, 40), (0, 20, -5, 0), (0, 0, 0, 0)]
FOREIGN = [(0, 0, 0, 0), (40, 0, 0, 40), (0, 25, 0, 20), (0, 10, 5, 0), (0, 0, 0, 0)]
FUND = [(0, 0, 1, 1, 40, 0, 0, 40), (0, 0, 1, 2, 0, 28, 3, 20), (0, 0, 1, 3, 0, 10, -1, 0)]


def test_the_central_case_by_class_whole_and_fund():
    """First loss of 5 goes from public to foreign; carry of 3 less a clawback of 1 is not the investors'."""
    found = made(classes_of(0, PUBLIC, FOREIGN), FUND)
    assert {statistic for _, statistic, _ in found} == {"central"}
    assert line(found, "public", "central", "calls_krw") == [60, 0, 0, 0, 0]
    assert line(found, "public", "central", "distributions_krw") == [0, 0, 30, 15, 0]
    assert line(found, "public", "central", "cumulative_krw") == [-60, -60, -30, -15, -15]
    assert line(found, "foreign", "central", "net_krw") == [0, -40, 25, 15, 0]
    assert line(found, "foreign", "central", "nav_krw") == [0, 40, 20, 0, 0]
    assert line(found, "whole", "central", "calls_krw") == [60, 40, 0, 0, 0]
    assert line(found, "whole", "central", "distributions_krw") == [0, 0, 52, 31, 0]
    assert line(found, "whole", "central", "cumulative_krw") == [-60, -100, -48, -17, -17]
    assert line(found, "E1", "central", "calls_krw") == [0, 40, 0, 0, 0]
    assert line(found, "E1", "central", "distributions_krw") == [0, 0, 25, 11, 0]
    assert line(found, "E1", "central", "cumulative_krw") == [0, -40, -15, -4, -4]
    assert line(found, "E1", "central", "year") == [2027, 2027, 2027, 2027, 2028]


def test_bands_and_means_of_the_random_paths():
    """Three paths on which the public class gets 10, 20, 33 back in quarter 2; path 0 must not enter."""
    classes = classes_of(0, PUBLIC, NOTHING)
    for path, back in ((1, 10), (2, 20), (3, 33)):
        public = [(10, 0, 0, 9), (10, 0, 0, 19), (0, back, 0, 8), (0, 0, 0, 0), (0, 0, 0, 0)]
        classes += classes_of(path, public, NOTHING)
    found = made(classes, FUND)
    assert line(found, "public", "p10", "distributions_krw") == [0, 0, 12, 0, 0]
    assert line(found, "public", "p50", "cumulative_krw") == [-10, -20, 0, 0, 0]
    assert line(found, "public", "p90", "cumulative_krw") == [-10, -20, 10, 10, 10]
    assert line(found, "public", "mean", "calls_krw") == [10, 10, 0, 0, 0]
    assert line(found, "public", "mean", "distributions_krw") == [0, 0, 21, 0, 0]
    assert line(found, "public", "mean", "cumulative_krw") == [-10, -20, 1, 1, 1]
    assert line(found, "public", "mean", "nav_krw") == [9, 19, 8, 0, 0]


def test_means_are_floored_on_cumulative_sums():
    """Two paths call 1 and 0 in each of three quarters: sums 1, 2, 3 halved and floored are 0, 1, 1."""
    classes = classes_of(0, NOTHING, NOTHING)
    for path, call in ((1, 1), (2, 0)):
        public = [(call, 0, 0, 0), (call, 0, 0, 0), (call, 0, 0, 0), (0, 0, -call, 0), (0, 0, 0, 0)]
        classes += classes_of(path, public, NOTHING)
    found = made(classes, FUND)
    assert line(found, "public", "mean", "calls_krw") == [0, 1, 0, 0, 0]
    assert line(found, "public", "mean", "distributions_krw") == [0, 0, 0, -1, 0]
    assert line(found, "public", "mean", "net_krw") == [0, -1, 0, -1, 0]
    assert line(found, "public", "mean", "cumulative_krw") == [0, -1, -1, -2, -2]


def test_a_fund_that_parties_does_not_list_is_refused():
    with pytest.raises(ValueError, match="fund_id: rows about \\[9\\]"):
        made(classes_of(0, PUBLIC, FOREIGN), [(0, 0, 9, 1, 40, 0, 0, 40)])

import pytest

from tests.results.given import PARTIES, SCENARIOS, answer, table

TERMS = table("scenario_id hurdle_rate foreign_hurdle_rate mega_hurdle_rate", (0, 0.07, 0.15, 0.05))
FUNDS = table("scenario_id fund_id level", (0, 0, 0), (0, 1, 1))
IRRS = "scenario_id path_id party_id measure rate status"
MEANS = "scenario_id party_id path_group measure rate status"


def made(irrs, means=()):
    frames = {
        "scenarios": SCENARIOS,
        "parties": PARTIES,
        "funds": FUNDS,
        "waterfall_assumptions": TERMS,
        "irrs": table(IRRS, *irrs),
        "mean_cash_irrs": table(MEANS, *means),
    }
    rows = answer("rate_statistics", frames).rows(named=True)
    return {(row["party_id"], row["measure"], row["statistic"]): row for row in rows}


def test_quantiles_run_over_the_random_paths_with_one_rate():
    """Five paths from 0 to 40 %, one without a rate: P5 is 5 % of the way from first to last."""
    paths = [(0, path, 3, "net", (path - 1) / 10, "ok") for path in range(1, 6)]
    central = (0, 0, 3, "net", 0.05, "ok")
    found = made(
        [central, *paths, (0, 6, 3, "net", None, "no sign change")], [(0, 3, "random", "net", 0.21, "ok")]
    )
    rates = {
        statistic: found[3, "net", statistic]["rate"]
        for statistic in ("central", "p5", "median", "p95", "mean")
    }
    assert rates == pytest.approx({"central": 0.05, "p5": 0.02, "median": 0.2, "p95": 0.38, "mean": 0.21})
    row = found[3, "net", "median"]
    assert row["status"] == "ok"
    assert row["single_rate_share"] == pytest.approx(5 / 6)
    assert row["below_hurdle_share"] == pytest.approx(2 / 5)


def test_a_party_that_never_paid_in_has_no_quantile():
    found = made([(0, path, 1, "gross", None, "no sign change") for path in (1, 2)])
    row = found[1, "gross", "p5"]
    assert (row["rate"], row["status"], row["single_rate_share"]) == (None, "no sign change", 0.0)
    assert row["below_hurdle_share"] is None


def test_paths_with_several_rates_or_none_are_not_left_out():
    """Ranked: no rate, -10 % (one of several), 5, 6, 9 %: the median is 5 %, P5 a fifth of the way up."""
    rates = [(None, "out of range"), (-0.1, "several roots"), (0.05, "ok"), (0.06, "ok"), (0.09, "ok")]
    found = made([(0, path, 1, "net", *row) for path, row in enumerate(rates, 1)])
    assert (found[1, "net", "median"]["rate"], found[1, "net", "median"]["status"]) == (0.05, "ok")
    assert found[1, "net", "p5"]["rate"] == pytest.approx(-1 + 0.2 * 0.9)
    assert found[1, "net", "median"]["single_rate_share"] == pytest.approx(3 / 5)
    assert found[1, "net", "median"]["below_hurdle_share"] == pytest.approx(2 / 5)


def test_a_quantile_that_falls_among_losing_paths_says_so():
    lost = [(0, path, 1, "net", -1.0, "total loss") for path in (1, 2, 3)]
    found = made([*lost, (0, 4, 1, "net", 0.1, "ok")])
    assert (found[1, "net", "median"]["rate"], found[1, "net", "median"]["status"]) == (-1.0, "total loss")
    assert found[1, "net", "median"]["below_hurdle_share"] == pytest.approx(3 / 4)
    found = made([(0, path, 1, "net", None, "out of range") for path in (1, 2)])
    assert (found[1, "net", "p95"]["rate"], found[1, "net", "p95"]["status"]) == (None, "out of range")


def test_every_party_has_its_own_hurdle():
    found = made([(0, 0, party, "net", 0.1, "ok") for party in (0, 1, 3, 5, 6, 7)])
    hurdles = {party: found[party, "net", "central"]["hurdle_rate"] for party in (0, 1, 3, 5, 6, 7)}
    assert hurdles == {0: 0.07, 1: 0.05, 3: 0.15, 5: 0.15, 6: 0.05, 7: 0.07}


def test_without_random_paths_there_is_only_the_central_case():
    found = made([(0, 0, 1, "net", 0.1, "ok")], [(0, 1, "central", "net", 0.1, "ok")])
    assert list(found) == [(1, "net", "central")]
    assert found[1, "net", "central"]["single_rate_share"] is None

import pytest

from tests.results.given import answer, table

TOTALS = (
    "scenario_id path_id party_id commitment_krw paid_in_krw distributed_krw first_loss_krw fee_krw "
    "carry_krw peak_need_krw payback_quarter gross_invested_krw gross_proceeds_krw"
)
CASH = "scenario_id party_id path_group quarter path_count paid_in_krw distributed_krw nav_krw"
SETTINGS = table("seed n_quarters first_year", (7, 4, 2027))


def made(totals, cash):
    frames = {
        "run_settings": SETTINGS,
        "party_totals": table(TOTALS, *((*row, 80, 120 + row[1]) for row in totals)),
        "party_cash_flows": table(CASH, *cash),
    }
    rows = answer("total_statistics", frames).rows(named=True)
    return {(row["party_id"], row["statistic"]): row for row in rows}


def cash(group, count, *quarters):
    return [(0, 1, group, quarter, count, *row) for quarter, row in enumerate(quarters)]


def test_the_central_case_stands_as_it_is():
    found = made(
        [(0, 0, 1, 200, 100, 150, -5, 10, 3, 90, 2)],
        cash("central", 1, (100, 0, 100), (0, 0, 90), (0, 100, 60), (0, 50, 10)),
    )
    assert list(found) == [(1, "central")]
    row = found[1, "central"]
    multiples = [row[name] for name in ("tvpi_multiple", "dpi_multiple", "rvpi_multiple", "pic_share")]
    assert multiples == pytest.approx([1.6, 1.5, 0.1, 0.5])
    money = [
        row[name] for name in ("commitment_krw", "first_loss_krw", "fee_krw", "carry_krw", "peak_need_krw")
    ]
    assert money == [200, -5, 10, 3, 90]
    assert (row["payback_quarter"], row["multiple_status"], row["loss_share"]) == (2, "ok", None)
    assert row["random_path_count"] == 0
    assert row["moic_gross_multiple"] == 1.5


def test_quantiles_and_means_of_the_random_paths():
    """Three paths of 100 paid in: 50, 150 and 250 back; the first never pays back."""
    totals = [
        (0, 0, 1, 100, 100, 999, 0, 0, 0, 0, 0),
        (0, 1, 1, 100, 100, 50, -4, 1, 0, 100, -1),
        (0, 2, 1, 100, 100, 150, -3, 1, 5, 80, 3),
        (0, 3, 1, 100, 100, 250, 0, 2, 10, 60, 1),
    ]
    flows = cash("random", 3, (300, 0, 300), (0, 200, 100), (0, 150, 50), (0, 100, 0))
    found = made(totals, [*cash("central", 1, (0, 0, 0), (0, 0, 0), (0, 0, 0), (0, 0, 0)), *flows])
    assert {statistic for _, statistic in found} == {"central", "p5", "median", "p95", "mean"}
    tvpi = {name: found[1, name]["tvpi_multiple"] for name in ("p5", "median", "p95", "mean")}
    assert tvpi == pytest.approx({"p5": 0.6, "median": 1.5, "p95": 2.4, "mean": 1.5})
    assert [found[1, name]["payback_quarter"] for name in ("p5", "median", "p95", "mean")] == [1, 3, -1, 2]
    assert found[1, "p5"]["distributed_krw"] == 60
    mean = found[1, "mean"]
    assert (found[1, "median"]["moic_gross_multiple"], mean["moic_gross_multiple"]) == (1.525, 366 / 240)
    # -7 / 3, 4 / 3 and 15 / 3, floored
    assert [mean[name] for name in ("first_loss_krw", "fee_krw", "carry_krw", "peak_need_krw")] == [
        -3,
        1,
        5,
        80,
    ]
    assert (mean["loss_share"], mean["random_path_count"]) == (pytest.approx(1 / 3), 3)


def test_nothing_paid_in_has_a_status_in_place_of_a_multiple():
    totals = [(0, path, 1, 0, 0, 0, 0, 0, 0, 0, -1) for path in (0, 1)]
    empty = [(0, 0, 0)] * 4
    found = made(totals, [*cash("central", 1, *empty), *cash("random", 1, *empty)])
    assert len(found) == 5
    for row in found.values():
        assert (row["tvpi_multiple"], row["dpi_multiple"], row["rvpi_multiple"]) == (None, None, None)
        assert (row["multiple_status"], row["loss_share"], row["pic_share"]) == (
            "nothing paid in",
            None,
            None,
        )


def test_a_sum_that_ends_below_zero_never_pays_back():
    totals = [(0, path, 1, 9, 9, 1, 0, 0, 0, 9, -1) for path in (0, 1)]
    flows = [(9, 0, 0), (0, 1, 0), (0, 0, 0), (0, 0, 0)]
    found = made(totals, [*cash("central", 1, *flows), *cash("random", 1, *flows)])
    assert found[1, "mean"]["payback_quarter"] == found[1, "median"]["payback_quarter"] == -1

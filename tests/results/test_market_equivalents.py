import pytest

from tests.results.given import PARTIES, SCENARIOS, answer, table

MEASURES = ("irr", "direct_alpha", "ln_pme", "pme_plus")
COLUMNS = "scenario_id path_id party_id ks_pme_multiple " + " ".join(
    f"{name}_rate {name}_status" for name in MEASURES
)


def made(*paths: tuple) -> dict[str, dict]:
    """Per path: KS-PME, the rate of all measures, the Long-Nickels rate and its status."""
    rows = []
    for number, (multiple, rate, ln_rate, ln_status) in enumerate(paths):
        every = [
            value
            for name in MEASURES
            for value in (
                (ln_rate, ln_status) if name == "ln_pme" else (rate, "ok" if rate else "out of range")
            )
        ]
        rows.append((0, number, 3, multiple, *every))
    frames = {
        "scenarios": SCENARIOS,
        "parties": PARTIES,
        "path_equivalents": table(COLUMNS, *rows),
        "policy_assumptions": table("scenario_id index_return_rate", (0, 0.075)),
    }
    return {row["statistic"]: row for row in answer("market_equivalents", frames).rows(named=True)}


def test_quantiles_and_the_share_that_beats_the_index() -> None:
    found = made(
        (1.1, 0.08, 0.07, "ok"), (0.8, 0.02, 0.06, "ok"), (1.2, 0.06, 0.07, "ok"), (1.4, 0.1, 0.08, "ok")
    )
    central, median = found["central"], found["median"]
    assert (central["ks_pme_multiple"], central["irr_rate"], central["ln_pme_rate"]) == (1.1, 0.08, 0.07)
    assert (median["ks_pme_multiple"], median["direct_alpha_rate"]) == (1.2, pytest.approx(0.06))
    assert central["beats_index_share"] == pytest.approx(2 / 3)
    assert central["index_return_rate"] == 0.075


def test_long_nickels_leaves_out_paths_without_a_rate_and_says_how_many() -> None:
    """Where the fund beats the index by far there is none; for the fund's own cash no rate is a loss."""
    lost = (1.0, None, 0.05, "ok")
    found = made((1.1, 0.08, 0.07, "ok"), (3.0, 0.3, None, "out of range"), lost, lost, lost)
    assert found["median"]["ln_pme_rate"] == pytest.approx(0.05)
    assert found["central"]["ln_pme_path_share"] == 0.75
    assert (found["p5"]["irr_rate"], found["p5"]["irr_status"]) == (None, "out of range")


def test_nothing_paid_in_has_its_reason() -> None:
    found = made((None, 0.08, 0.07, "ok"))
    assert (found["central"]["ks_pme_status"], found["central"]["beats_index_share"]) == (
        "nothing paid in",
        None,
    )

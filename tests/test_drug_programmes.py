"""Drug programmes and the odds of their lots as arrays."""

import numpy as np
import pytest

from fundmodel.assets.drug_programmes import (
    DURATION_CODES,
    EXITS,
    NOTHING,
    PHASES,
    ExitTerms,
    Kind,
    duration_quarters,
    exit_shares,
    success_chances,
)
from fundmodel.assets.programme_histories import waits
from fundmodel.assets.programme_odds import outcome_odds
from fundmodel.assets.programme_sums import spread, whole


def _shares(**changes: float) -> dict[str, float]:
    given = {
        f"{kind.name.lower()}_probability_p{p}_share": 0.0 for kind, phases in EXITS.items() for p in phases
    }
    return given | changes


def test_exits_of_more_than_one_are_refused_with_the_names_to_lower() -> None:
    given = _shares(
        ipo_probability_p2_share=0.5, trade_sale_probability_p2_share=0.4, license_probability_p2_share=0.2
    )
    with pytest.raises(ValueError, match=r"after success of P2 .* 1\.1 .* Lower ipo_probability_p2_share"):
        exit_shares(given)
    given["license_probability_p2_share"] = 0.1
    assert exit_shares(given)[2].tolist() == [0.5, 0.4, 0.1]


def test_durations_round_to_quarters_and_last_at_least_one() -> None:
    found = duration_quarters(np.array([[0.1, 1.0, 2.1]]), np.array([0.5, 1.0, 1.5, 1.0]))
    assert found.shape == (1, 3, DURATION_CODES)
    # A code in four for each outcome; 8.4 x 0.5 = 4.2, 8.4, 12.6.
    assert found[0, 0].tolist() == [1] * DURATION_CODES
    assert found[0, 1, ::16].tolist() == [2, 4, 6, 4]
    assert found[0, 2, ::16].tolist() == [4, 8, 13, 8]


@pytest.mark.parametrize("correlation", [0.0, 0.2, 0.7, 1.0])
def test_chances_have_the_stated_one_as_their_mean(correlation: float) -> None:
    success = np.array([0.0, 0.05, 0.3, 0.9, 1.0])
    normal = np.random.default_rng(5).standard_normal((200_000, 1))
    found = success_chances(success, np.broadcast_to(normal, (200_000, 5)), correlation)
    assert found.mean(axis=0) == pytest.approx(success, abs=0.004)
    assert found.min() >= 0
    assert found.max() <= 1
    assert (found[:, 0] == 0).all()
    assert (found[:, 4] == 1).all()


def test_without_correlation_the_chance_is_the_stated_one_to_the_last_bit() -> None:
    found = success_chances(np.array([0.246]), np.array([[3.0], [-3.0]]), 0.0)
    assert found.ravel().tolist() == [0.246, 0.246]


@pytest.mark.parametrize("lot_phase", range(4))
@pytest.mark.parametrize("is_window_open", [True, False])
@pytest.mark.parametrize("may_pivot", [True, False])
def test_something_ends_every_lot(lot_phase: int, is_window_open: bool, may_pivot: bool) -> None:
    exits = np.zeros((5, 3))
    exits[1], exits[2], exits[3] = (0.15, 0.05, 0.15), (0.05, 0.15, 0.2), (0.0, 0.3, 0.0)
    terms = ExitTerms(exits, 0.03, 0.4, 0.2, 2, 4, 4, 0.3, 4, 10)
    years = np.array([[1.0, 1.8, 2.1, 2.5, 1.5]])
    durations = duration_quarters(years, np.array([0.6, 0.9, 1.1, 1.4]))[0]
    success = np.array([0.6, 0.5, 0.3, 0.6, 0.9])
    odds = outcome_odds(success, terms, durations, lot_phase, 130, may_pivot, is_window_open)
    ends = (
        Kind.FAIL, Kind.ACQUI_HIRE, Kind.PIVOT, Kind.IPO, Kind.TRADE_SALE, Kind.EARLY_SALE, Kind.APPROVAL,
    )  # fmt: skip
    assert sum(chance.sum() for key, chance in odds.items() if key[1] in ends) == pytest.approx(1)
    assert ((lot_phase, Kind.IPO, NOTHING, 0) in odds) == (is_window_open and lot_phase in EXITS[Kind.IPO])
    won = odds[lot_phase, Kind.FAIL, NOTHING, 0]
    pivots = 0.4 if may_pivot else 0
    assert won.sum() == pytest.approx(0.97 * (1 - success[lot_phase]) * (1 - pivots) * 0.8)
    mean_quarters = durations[lot_phase].mean()
    assert (won * np.arange(130)).sum() / won.sum() == pytest.approx(mean_quarters)
    assert ((lot_phase, Kind.PIVOT, NOTHING, 0) in odds) == may_pivot


def test_listed_shares_and_royalties_follow_at_their_dates() -> None:
    exits = np.zeros((5, 3))
    exits[2] = (0.5, 0.0, 0.5)
    terms = ExitTerms(exits, 0.0, 0.0, 0.0, 2, 3, 0, 0.0, 0, 2)
    odds = outcome_odds(np.ones(5), terms, np.full((len(PHASES), DURATION_CODES), 4), 2, 30)
    when = {
        key[1:]: (int(np.flatnonzero(chance)[0]), chance.sum())
        for key, chance in odds.items()
        if chance.any()
    }
    assert when[Kind.IPO, NOTHING, 0] == (4, 0.5)
    assert [when[Kind.SALE, NOTHING, step] for step in (1, 2, 3)] == [(6, 0.5), (7, 0.5), (8, 0.5)]
    assert when[Kind.APPROVAL, 2, 0] == (12, 0.5)
    assert [when[Kind.ROYALTY, 2, step] for step in (1, 2)] == [(16, 0.5), (20, 0.5)]


def test_a_sale_during_a_phase_is_half_way_and_a_review_delays_it() -> None:
    terms = ExitTerms(np.zeros((5, 3)), 0.5, 0.0, 0.0, 0, 1, 0, 0.4, 1, 0)
    odds = outcome_odds(np.zeros(5), terms, np.full((len(PHASES), DURATION_CODES), 4), 2, 8)
    # Half of the companies are sold; four in ten sales have a foreign buyer, half of whom wait for a quarter.
    assert odds[2, Kind.EARLY_SALE, NOTHING, 0].tolist() == pytest.approx([0, 0, 0.4, 0.1, 0, 0, 0, 0])
    assert odds[2, Kind.FAIL, NOTHING, 0].tolist() == pytest.approx([0, 0, 0, 0, 0.5, 0, 0, 0])


def test_waits_count_the_quarters_until_a_market_opens() -> None:
    found = waits(np.array([[False, True, False, False], [True, True, True, True]]))
    assert found.tolist() == [[1, 0, 6, 5], [0, 0, 0, 0]]


def test_what_happens_after_the_grid_is_left_out() -> None:
    durations = np.full((len(PHASES), DURATION_CODES), 4)
    terms = ExitTerms(np.zeros((5, 3)), 0.0, 0.0, 0.0, 0, 1, 0, 0.0, 0, 0)
    odds = outcome_odds(np.ones(5), terms, durations, 3, 8)
    assert odds[3, Kind.ADVANCE, NOTHING, 0].tolist() == [0, 0, 0, 0, 1, 0, 0, 0]
    assert odds[4, Kind.APPROVAL, NOTHING, 0].sum() == 0


def test_numbers_spread_over_several_starts() -> None:
    starts = np.array([1.0, 0.0, 3.0, 0.0])
    odds = np.array([[0.0, 0.5, 0.5, 0.0], [1.0, 0.0, 0.0, 0.0]])
    assert spread(starts, odds).tolist() == [[0, 0.5, 0.5, 1.5], [1, 0, 3, 0]]


def test_whole_amounts_add_up_to_the_rounded_total() -> None:
    amounts = np.array([[0.3, 0.3, 0.3, 0.3], [-0.6, -0.6, 1.2, 0.0]])
    assert whole(np.cumsum(amounts, axis=1)).tolist() == [[0, 1, 0, 0], [-1, 0, 1, 0]]

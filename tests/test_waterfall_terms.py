"""Terms beyond the plain ones: by hand, in mixed company, and by the laws that hold for any of them."""

import numpy as np
import pytest

from fundmodel.waterfall import (
    CarryTier,
    Terms,
    distribute,
    realised_share,
)

KRW_BN = 10**9
YEARLY = {"periods_per_year": 1}


def exit_after(years: int, paid: int, cash: int) -> tuple[list[list[int]], list[list[int]]]:
    return [[paid] + [0] * years], [[0] * years + [cash]]


def test_simple_interest_by_hand() -> None:
    history = exit_after(5, 1000, 1500)
    # 8 % of 1000 for five years is 400; 20 % of the 100 above it. Compounded it is 469.3, and 30.7 above it.
    split = distribute(*history, Terms(0.08, 0.20, 0.0, **YEARLY, is_simple=True))
    assert split.gp.tolist() == [[0, 0, 0, 0, 0, 20]]
    assert split.tiers["hurdle"][0].tolist() == [[0, 0, 0, 0, 0, 400]]
    assert distribute(*history, Terms(0.08, 0.20, 0.0, **YEARLY)).gp.sum() == 6
    # Half comes back after a year: 80 for that year, then 4 x 40 on the other half; 1240 to the investor.
    paid_in, cash = [[1000, 0, 0, 0, 0, 0]], [[0, 500, 0, 0, 0, 840]]
    assert distribute(paid_in, cash, Terms(0.08, 0.20, 0.0, **YEARLY, is_simple=True)).gp.sum() == 20


def test_two_carry_tiers_by_hand() -> None:
    terms = Terms(0.08, 0.20, 0.0, **YEARLY, further_tiers=(CarryTier(0.10, 0.30),))
    split = distribute(*exit_after(1, 10_000, 13_000), terms)
    # 10,800 to the investor; 250 shared 80 to 20 until it has 11,000; 30 % of the remaining 1,950.
    assert split.tiers["hurdle"][0].tolist() == [[0, 800]]
    assert [one.tolist() for one in split.tiers["split"]] == [[[0, 200]], [[0, 50]]]
    assert [one.tolist() for one in split.tiers["split_2"]] == [[[0, 1365]], [[0, 585]]]
    assert split.gp.tolist() == [[0, 635]]
    # With full catch-up at both: 20 % of 1,250 once the investor has 11,000, then up to 30 % of all 3,000.
    caught_up = Terms(0.08, 0.20, 1.0, **YEARLY, further_tiers=(CarryTier(0.10, 0.30, 1.0),))
    assert distribute(*exit_after(1, 10_000, 13_000), caught_up).gp.tolist() == [[0, 900]]


def test_escrow_is_used_first_and_tax_limits_the_rest() -> None:
    terms = Terms(0.0, 0.20, 0.0, **YEARLY, escrow_share=0.3, carry_tax_share=0.4)
    split = distribute([[1000, 0, 600, 0]], [[0, 1500, 0, 200]], terms)
    # Carry of 100: 30 to escrow. At the end 20 are due on a profit of 100. Of the 80 too much 30 come out of
    # escrow; the manager received 70, of which tax left 42.
    assert split.escrow.tolist() == [[0, 30, 0 + 30, 0]]
    assert split.gp.tolist() == [[0, 70, 0, -42]]
    assert split.lp.tolist() == [[0, 1400, 0, 272]]
    assert split.tiers["clawback"][0].tolist() == [[0, 0, 0, 72]]
    assert split.tiers["escrow"][1].tolist() == [[0, -30, 0, 30]]
    in_full = distribute([[1000, 0, 600, 0]], [[0, 1500, 0, 200]], Terms(0.0, 0.20, 0.0, 1, escrow_share=0.3))
    assert in_full.gp.tolist() == [[0, 70, 0, -50]]


def test_escrow_left_at_the_end_goes_to_the_manager() -> None:
    split = distribute([[1000, 0, 0]], [[0, 1500, 100]], Terms(0.0, 0.20, 0.0, 1, escrow_share=0.25))
    # 100 of carry, 25 held; 20 more, 5 held; 30 released.
    assert split.escrow.tolist() == [[0, 25, 0]]
    assert split.gp.tolist() == [[0, 75, 15 + 30]]


def test_interim_clawback_counts_what_the_fund_still_holds() -> None:
    terms = Terms(0.0, 0.20, 0.0, **YEARLY, clawback_interval=3)
    paid_in, cash = [[1000, 0, 600, 0, 0]], [[0, 1500, 0, 0, 700]]
    # Year 3: paid in 1,600, received 1,500, holds 300: profit 200, of which 40 are carry; 60 come back.
    tested = distribute(paid_in, cash, terms, nav=[[0, 0, 300, 0, 0]])
    assert tested.gp.tolist() == [[0, 100, -60, 0, 80]]
    # With 700 in hand profit is 600, and 120 would be due: nothing comes back.
    assert distribute(paid_in, cash, terms, nav=[[0, 0, 700, 0, 0]]).gp.tolist() == [[0, 100, 0, 0, 20]]


def test_deal_by_deal_worked_figures() -> None:
    paid_in = [[200 * KRW_BN, 0, 0, 0, 0, 0]]
    cash = [[0, 200 * KRW_BN, 0, 0, 0, 146_930_000_000]]
    cost = np.zeros((1, 2, 6))
    cost[0, :, 0] = 100 * KRW_BN
    proceeds = np.zeros((1, 2, 6))
    proceeds[0, 0, 1], proceeds[0, 1, 5] = cash[0][1], cash[0][5]
    share = realised_share(cost, proceeds)
    assert share.tolist() == [[0, 0.5, 0, 0, 0, 1]]
    whole = distribute(paid_in, cash, Terms(0.08, 0.20, 0.0, **YEARLY))
    deals = distribute(paid_in, cash, Terms(0.08, 0.20, 0.0, **YEARLY, is_deal_by_deal=True), share)
    # Deal 1: 200 - 108 = 92, 20 % is 18.40; deal 2 earns just its hurdle. The whole fund is owed 216 - 200 =
    # 16 after a year, 21.77 after five; 20 % of 125.16 is 25.03: with a hurdle neither is always the larger.
    assert deals.gp[0] / KRW_BN == pytest.approx([0, 18.40, 0, 0, 0, 0], abs=0.005)
    assert whole.gp[0] / KRW_BN == pytest.approx([0, 0, 0, 0, 0, 25.03], abs=0.005)
    # Is deal 2 sold at cost, deal by deal pays more, and keeps it: hurdle and 20 % of profit allow it.
    cash[0][5] = 100 * KRW_BN
    assert distribute(paid_in, cash, Terms(0.08, 0.2, 0.0, 1)).gp.sum() / KRW_BN == pytest.approx(
        15.65, abs=0.01
    )
    deals = distribute(paid_in, cash, Terms(0.08, 0.2, 0.0, 1, is_deal_by_deal=True), share)
    assert deals.gp.sum() / KRW_BN == pytest.approx(18.40, abs=0.005)


def test_losses_of_realised_deals_and_their_fees_are_made_up_first() -> None:
    # Three deals of 100 and fees of 30, in proportion 10 each. Deal 1 brings 210: 100 above cost and fees.
    # Deal 2 is written off: 110 to make up. Deal 3 brings 260: 110, then 110 of its own; 40 to share.
    paid_in, cash = [[330, 0, 0, 0]], [[0, 210, 0, 260]]
    cost, proceeds = np.zeros((1, 3, 4)), np.zeros((1, 3, 4))
    cost[0, :, 0], proceeds[0, 0, 1], proceeds[0, 2, 3] = 100, 210, 260
    terms = Terms(0.0, 0.20, 0.0, is_deal_by_deal=True)
    split = distribute(paid_in, cash, terms, realised_share(cost, proceeds))
    assert split.gp.tolist() == [[0, 20, 0, 8]]
    assert distribute(paid_in, cash, Terms(0.0, 0.20, 0.0)).gp.tolist() == [[0, 0, 0, 28]]


@pytest.mark.parametrize(
    ("terms", "message"),
    [
        ({"is_simple": 1}, "Terms.is_simple is 1; give True or False"),
        ({"clawback_interval": -1}, "Terms.clawback_interval is -1; allowed is 0 or more periods"),
        ({"clawback_interval": 0.5}, "whole number of periods"),
        ({"escrow_share": 1.5}, "Terms.escrow_share is 1.5"),
        ({"carry_rate": 1.0, "further_tiers": (CarryTier(0.1, 0.3),)}, "leaves nothing to earn a further"),
        ({"is_simple": [True], "escrow_share": [0.1, 0.2]}, "differ in length"),
    ],
)
def test_terms_refuse(terms: dict[str, object], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        Terms(**terms)


def test_inputs_that_do_not_go_with_the_terms_are_refused() -> None:
    with pytest.raises(ValueError, match="realised_share is needed where"):
        distribute([[1]], [[1]], Terms(is_deal_by_deal=True))
    with pytest.raises(ValueError, match="realised_share is needed where"):
        distribute([[1]], [[1]], Terms(), realised_share=[[1.0]])
    with pytest.raises(ValueError, match=r"realised_share\[0, 0\] is 1.5; it must be 0 to 1"):
        distribute([[1]], [[1]], Terms(is_deal_by_deal=True), realised_share=[[1.5]])
    with pytest.raises(ValueError, match="nav is read only where"):
        distribute([[1]], [[1]], Terms(), nav=[[1]])
    with pytest.raises(ValueError, match="nav has shape"):
        distribute([[1]], [[1]], Terms(clawback_interval=1), nav=[[1, 2]])
    with pytest.raises(ValueError, match="cost has shape"):
        realised_share([[1]], [[1]])
    with pytest.raises(ValueError, match=r"cost\[0, 0, 0\] is -1.0"):
        realised_share([[[-1]]], [[[1]]])

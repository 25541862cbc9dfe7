"""Funds of both levels: numbers worked out by hand."""

import numpy as np
import polars as pl
import pytest

from fundmodel.funds.fund_run import read_parties, run_funds
from tests.fund_case import N_QUARTERS, FundCase, lot


def column(values: np.ndarray) -> list[int]:
    """The first series or pair of an array, quarter by quarter."""
    assert (values == np.floor(values)).all()
    return values[:, 0].astype(np.int64).tolist()


def rows_of(flows: object, name: str) -> list[int]:
    return column(flows.rows[name])


def cumulative(values: np.ndarray, investor: int) -> list[int]:
    return column(values[:, investor])


PROFIT = FundCase(lots=[*lot(0, 800, 5, 1500), *lot(1, 400, 6, 40)])
LOSS = FundCase(lots=lot(0, 1000, 5, 100))


def test_fees_calls_and_distributions_of_a_child_fund_by_hand() -> None:
    """Commitments 2,000: mega fund 900, pension 500, abroad 400, GP 200; lots 800 and 400; carry 20 %, no
    hurdle.

    Fee 72 a year = 18 a quarter in the investment period (quarters 0-3), then 72/2,000 a year = 0.9 % a
    quarter on unrealised cost: 10.8, 10.8, 3.6 on 1,200, 1,200, 400; cumulative 82.8, 93.6, 97.2, floored:
    10, 11, 4. Expenses 0.8 % of 2,000 a year = 4 a quarter. The last lot goes in quarter 6: the fund ends
    there.

    Calls in quarter 0: 804 in common, of it limited partners (90 %) 723, with their fee 741, GP 81. Home
    investors (1,400 of 1,800) 576, abroad 165; of the 576 the mega fund (900 of 1,400) 370, pension 206.

    Quarter 5: 1,500 on 1,317 paid in (GP 123): GP 140.09 -> 140, limited partners 1,360; home 1,057, abroad
    303. Home: paid in 928, profit 129, carry 25.8 -> 25, so 1,032; mega fund 663, pension 369. Abroad: paid
    in 266, profit 37, carry 7.4 -> 7, so 296. Quarter 6: 40: GP 3, home 29, abroad 8. Home carry 31.6 -> 31
    so far, but on the whole life the profit is 1,086 - 934 = 152 and 20 % of it 30: 1 is clawed back.
    Abroad: 9 so far, 20 % of 43 is 8: 1 clawed back.
    """
    flows = PROFIT.run().children
    assert rows_of(flows, "fee") == [18, 18, 18, 18, 10, 11, 4, 0, 0, 0]
    assert rows_of(flows, "expense") == [4] * 7 + [0] * 3
    assert rows_of(flows, "invested") == [800, 400] + [0] * 8
    assert rows_of(flows, "proceeds") == [0] * 5 + [1500, 40, 0, 0, 0]
    assert rows_of(flows, "carry") == [0] * 5 + [32, 8 - 2, 0, 0, 0]
    assert flows.returned[:, 0].tolist() == [1, 1]
    assert rows_of(flows, "nav") == [800, 1200, 1200, 1200, 1200, 400] + [0] * 4
    mega, public, pension, abroad, gp = range(5)
    assert cumulative(flows.paid_in, mega) == [370, 561, 571, 582, 589, 596, 600, 600, 600, 600]
    assert cumulative(flows.paid_in, public) == [0] * 10
    assert cumulative(flows.paid_in, pension) == [206, 312, 318, 324, 328, 332, 334, 334, 334, 334]
    assert cumulative(flows.paid_in, abroad) == [165, 250, 255, 260, 263, 266, 268, 268, 268, 268]
    assert cumulative(flows.paid_in, gp) == [81, 121, 122, 122, 122, 123, 123, 123, 123, 123]
    assert cumulative(flows.received, mega)[4:7] == [0, 663, 678]
    assert cumulative(flows.received, pension)[4:7] == [0, 369, 378]
    assert cumulative(flows.received, abroad)[4:7] == [0, 296, 303]
    assert cumulative(flows.received, gp)[4:7] == [0, 140 + 32, 143 + 38]


def test_the_mega_fund_by_hand() -> None:
    """Commitments 1,000: fiscal 600, pension 300, GP 100; 900 of them to the child fund; fee 4 a year, carry
    5 %.

    Fee 1 a quarter in the investment period, then 1/900 of what is paid in and not got back: 582 and 589 of
    900 are 0.647 and 0.654, cumulative 4.647 and 5.301, floored: 0, 1; then the stake has been paid back.
    Quarter 0: the child calls 370; 90 % of it 333 and the fee 1 are 334 for fiscal (222) and pension (112).
    Quarter 5: 663 come in; paid in 541 + 60 (GP): GP 66.19 -> 66, others 597, profit 56, carry 2.8 -> 2.
    Quarter 6: 15 come in: GP 1, others 14; profit 66 on 545 paid in, carry 3.5 -> 3. Quarter 7, the last: 5
    % of 66 is 3.3, nothing to claw back. Fiscal has two thirds of 608: 405.
    """
    programme = PROFIT.run()
    flows = programme.mega
    assert rows_of(flows, "fee") == [1, 1, 1, 1, 0, 1, 0, 0, 0, 0]
    assert rows_of(flows, "invested") == [370, 191, 10, 11, 7, 7, 4, 0, 0, 0]
    assert rows_of(flows, "proceeds") == [0] * 5 + [663, 15, 0, 0, 0]
    assert rows_of(flows, "carry") == [0] * 5 + [2, 1, 0, 0, 0]
    fiscal, pension, nobody, gp = range(4)
    assert cumulative(flows.paid_in, fiscal) == [222, 337, 344, 351, 356, 360, 363, 363, 363, 363]
    assert cumulative(flows.paid_in, pension) == [112, 169, 172, 176, 178, 181, 182, 182, 182, 182]
    assert cumulative(flows.paid_in, gp) == [37, 57, 58, 59, 59, 60, 60, 60, 60, 60]
    assert cumulative(flows.received, fiscal)[4:7] == [0, 396, 405]
    assert cumulative(flows.received, pension)[4:7] == [0, 199, 203]
    assert cumulative(flows.received, nobody) == [0] * 10
    assert cumulative(flows.received, gp)[4:7] == [0, 66 + 2, 67 + 3]
    assert flows.budget.terms.end.tolist() == [7]


def test_investor_nav_is_what_a_sale_at_nav_would_bring() -> None:
    """Quarter 0: NAV 800 on 822 paid in: GP 78.8 -> 78, limited partners 722 on 741, no carry due.

    Home 561 (mega fund 360, pension 201), abroad 161. Quarter 5: 400 left: GP 37, home 282, abroad 81; all
    of it profit: carry due on home 25.8 + 56.4 = 82.2 -> 82 less 25 paid, abroad 7.4 + 16.2 = 23.6 -> 23
    less 7 paid.
    """
    values = PROFIT.run().children.values[:, :, 0].astype(np.int64)
    assert values[0].tolist() == [360, 0, 201, 161, 78, 0]
    assert values[5].tolist() == [144, 0, 81, 65, 37, 57 + 16]
    assert (values[6:] == 0).all()


def test_first_loss_by_hand() -> None:
    """1,000 invested, 100 come back; pension has paid 281 and received 25, abroad 225 and 21: losses 256 and
    204.

    The cap is 10 % of 2,000 = 200; fiscal holds 60 % of the 505 that the mega fund paid in, 303, and pays
    200: pension gets 111.3 -> 111, abroad the rest. In quarter 4 the fund is worth 1,000: losses would be
    278 - 253 and 222 - 202, so 45 are accrued; they stand in the NAV of the protected and are missing in the
    public's.
    """
    programme = LOSS.run()
    first_loss = programme.by_class["first_loss"][:, :, :, 0]
    assert first_loss[5].tolist() == [[-200, 0, 0, 0], [0, 111, 89, 0]]
    assert not np.delete(first_loss, 5, axis=0).any()
    nav = programme.by_class["nav"][4, :, :, 0].tolist()
    assert nav[1][1:3] == [253 + 25, 202 + 20]
    assert programme.mega.values[4, 0, 0] - nav[0][0] == 45
    assert programme.by_class["distributed"][5, 1, 1:3, 0].tolist() == [25, 21]


def test_first_loss_stops_at_what_the_public_holds_and_spares_whom_it_does_not_protect() -> None:
    """With a cap of 100 % the limit is the public's part of the mega fund's paid-in, 303, for losses of
    460.
    """
    wide = LOSS.with_(terms={"public_first_loss_share": 1.0}).run()
    assert wide.by_class["first_loss"][5, :, :, 0].tolist() == [[-303, 0, 0, 0], [0, 168, 135, 0]]
    foreign = {"public_first_loss_share": 1.0, "first_loss_protects": "foreign"}
    assert LOSS.with_(terms=foreign).run().by_class["first_loss"][5, 1, :, 0].tolist() == [0, 0, 204, 0]
    none = LOSS.with_(terms={"public_first_loss_share": 0.0}).run()
    assert not none.by_class["first_loss"].any()


CUT = FundCase(
    lots=[
        *lot(0, 400, 5, 900, priority=3),
        *lot(0, 800, 5, 1000, priority=2),
        *lot(0, 1000, 5, 1200, priority=1),
    ]
)


def test_what_the_budget_cannot_pay_is_cut_from_follow_ons_first_and_dilutes() -> None:
    """2,200 asked for. Set aside: expenses 32, fees 72 to quarter 3, worth 80 of common commitment; then 0.9
    % a quarter of cost falling to zero over 5 quarters, mean 2.5: 2.25 % of cost, worth 2.5 %.

    (2,000 - 32 - 80) / 1.025 = 1,841: plants 1,000, initial cheques 800, follow-ons 41 of 400, 0.1025 of the
    lot: 900 becomes 92. Not funded 359 of 2,200 at a dilution of 0.5: 2,292 x (1 - 0.0815909) = 2,104.99 ->
    2,104.
    """
    flows = CUT.run().children
    assert rows_of(flows, "invested")[0] == 1841
    assert rows_of(flows, "not_funded") == [359] + [0] * 9
    assert rows_of(flows, "proceeds")[5] == 2104
    assert rows_of(flows, "diluted")[5] == 2292 - 2104
    assert rows_of(flows, "nav")[0] == int(1841 * (1 - 359 / 2200 / 2))


def test_a_fund_that_can_pay_funds_everything_in_full() -> None:
    flows = (
        CUT.with_(lots=[*lot(0, 1000, 5, 1200, priority=1), *lot(0, 841, 5, 900, priority=3)]).run().children
    )
    assert rows_of(flows, "invested")[0] == 1841
    assert not flows.rows["not_funded"].any()
    assert not flows.rows["diluted"].any()


def test_what_is_left_at_the_end_is_sold_below_nav_and_later_lots_are_ignored() -> None:
    """A lot of 500 that would be sold in quarter 9 is sold in quarter 8, the last, at 80 %."""
    late = FundCase(lots=[*lot(0, 500, 9, 5_000), *lot(8, 300, 9, 400), *lot(9, 70, 9, 80)])
    programme = late.run()
    flows = programme.children
    assert rows_of(flows, "forced_sale") == [0] * 8 + [400, 0]
    assert rows_of(flows, "proceeds") == [0] * 8 + [400, 0]
    assert rows_of(flows, "invested") == [500] + [0] * 9
    assert rows_of(flows, "nav") == [500] * 8 + [0, 0]
    assert not flows.rows["not_funded"].any()
    assert not programme.by_class["nav"][-1].any()


def test_the_cost_of_a_fund_never_exceeds_its_commitments() -> None:
    """A fee of 50 % a year would be more than everything: it stops when commitments are used up."""
    greedy = PROFIT.with_(annual_fee=1000, terms={"expense_rate": 0.1}, life=8)
    flows = greedy.run().children
    assert flows.budget.fees[0] + flows.partners.lp_paid_in[0] > 0
    assert flows.partners.lp_paid_in[0] <= 1800
    assert flows.partners.gp.paid_in[0] <= 200


def test_own_currency_follows_the_exchange_rate() -> None:
    """Abroad pays in 1,000 won a dollar and is paid at 2,000: its dollar return is lower, gross and won are
    not.
    """
    rates = {}
    for name, rate in (("flat", (1000.0,) * N_QUARTERS), ("weak", (1000.0,) * 5 + (2000.0,) * 5)):
        tables = PROFIT.with_(rate=rate).tables()
        frame = read_parties(run_funds(tables), tables).rates()
        own = frame.filter(pl.col("party_id").is_in([3, 7])).pivot("measure", index="party_id", values="rate")
        rates[name] = own.sort("party_id").rows()
    assert frame.filter(pl.col("measure") == "net_own_currency")["party_id"].to_list() == [3, 7]
    for party, _, net, own in rates["flat"]:
        assert own == pytest.approx(net), party
    for (_, gross, net, _), (_, weak_gross, weak_net, weak_own) in zip(
        rates["flat"], rates["weak"], strict=True
    ):
        assert (gross, net) == (weak_gross, weak_net)
        assert weak_own < weak_net

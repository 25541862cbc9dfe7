"""Terms of single investors inside one fund: hurdle, carry rate, catch-up and fee discount of their own."""

import polars as pl
import pytest

from fundmodel import Results, Scenario, run
from tests.fund_case import FundCase
from tests.test_funds import PROFIT, column

MEGA, PUBLIC, PENSION, ABROAD, GP = range(5)


def of_fund(case: FundCase, name: str) -> list[int]:
    """A row of the child funds of a case, quarter by quarter."""
    return column(case.run().children.rows[name])


@pytest.fixture(scope="module")
def results() -> Results:
    """The base programme, with own hurdles, and with own fee discounts."""
    own = {"investor_hurdles": "own"}
    return run(
        [Scenario("base"), Scenario("own", own), Scenario("spared", {"investor_fee_discounts": "own"})]
    )


def totals(results: Results, scenario: str) -> pl.DataFrame:
    """party_totals of one scenario, with its parties."""
    rows = (
        results["party_totals"]
        .join(results["parties"], on="party_id")
        .join(results["scenarios"], on="scenario_id")
    )
    return rows.filter(pl.col("scenario") == scenario).sort("party_id")


def test_one_investor_with_a_hurdle_of_its_own() -> None:
    """Pension wants 20 %: by quarter 5 it is owed 206 x 1.2^1.25 + 106 x 1.2 + ... = 407.6 on calls of 332,
    more than its 378, and pays no carry. The mega fund, alone in the group at home, paid in 597 and is due
    680: carry 16.6, so 16 and 664, whether or not pension's hurdle is met; abroad as before, 7.
    """
    own = PROFIT.with_(hurdles={1: 0.2}, terms={"investor_hurdles": "own"})
    children = own.run().children
    mega, _, pension, abroad, _ = range(5)
    assert children.received[5, :, 0].tolist()[: abroad + 1] == [664, 0, 378, 295]
    assert (children.paid_in[5, mega, 0], children.paid_in[5, pension, 0]) == (597, 332)
    assert of_fund(own, "carry") == [0] * 5 + [16 + 7, 4, 0, 0, 0]
    # The hurdle of all others, or one that is not used, changes nothing.
    for same in (own.with_(terms={}), PROFIT.with_(hurdles={1: 0.0}, terms={"investor_hurdles": "own"})):
        assert (same.run().children.received == PROFIT.run().children.received).all()


def test_two_investors_of_one_class_with_hurdles_of_their_own(results: Results) -> None:
    """In the base programme fiscal money has 3 % and policy banks 5 % beside the 7 % of others: each pays the
    carry of its own terms, and classes, funds and the whole still add up, to the won.
    """
    base, own, _ = (totals(results, name) for name in ("base", "own", "spared"))
    alone = run([Scenario("base")])["party_totals"]
    assert base.select(alone.columns).drop("scenario_id").equals(alone.drop("scenario_id"))
    for frame in (base, own):
        classes = frame.filter(pl.col("party_kind") == "class").sort("class_id")
        members = frame.filter(pl.col("party_kind") == "investor").join(
            results["investors"].select("investor_id", of_class="class_id"), on="investor_id"
        )
        for name in ("paid_in_krw", "distributed_krw", "fee_krw", "carry_krw"):
            sums = members.group_by("of_class").agg(pl.col(name).sum()).sort("of_class")
            assert sums[name].to_list() == classes[name].to_list()

    # NAV before the end: fiscal money with the lower hurdle is worth less a won, and members make the class.
    cash = results["party_flow_sums"].join(results["parties"], on="party_id")
    worth = cash.filter((pl.col("quarter") == 40) & (pl.col("party_code") == "fiscal")).sort("scenario_id")
    with_base, with_own, _ = worth["nav_krw"].to_list()
    assert 0 < with_own < with_base

    def carry(frame: pl.DataFrame, code: str) -> float:
        row = frame.filter((pl.col("party_code") == code) & (pl.col("party_kind") == "investor"))
        return row["carry_krw"].item() / row["paid_in_krw"].item()

    assert carry(base, "fiscal") == pytest.approx(carry(base, "policy_bank"), rel=0.2)
    assert carry(own, "fiscal") > carry(base, "fiscal")
    assert carry(own, "pension") < carry(base, "pension")


def test_one_investor_with_carry_and_catch_up_of_its_own() -> None:
    """Pension is due 378 on calls of 332 by quarter 5, as in the test before: 46 of profit. At a carry of
    10 % of its own that is 4.6, so 4 and 374. The mega fund as there: 16 of 680. A catch-up changes nothing
    where the hurdle is 0. With a hurdle of 20 % as well it pays none.
    """
    own = PROFIT.with_(own={1: {"carry_rate": 0.1}}, terms={"investor_hurdles": "own"})
    assert own.run().children.received[5, :, 0].tolist()[: ABROAD + 1] == [664, 0, 374, 295]
    assert of_fund(own, "carry")[5] == 16 + 4 + 7
    caught_up = own.with_(own={1: {"carry_rate": 0.1, "catch_up_share": 1.0}})
    assert (caught_up.run().children.received == own.run().children.received).all()
    both = own.with_(hurdles={1: 0.2})
    assert both.run().children.received[5, :, 0].tolist()[: ABROAD + 1] == [664, 0, 378, 295]


def test_a_discount_of_its_own_stands_in_place_of_that_of_the_class() -> None:
    """Pension and abroad are called 5 and 4 of the fee of 18 in quarter 0: 5 is pension's 18 x 14 / 18 less
    the mega fund's 9, 4 the rest. Half of it of its own spares pension 2; abroad's own 0 outweighs the 50 %
    of its class. A discount that is not counted, or that of the class itself, changes nothing.
    """
    own = {1: {"fee_discount_share": 0.5}, 2: {"fee_discount_share": 0.0}}
    spared = {"foreign_fee_discount_share": 0.5, "investor_fee_discounts": "own"}
    plain, same = PROFIT.run(), PROFIT.with_(terms={"domestic_fee_discount_share": 0.5}).run()
    lower = PROFIT.with_(own=own, terms=spared).run()
    assert column(plain.children.paid_in[:, PENSION] - lower.children.paid_in[:, PENSION])[:2] == [2, 5]
    for name in ("paid_in", "received"):
        assert (getattr(lower.children, name) == getattr(same.children, name)).all()
        off = PROFIT.with_(own=own).run().children
        assert (getattr(off, name) == getattr(plain.children, name)).all()


def test_in_a_class_of_many_only_who_has_a_discount_pays_less(results: Results) -> None:
    """A tenth of their fee for pension (both levels) and sovereign: of their direct money cumulative floors
    lose less than a won a fund. What they are spared nobody else pays, and the managers earn less.
    """
    base, spared = (totals(results, name) for name in ("base", "spared"))
    saved = base["paid_in_krw"] - spared["paid_in_krw"]
    by_code = dict(zip(base["party_code"], saved, strict=True))
    assert {code for code, won in by_code.items() if won} >= {"whole", "pension", "sovereign"}
    direct = base.filter(party_kind="investor")
    assert direct["distributed_krw"].equals(spared.filter(party_kind="investor")["distributed_krw"])
    for code in direct["party_code"]:
        old, new = (one.filter(party_kind="investor", party_code=code) for one in (base, spared))
        less = old["fee_krw"].item() - new["fee_krw"].item()
        assert less == old["paid_in_krw"].item() - new["paid_in_krw"].item() == by_code[code]
        if code in ("pension", "sovereign"):
            # The fee that the mega fund pays in child funds is not theirs to be spared.
            assert 0 < less <= old["fee_krw"].item() / 10
        else:
            assert less == 0
    for kind in ("class", "fund"):
        names = ("paid_in_krw", "fee_krw")
        parts, whole = base.filter(party_kind=kind), base.filter(party_kind="whole")
        for name in names:
            fewer = parts[name] - spared.filter(party_kind=kind)[name]
            if kind == "class" or name == "fee_krw":
                assert fewer.sum() == (whole[name] - spared.filter(party_kind="whole")[name]).sum()
    assert by_code["whole"] == by_code["pension"] + by_code["sovereign"]


def test_the_ledger_calls_less_of_who_has_a_discount(results: Results) -> None:
    """Calls of the rows of the central case add up to what party_totals says was paid in."""
    rows = results["investor_flows"].filter(kind="call").join(results["scenarios"], on="scenario_id")
    rows = rows.join(results["investors"].select("investor_id", "investor_code"), on="investor_id")
    for scenario in ("base", "spared"):
        calls = rows.filter(scenario=scenario).group_by("investor_code").agg(pl.col("amount_krw").sum())
        paid = totals(results, scenario).filter(party_kind="investor")
        joined = calls.join(paid, left_on="investor_code", right_on="party_code")
        assert joined.height == paid.height
        assert (joined["amount_krw"] == -joined["paid_in_krw"]).all()

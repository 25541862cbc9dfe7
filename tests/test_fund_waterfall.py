"""Terms of the waterfall in funds: deal by deal, tested clawback, escrow and its account, by hand."""

import polars as pl
import pytest

from fundmodel.funds.fund_run import read_parties, run_funds
from tests.fund_case import FundCase, detail, lot

PROFIT = FundCase(lots=[*lot(0, 800, 5, 1500), *lot(1, 400, 6, 40)])
# 400 brings 900 in quarter 2; 700 bought in quarter 3 is worth 300 at once, and brings it in quarter 6.
LOST = FundCase(
    lots=[
        *lot(0, 400, 2, 900),
        (0, 0, 1, 2, 3, 3, 700, 0, 300, 700),
        (0, 0, 1, 2, 3, 6, 0, 300, -300, -700),
    ],
    annual_fee=0,
    terms={"expense_rate": 0.0},
)
TESTED = {"expense_rate": 0.0, "clawback_interval_years": 1}
LIMITED = TESTED | {"carry_escrow_share": 0.3, "carry_tax_share": 0.4}


def of_fund(case: FundCase, name: str) -> list[float]:
    return case.run().children.rows[name][:, 0].tolist()


def test_deal_by_deal_pays_early_and_gives_back() -> None:
    """By quarter 5 home investors paid in 928 and those abroad 266 (see tests/test_funds.py); 800 of 1,200 in
    cost is realised, and with it two thirds of all calls, fees included: 618.67 and 177.33. Cash is 1,057
    and 303: carry 20 % of 438.33 and of 125.67, 87 and 25. At the end the whole fund allows 30 and 8.
    """
    case = PROFIT.with_(terms={"waterfall_kind": "deal_by_deal"})
    assert of_fund(case, "carry") == [0] * 5 + [87 + 25, -57 - 17, 0, 0, 0]
    assert case.run().children.returned[:, 0].tolist() == [57, 17]


def test_escrow_holds_its_share_of_carry_to_the_end() -> None:
    """Carry of quarter 5 is 25 from home and 7 from abroad, half of it 12 and 3. In quarter 6 6 and 2 are
    added, of which 1 each comes back; escrow is empty then: 32 - 15 and 8 - 2 + 15 reach the GP.
    """
    case = PROFIT.with_(terms={"carry_escrow_share": 0.5})
    assert of_fund(case, "escrow") == [0] * 5 + [15] + [0] * 4
    assert of_fund(case, "carry") == [0] * 5 + [17, 21, 0, 0, 0]
    assert of_fund(case, "lp_received") == of_fund(PROFIT, "lp_received")


def test_clawback_is_tested_each_year_at_nav() -> None:
    """Quarter 2: carry 20 % of 350 and of 100, 70 and 20. Year's end: home paid in 770, received 630, holds
    210: profit 70, carry 14, so 56 come back; abroad 16. Untested they come back in quarter 6.
    """
    assert of_fund(LOST, "carry") == [0, 0, 90, 0, 0, 0, -72, 0, 0, 0]
    assert of_fund(LOST.with_(terms=TESTED), "carry") == [0, 0, 90, -72, 0, 0, 0, 0, 0, 0]


def test_clawback_stops_at_what_tax_left() -> None:
    """Home: of 70 escrow has 21; of the 49 received tax leaves 29: 50 come back and not 56. Abroad: 6 + 8 of
    20. In quarter 6 the waterfall gives 20 % of what exceeds paid-in, 9 of 47 and 2 of 13, and takes back as
    much as it can: 3 in escrow and nothing but tax of the rest.
    """
    case = LOST.with_(terms=LIMITED)
    assert of_fund(case, "escrow") == [0, 0, 21 + 6, 0, 0, 0, 0, 0, 0, 0]
    assert of_fund(case, "lp_received")[3] == 50 + 14
    assert of_fund(case, "carry")[:4] == [0, 0, 63, -29 - 8]


TWO_LEVELS = PROFIT.with_(
    top=(600, 250, 60, 90),
    mega_fee=20,
    terms={
        "mega_carry_rate": 0.1,
        "mega_expense_rate": 0.004,
        "upper_carry_rate": 0.3,
        "upper_hurdle_rate": 0.02,
        "waterfall_kind": "deal_by_deal",
        "carry_escrow_share": 0.3,
    },
)


@pytest.mark.parametrize("case", [PROFIT, LOST, TWO_LEVELS, TWO_LEVELS.with_(lots=LOST.lots)])
def test_charges_of_both_levels_count_once_from_gross_to_net(case: FundCase) -> None:
    """What assets pay less what they cost is what all investors keep and what fees and expenses of both
    levels take, each once: carry of either level leaves the partners of that level and reaches a GP.
    """
    tables = case.tables()
    programme = run_funds(tables)
    frames = read_parties(programme, tables)
    totals = tables["parties"].join(frames.totals(), on="party_id")
    assert totals["fee_krw"].min() >= 0
    children, mega = programme.children, programme.mega
    costs = {
        name: int(children.rows[name].sum() + mega.rows[name].sum()) for name in ("fee", "expense", "carry")
    }
    assert mega.rows["carry"].sum() > 0 or case.lots == LOST.lots
    gross = int(children.rows["proceeds"].sum() - children.rows["invested"].sum())
    whole = totals.filter(pl.col("party_kind") == "whole").row(0, named=True)
    assert {name: whole[f"{name}_krw"] for name in costs} == costs
    assert whole["distributed_krw"] - whole["paid_in_krw"] == gross - sum(costs.values())
    classes = totals.filter(pl.col("party_kind") == "class")
    kept = (classes["distributed_krw"] - classes["paid_in_krw"]).sum()
    assert kept == gross - costs["fee"] - costs["expense"]
    for name, amount in costs.items():
        assert classes[f"{name}_krw"].sum() == amount
    # The mega fund counts child funds' charges in what it receives, and never as its own.
    assert (mega.rows["proceeds"].cumsum(axis=0) == children.received[:, 0]).all()


@pytest.mark.parametrize("case", [LOST.with_(terms=LIMITED), PROFIT.with_(terms={"carry_escrow_share": 0.5})])
def test_the_ledger_shows_where_escrow_lies(case: FundCase) -> None:
    ledger = detail("ledger", case)
    keys = ["entity", "counterparty", "kind", "tier", "quarter"]
    other = ledger.rename({"entity": "counterparty", "counterparty": "entity"})
    both = ledger.join(other, on=keys, how="full", suffix="_back")
    assert both.filter(
        pl.col("amount_krw").fill_null(0) + pl.col("amount_krw_back").fill_null(0) != 0
    ).is_empty()
    by_quarter = ledger.group_by("entity", "quarter").agg(pl.col("amount_krw").sum())
    funds = by_quarter.filter(pl.col("entity").str.starts_with("fund:"))
    assert funds.filter(pl.col("amount_krw") != 0).is_empty()
    account = by_quarter.filter(pl.col("entity") == "escrow:F1").sort("quarter")
    held = dict(enumerate(of_fund(case, "escrow")))
    changes = [held[quarter] - held.get(quarter - 1, 0) for quarter in sorted(held)]
    assert account["amount_krw"].to_list() == [change for change in changes if change]

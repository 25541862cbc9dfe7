"""Sheet Waterfall, by investor: the lines give what the engine moves, in each quarter, to the won."""

import numpy as np
import polars as pl
import pytest

from fundmodel import run
from fundmodel.assumptions import assumptions
from fundmodel.reports.report import Report
from fundmodel.reports.workbook.book import Book
from fundmodel.reports.workbook.central import MEGA, Central
from fundmodel.reports.workbook.commitments import write_commitments
from fundmodel.reports.workbook.fund_terms import FundTerms
from fundmodel.reports.workbook.funds import Funds
from fundmodel.reports.workbook.investor_lines import GP_TIERS, TIERS, prefix
from fundmodel.reports.workbook.rows import Scope
from fundmodel.scenario import Scenario
from fundmodel.texts import Texts

# Carry is paid early and comes back at the end.
RETURNED = {
    "hurdle_rate": 0.0,
    "carry_rate": 0.3,
    "catch_up_share": 0.5,
    "cdmo_life_years": 10,
    "cdmo_extension_years": 0,
    "forced_sale_discount_share": 0.5,
}


@pytest.fixture(scope="module")
def worked(tmp_path_factory: pytest.TempPathFactory) -> tuple[Central, Funds]:
    results = run(Scenario("returned", RETURNED))
    central = Central(results, "en")
    book = Book(Report(results, Texts("en")), str(tmp_path_factory.mktemp("tiers") / "book.xlsx"), False)
    inputs = {name: central.scenario.value(name) for name in assumptions()}
    scope = Scope(book, {}, {}, set(), inputs)
    commitments, row = write_commitments(book, central, scope, 4)
    funds = Funds(book, central, FundTerms(book, central, scope, commitments, row), scope)
    funds.work_out()
    return central, funds


def test_every_investor_receives_tier_by_tier_what_the_engine_pays(worked: tuple[Central, Funds]) -> None:
    central, funds = worked
    flows = central.of("investor_flows")
    moved = flows.partition_by("fund_id", "investor_id", as_dict=True)
    seen = set()
    for block in funds.blocks:
        for code, members in funds.terms.members[block.fund.level].items():
            for one in members:
                own = moved[block.fund.fund_id, one.investor_id].filter(pl.col("kind") != "first_loss")
                tiers = GP_TIERS if code == "gp" else TIERS
                for tier, (kind, name) in tiers.items():
                    rows = own.filter(pl.col("kind") == kind, pl.col("tier") == name)
                    wanted = np.zeros(central.n_quarters)
                    np.add.at(wanted, rows["quarter"].to_numpy(), rows["amount_krw"].to_numpy())
                    found = np.array(block.rows[f"{prefix(one)}_{tier}"].values[1:])
                    assert (found == wanted[: found.size]).all(), (block.fund.code, one.code, tier)
                    assert not wanted[found.size :].any()
                    if wanted.any():
                        seen.add((kind, name))
                back = own.filter(pl.col("kind") == "clawback")["amount_krw"].sum()
                after = block.rows[f"{prefix(one)}_received"].values
                assert (
                    after[-1] - sum(sum(block.rows[f"{prefix(one)}_{tier}"].values) for tier in tiers) == back
                )
                paid = -own.filter(pl.col("kind") == "call")["amount_krw"].sum()
                assert block.rows[f"{prefix(one)}_paid"].values[-1] == paid
                if back:
                    seen.add(("clawback", ""))
    assert seen == {*TIERS.values(), *GP_TIERS.values(), ("clawback", "")}
    assert MEGA in {one.investor_id for level in funds.terms.members for of in level.values() for one in of}

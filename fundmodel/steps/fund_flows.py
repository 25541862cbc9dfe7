"""Funds, classes and parties on every path: both levels of the programme, from lots to rates of return."""

import polars as pl

from fundmodel.funds.cash_frames import appropriations, fund_cash, fund_cash_totals
from fundmodel.funds.charge_frames import fund_charges, support_given
from fundmodel.funds.equalisation_frames import equalisation_frame
from fundmodel.funds.flow_frames import class_frame, fund_frame
from fundmodel.funds.foreign_frames import foreign_frame, public_frame
from fundmodel.funds.fund_run import read_parties, run_funds
from fundmodel.funds.note_frames import forced_sales, note_flow_sums, note_totals
from fundmodel.funds.party_charges import party_charges
from fundmodel.funds.whole_frame import whole_frame

TABLES = (
    "fund_flows", "class_flows", "party_totals", "irrs", "party_flow_sums", "foreign_flows", "public_flows",
    "whole_flows", "note_totals",
    "note_flow_sums", "equalisations", "fund_cash", "fund_cash_totals",
    "appropriations", "forced_sales", "fund_charges", "support_given", "party_charges",
)  # fmt: skip


def fund_flows(
    scenarios: pl.DataFrame,
    run_settings: pl.DataFrame,
    paths: pl.DataFrame,
    funds: pl.DataFrame,
    investors: pl.DataFrame,
    commitments: pl.DataFrame,
    parties: pl.DataFrame,
    lot_flows: pl.DataFrame,
    market_paths: pl.DataFrame,
    note_terms: pl.DataFrame,
    fund_formation: pl.DataFrame,
    fund_terms_assumptions: pl.DataFrame,
    waterfall_assumptions: pl.DataFrame,
    public_support_assumptions: pl.DataFrame,
) -> dict[str, pl.DataFrame]:
    """Every fund of both levels on every path, its classes of investors, and the return of every party.

    Args:
        scenarios: scenario_id, world_id.
        run_settings: n_quarters.
        paths: path_id of the block.
        funds: One row per scenario and fund.
        investors: investor_id, class_id, currency, first_loss_rank.
        commitments: One row per scenario, fund and investor, the mega fund as investor -1.
        parties: Whole, classes, investors, funds, strategies, in this order of party_id.
        lot_flows: What assets offer, all worlds and paths of the block, sorted by its grain.
        market_paths: krw_per_usd by world, path and quarter.
        note_terms: One row per scenario and note of a child fund.
        fund_formation: One row per scenario, path and child fund of scenarios with formation risk.
        fund_terms_assumptions: One row per scenario.
        waterfall_assumptions: One row per scenario.
        public_support_assumptions: One row per scenario.

    Returns:
        All money in whole won.
        fund_flows: one row per scenario_id, path_id, fund_id, quarter of the fund's term: called + note_net +
            proceeds = invested + fee + expense + distributable + change of cash + change of escrow
            (forced_sale is in proceeds; note_net is what notes, a subscription line and interest on idle
            cash bring, net: without them it and cash are zero; escrow is carry held back); carry received,
            net of clawback; carry_accrued, what more of it would be due if the fund were sold at NAV (below
            zero: clawback due); nav of the assets less notes (of the mega fund: of its stakes, after child
            funds' carry); unfunded commitment; not_funded lots and the proceeds lost with them (diluted).
            With nothing left a fund ends early.
        class_flows: one row per scenario_id, path_id, level, class_id, quarter: paid_in, distributed (after
            carry, before first loss; the GP's with carry), first_loss (+ received, - paid), support (the
            same of all other levers, which are in distributed), nav (what the class would receive if all
            were closed now), and flows between funds and assets, looked through.
        party_totals: one row per scenario_id, path_id, party_id: distributed is after carry and first loss,
            so that distributed - paid_in is net cash; fee, expense and carry are what the party bore;
            peak_need is the lowest point of net cash, payback_quarter the first from which it stays >= 0.
        irrs: one row per scenario_id, path_id, party_id, measure (gross, net; net_own_currency for parties
            that count in dollars): rate per year, empty where none exists, and status.
        party_flow_sums: one row per scenario_id, party_id, path_group, quarter: sums over the block's paths.
        foreign_flows: one row per scenario_id, path_id, investor_id of the foreign class, quarter: paid_in,
            distributed with first loss, nav, as of parties; before tax and in won.
        public_flows: the same of the public class.
        whole_flows: one row per scenario_id, path_id, quarter: net cash of the whole.
        note_totals: one row per scenario_id, path_id, note_id, none without notes: what holders were owed,
            got from fund and guarantor and lost, in units of the note (won, US cents); exposure at default
            and what of it was recovered; what the guarantor paid and got; default_quarter or -1; principal
            repaid, and the same times the quarters since the issue.
        note_flow_sums: one row per scenario_id, note_id, path_group, quarter: sums over the block's paths.
        equalisations: one row per scenario_id, path_id, investor_id, none without closings: the most that was
            carried between early and late investors, and the interest on it (+ received).
        fund_cash: one row per scenario_id, path_id, fund_id of a child fund, quarter in which it holds idle
            cash, owes a line or may call distributions again: levels at the end of the quarter; interest,
            interest on the line as it falls due, idle cash given back and calls at short notice of it.
        fund_cash_totals: one row per scenario_id, path_id, fund_id of the child funds, none where all of that
            is off: sums over the life, the idle cash of all quarters added up, and recycling_limit, of
            funds.recycling.LIMITS: what stopped more from being called again.
        appropriations: one row per scenario_id, path_id, investor_id, quarter of the account of fiscal money,
            none where it is paid on call: called from the account, paid into it, the part of that which came
            within the year, interest, returned at the end, balance at the end of the quarter.
        forced_sales: one row per scenario_id, path_id, fund_id, quarter in which a fund with notes sells
            below NAV, for cover, on default or at its end: what that brings, what the assets had cost.
        fund_charges: one row per scenario_id, path_id, fund_id, quarter in which any is not zero: waived,
            what discounts took off the fee; offset, credits used against it; transaction fees and
            organisation expenses, which are in the expenses.
        party_charges: one row per scenario_id, path_id, party_id of the whole and the classes with any of it:
            over the life, fee waived and offset; organisation, transaction fees and interest on a line, which
            are in the expenses.
        support_given: one row per scenario_id, path_id, fund_id of a child fund, quarter, lever in which any
            moves: what public investors gave others on it, net; below zero, what they got.

    Raises:
        LawBrokenError: If a law of the model does not hold.
        ValueError: If the tables do not fit together.

    Source: METHOD.md, "Lots and budgets" to "NAV".
    """
    tables = {
        "scenarios": scenarios,
        "run_settings": run_settings,
        "paths": paths,
        "funds": funds,
        "investors": investors,
        "commitments": commitments,
        "parties": parties,
        "lot_flows": lot_flows,
        "market_paths": market_paths,
        "note_terms": note_terms,
        "fund_formation": fund_formation,
        "fund_terms_assumptions": fund_terms_assumptions,
        "waterfall_assumptions": waterfall_assumptions,
        "public_support_assumptions": public_support_assumptions,
    }
    programme = run_funds(tables)
    parties_of = read_parties(programme, tables)
    return {
        "fund_flows": fund_frame(programme),
        "class_flows": class_frame(programme),
        "party_totals": parties_of.totals(),
        "irrs": parties_of.rates(),
        "party_flow_sums": parties_of.sums(),
        "foreign_flows": foreign_frame(parties_of),
        "public_flows": public_frame(parties_of),
        "whole_flows": whole_frame(parties_of),
        "note_totals": note_totals(programme),
        "note_flow_sums": note_flow_sums(programme),
        "equalisations": equalisation_frame(parties_of),
        "fund_cash": fund_cash(programme),
        "fund_cash_totals": fund_cash_totals(programme),
        "appropriations": appropriations(parties_of),
        "forced_sales": forced_sales(programme),
        "fund_charges": fund_charges(programme),
        "support_given": support_given(programme),
        "party_charges": party_charges(parties_of.costs),
    }

"""What every party nets with all levers of public support, without each of them, and without any."""

import polars as pl

from fundmodel.levers.cases import lever_frames

TABLES = ("lever_totals", "lever_flow_sums")


def lever_totals(
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
    central_foreign_flows: pl.DataFrame,
    foreign_tax_due: pl.DataFrame,
    planned_exposures: pl.DataFrame,
    fund_terms_assumptions: pl.DataFrame,
    waterfall_assumptions: pl.DataFrame,
    public_support_assumptions: pl.DataFrame,
    notes_assumptions: pl.DataFrame,
    market_assumptions: pl.DataFrame,
    foreign_assumptions: pl.DataFrame,
) -> dict[str, pl.DataFrame]:
    """The funds of every scenario with a lever, run once and settled once per case, on the same paths.

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
        central_foreign_flows: Cash of foreign investors on path 0, which a hedge may follow.
        foreign_tax_due: Tax due by foreign investor and quarter; no lever changes it.
        planned_exposures: Won that the plan has in the programme, by foreign investor and quarter.
        fund_terms_assumptions: One row per scenario.
        waterfall_assumptions: One row per scenario.
        public_support_assumptions: One row per scenario.
        notes_assumptions: One row per scenario; of it government_yield_rate.
        market_assumptions: One row per world: fx_forward_rate.
        foreign_assumptions: One row per scenario.

    Returns:
        Scenarios with a lever only. case_id: 0 all levers; 1, 2, ... without the lever at that place; -1
        without any. party_id: classes and investors of table parties, -1 the tax office, -2 hedge banks.
        lever_totals: one row per scenario_id, path_id, case_id, party_id: net_krw, net cash over the whole
            life (of foreign investors after tax and hedges) in whole won; present_krw, the same discounted
            to quarter 0 at the government's yield; is_loss, whether the party received less than it paid in
            before tax (empty where it paid nothing in).
        lever_flow_sums: one row per scenario_id, case_id, party_id, path_group, quarter: net_krw summed
            over the block's paths of the group.

    Raises:
        LawBrokenError: If a law does not hold: what a lever changes sums to zero over all parties.

    Source: METHOD.md, "Public money for others".
    """
    totals, sums = lever_frames(
        {
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
            "central_foreign_flows": central_foreign_flows,
            "foreign_tax_due": foreign_tax_due,
            "planned_exposures": planned_exposures,
            "fund_terms_assumptions": fund_terms_assumptions,
            "waterfall_assumptions": waterfall_assumptions,
            "public_support_assumptions": public_support_assumptions,
            "notes_assumptions": notes_assumptions,
            "market_assumptions": market_assumptions,
            "foreign_assumptions": foreign_assumptions,
        }
    )
    return {"lever_totals": totals, "lever_flow_sums": sums}

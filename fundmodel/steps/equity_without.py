"""What every party would have earned without what its funds borrow, on the same paths."""

import polars as pl

from fundmodel.funds.without_borrowing import equity_without_borrowing


def equity_without(
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
) -> pl.DataFrame:
    """The equity of scenarios with notes or a subscription line, run once more without.

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
        One row per scenario_id, borrowing (notes, line), path_id, party_id of the scenarios that borrow:
        paid_in_krw, distributed_krw (as in party_totals), rate and status of the net return (as in irrs).

    Raises:
        LawBrokenError: If a law of the model does not hold.

    Source: METHOD.md, "Notes of a fund" and "Cash of a fund".
    """
    return equity_without_borrowing(
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
            "fund_terms_assumptions": fund_terms_assumptions,
            "waterfall_assumptions": waterfall_assumptions,
            "public_support_assumptions": public_support_assumptions,
        }
    )

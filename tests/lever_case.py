"""The tables that the pricing of levers reads beside those of a fund case."""

import inspect

import polars as pl

from fundmodel.steps.lever_totals import lever_totals
from tests.fund_case import N_QUARTERS, FundCase

_SMALL = dict.fromkeys(("scenario_id", "path_id", "investor_id", "quarter"), pl.Int32)


def lever_frames(case: FundCase, tax: int = 0, hedge: float = 0.0) -> dict[str, pl.DataFrame]:
    """lever_totals and lever_flow_sums of a case; `tax` is due in quarter 0 of every path."""
    scenarios = list(range(case.n_scenarios))
    due = [(scenario, path, 2, 0, tax) for scenario in scenarios for path in case.paths if tax]
    foreign = {
        "foreign_commitment_currency": "USD",
        "hedge_ratio_share": hedge,
        "hedge_notional": "nav",
        "hedge_tenor_quarters": 4,
        "forward_points_slope_rate": 0.0,
        "hedge_cost_rate": 0.01,
    }
    rows = [(scenario, 2, quarter, 0) for scenario in scenarios for quarter in range(N_QUARTERS)]
    tables = case.tables() | {
        "central_foreign_flows": pl.DataFrame(),
        "foreign_tax_due": pl.DataFrame(due, schema=_SMALL | {"due_krw": pl.Int64}, orient="row"),
        "planned_exposures": pl.DataFrame(
            rows,
            schema={"scenario_id": pl.Int32, "investor_id": pl.Int32, "quarter": pl.Int32}
            | {"planned_krw": pl.Int64},
            orient="row",
        ),
        "notes_assumptions": pl.DataFrame({"scenario_id": scenarios, "government_yield_rate": 0.03}),
        "market_assumptions": pl.DataFrame({"world_id": [0], "fx_forward_rate": [-0.02]}),
        "foreign_assumptions": pl.DataFrame(
            {"scenario_id": scenarios} | {name: [value] * len(scenarios) for name, value in foreign.items()}
        ),
    }
    return lever_totals(**{name: tables[name] for name in inspect.signature(lever_totals).parameters})

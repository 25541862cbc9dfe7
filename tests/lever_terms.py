"""The terms of public support as a fund case has them: first loss, all others off, and no bonds."""

import polars as pl

from fundmodel.funds.investor_bonds import MOVES

LEVERS: dict[str, object] = {
    "public_first_loss_share": 0.1,
    "first_loss_protects": "private",
    "first_loss_cap_base": "fund",
    "fiscal_layer_share": 0.0,
    "upside_transfer_share": 0.0,
    "upside_transfer_goes_to": "private",
    "priority_return_rate": 0.0,
    "call_option_share": 0.0,
    "call_option_holder": "private",
    "call_strike_rate": 0.0,
    "call_strike_late_rate": 0.0,
    "call_strike_step_years": 0.0,
    "call_window_first_year": 1.0,
    "call_window_last_year": 2.0,
    "put_option_share": 0.0,
    "put_strike_multiple": 1.0,
    "put_cap_share": 1.0,
}
NO_BONDS = pl.DataFrame(
    schema=dict.fromkeys(("scenario_id", "path_id", "investor_id", "quarter"), pl.Int32)
    | dict.fromkeys((*(f"{name}_krw" for name in MOVES), "balance_krw"), pl.Int64)
)

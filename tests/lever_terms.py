"""The terms of public support as a fund case has them: first loss, and all others off."""

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

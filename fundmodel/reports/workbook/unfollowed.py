"""Terms that the formulas do not follow: a scenario with one of them on is shown with the engine's values."""

from collections.abc import Mapping

from fundmodel.assumptions import Value
from fundmodel.scenario import Scenario

# Assumption -> the values at which the formulas are right, because the term is off there.
OFF_AT: Mapping[str, tuple[Value, ...]] = {
    "call_method": ("on_demand",),
    "call_notice_quarters": (0,),
    "minimum_call_krw": (0.0,),
    "line_share": (0.0,),
    "recycling_share": (0.0,),
    "child_fee_base": ("commitment_then_cost",),
    "mega_fund_fee_discount_share": (0.0,),
    "public_fee_discount_share": (0.0,),
    "domestic_fee_discount_share": (0.0,),
    "foreign_fee_discount_share": (0.0,),
    "investor_fee_discounts": ("common",),
    "organisation_rate": (0.0,),
    "transaction_fee_rate": (0.0,),
    "waterfall_kind": ("whole_fund",),
    "hurdle_interest": ("compounded",),
    "investor_hurdles": ("common",),
    "upper_carry_rate": (0.0,),
    "clawback_interval_years": (0,),
    "carry_escrow_share": (0.0,),
    "carry_tax_share": (0.0,),
    "formation_risk": ("planned",),
    "first_loss_cap_base": ("fund",),
    "fiscal_layer_share": (0.0,),
    "upside_transfer_share": (0.0,),
    "priority_return_rate": (0.0,),
    "call_option_share": (0.0,),
    "put_option_share": (0.0,),
    "over_commitment_share": (0.0,),
    "fiscal_payment": ("on_call",),
}
# Read by other answers than those that the formulas work out (an investor's own currency, hedges and taxes),
# or only where a term above is on.
BESIDE = frozenset(
    (
        "foreign_commitment_currency",
        "hedge_ratio_share",
        "hedge_notional",
        "hedge_tenor_quarters",
        "forward_points_slope_rate",
        "hedge_cost_rate",
        "tax_substantial_stake_share",
        "coinvestment_share",
        "direct_plant_stake_share",
        "upper_hurdle_rate",
        "organisation_cap_krw",
        "fee_offset_share",
        "instalment_share",
        "instalment_interval_quarters",
        "idle_cash_rate",
        "line_base_rate",
        "line_spread_rate",
        "line_clean_down_quarters",
        "recycling_cap_share",
        "recycling_window_quarters",
        "first_close_share",
        "first_close_quarters",
        "final_close_quarters",
        "closing_delay_volatility",
        "licence_return_probability",
        "retender_quarters",
        "failed_close_probability",
        "missed_target_probability",
        "formation_market_loading",
        "missed_target_fee_cut_share",
        "equalisation_rate",
        "upside_transfer_goes_to",
        "call_option_holder",
        "call_strike_rate",
        "call_strike_late_rate",
        "call_strike_step_years",
        "call_window_first_year",
        "call_window_last_year",
        "put_strike_multiple",
        "put_cap_share",
        "support_rule",
        "funding_bond_share",
        "funding_spread_rate",
        "funding_later_spread_rate",
        "funding_maturity_years",
    )
)
# Changes the size of the plan, and with it what the workbook holds as values.
OF_THE_PLAN = frozenset(("foreign_mode",))


def terms_on(scenario: Scenario) -> tuple[str, ...]:
    """The terms of a scenario that no formula follows, in the order of the catalogue's list here.

    Example:
        >>> from fundmodel.scenario import load_scenarios
        >>> terms_on(load_scenarios()["base"])
        ()
    """
    return tuple(name for name, off in OFF_AT.items() if scenario.value(name) not in off)

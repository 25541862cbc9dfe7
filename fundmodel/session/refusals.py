"""Why assumptions cannot stand together, in the language of the screen."""

from collections.abc import Callable

from fundmodel.assumptions import ScenarioError, Value
from fundmodel.scenario_checks import (
    correlations,
    domestic_remainder,
    exit_probabilities,
    fee_bands,
    over_commitment_and_calls,
    room_for_coinvestment,
    room_in_plants,
)
from fundmodel.session.scales import controls
from fundmodel.support_rule import rule_fault
from fundmodel.texts import Texts

INVOLVED = {
    domestic_remainder: ("foreign_share", "public_share", "gp_commitment_share"),
    exit_probabilities: (
        "ipo_probability_p1_share",
        "trade_sale_probability_p1_share",
        "license_probability_p1_share",
        "ipo_probability_p2_share",
        "trade_sale_probability_p2_share",
        "license_probability_p2_share",
    ),
    correlations: ("fx_equity_correlation", "fx_demand_correlation", "equity_demand_correlation"),
    room_for_coinvestment: ("coinvestment_share", "initial_round_share"),
    room_in_plants: ("direct_plant_stake_share", "plant_stake_share_max"),
    over_commitment_and_calls: (
        "over_commitment_share",
        "call_method",
        "call_notice_quarters",
        "minimum_call_krw",
        "line_share",
        "recycling_share",
    ),
    rule_fault: (
        "support_rule",
        "public_first_loss_share",
        "put_option_share",
        "upside_transfer_share",
        "call_option_share",
        "priority_return_rate",
    ),
    fee_bands: ("fee_band_1_krw", "fee_band_2_krw"),
}


def refusal(error: ScenarioError, values: Callable[[str], Value], texts: Texts) -> str:
    """What is wrong, the values, what is allowed and what to do.

    Args:
        error: The refusal of the model.
        values: Assumption name -> value as set.
        texts: The language.
    """
    known = controls(texts.language, texts.units.steps)
    others = float(values("public_share")) + float(values("gp_commitment_share"))
    most = texts.units.share(max(0.0, 1 - others))
    for check, names in INVOLVED.items():
        if check(values):
            listed = ", ".join(
                f"{known[name].label} {known[name].written(values(name), texts)}" for name in names
            )
            return texts(f"refused.{names[0]}", listed=listed, most=most)
    return str(error)

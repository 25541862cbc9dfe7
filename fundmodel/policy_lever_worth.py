"""What each policy lever of the seed debate is worth on the central case, alone at its highest value."""

import polars as pl

from fundmodel import datasets
from fundmodel.assumptions import Assumption, assumptions
from fundmodel.pipeline.blocks import Progress
from fundmodel.scenario import Scenario
from fundmodel.sweep_answers import sweep

_WHOLE = "whole"
_SOURCE = "Policy lever"
_MONEY = ("irr_gross_rate", "irr_net_rate", "tvpi_multiple", "distributed_krw")


def policy_levers() -> tuple[Assumption, ...]:
    """The levers: assumptions whose source says so, in the order of the catalogue."""
    catalogue = datasets.read_all()["assumptions_data"]
    names = catalogue.filter(pl.col("source").str.starts_with(_SOURCE))["name"].to_list()
    return tuple(assumptions()[name] for name in names)


def lever_scenarios(scenario: Scenario) -> dict[str, Scenario]:
    """Name of a lever -> the scenario with that lever at the highest value of its range, all else unchanged.

    A lever that stands there already is left out.

    Args:
        scenario: Where the levers are moved from.

    Example:
        >>> from fundmodel.scenario import load_scenarios
        >>> moved = lever_scenarios(load_scenarios()["base"])
        >>> moved["sandbox_time_saving_share"].value("sandbox_time_saving_share")
        0.5
    """
    found = {}
    for row in policy_levers():
        if row.high is not None and float(scenario.value(row.name)) < row.high:
            found[row.name] = scenario.with_(f"{scenario.name}: {row.name}", **{row.name: row.high})
    return found


def lever_worths(scenario: Scenario, progress: Progress | None = None) -> pl.DataFrame:
    """What each lever adds to the programme's returns on the central case if it does what its range allows.

    The size of the effect is an assumption; only what it is worth is computed. A lever that moves no return,
    such as the regional mandate, shows 0.

    Args:
        scenario: Where the levers are moved from.
        progress: Called as (scenarios done, scenarios, ""); may raise to stop.

    Returns:
        lever, value_from, value_to, irr_gross_change_rate, irr_net_change_rate, tvpi_change_multiple,
        distributed_change_krw; one row per lever.

    Source: METHOD.md, "Policy levers".
    """
    moved = lever_scenarios(scenario)
    answers = sweep([scenario, *moved.values()], progress=progress)
    whole = answers.filter((pl.col("party_code") == _WHOLE) & (pl.col("statistic") == "central"))
    by_name = {row["scenario"]: row for row in whole.select("scenario", *_MONEY).iter_rows(named=True)}
    base = by_name[scenario.name]
    rows = []
    for name, changed in moved.items():
        row = by_name[changed.name]
        gaps = {
            key: None if row[key] is None or base[key] is None else row[key] - base[key] for key in _MONEY
        }
        rows.append(
            {
                "lever": name,
                "value_from": float(scenario.value(name)),
                "value_to": float(changed.value(name)),
                "irr_gross_change_rate": gaps["irr_gross_rate"],
                "irr_net_change_rate": gaps["irr_net_rate"],
                "tvpi_change_multiple": gaps["tvpi_multiple"],
                "distributed_change_krw": gaps["distributed_krw"],
            }
        )
    return pl.DataFrame(rows)

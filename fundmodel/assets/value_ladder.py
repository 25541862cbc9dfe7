"""The value ladder: what a company is worth before each phase, and what its rounds are.

A step of the ladder is what an investor with a required return pays for a success: the value before the next
round is the value after this one, grown over the phase and divided by its published chance of success.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import polars as pl
import polars.selectors as cs

from fundmodel.assets.drug_programmes import PHASES, ROUND_PHASES, Floats


@dataclass(frozen=True)
class Ladder:
    """Values of a company that succeeds.

    Attributes:
        pre_money_krw: Shape (n_worlds, n_areas, n_phases + 1), before each phase's round; last: approved.
        round_krw: Shape (n_worlds, n_areas, n_phases), no round before the last phase.
        growth: Same shape, price of a share after success of the phase over the price before.
        half_growth: Same shape, the same half-way through the phase, before its outcome is known.
        kept_share: Shape (n_worlds, 1), what each round leaves to earlier owners before it dilutes them: the
            rest goes to the option pool.
    """

    pre_money_krw: Floats
    round_krw: Floats
    growth: Floats
    half_growth: Floats
    kept_share: Floats

    @property
    def post_money_krw(self) -> Floats:
        """Value after the round of each phase, shape (n_worlds, n_areas, n_phases)."""
        return self.pre_money_krw[:, :, :-1] + self.round_krw


def value_ladder(
    assumptions: Mapping[str, Floats],
    success: Floats,
    duration_years: Floats,
    cost_ratio: Floats,
    need: Floats,
    step_up: Floats,
) -> Ladder:
    """The ladder of every world and area.

    Args:
        assumptions: Columns of startups_assumptions, each of shape (n_worlds,).
        success: Shape (n_worlds, n_areas, n_phases), published.
        duration_years: Same shape.
        cost_ratio: Same shape, trial cost of the area over the mean of all areas.
        need: Same shape, part of the round that is needed; values are those of the whole round, so the rest
            is gained by the owners.
        step_up: Same shape, value after success over that before where it is stated, in place of what return
            and success ask for; 0 where it is not.

    Example:
        >>> names = [f"round_size_{code}_krw" for code in ("preclinical", "p1", "p2", "p3")]
        >>> given = dict(zip(names, np.array([[8e9], [2e10], [4e10], [8e10]])))
        >>> given |= {"pre_money_preclinical_krw": np.array([2e10])}
        >>> given |= {"round_cost_weight": np.array([0.5]), "ladder_return_rate": np.array([0.1])}
        >>> given |= {"option_pool_share": np.array([0.0])}
        >>> ladder = value_ladder(
        ...     given,
        ...     np.array([[[0.6, 0.52, 0.289, 0.578, 0.906]]]),
        ...     np.array([[[1.0, 1.8, 2.1, 2.5, 1.5]]]),
        ...     np.ones((1, 1, 5)),
        ...     np.ones((1, 1, 5)),
        ...     np.zeros((1, 1, 5)),
        ... )
        >>> (ladder.pre_money_krw / 1e9).round()
        array([[[  20.,   51.,  163.,  857., 2058., 2621.]]])

    Source: METHOD.md, "Asset economics that give sane numbers".
    """
    sizes = [assumptions[f"round_size_{code}_krw"] for code in ("preclinical", "p1", "p2", "p3")]
    weight = assumptions["round_cost_weight"][:, None]
    rounds = np.zeros_like(success)
    for phase in ROUND_PHASES:
        rounds[:, :, phase] = sizes[phase][:, None] * (1 + weight * (cost_ratio[:, :, phase] - 1))
    yearly = 1 + assumptions["ladder_return_rate"][:, None, None]
    growth = np.where(step_up > 0, step_up, yearly**duration_years / success)
    pre_money = np.empty((*success.shape[:2], len(PHASES) + 1))
    pre_money[:, :, 0] = assumptions["pre_money_preclinical_krw"][:, None]
    for phase in range(len(PHASES)):
        pre_money[:, :, phase + 1] = (pre_money[:, :, phase] + rounds[:, :, phase]) * growth[:, :, phase]
    needed = rounds * need
    gain = (pre_money[:, :, :-1] + rounds) / (pre_money[:, :, :-1] + needed)
    half_growth = yearly ** (duration_years / 2) * gain
    kept = 1 - assumptions["option_pool_share"][:, None]
    return Ladder(pre_money, needed, growth * gain, half_growth, kept)


def ladder_of_worlds(
    startups_assumptions: pl.DataFrame, programme_phases: pl.DataFrame
) -> tuple[dict[str, Floats], Ladder]:
    """The assumptions of all worlds as arrays of shape (n_worlds,), and their ladder.

    Args:
        startups_assumptions: One row per world.
        programme_phases: world_id, area_id, phase_id, published_success_share, published_duration_years,
            trial_cost_ratio, round_need_share, step_up_multiple.
    """
    startups = startups_assumptions.sort("world_id")
    numbers = startups.select(cs.numeric()).columns
    given = {name: startups[name].to_numpy().astype(np.float64) for name in numbers}
    phases = programme_phases.sort("world_id", "area_id", "phase_id")
    names = (
        "published_success_share", "published_duration_years", "trial_cost_ratio", "round_need_share",
        "step_up_multiple",
    )  # fmt: skip
    success, years, cost, need, step_up = (
        phases[name].to_numpy().reshape(startups.height, -1, len(PHASES)) for name in names
    )
    is_stated = (startups["value_ladder_source"] == "step_ups").to_numpy()[:, None, None]
    return given, value_ladder(given, success, years, cost, need, step_up * is_stated)

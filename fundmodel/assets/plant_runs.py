"""Plants on paths: the plan that lenders see, the average plant of the central case, every plant."""

from dataclasses import dataclass, replace
from math import ceil

import numpy as np
import polars as pl

from fundmodel import draws
from fundmodel.assets.plant_building import Building, build, spent_shares
from fundmodel.assets.plant_chances import (
    OUTCOMES,
    delay_outcomes,
    delay_weights,
    drawn_delay,
    drawn_overrun,
    overrun_outcomes,
)
from fundmodel.assets.plant_loans import Loan, plan_loan
from fundmodel.assets.plant_operation import Operation, operate
from fundmodel.assets.plant_terms import QUARTERS_PER_HALF_YEAR, Floats, Ints, PlantTerms


@dataclass(frozen=True)
class PlantMarket:
    """Market paths: ids ascending, arrays (n_paths, n_quarters), own demand (n_quarters,) or None."""

    path_id: Ints
    demand_factor: Floats
    krw_per_usd: Floats
    anchor_share: Floats | None


@dataclass(frozen=True)
class Runs:
    """Plants that were built and operated; one series each, in the order path, plan row, number.

    Attributes:
        path: Shape (n_groups,), path id of what a table shows: a plant, or the average plant of a plan row.
        facility: Same shape, facility_id.
        number: Same shape, number of the plant within its plan row, 0 for the average plant.
        capacity_kl: Shape (n_series,).
        building: Of the series.
        operation: Of the series.
        weight: Shape (n_series,), probability of each series within its group; None if every group is one
            series.
        group: Shape (n_series,), index into path, facility and number.
    """

    path: Ints
    facility: Ints
    number: Ints
    capacity_kl: Floats
    building: Building
    operation: Operation
    weight: Floats | None
    group: Ints


def market_of(market_paths: pl.DataFrame, anchor_demand: pl.DataFrame, n_quarters: int) -> PlantMarket:
    """The market paths of one world as arrays, with the demand of the portfolio's own programmes."""
    ordered = market_paths.sort("path_id", "quarter")

    def column(name: str) -> Floats:
        return ordered[name].to_numpy().reshape(-1, n_quarters)

    ids = ordered["path_id"].to_numpy()[::n_quarters]
    own = anchor_demand.sort("quarter")["load_share"].to_numpy() if anchor_demand.height else None
    return PlantMarket(ids, column("demand_factor"), column("krw_per_usd"), own)


def validation_length(terms: PlantTerms) -> float:
    """Quarters of validation after what a regulatory sandbox saves, not whole.

    Example:
        >>> from tests.plant_case import TERMS
        >>> validation_length(replace(TERMS, sandbox_time_saving_share=0.25))
        1.5
    """
    return terms.validation_quarters * (1 - terms.sandbox_time_saving_share)


def plan_case(terms: PlantTerms, capacity_kl: Floats, start: Ints) -> tuple[Loan | None, Building, Operation]:
    """The plan on which lenders and owners agree: mean overrun, mean delay, full demand, the start rate.

    Args:
        terms: Assumptions.
        capacity_kl: Shape (n_series,).
        start: Quarter in which building starts.

    Returns:
        The loan (None if no gearing is allowed), and the plan's building and operation with it.

    Source: METHOD.md, "Plants: debt".
    """
    # Lenders count on no phase that is not yet decided.
    phase = "never" if terms.second_phase == "option" else terms.second_phase
    plain = replace(terms, demand_level=1.0, second_phase=phase)
    overrun = np.full(start.size, terms.overrun_mean_share)
    delay = np.full(start.size, ceil(terms.delay_mean_quarters), dtype=np.int64)
    validation = np.full(start.size, ceil(validation_length(terms)), dtype=np.int64)
    shape = (start.size, terms.quarters + 1)
    market = (np.ones(shape), np.full(shape, terms.krw_per_usd_start))
    building = build(plain, capacity_kl, start, overrun, delay, None, validation)
    operation = operate(plain, capacity_kl, building, *market)
    if terms.gearing_max_share == 0:
        return None, building, operation
    count = building.quarter.shape[1]
    shares = np.diff(spent_shares(terms.capex_curve, count)[count])
    growth = np.zeros(start.size)
    for number in range(count):
        quarters = building.opening - start - number * QUARTERS_PER_HALF_YEAR
        growth += shares[number] * (1 + terms.debt_rate_per_quarter) ** quarters
    loan = plan_loan(terms, building.gross_krw, growth, operation.detail.cfads_krw.T)
    building = build(plain, capacity_kl, start, overrun, delay, loan, validation)
    return loan, building, operate(plain, capacity_kl, building, *market, loan)


def _operate(
    terms: PlantTerms, kl: Floats, building: Building, market: PlantMarket, path: Ints, loan: Loan | None
) -> Operation:
    """Operation under the market of each series' path; after the grid the last quarter's market holds."""
    row = np.searchsorted(market.path_id, path)[:, None]
    run = np.arange(terms.quarters + 1)
    date = np.minimum(building.opening[:, None] + run, market.demand_factor.shape[1] - 1)
    factors = (market.demand_factor[row, date], market.krw_per_usd[row, date])
    own = None if market.anchor_share is None else market.anchor_share[date]
    return operate(terms, kl, building, *factors, loan, own)


def _loans(terms: PlantTerms, plan: pl.DataFrame) -> Loan | None:
    """The loan of each plan row."""
    start = plan["start_quarter"].to_numpy().astype(np.int64)
    return (
        None if terms.gearing_max_share == 0 else plan_case(terms, plan["capacity_kl"].to_numpy(), start)[0]
    )


def _delays(terms: PlantTerms) -> Floats:
    """Equally likely delays in quarters: those on record, or those of the assumed mean."""
    if terms.recorded_delays:
        return np.array(terms.recorded_delays)
    return delay_outcomes(terms.delay_mean_quarters)


def central_runs(terms: PlantTerms, plan: pl.DataFrame, market: PlantMarket) -> Runs:
    """The average plant of each plan row: mean overrun, every delay and validation time with its probability.

    Args:
        terms: Assumptions.
        plan: facility_id, capacity_kl, start_quarter.
        market: Path 0 among its paths.
    """
    delays, delay_weight = delay_weights(_delays(terms))
    lengths, length_weight = delay_weights(np.full(OUTCOMES, validation_length(terms)))
    delay, validation = (grid.ravel() for grid in np.meshgrid(delays, lengths, indexing="ij"))
    weight = (delay_weight[:, None] * length_weight).ravel()
    group = np.repeat(np.arange(plan.height), weight.size)
    kl = plan["capacity_kl"].to_numpy()[group]
    start = plan["start_quarter"].to_numpy().astype(np.int64)[group]
    loans = _loans(terms, plan)
    loan = None if loans is None else loans.of(group)
    overrun = np.full(group.size, terms.overrun_mean_share)
    building = build(
        terms, kl, start, overrun, np.tile(delay, plan.height), loan, np.tile(validation, plan.height)
    )
    operation = _operate(terms, kl, building, market, np.zeros_like(group), loan)
    zero = np.zeros(plan.height, dtype=np.int64)
    facility = plan["facility_id"].to_numpy()
    return Runs(zero, facility, zero, kl, building, operation, np.tile(weight, plan.height), group)


def random_runs(
    terms: PlantTerms,
    plan: pl.DataFrame,
    market: PlantMarket,
    paths: Ints,
    seed: int,
    overrun_volatility: float,
) -> Runs:
    """Every plant on every random path: its own overrun, delay and validation time.

    Args:
        terms: Assumptions.
        plan: facility_id, facility_code, capacity_kl, start_quarter, plant_capacity.
        market: With the paths among its own.
        paths: Path ids above 0, ascending.
        seed: Of the run.
        overrun_volatility: Standard deviation of the log of the final cost, where no record is drawn from.
    """
    overruns = (
        np.array(terms.recorded_overruns)
        if terms.recorded_overruns
        else overrun_outcomes(terms.overrun_mean_share, overrun_volatility)
    )
    delays = _delays(terms)
    lengths = np.full(OUTCOMES, validation_length(terms))
    numbers = pl.int_ranges(1, pl.col("plant_capacity") + 1)
    plants = plan.with_row_index("row").with_columns(numbers.alias("plant_number")).explode("plant_number")
    overrun = np.empty((paths.size, plants.height))
    delay, validation = np.empty((2, paths.size, plants.height), dtype=np.int64)
    validation[:] = terms.validation_quarters
    for column, (code, number) in enumerate(plants.select("facility_code", "plant_number").iter_rows()):
        asset = f"{code}/{number}"
        overrun[:, column] = drawn_overrun(overruns, draws.uniforms(seed, asset, "overrun", paths))
        delay[:, column] = drawn_delay(delays, draws.uniforms(seed, asset, "delay", paths))
        if terms.sandbox_time_saving_share > 0:
            drawn = draws.uniforms(seed, asset, "validation", paths)
            validation[:, column] = drawn_delay(lengths, drawn)
    plant = np.tile(np.arange(plants.height), paths.size)
    path = np.repeat(paths, plants.height)
    kl = plants["capacity_kl"].to_numpy()[plant]
    start = plants["start_quarter"].to_numpy().astype(np.int64)[plant]
    loans = _loans(terms, plan)
    loan = None if loans is None else loans.of(plants["row"].to_numpy()[plant])
    building = build(terms, kl, start, overrun.ravel(), delay.ravel(), loan, validation.ravel())
    operation = _operate(terms, kl, building, market, path, loan)
    facility, number = (plants[name].to_numpy()[plant] for name in ("facility_id", "plant_number"))
    return Runs(path, facility, number, kl, building, operation, None, np.arange(plant.size))

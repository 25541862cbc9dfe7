"""The terms of plants: what a plant of one world costs, earns and owes, read once from its assumptions."""

from dataclasses import dataclass, fields
from math import fsum

import numpy as np
import polars as pl
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

QUARTERS_PER_YEAR = 4
QUARTERS_PER_HALF_YEAR = 2
DAYS_PER_YEAR = 365


@dataclass(frozen=True)
class PlantTerms:
    """The assumptions about plants in one world; names and units as in the catalogue.

    Attributes:
        capex_per_kl_krw: Investment budget per kL.
        build_quarters: Quarters from the start of building to mechanical completion, without delay.
        validation_quarters: Quarters from there to the first GMP batch, which opens the plant.
        revenue_per_kl_krw: Revenue per utilised kL and year at quarter 0 and at the start rate of exchange.
        price_growth_rate: Growth of price, and of cost with it, per year.
        margin_at_full_share: EBITDA margin at full load.
        fixed_cost_share: Part of the full-load cost that does not fall with utilisation.
        maintenance_capex_share: Yearly maintenance as a share of gross capex.
        depreciation_years: Straight-line life for tax.
        exit_multiple: Sale value as a multiple of the EBITDA of the last four quarters, floored at 0.
        exit_quarter: Operating quarter at whose end the plant is sold.
        plant_discount_rate: Rate per year that values a plant in operation.
        usd_price_share: Share of revenue that moves with KRW per USD.
        demand_level: Multiple of the ramp.
        krw_per_usd_start: The rate of exchange at which revenue per kL is stated.
        ramp: Share of capacity by operating year; the last value holds from then on.
        capex_curve: Share of the budget by half-year of building, sum 1; stretched over the real duration.
        tax_bands: (from profit in won, rate) in rising order; a rate holds for the profit above its limit.
        usd_input_share: Share of variable cost that moves with KRW per USD; all other costs are in won.
        overrun_mean_share: Overrun of the plan that the loan is sized on.
        delay_mean_quarters: Delay of that plan, started quarters.
        sandbox_time_saving_share: Part of validation that a regulatory sandbox saves.
        grant_share: Grants as a share of the budget, paid with its instalments.
        tax_credit_share: Investment tax credit as a share of gross capex less grants, used against tax.
        loss_offset_share: Part of a year's profit that earlier losses may offset.
        contracted_share: Part of the capacity under contract; the rest is sold spot.
        take_or_pay_share: Part of the contracted ramp that is paid even if it is not used.
        spot_price_share: Price of spot capacity over the contract price.
        batch_yield_share: Sold output over that of a plant with usual yields.
        working_capital_days: Days of revenue tied up in receivables and stock, less payables.
        talent_ramp_uplift_share: How much faster a plant fills; 0.2 reaches the second year's load in 20
            months.
        plant_exit: `sale` at the exit quarter, or `hold` to the end of the plant's life.
        plant_life_years: Operating years of a plant that is held.
        gearing_max_share: Most debt as a share of cost; 0 builds without debt.
        debt_dscr_multiple: Debt service cover at which the loan is sized.
        debt_interest_rate: Nominal rate per year, paid by quarters.
        debt_tenor_years: Operating years until the loan is repaid.
        debt_grace_years: First operating years in which only interest is paid.
        debt_repayment: `sculpted` to cash flow or `level` payments.
        dsra_quarters: Quarters of debt service in the reserve account.
        lock_up_dscr_multiple: Cover below which nothing is paid to owners.
        cash_sweep_share: Part of locked-up cash that prepays the loan.
        equity_cures_max: Missed payments that the owners cure; after that the loan is in default.
        second_phase: `never`, `at_once`, or `option` on utilisation.
        second_phase_share: Capacity of the second phase over the first.
        second_phase_capex_share: Its cost per kL over that of the first.
        second_phase_build_quarters: From the decision to its opening.
        second_phase_trigger_share: Utilisation of a year from which it is built.
        recorded_overruns: Overruns on record, each as likely; empty if mean and spread are assumed.
        recorded_delays: Delays on record in quarters, each as likely; empty if the mean is assumed.
    """

    capex_per_kl_krw: float
    build_quarters: int
    validation_quarters: int
    revenue_per_kl_krw: float
    price_growth_rate: float
    margin_at_full_share: float
    fixed_cost_share: float
    maintenance_capex_share: float
    depreciation_years: int
    exit_multiple: float
    exit_quarter: int
    plant_discount_rate: float
    usd_price_share: float
    demand_level: float
    krw_per_usd_start: float
    ramp: tuple[float, ...]
    capex_curve: tuple[float, ...]
    tax_bands: tuple[tuple[float, float], ...]
    usd_input_share: float = 0.0
    overrun_mean_share: float = 0.0
    delay_mean_quarters: float = 0.0
    sandbox_time_saving_share: float = 0.0
    grant_share: float = 0.0
    tax_credit_share: float = 0.0
    loss_offset_share: float = 0.0
    contracted_share: float = 0.0
    take_or_pay_share: float = 0.0
    spot_price_share: float = 1.0
    batch_yield_share: float = 1.0
    working_capital_days: float = 0.0
    talent_ramp_uplift_share: float = 0.0
    plant_exit: str = "sale"
    plant_life_years: int = 1
    gearing_max_share: float = 0.0
    debt_dscr_multiple: float = 1.0
    debt_interest_rate: float = 0.0
    debt_tenor_years: int = 1
    debt_grace_years: int = 0
    debt_repayment: str = "sculpted"
    dsra_quarters: int = 0
    lock_up_dscr_multiple: float = 0.0
    cash_sweep_share: float = 0.0
    equity_cures_max: int = 0
    second_phase: str = "never"
    second_phase_share: float = 0.0
    second_phase_capex_share: float = 1.0
    second_phase_build_quarters: int = 4
    second_phase_trigger_share: float = 1.0
    recorded_overruns: tuple[float, ...] = ()
    recorded_delays: tuple[float, ...] = ()

    @property
    def quarters(self) -> int:
        """Operating quarters that are modelled: to the sale, or to the end of the plant's life."""
        return self.exit_quarter if self.plant_exit == "sale" else self.plant_life_years * QUARTERS_PER_YEAR

    @property
    def ends(self) -> tuple[int, ...]:
        """Operating quarters in which accounts are closed: every fourth one, and the last one."""
        years = range(QUARTERS_PER_YEAR, self.quarters, QUARTERS_PER_YEAR)
        return (*years, self.quarters)

    @property
    def debt_rate_per_quarter(self) -> float:
        """Interest of a quarter."""
        return self.debt_interest_rate / QUARTERS_PER_YEAR

    def ramp_at(self, quarter: Ints) -> Floats:
        """Share of capacity that the market takes in an operating quarter, 1 the first; 0 before it.

        Within an operating year the share is constant. A faster ramp reads the curve at a later year.

        Example:
            >>> from tests.plant_case import TERMS
            >>> TERMS.ramp_at(np.array([0, 1, 4, 5])).tolist()
            [0.0, 0.25, 0.25, 1.0]
        """
        year = -(-quarter // QUARTERS_PER_YEAR)
        known = np.arange(1, len(self.ramp) + 1)
        share = np.interp(year * (1 + self.talent_ramp_uplift_share), known, self.ramp)
        return np.where(quarter > 0, share, 0.0)


def _curve(curves_data: pl.DataFrame, code: str) -> tuple[float, ...]:
    return tuple(curves_data.filter(pl.col("curve_code") == code).sort("position")["value"].to_list())


def _record(plant_record: pl.DataFrame) -> dict[str, float | tuple[float, ...]]:
    """Outcomes on record and their means, as fields of the terms."""
    found: dict[str, float | tuple[float, ...]] = {}
    for measure, unit in (("overrun", "share"), ("delay", "quarters")):
        rows = plant_record.filter(pl.col("measure") == measure).sort("position")["outcome"].to_list()
        if rows:
            found[f"recorded_{measure}s"] = tuple(rows)
            found[f"{measure}_mean_{unit}"] = fsum(rows) / len(rows)
    return found


def plant_terms(
    plants_assumptions: pl.DataFrame,
    market_assumptions: pl.DataFrame,
    plan_assumptions: pl.DataFrame,
    curves_data: pl.DataFrame,
    tax_rates_data: pl.DataFrame,
    plant_record: pl.DataFrame,
) -> dict[int, PlantTerms]:
    """The terms of every world, by world_id.

    Args:
        plants_assumptions: One row per world.
        market_assumptions: One row per world.
        plan_assumptions: One row per world; the sandbox lever is read from it.
        curves_data: Curves `plant_ramp` and `capex_s_curve`.
        tax_rates_data: Rows of kind `corporate` are the tax bands.
        plant_record: measure, position, outcome; read where the building risk is that of the plant table.
    """
    curves = {"ramp": _curve(curves_data, "plant_ramp"), "capex_curve": _curve(curves_data, "capex_s_curve")}
    bands = tax_rates_data.filter(pl.col("tax_kind") == "corporate").sort("from_krw")
    steps = tuple((float(limit), float(rate)) for limit, rate in bands.select("from_krw", "rate").iter_rows())
    names = [item.name for item in fields(PlantTerms)]
    worlds: dict[int, dict] = {}
    for frame in (plan_assumptions, market_assumptions, plants_assumptions):
        for row in frame.iter_rows(named=True):
            known = {name: row[name] for name in names if name in row}
            worlds.setdefault(row["world_id"], {}).update(known)
            if row.get("building_risk_source") == "plant_table":
                worlds[row["world_id"]].update(_record(plant_record))
    return {world: PlantTerms(**given, **curves, tax_bands=steps) for world, given in worlds.items()}

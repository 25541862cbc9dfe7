import numpy as np
import polars as pl
import pytest

from fundmodel import draws
from fundmodel.assets.plant_chances import delay_outcomes, drawn_delay, drawn_overrun, overrun_outcomes
from fundmodel.steps.facility_events import facility_events

N_QUARTERS = 60
# Two plants on record, one of them half a year late, and one of two projects a fifth above its budget.
RECORD = pl.DataFrame(
    {
        "measure": ["delay", "delay", "overrun", "overrun"],
        "position": [1, 2, 1, 2],
        "outcome": [0.0, 2.0, 0.0, 0.2],
    }
)


def given(
    paths=(0,), demand=1.0, seed=7, n_quarters=N_QUARTERS, capacity=1, sandbox=0.0, anchor=(), **changes
):
    """The plant of tests/plant_case.py as two plan rows, from quarter 0 and from quarter 8."""
    plants = {
        "world_id": 0,
        "capex_per_kl_krw": 1_000,
        "overrun_mean_share": 0.1,
        "overrun_volatility": 0.0,
        "build_quarters": 4,
        "validation_quarters": 2,
        "delay_mean_quarters": 0.0,
        "revenue_per_kl_krw": 1_000,
        "price_growth_rate": 0.0,
        "margin_at_full_share": 0.4,
        "fixed_cost_share": 0.5,
        "maintenance_capex_share": 0.02,
        "depreciation_years": 10,
        "exit_multiple": 5.0,
        "exit_quarter": 12,
        "plant_discount_rate": 0.1,
        "usd_price_share": 0.7,
        "export_share": 0.8,
        "jobs_per_kl": 10.0,
    } | changes
    grid = pl.DataFrame({"path_id": sorted({0, *paths})}).join(
        pl.DataFrame({"quarter": range(n_quarters)}), how="cross"
    )
    market = grid.with_columns(world_id=0, krw_per_usd=1_400.0, demand_factor=demand)
    return {
        "facility_capacity_plan": pl.DataFrame(
            {
                "world_id": [0, 0],
                "facility_id": [0, 1],
                "facility_code": ["C1-songdo", "C1-osong"],
                "capacity_kl": [10.0, 10.0],
                "start_quarter": [0, 8],
                "plant_capacity": [capacity, 1],
            }
        ),
        "plants_assumptions": pl.DataFrame([plants]),
        "market_assumptions": pl.DataFrame(
            {"world_id": [0], "demand_level": [1.0], "krw_per_usd_start": [1_400.0]}
        ),
        "plan_assumptions": pl.DataFrame({"world_id": [0], "sandbox_time_saving_share": [sandbox]}),
        "market_paths": market,
        "anchor_demand": pl.DataFrame(
            {"world_id": [0] * len(anchor), "quarter": list(range(len(anchor))), "load_share": list(anchor)},
            schema={"world_id": pl.Int32, "quarter": pl.Int32, "load_share": pl.Float64},
        ),
        "curves_data": pl.DataFrame(
            {
                "curve_code": ["capex_s_curve", "plant_ramp", "plant_ramp", "capex_s_curve", "other"],
                "position": [2, 1, 2, 1, 1],
                "value": [0.6, 0.25, 1.0, 0.4, 9.0],
            }
        ),
        "tax_rates_data": pl.DataFrame(
            {
                "tax_kind": ["corporate", "withholding", "corporate"],
                "from_krw": [1_000, None, 0],
                "rate": [0.2, 0.15, 0.1],
            }
        ),
        "plant_record": RECORD,
        "run_settings": pl.DataFrame({"seed": [seed], "n_quarters": [n_quarters], "first_year": [2027]}),
        "paths": pl.DataFrame({"path_id": list(paths)}),
    }


def test_a_certain_plant_is_its_own_central_case():
    """Without overrun spread, delay and market shocks every path is the plant computed by hand."""
    events = facility_events(**given(paths=(0, 1)))["facility_events"]
    rows = events.filter(pl.col("path_id") == 1, pl.col("facility_id") == 0).drop("path_id", "plant_number")
    assert rows.rows() == [
        # world, facility, quarter, opened, capex, overrun, grant, draw, paid in, loss call, revenue, tax,
        # lenders, cure, lenders' loss, dividend, exit
        (0, 0, 0, 0, 4_400, 400, 0, 0, 4_400, 0, 0, 0, 0, 0, 0, 0, 0),
        (0, 0, 2, 0, 6_600, 600, 0, 0, 6_600, 0, 0, 0, 0, 0, 0, 0, 0),
        (0, 0, 6, 10_000, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0),
        (0, 0, 7, 0, 0, 0, 0, 0, 367, 367, 0, 0, 0, 0, 0, 0, 0),
        (0, 0, 8, 0, 0, 0, 0, 0, 367, 367, 0, 0, 0, 0, 0, 0, 0),
        (0, 0, 9, 0, 0, 0, 0, 0, 367, 367, 0, 0, 0, 0, 0, 0, 0),
        (0, 0, 10, 0, 0, 0, 0, 0, 367, 367, 2_500, 0, 0, 0, 0, 0, 0),
        (0, 0, 14, 0, 0, 0, 0, 0, 0, 0, 10_000, 480, 0, 0, 0, 3_300, 0),
        (0, 0, 18, 0, 0, 0, 0, 0, 0, 0, 10_000, 480, 0, 0, 0, 3_300, 20_000),
    ]
    central = events.filter(pl.col("path_id") == 0, pl.col("facility_id") == 0).drop(
        "path_id", "plant_number"
    )
    assert central.rows() == rows.rows()
    later = events.filter(pl.col("path_id") == 1, pl.col("facility_id") == 1)
    assert later["quarter"].to_list() == [8, 10, 14, 15, 16, 17, 18, 22, 26]


def test_lots_are_in_the_order_of_their_grain():
    lots = facility_events(**given(paths=(0, 1, 2), capacity=4, delay_mean_quarters=1.0))["facility_lots"]
    key = ["world_id", "path_id", "facility_id", "plant_number", "funded_quarter", "cash_quarter"]
    assert lots.columns[: len(key)] == key
    assert lots.select(key).rows() == sorted(set(lots.select(key).rows()))
    assert lots.filter(pl.col("path_id") == 0)["plant_number"].unique().to_list() == [0]
    assert lots.filter(pl.col("path_id") == 2, pl.col("facility_id") == 0)["plant_number"].n_unique() == 4
    assert lots.null_count().sum_horizontal().item() == 0


def test_every_plant_has_its_own_stream_by_code_and_number():
    shocks = {"delay_mean_quarters": 2.0, "overrun_volatility": 0.3}
    events = facility_events(**given(paths=(5,), capacity=2, **shocks))["facility_events"]
    path = np.array([5])
    for number in (1, 2):
        overruns = overrun_outcomes(0.1, 0.3)
        overrun = drawn_overrun(overruns, draws.uniforms(7, f"C1-songdo/{number}", "overrun", path))[0]
        delay = drawn_delay(delay_outcomes(2.0), draws.uniforms(7, f"C1-songdo/{number}", "delay", path))[0]
        plant = events.filter(pl.col("facility_id") == 0, pl.col("plant_number") == number)
        assert plant["capex_krw"].sum() == int(10_000 * (1 + overrun))
        assert plant.filter(pl.col("opened_kl_thousandths") > 0)["quarter"].item() == 6 + delay


@pytest.mark.parametrize("table", ["facility_events", "facility_lots"])
def test_a_path_is_the_same_whatever_is_drawn_with_it(table):
    shocks = {"delay_mean_quarters": 1.0, "overrun_volatility": 0.15}
    few = facility_events(**given(paths=range(21), **shocks))[table]
    many = facility_events(**given(paths=range(201), **shocks))[table]
    assert many.filter(pl.col("path_id") <= 20).equals(few)
    alone = facility_events(**given(paths=(17,), **shocks))[table]
    assert few.filter(pl.col("path_id") == 17).equals(alone)
    wider = facility_events(**given(paths=(17,), capacity=8, **shocks))[table]
    assert wider.filter((pl.col("facility_id") == 1) | (pl.col("plant_number") == 1)).equals(alone)


@pytest.mark.parametrize(
    ("volatility", "tax_rate", "sides"),
    [
        (0.2, 0.0, (pl.col("proceeds_krw") - pl.col("invested_krw"),)),
        (0.0, 0.2, ("proceeds_krw", "invested_krw")),
    ],
)
def test_the_mean_of_random_paths_is_the_central_case(volatility, tax_rate, sides):
    """Within four standard errors, where nothing bends: no demand shock, a flat tax, delays at random.

    Calls and receipts bend at zero cash, and tax at zero profit, in the overrun: with random overruns the net
    cash of every quarter is compared and there is no tax; without them calls and receipts, each by itself.
    """
    n_paths = 2_000
    frames = given(
        paths=range(n_paths + 1),
        delay_mean_quarters=1.5,
        overrun_volatility=volatility,
        price_growth_rate=0.02,
        capex_per_kl_krw=11_000_000_000,
        revenue_per_kl_krw=6_500_000_000,
    )
    flat = {"tax_kind": ["corporate"], "from_krw": [0], "rate": [tax_rate]}
    frames["tax_rates_data"] = pl.DataFrame(flat)
    lots = facility_events(**frames)["facility_lots"].filter(pl.col("facility_id") == 0)
    for side in sides:
        grid = np.zeros((n_paths + 1, N_QUARTERS))
        for path, quarter, amount in lots.select("path_id", "cash_quarter", side).iter_rows():
            grid[path, quarter] += amount
        random, central = grid[1:], grid[0]
        error = random.std(axis=0, ddof=1) / np.sqrt(n_paths)
        assert (np.abs(random.mean(axis=0) - central) <= 4 * error + 100).all()
        assert error.max() > 0
        assert np.abs(central).max() > 0


def test_the_central_case_spreads_every_flow_over_the_delays():
    """Mean delay 1 quarter: the opening comes in quarters 6..10 with the weights of the delay."""
    events = facility_events(**given(delay_mean_quarters=1.0))["facility_events"]
    opened = events.filter(pl.col("facility_id") == 0, pl.col("opened_kl_thousandths") > 0)
    assert opened["quarter"].to_list() == [6, 7, 8, 9, 10]
    assert opened["opened_kl_thousandths"].sum() == 10_000
    mean = (opened["quarter"] * opened["opened_kl_thousandths"]).sum() / 10_000
    assert mean == pytest.approx(7, abs=1e-3)


def test_a_sandbox_shortens_validation_on_average_by_its_share():
    """A quarter of 2 quarters saved is 1.5: half of the average plant opens in quarter 5, half in 6."""
    events = facility_events(**given(paths=range(401), sandbox=0.25))["facility_events"]
    opened = events.filter(pl.col("facility_id") == 0, pl.col("opened_kl_thousandths") > 0)
    central = opened.filter(pl.col("path_id") == 0)
    assert dict(central.select("quarter", "opened_kl_thousandths").iter_rows()) == {5: 5_000, 6: 5_000}
    early = (opened.filter(pl.col("path_id") > 0)["quarter"] == 5).mean()
    assert early == pytest.approx(0.5, abs=4 * 0.5 / 20)


def test_the_portfolios_own_batches_fill_what_is_free():
    """10 % of capacity in quarter 8 and after: 35 % in year 1, and no more than full in year 2."""
    own = [0.0] * 8 + [0.1] * (N_QUARTERS - 8)
    events = facility_events(**given(paths=(1,), anchor=own))["facility_events"]
    revenue = events.filter(pl.col("facility_id") == 0, pl.col("revenue_krw") > 0)["revenue_krw"]
    assert revenue.to_list() == [625 + 3 * 875, 10_000, 10_000]


def test_the_market_of_the_last_quarter_holds_after_the_grid():
    """A plant that opens in quarter 6 on a grid of 12 quarters is still run and sold."""
    events = facility_events(**given(paths=(3,), n_quarters=12))["facility_events"]
    assert events.filter(pl.col("facility_id") == 0)["exit_krw"].sum() == 20_000


def test_a_block_without_random_paths_has_the_central_case_only():
    made = facility_events(**given(paths=(0,)))
    assert made["facility_lots"]["path_id"].unique().to_list() == [0]
    assert facility_events(**given(paths=(1,)))["facility_lots"]["path_id"].unique().to_list() == [1]


def test_a_missed_payment_is_told_by_who_bears_it():
    """Demand of 60 % from the start: owners cure one payment, and the plant is sold for less than it owes."""
    loan = {
        "gearing_max_share": 0.6,
        "debt_dscr_multiple": 1.1,
        "debt_interest_rate": 0.04,
        "debt_tenor_years": 3,
        "debt_grace_years": 1,
        "equity_cures_max": 1,
        "exit_multiple": 0.5,
    }
    events = facility_events(**given(paths=(1,), demand=0.6, **loan))["facility_events"]
    first = events.filter(pl.col("facility_id") == 0)
    assert first["cure_krw"].sum() > 0
    assert first["cure_krw"].sum() < first["loss_call_krw"].sum()
    assert first.filter(pl.col("lender_loss_krw") > 0)["quarter"].to_list() == [18]
    easy = facility_events(**given(paths=(1,), **loan))["facility_events"]
    assert easy.select(pl.col("cure_krw", "lender_loss_krw").sum()).row(0) == (0, 0)


def test_plants_on_record_are_drawn_from_and_planned_with():
    """Delays of 0 and 2 quarters and overruns of 0 and 20 %: the plan takes 1 quarter and 10 %."""
    frames = given(paths=range(201), building_risk_source="plant_table", overrun_mean_share=0.5)
    events = facility_events(**frames)["facility_events"].filter(pl.col("facility_id") == 0)
    by_path = events.group_by("path_id").agg(
        pl.col("capex_krw", "overrun_krw").sum(),
        pl.col("quarter").filter(pl.col("opened_kl_thousandths") > 0).min().alias("opening"),
    )
    random = by_path.filter(pl.col("path_id") > 0)
    assert set(random.select("overrun_krw", "opening").rows()) == {(0, 6), (2_000, 6), (0, 8), (2_000, 8)}
    assert random["overrun_krw"].mean() == pytest.approx(1_000, abs=4 * 1_000 / 200**0.5)
    # The average plant: the mean overrun, half of it open in quarter 6 and half in quarter 8.
    central = events.filter(pl.col("path_id") == 0)
    assert central["overrun_krw"].sum() == 1_000
    opened = central.filter(pl.col("opened_kl_thousandths") > 0).select("quarter", "opened_kl_thousandths")
    assert opened.rows() == [(6, 5_000), (8, 5_000)]

"""What happens to every company on every random path, lot by lot."""

from collections.abc import Mapping
from math import sqrt

import numpy as np
import polars as pl

from fundmodel import draws
from fundmodel.assets.drug_programmes import (
    NOTHING,
    PHASES,
    QUARTERS_PER_YEAR,
    ROUND_PHASES,
    ExitTerms,
    Floats,
    Ints,
    Kind,
    duration_quarters,
    second_phase,
    success_chances,
)
from fundmodel.assets.programme_histories import (
    N_WORDS,
    VALUE_WORD,
    Cells,
    Histories,
    Odds,
    Words,
    histories,
    waits,
)
from fundmodel.assets.programme_lots import LotEvents, Lots, Prices, lot_events
from fundmodel.assets.programme_rounds import Rounds
from fundmodel.assets.programme_tranches import milestone_quarters

_SCHEMA = {
    "world_id": pl.Int32,
    "path_id": pl.Int32,
    "plan_id": pl.Int32,
    "company_number": pl.Int32,
    "lot_phase": pl.Int8,
    "round_pivot": pl.Int8,
    "pivot_phase": pl.Int8,
    "funded_quarter": pl.Int16,
    "tranche_quarters": pl.Int8,
    "quarter": pl.Int16,
    "phase": pl.Int8,
    "kind": pl.Int8,
    "licence_phase": pl.Int8,
    "step": pl.Int8,
    "value_factor": pl.Float64,
    "held_factor": pl.Float64,
}


def _chances(
    success: Floats, area_codes: list[str], assumptions: Mapping[str, float], paths: Ints, seed: int
) -> Floats:
    """Conditional success by phase, path and area; factors of different phases are independent."""
    common = assumptions["success_correlation"]
    own = min(assumptions["area_correlation"], 1 - common)
    together = common + own
    found = np.empty((len(PHASES), paths.size, len(area_codes)))
    for number, phase in enumerate(PHASES):
        purpose = f"success {phase}"
        every = draws.normals(seed, "all areas", purpose, paths)
        each = [draws.normals(seed, f"area {code}", purpose, paths) for code in area_codes]
        factor = sqrt(common) * every + sqrt(own) * np.concatenate(each, axis=1)
        factor = factor / sqrt(together) if together else factor
        found[number] = success_chances(success[:, number], factor, together)
    return found


def _drawn(seed: int, codes: list[str], paths: Ints) -> tuple[Words, Words]:
    """Words for outcomes and for deals of every company, each of shape (N_WORDS, n_paths x n_companies)."""
    found = []
    for purpose in ("outcomes", "deals"):
        by_company = draws.words_of(seed, codes, purpose, paths, N_WORDS)
        found.append(np.ascontiguousarray(by_company.transpose(2, 1, 0)).reshape(N_WORDS, -1))
    return found[0], found[1]


def _drawn_again(seed: int, codes: list[str], paths: Ints, cells: Cells) -> tuple[Words, Words]:
    """The same for second programmes, of shape (N_WORDS, n_cells); cells need not be in order."""
    found = []
    for purpose in ("second outcomes", "second deals"):
        words = draws.words_of(seed, codes, purpose, paths, N_WORDS)
        found.append(np.ascontiguousarray(words[cells.company, cells.path].T))
    return found[0], found[1]


def _area_values(seed: int, area_codes: list[str], paths: Ints) -> Words:
    """A word per path and area for what the exits of an area have in common, shape (n_paths, n_areas)."""
    each = [draws.words(seed, f"area {code}", "exit values", paths, 1) for code in area_codes]
    return np.concatenate(each, axis=1)


def _prices(
    cells: Cells, past: Histories, words: Words, of_areas: Words, equity: Floats, given: Mapping[str, float]
) -> Prices:
    """What each programme's exit or licence is worth over its plain value.

    A part of the shock's variance is common to an area and path; both parts have mean one.
    """
    common = given["value_area_correlation"]
    area_word = of_areas[cells.path, cells.area]
    shocks = []
    for name in ("exit", "ipo"):
        volatility = given[f"{name}_value_volatility"]
        shock = draws.from_table(draws.lognormal_table(volatility * sqrt(1 - common)), words)
        if common:
            shock *= draws.from_table(draws.lognormal_table(volatility * sqrt(common)), area_word)
        shocks.append(shock)
    sale, listing = shocks
    return Prices(np.where(past.is_ipo, listing, sale), equity)


def _second_programmes(cells: Cells, past: Histories, n_quarters: int) -> tuple[Cells, Ints, Ints]:
    """Programmes that go on after a failure, the place of each cell's or NOTHING, and the failed phase."""
    phase, cell = np.nonzero((past.kind == Kind.PIVOT) & (past.quarter < n_quarters))
    place = np.full(cells.path.size, NOTHING, dtype=np.int64)
    place[cell] = np.arange(cell.size)
    second = np.array([second_phase(failed) for failed in range(len(PHASES))], dtype=np.int8)[phase]
    keys = (cells.path[cell], cells.company[cell], cells.area[cell])
    return Cells(*keys, second, past.quarter[phase, cell]), place, phase.astype(np.int8)


def _sold(startup_ladder: pl.DataFrame) -> Floats:
    """The part of a company that each round sells on the ladder, shape (n_areas, n_rounds)."""
    ladder = startup_ladder.sort("area_id", "phase_id")
    pre, size = (ladder[name].to_numpy().astype(np.float64) for name in ("pre_money_krw", "round_krw"))
    return (size / (pre + size)).reshape(-1, len(PHASES) + 1)[:, : len(ROUND_PHASES)]


def _frame(rows: LotEvents, paths: Ints, slots: pl.DataFrame) -> pl.DataFrame:
    columns = {
        "world_id": np.zeros(rows.path.size, dtype=np.int32),
        "path_id": paths.astype(np.int32)[rows.path],
        "plan_id": slots["plan_id"].to_numpy()[rows.company],
        "company_number": slots["company_number"].to_numpy()[rows.company],
        "lot_phase": rows.lot_phase,
        "round_pivot": rows.round_pivot,
        "pivot_phase": rows.pivot_phase,
        "funded_quarter": rows.funded_quarter,
        "tranche_quarters": rows.tranche_quarters,
        "quarter": rows.quarter,
        "phase": rows.phase,
        "kind": rows.kind,
        "licence_phase": rows.licence_phase,
        "step": rows.step,
        "value_factor": rows.factor,
        "held_factor": rows.held_factor,
    }
    return pl.DataFrame(columns, schema=_SCHEMA)


def startup_events(
    company_capacity_plan: pl.DataFrame,
    company_slots: pl.DataFrame,
    areas: pl.DataFrame,
    programme_phases: pl.DataFrame,
    startup_ladder: pl.DataFrame,
    listing_places: pl.DataFrame,
    startups_assumptions: pl.DataFrame,
    curves_data: pl.DataFrame,
    market_paths: pl.DataFrame,
    run_settings: pl.DataFrame,
    paths: pl.DataFrame,
) -> pl.DataFrame:
    """Every event of every lot of every company that may be drawn, on the random paths of a block.

    Outcomes of a company hang together through a factor of all areas and one of its own area, drawn anew for
    each phase; so the chance to pass several phases stays the product of the chances. The value of an exit or
    licence has a shock of the programme's own, one of its area and the equity factor of the quarter in which
    it is priced; what a licence pays later was priced when it was signed, listed shares follow the market
    until they are sold. A second programme has draws of its own, so whether there is one changes nothing of
    the first.

    Args:
        company_capacity_plan: plan_id, plan_code, area_id, entry_phase.
        company_slots: plan_id, company_number, entry_quarter.
        areas: area_id, area_code.
        programme_phases: area_id, phase_id, success_share, duration_years.
        startup_ladder: area_id, phase_id, pre_money_krw, round_krw.
        listing_places: year_number, place_share.
        startups_assumptions: One row.
        curves_data: Curve `duration_quantiles`.
        market_paths: path_id, quarter, equity_factor.
        run_settings: seed, n_quarters.
        paths: path_id; path 0 has no events here, see startup_central.

    Returns:
        One row per world_id, path_id, plan_id, company_number, round_pivot (-1, or the phase in which the
        first programme had failed when the lot was bought), lot_phase, tranche_quarters (from the round to
        the payment, 0 at closing), quarter, kind: pivot_phase (the phase in which it failed while the lot was
        held, before this row, or -1), funded_quarter, phase, licence_phase (-1 unless licensed before), step
        (of a staged sale or royalty), value_factor, held_factor (of what was held before the row).

    Source: METHOD.md, "Paths", "Lots and budgets"; the value of each row is in startup_multiples.
    """
    asked = np.sort(paths["path_id"].to_numpy())
    asked = asked[asked > 0]
    plan = company_capacity_plan.select("plan_id", "plan_code", "area_id", "entry_phase")
    slots = company_slots.join(plan, on="plan_id").sort("plan_id", "company_number")
    if not asked.size or not slots.height:
        return pl.DataFrame(schema=_SCHEMA)
    given = startups_assumptions.row(0, named=True)
    seed, n_quarters = run_settings.select("seed", "n_quarters").row(0)
    market = market_paths.filter(pl.col("path_id") > 0).sort("path_id", "quarter")
    equity = market["equity_factor"].to_numpy().reshape(asked.size, -1)
    phases = programme_phases.sort("area_id", "phase_id")
    shape = (-1, len(PHASES))
    multipliers = curves_data.filter(pl.col("curve_code") == "duration_quantiles").sort("position")["value"]
    durations = duration_quarters(phases["duration_years"].to_numpy().reshape(shape), multipliers.to_numpy())
    codes = areas.sort("area_id")["area_code"].to_list()
    chances = _chances(phases["success_share"].to_numpy().reshape(shape), codes, given, asked, seed)
    company = [f"{c}/{n}" for c, n in slots.select("plan_code", "company_number").iter_rows()]
    drawn, deals = _drawn(seed, company, asked)
    path, place = (axis.ravel() for axis in np.indices((asked.size, slots.height), dtype=np.int32))
    starts = (slots[name].to_numpy()[place] for name in ("area_id", "entry_phase", "entry_quarter"))
    cells = Cells(path, place, *starts)
    terms = ExitTerms.of(given)
    windows = (waits(equity >= given[f"{name}_window_threshold"]) for name in ("ipo", "sale"))
    places = listing_places.sort("year_number")["place_share"].to_numpy()
    odds = Odds(chances, durations, terms, *windows, np.repeat(places, QUARTERS_PER_YEAR)[:n_quarters])
    past = histories(cells, drawn, deals, odds, may_pivot=True)
    milestone = milestone_quarters(given)
    lots = Lots.bought(past, n_quarters, milestone)
    of_areas = _area_values(seed, codes, asked)
    prices = _prices(cells, past, drawn[VALUE_WORD], of_areas, equity, given)
    sold, weight = _sold(startup_ladder), given["round_market_weight_share"]
    rounds = Rounds.of(cells, past, sold, equity, weight)
    rows = [lot_events(lots, cells, past, prices, rounds, terms, n_quarters)]
    others, second, failed = _second_programmes(cells, past, n_quarters)
    if failed.size:
        drawn, deals = _drawn_again(seed, company, asked, others)
        past = histories(others, drawn, deals, odds)
        lots = lots.carried(second, failed, rounds).and_those(
            Lots.bought(past, n_quarters, milestone, failed)
        )
        prices = _prices(others, past, drawn[VALUE_WORD], of_areas, equity, given)
        rounds = Rounds.of(others, past, sold, equity, weight)
        rows.append(lot_events(lots, others, past, prices, rounds, terms, n_quarters))
    return _frame(LotEvents.together(rows).in_order(), asked, slots)

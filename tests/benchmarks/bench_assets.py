"""5,000 companies and 30 plants: time and memory by paths, and histories against compiled code.

`python -m tests.benchmarks assets` measures 1,000 paths and says what 10,000 and 100,000 would take at that
rate; with FUNDMODEL_BENCH_PATHS=10000 (or any number) in the environment that number is measured as well.
"""

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

import numpy as np

import fundmodel as fm
from fundmodel import datasets, draws
from fundmodel.assets.drug_programmes import (
    NOTHING,
    PHASES,
    QUARTERS_PER_YEAR,
    ExitTerms,
    duration_quarters,
)
from fundmodel.assets.programme_histories import N_WORDS, Cells, Odds, histories, waits
from fundmodel.scenario import topic_frame
from tests.benchmarks import programme_loop
from tests.benchmarks.assets_once import BLOCK, COMPANIES, PLANTS, portfolio
from tests.benchmarks.side_by_side import best_times, row

ROOT = Path(__file__).parents[2]
MOST_BYTES = 3 * 1024**3
FEW, LARGER = 1_000, (10_000, 100_000)
MOST_GROWTH = 1.15
LOOP_PATHS, ROUNDS = 50, 3
_MINUTE = 60


def _measure(paths: int) -> dict[str, Any]:
    command = [sys.executable, "-m", "tests.benchmarks.assets_once", str(paths)]
    done = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, text=True, check=True)
    found = json.loads(done.stdout)
    assert (found["companies"], found["plants"]) == (COMPANIES, PLANTS)
    return found


def _case() -> tuple[Cells, np.ndarray, np.ndarray, Odds]:
    """Every company of the large portfolio on some paths, as the step startup_events sees it."""
    with tempfile.TemporaryDirectory() as folder:
        portfolio(Path(folder))
        with datasets.in_use(folder):
            base = fm.load_scenarios()["base"]
            results = fm.run(base, paths=LOOP_PATHS)
            slots = results["company_slots"].join(results["company_plan"], on="plan_id")
            slots = slots.filter(slots["company_number"] <= slots["company_count"])
            phases = results["programme_phases"].sort("area_id", "phase_id")
            market = results["market_paths"].sort("path_id", "quarter")
            curves = results["curves_data"]
            places = results["listing_places"].sort("year_number")["place_share"].to_numpy()
            given = topic_frame("startups", [base], "world_id").row(0, named=True)
    shape = (-1, len(PHASES))
    multipliers = curves.filter(curves["curve_code"] == "duration_quantiles").sort("position")["value"]
    durations = duration_quarters(phases["duration_years"].to_numpy().reshape(shape), multipliers.to_numpy())
    success = phases["success_share"].to_numpy().reshape(shape)
    chances = np.repeat(success.T[:, None, :], LOOP_PATHS, axis=1)
    equity = market["equity_factor"].to_numpy().reshape(LOOP_PATHS + 1, -1)[1:]
    path, place = (axis.ravel() for axis in np.indices((LOOP_PATHS, slots.height), dtype=np.int32))
    names = ("area_id", "entry_phase", "entry_quarter")
    cells = Cells(path, place, *(slots[name].to_numpy()[place] for name in names))
    terms = ExitTerms.of(given)
    windows = (waits(equity >= given[f"{name}_window_threshold"]) for name in ("ipo", "sale"))
    place_share = np.repeat(places, QUARTERS_PER_YEAR)[: equity.shape[1]]
    odds = Odds(np.ascontiguousarray(chances), durations, terms, *windows, place_share)
    words = [
        draws.words(7, "bench", purpose, np.arange(cells.path.size), N_WORDS).T.copy()
        for purpose in ("outcomes", "deals")
    ]
    return cells, words[0], words[1], odds


def _loop() -> dict[str, str]:
    cells, drawn, deals, odds = _case()
    terms = odds.terms
    outcomes, others = (words.astype(np.int64) for words in (drawn, deals))
    places = (cells.path, cells.area, cells.entry_phase, cells.entry_quarter.astype(np.int64))
    given = (
        *places, outcomes, others, odds.chances, odds.durations, np.cumsum(terms.exits, axis=1),
        odds.ipo_wait, odds.sale_wait, odds.place_share, terms.early_sale,
        terms.second_programme, terms.acqui_hire, terms.window_wait, terms.foreign_buyer,
        terms.review_quarters,
    )  # fmt: skip
    ways = {
        "ours": lambda: histories(cells, drawn, deals, odds, may_pivot=True),
        "loop": lambda: programme_loop.histories(*given),
    }
    ours, (kinds, quarters) = ways["ours"](), ways["loop"]()
    assert (ours.kind == kinds).all(), "the compiled loop tells other histories"
    runs = kinds != NOTHING
    assert (ours.quarter[runs] == quarters[runs]).all(), "the compiled loop ends phases in other quarters"
    times = best_times(ways, ROUNDS)
    per = {name: taken / cells.path.size * 1e9 for name, taken in times.items()}
    return row(
        f"histories of {cells.path.size:,} company-paths, the same to the last quarter",
        f"{per['ours']:.0f} ns each",
        f"{per['loop']:.0f} ns compiled, one by one, from the same draws, {per['ours'] / per['loop']:.1f}x",
    )


def _size(found: dict[str, Any], paths: int) -> dict[str, str]:
    items = paths * COMPANIES
    return row(
        f"{COMPANIES:,} companies + {PLANTS} plants, {paths:,} paths, blocks of {BLOCK}",
        f"{found['seconds']:.0f} s, {found['peak_bytes'] / 1024**3:.2f} GiB",
        f"{found['cpu_seconds']:.0f} s of processors, {found['cpu_seconds'] / items * 1e6:.1f} us a company-"
        f"path with {found['event_rows'] / items:.1f} events",
        f"< {MOST_BYTES / 1024**3:.0f} GiB",
        found["peak_bytes"] < MOST_BYTES,
    )


def run() -> list[dict[str, str]]:
    """Rows for the README's table; every run is a process of its own."""
    few = _measure(FEW)
    rows = [_size(few, FEW)]
    asked = os.environ.get("FUNDMODEL_BENCH_PATHS", "")
    measured = {paths: _measure(paths) for paths in LARGER if asked == str(paths)}
    for paths in LARGER:
        if paths in measured:
            rows.append(_size(measured[paths], paths))
            growth = measured[paths]["cpu_seconds"] / paths / (few["cpu_seconds"] / FEW)
            rows.append(
                row(
                    f"processor time per path of that portfolio, {paths:,} paths",
                    f"{growth:.2f}x",
                    f"that at {FEW:,} paths",
                    f"<= {MOST_GROWTH}x",
                    growth <= MOST_GROWTH,
                )
            )
        else:
            minutes = few["cpu_seconds"] * paths / FEW / _MINUTE
            rows.append(
                row(
                    f"the same, {paths:,} paths",
                    f"about {minutes:.0f} min of processors, not measured",
                    f"FUNDMODEL_BENCH_PATHS={paths} measures it",
                )
            )
    return [*rows, _loop()]

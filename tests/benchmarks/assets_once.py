"""One run of a large portfolio of assets in a process of its own, its time and its memory as JSON.

Run as `python -m tests.benchmarks.assets_once 1000`: the shipped datasets with 5,000 companies and 30 plants.
"""

import csv
import json
import resource
import shutil
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import fundmodel as fm
from fundmodel import datasets
from fundmodel.pipeline import Cache

COMPANIES, PLANTS = 5_000, 30
TABLES = ("lot_flows", "asset_outcomes")
# Pairs of scenario and path in a block: 500,000 companies at once.
BLOCK = 100
# How often a long run says how far it is, so that one that is stopped has still measured something.
_TOLD_BLOCKS = 10
_BYTES = 1 if sys.platform == "darwin" else 1024
_DENSITY_KRW = 1e11
Row = dict[str, str]


def _rewrite(file: Path, change: Callable[[list[Row]], list[Row]]) -> None:
    with file.open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    changed = change(rows)
    with file.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, list(changed[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(changed)


def portfolio(folder: Path) -> None:
    """Copy the shipped datasets into a folder and enlarge them to 5,000 companies and 30 plants.

    Plan rows get 64 or 128 companies, funds stay as they are; rounds and prices shrink so that the money
    asked for stays the same. Each CDMO fund gets ten plants, of which it holds smaller stakes.
    """
    plan = fm.run(fm.load_scenarios()["base"])
    sizes = dict(plan["fund_plan"].select("fund_code", "planned_size_krw").iter_rows())
    shrink = plan["company_plan"]["company_count"].sum() / COMPANIES
    shutil.copytree(datasets.shipped_folder(), folder, dirs_exist_ok=True)

    def companies(rows: list[Row]) -> list[Row]:
        # Companies are drawn to the next power of two of a plan row, so rows of 64 and 128 waste few draws.
        small = 1 << (COMPANIES // len(rows)).bit_length() - 1
        doubled, rest = divmod(COMPANIES - small * len(rows), small)
        for place, row in enumerate(reversed(rows)):
            count = small + (small if place < doubled else rest if place == doubled else 0)
            row["companies_per_krw_100bn"] = repr(count * _DENSITY_KRW / sizes[row["fund_code"]])
        return rows

    def prices(rows: list[Row]) -> list[Row]:
        for row in rows:
            if row["topic"] == "startups" and row["unit"] == "KRW":
                row["value"] = str(round(int(row["value"]) * shrink))
                row["low"] = "0"
        return rows

    def plants(rows: list[Row]) -> list[Row]:
        one = {row["fund_code"]: row for row in rows}
        count = PLANTS // len(one)
        return [row | {"facility_code": f"{code}-{n}"} for code, row in one.items() for n in range(count)]

    _rewrite(folder / "startup_plan.csv", companies)
    _rewrite(folder / "assumptions.csv", prices)
    _rewrite(folder / "facilities.csv", plants)


def _peak_bytes() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * _BYTES


def _tell(done: int, blocks: int, text: str) -> None:
    if done % _TOLD_BLOCKS == 0 or done == blocks:
        measured = f"{time.process_time():.0f} s of processors, {_peak_bytes() / 2**30:.2f} GiB"
        print(f"{text}: {done} of {blocks} blocks, {measured}", file=sys.stderr, flush=True)


def main() -> None:
    """Measure and print."""
    paths = int(sys.argv[1])
    with tempfile.TemporaryDirectory() as folder:
        portfolio(Path(folder))
        with datasets.in_use(folder):
            base = fm.load_scenarios()["base"]
            small = fm.run(base)
            counted = (
                small["company_plan"]["company_count"].sum(),
                small["facility_plan"]["plant_count"].sum(),
            )
            started, busy = time.perf_counter(), time.process_time()
            run = fm.run(base, paths=paths, block=BLOCK, cache=Cache(0), progress=_tell)
            results = run.compute(*TABLES)
            seconds, cpu_seconds = time.perf_counter() - started, time.process_time() - busy
            logged = results.log.filter(results.log["step"] == "startup_events")
    found = {
        "seconds": seconds,
        "cpu_seconds": cpu_seconds,
        "peak_bytes": _peak_bytes(),
        "companies": int(counted[0]),
        "plants": int(counted[1]),
        "event_rows": int(logged["rows"].sum()),
    }
    print(json.dumps(found))


if __name__ == "__main__":
    main()

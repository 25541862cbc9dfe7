"""`make bench`: every figure of the README's table, measured in one run beside what it is compared with."""

import importlib
import sys
from pathlib import Path

COLUMNS = ("figure", "measured", "beside it", "bound", "holds")


def main() -> None:
    """Run every benchmark, or those named, and print the table of the README; ends with 1 if a bound fails.

    A benchmark is a module `bench_<name>.py` with `run()`, which gives rows of texts by COLUMNS.
    """
    found = sorted(file.stem for file in Path(__file__).parent.glob("bench_*.py"))
    wanted = [f"bench_{name}" for name in sys.argv[1:]] or found
    if unknown := [name for name in wanted if name not in found]:
        sys.exit(f"no benchmark {', '.join(unknown)}; there are {', '.join(found)}")
    rows: list[dict[str, str]] = []
    for name in wanted:
        print(f"{name} ...", file=sys.stderr)
        rows += importlib.import_module(f"tests.benchmarks.{name}").run()
    for row in (dict(zip(COLUMNS, COLUMNS, strict=True)), dict.fromkeys(COLUMNS, "---"), *rows):
        print(f"| {' | '.join(row.get(column, '') for column in COLUMNS)} |")
    sys.exit(any(row.get("holds") == "no" for row in rows))


if __name__ == "__main__":
    main()

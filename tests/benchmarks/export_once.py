"""One export of the base case in a process of its own, its results there: what it takes, as JSON.

Arguments: the folder to write to, the number of random paths, the language. A process of its own has imported
nothing but what the run needs and remembers nothing of an earlier export.
"""

import json
import resource
import sys
from time import perf_counter, process_time

from fundmodel import load_scenarios
from fundmodel.model import run
from fundmodel.reports.export import write_report
from fundmodel.reports.formats import FORMATS


def main() -> None:
    """Compute the results, then write every format and the summary, and print what the writing took."""
    folder, paths, language = sys.argv[1:]
    results = run(load_scenarios()["base"], paths=int(paths)).compute()
    start, worked = perf_counter(), process_time()
    write_report(results, folder, FORMATS, language, with_summary=True)
    clock, seconds = perf_counter() - start, process_time() - worked
    other = resource.getrusage(resource.RUSAGE_CHILDREN)
    found = {"clock": clock, "seconds": seconds, "second": other.ru_utime + other.ru_stime}
    sys.stdout.write(json.dumps(found) + "\n")


if __name__ == "__main__":
    main()

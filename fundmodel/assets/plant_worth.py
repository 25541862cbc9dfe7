"""What plants are worth to their owners before building starts: discounted payments in and out."""

import numpy as np

from fundmodel.assets.plant_runs import Runs
from fundmodel.assets.plant_terms import QUARTERS_PER_YEAR, Floats, PlantTerms


def owners_npv(terms: PlantTerms, runs: Runs) -> Floats:
    """Net present value of the owners' cash at the start of building, at the rate that values plants.

    Args:
        terms: Assumptions.
        runs: Plants that were built and operated.

    Returns:
        Shape (n_groups,), won; of an average plant the mean over its outcomes.

    Source: METHOD.md, "Plants: second phase".
    """
    building, operation = runs.building, runs.operation
    factor = (1 + terms.plant_discount_rate) ** (-1 / QUARTERS_PER_YEAR)
    start = building.quarter[:, 0]
    worth = np.zeros(start.size)
    for number in range(building.quarter.shape[1]):
        age = building.quarter[:, number] - start
        worth -= building.owner_krw[:, number] * factor**age
    wait = building.opening - start
    worth -= building.opening_call_krw * factor**wait
    later = operation.call_krw + operation.growth_krw
    for quarter in range(1, terms.quarters + 1):
        worth -= later[:, quarter - 1] * factor ** (wait + quarter)
    for year, end in enumerate(terms.ends):
        received = operation.dividend_krw[:, year] + operation.exit_krw[:, year]
        worth += received * factor ** (wait + end)
    weight = np.ones(start.size) if runs.weight is None else runs.weight
    sums: Floats = np.bincount(runs.group, weight * worth, minlength=runs.path.size).astype(np.float64)
    return sums

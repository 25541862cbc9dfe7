"""A plant small enough to be computed by hand; numbers in the tests refer to it.

10 kL at 1,000 won per kL and 10 % overrun: 11,000 won, 40 % in quarter 0 and 60 % in quarter 2, opened in
quarter 4 + 2 = 6. Full-load revenue 10,000 a year, cost 6,000 (3,000 fixed, 3,000 variable), maintenance 2
% of
11,000 = 220 a year, depreciation 1,100 a year, tax 10 % up to 1,000 and 20 % above, paid in a year's last
quarter. Owners are paid once a year; they pay in whenever cash is missing.

    year 1: load 25 %: every quarter 625 - 937.5 - 55 = -367.5: four calls of 367 won (floored)
    year 2: every quarter 2,500 - 1,500 - 55 = 945; tax of the year on 4,000 - 1,100 = 2,900:
            100 + 380 = 480; cash of the year 4 x 945 - 480 = 3,300
    year 3: the same 3,300, and the sale at 5 x 4,000 = 20,000
"""

import numpy as np

from fundmodel.assets.plant_building import Building, build
from fundmodel.assets.plant_loans import Loan
from fundmodel.assets.plant_operation import Operation, operate
from fundmodel.assets.plant_terms import PlantTerms

TERMS = PlantTerms(
    capex_per_kl_krw=1_000.0,
    build_quarters=4,
    validation_quarters=2,
    revenue_per_kl_krw=1_000.0,
    price_growth_rate=0.0,
    margin_at_full_share=0.4,
    fixed_cost_share=0.5,
    maintenance_capex_share=0.02,
    depreciation_years=10,
    exit_multiple=5.0,
    exit_quarter=12,
    plant_discount_rate=0.1,
    usd_price_share=0.7,
    demand_level=1.0,
    krw_per_usd_start=1_400.0,
    ramp=(0.25, 1.0),
    capex_curve=(0.4, 0.6),
    tax_bands=((0.0, 0.1), (1_000.0, 0.2)),
)


def plants(
    terms: PlantTerms = TERMS,
    overrun: tuple[float, ...] = (0.1,),
    delay: tuple[int, ...] = (0,),
    demand: object = 1.0,
    krw_per_usd: object = 1_400.0,
    loan: Loan | None = None,
) -> tuple[Building, Operation]:
    """The plant once per delay; overrun, demand and exchange rate for all or (n_series, quarters + 1)."""
    n = len(delay)
    capacity = np.full(n, 10.0)
    overruns = np.broadcast_to(np.array(overrun), (n,))
    start = np.zeros(n, dtype=np.int64)
    building = build(terms, capacity, start, overruns, np.array(delay), loan)
    shape = (n, terms.quarters + 1)
    market = [np.broadcast_to(np.asarray(factor, dtype=float), shape) for factor in (demand, krw_per_usd)]
    return building, operate(terms, capacity, building, *market, loan)

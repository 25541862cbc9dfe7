"""A plant small enough to be computed by hand; numbers in the tests refer to it.

10 kL at 1,000 won per kL and 10 % overrun: 11,000 won, 40 % in quarter 0 and 60 % in quarter 2, opened in
quarter 4 + 2 = 6. Full-load revenue 10,000, cost 6,000 (3,000 fixed, 3,000 variable), maintenance 2 % of
11,000 = 220 a year, depreciation 1,100 a year, tax 10 % up to 1,000 and 20 % above.

    year 1 (quarter 10): load 25 %: revenue 2,500 - cost 3,750 = -1,250; - 220: a call of 1,470
    year 2 (quarter 14): revenue 10,000 - cost 6,000 = 4,000; taxed 2,900: 100 + 380 = 480; cash 3,300
    year 3 (quarter 18): the same 3,300, and the sale at 5 x 4,000 = 20,000

    value at 10 % a year, opening: -1,470/1.1 + 3,300/1.21 + 23,300/1.331 = 18,896.5 -> 18,896
    year 1: 3,300/1.1 + 23,300/1.21 = 22,256.2 -> 22,256; year 2: 23,300/1.1 = 21,181.8 -> 21,181; year 3: 0
"""

import numpy as np

from fundmodel.assets.plants import Building, Operation, PlantTerms, build, operate

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
    exit_year=3,
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
) -> tuple[Building, Operation]:
    """The plant once per delay; overrun, demand and exchange rate for all or (n_series, exit_year + 1)."""
    n = len(delay)
    capacity = np.full(n, 10.0)
    overruns = np.broadcast_to(np.array(overrun), (n,))
    building = build(terms, capacity, np.zeros(n, dtype=np.int64), overruns, np.array(delay))
    shape = (n, terms.exit_year + 1)
    market = [np.broadcast_to(np.asarray(factor, dtype=float), shape) for factor in (demand, krw_per_usd)]
    return building, operate(terms, capacity, building, *market)

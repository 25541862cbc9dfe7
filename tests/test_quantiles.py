import numpy as np
import polars as pl

from fundmodel.finance import quantiles
from fundmodel.pipeline import select

SHARES = (0.05, 0.1, 0.5, 0.9, 0.95)
QUERY = """
select quantile_cont(v, [0.05, 0.1, 0.5, 0.9, 0.95]) as q
from t
group by series
order by series
"""


def test_quantiles_are_those_of_the_database_to_the_last_bit():
    """Whole won and fractions of all sizes, with and without gaps, over 1 to 300 paths."""
    draws = np.random.default_rng(5)
    for n_paths in (1, 2, 20, 101, 300):
        won = draws.integers(-(10**14), 10**14, (40, n_paths)).astype(np.float64)
        rates = draws.normal(size=(40, n_paths)) * 10.0 ** draws.integers(-6, 6, (40, n_paths))
        values = np.concatenate([won, rates, np.where(draws.random(rates.shape) < 0.4, np.nan, rates)])
        series = np.repeat(np.arange(len(values)), n_paths)
        frame = pl.DataFrame({"series": series, "v": values.ravel()}, nan_to_null=True)
        found = select(QUERY, {"t": frame})["q"].to_list()
        expected = [[np.nan] * len(SHARES) if one is None else one for one in found]
        np.testing.assert_array_equal(quantiles(values, SHARES).T, expected)

"""The headline of every named scenario as it was last looked at; laws and oracles say whether it is right.

Write it anew with `FUNDMODEL_UPDATE_GOLDEN=1 pytest tests/test_golden.py`, and read the difference.
"""

import os
from pathlib import Path

import polars as pl
from polars.testing import assert_frame_equal

import fundmodel as fm

GOLDEN = Path(__file__).parent / "golden" / "headline.csv"
PATHS = 20
MONEY = ("paid_in_krw", "distributed_krw", "first_loss_krw", "fee_krw", "carry_krw", "peak_need_krw")
RATES = ("irr_gross_rate", "irr_net_rate", "irr_own_currency_rate", "tvpi_multiple")


def _headline() -> pl.DataFrame:
    metrics = fm.run(list(fm.load_scenarios().values()), paths=PATHS)["metrics"]
    named = metrics.filter(pl.col("party_kind").is_in(["whole", "class"]))
    return named.select(
        "scenario",
        "party_kind",
        "party_code",
        "statistic",
        "irr_net_status",
        *(pl.col(name).round(9) for name in RATES),
        *(pl.col(name).cast(pl.Int64) for name in MONEY),
    )


def test_the_headline_is_as_it_was() -> None:
    found = _headline()
    if os.environ.get("FUNDMODEL_UPDATE_GOLDEN"):
        GOLDEN.parent.mkdir(exist_ok=True)
        found.write_csv(GOLDEN)
    expected = pl.read_csv(GOLDEN, schema_overrides=found.schema)
    # Another type of processor may draw the last bit of an exponential otherwise.
    assert_frame_equal(found, expected, rel_tol=1e-6, abs_tol=1e-6)

import polars as pl

from tests.results.given import answer
from tests.results.test_borrowing_effect import made


def test_notes_have_their_own_rows_with_every_statistic() -> None:
    both = pl.concat([made(), made().with_columns(pl.lit("line").alias("borrowing"))])
    found = answer("notes_effect", {"borrowing_effect": both})
    assert found.equals(made().drop("borrowing").sort("scenario_id", "party_id", "statistic"))
    assert found["statistic"].to_list() == ["central", "median", "p5", "p95"]

"""Small given tables for the tests of the answers: rows as tuples, types from the names of the columns."""

from importlib.resources import files

import polars as pl

from fundmodel.pipeline import select

_WHOLE = ("_krw", "_cents", "_count", "amount")
_SMALL = ("_id", "quarter", "_quarters", "level", "year", "phase")
_FLOATS = ("rate", "_share", "_irr", "krw_per_usd_start", "value", "low", "high")


def _type(name: str) -> pl.DataType | None:
    for endings, kind in ((_FLOATS, pl.Float64()), (_WHOLE, pl.Int64()), (_SMALL, pl.Int32())):
        if name.endswith(endings):
            return kind
    return None


def table(columns: str, *rows: tuple) -> pl.DataFrame:
    """A frame from column names, written in one text, and rows; `source_value` and other texts stay texts."""
    names = columns.split()
    return pl.DataFrame(
        list(rows), schema={name: _type(name) for name in names}, orient="row", infer_schema_length=None
    )


def answer(name: str, frames: dict[str, pl.DataFrame]) -> pl.DataFrame:
    """The answer that sql/results/<name>.sql gives to these tables."""
    sql = files("fundmodel").joinpath("sql", "results", f"{name}.sql").read_text(encoding="utf-8")
    return select(sql, frames)


SCENARIOS = table("scenario_id scenario world_id", (0, "base", 0))
SETTINGS = table("seed n_quarters first_year", (7, 5, 2027))
PARTIES = table(
    "party_id party_code party_kind class_id fund_id",
    (0, "whole", "whole", None, None),
    (1, "public", "class", 0, None),
    (3, "foreign", "class", 2, None),
    (5, "sovereign", "investor", 2, None),
    (6, "mega", "fund", None, 0),
    (7, "E1", "fund", None, 1),
)

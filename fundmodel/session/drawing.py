"""Charts as a browser takes them in fastest: a plan that stays the same, and tables that are exchanged."""

from typing import Any

import altair as alt
import polars as pl

_PARTS = ("layer", "hconcat", "vconcat", "concat")


def plan_and_tables(drawn: alt.TopLevelMixin) -> dict[str, Any]:
    """The specification of a chart, its tables apart under names that do not change with their content.

    While the specification is the same to the letter a browser keeps the chart and exchanges the tables in
    it, which takes a fraction of drawing it anew.

    Args:
        drawn: A chart of charts; its tables are taken out of it.

    Returns:
        A specification whose `datasets` are frames.

    Example:
        >>> table = pl.DataFrame({"x": [1]})
        >>> spec = plan_and_tables(alt.Chart(table).mark_point())
        >>> spec["data"], spec["datasets"]["table_0"] is table
        ({'name': 'table_0'}, True)
    """
    tables: dict[str, pl.DataFrame] = {}
    _name_tables(drawn, tables)
    plan = (
        drawn.to_dict(validate=False) if _is_picked(drawn) else {"$schema": alt.SCHEMA_URL, **_written(drawn)}
    )
    return {**plan, "datasets": dict(tables)}


def _is_picked(drawn: Any) -> bool:  # noqa: ANN401
    """Whether something in a chart can be picked, of which Altair has to work out where it is meant."""
    layers = getattr(drawn, "layer", None)
    parts = [drawn, *(layers if isinstance(layers, list) else [])]
    return any(part.params is not alt.Undefined for part in parts)


def _written(part: Any) -> Any:  # noqa: ANN401
    """A part of a chart as JSON has it: Altair's own way copies and checks every part, six times as long."""
    if isinstance(part, alt.SchemaBase):
        return _written(part._args[0] if part._args else part._kwds)
    if isinstance(part, dict):
        return {key: _written(value) for key, value in part.items() if value is not alt.Undefined}
    if isinstance(part, list | tuple):
        return [_written(one) for one in part]
    return part


def _name_tables(drawn: Any, tables: dict[str, pl.DataFrame]) -> None:  # noqa: ANN401
    frame = getattr(drawn, "data", alt.Undefined)
    if isinstance(frame, pl.DataFrame):
        name = next((known for known, table in tables.items() if table is frame), f"table_{len(tables)}")
        tables[name] = frame
        drawn.data = alt.NamedData(name=name)
    for part in _PARTS:
        below = getattr(drawn, part, alt.Undefined)
        for one in below if isinstance(below, list) else []:
            _name_tables(one, tables)

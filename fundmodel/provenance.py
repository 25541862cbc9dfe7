"""What the figures stand on: assumptions with their sources, how far data rows were checked, and steps."""

import inspect
from collections.abc import Iterable, Mapping

import polars as pl

from fundmodel.pipeline import Graph
from fundmodel.scenario import Scenario

_COLOURS = {"SQL": "#D6E6F2", "Python": "#F7E3BF", "source": "#E4E7EB"}


def assumption_rows(catalogue: pl.DataFrame, scenario: Scenario) -> pl.DataFrame:
    """The catalogue with the value of a scenario beside the base.

    Args:
        catalogue: Rows of assumptions.csv.
        scenario: The scenario.

    Returns:
        The catalogue's columns, then current (text as in the catalogue) and is_changed.
    """
    changed = [name in scenario.overrides for name in catalogue["name"]]
    current = [str(scenario.value(name)) for name in catalogue["name"]]
    return catalogue.with_columns(pl.Series("current", current), pl.Series("is_changed", changed))


def checked_rows(tables: Mapping[str, pl.DataFrame]) -> pl.DataFrame:
    """How many rows of each dataset were read in a source, in a copy, derived or assumed.

    Args:
        tables: Dataset tables by name.

    Returns:
        table, rows, read, secondary, derived, assumption, sourced (all but assumptions); one row per
        dataset that names sources, and a last row of their sums with an empty name.
    """
    kinds = ("read", "secondary", "derived", "assumption")
    found = []
    for name, table in tables.items():
        if "verification" in table.columns:
            counts = {kind: table.filter(pl.col("verification") == kind).height for kind in kinds}
            sourced = table.height - counts["assumption"]
            found.append({"table": name, "rows": table.height, **counts, "sourced": sourced})
    counted = pl.DataFrame(found)
    return pl.concat([counted, counted.select(pl.lit("").alias("table"), pl.exclude("table").sum())])


def step_text(graph: Graph, table: str) -> tuple[str, str]:
    """How a table is made: the language of its step and the step's text.

    Args:
        graph: The step graph.
        table: A table that a step makes.
    """
    step = graph.maker[table]
    if step.sql or step.function is None:
        return "sql", step.sql
    return "python", inspect.getsource(inspect.getmodule(step.function) or step.function)


def step_graph(graph: Graph, table: str) -> str:
    """The steps that a table is made by, as a graph in the DOT language.

    Args:
        graph: The step graph.
        table: A table; its ancestors are drawn.
    """
    tables = sorted({table, *graph.ancestors(table)})
    lines = ["digraph {", "rankdir=LR; ranksep=0.3; nodesep=0.12;"]
    lines.append(
        'node [shape=box, style="filled", color="#8A94A0", fontsize=11, height=0.25, margin="0.08,0.03"];'
    )
    lines.append('edge [color="#8A94A0", arrowsize=0.6];')
    drawn = {name for name in tables if name in graph.maker}
    lines += [f'"{name}" [fillcolor="{_COLOURS[_kind(graph, name)]}"];' for name in tables if name in drawn]
    lines += [
        f'"{read}" -> "{name}";' for name in sorted(drawn) for read in _reads(graph, name) if read in drawn
    ]
    return "\n".join([*lines, "}"])


def _kind(graph: Graph, table: str) -> str:
    return graph.maker[table].kind


def _reads(graph: Graph, table: str) -> Iterable[str]:
    return graph.maker[table].reads

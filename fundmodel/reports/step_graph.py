"""The step graph as a person reads it: a list in running order, or a Mermaid diagram."""

from collections.abc import Iterator

from fundmodel.pipeline import Graph
from fundmodel.pipeline.steps import Scope

_OFTEN = {
    Scope.STATIC: "once",
    Scope.WORLD: "per world and block of paths",
    Scope.SCENARIO: "per scenario and block of paths",
    Scope.KEPT: "for path 0 and the kept paths",
    Scope.RESULT: "once over all blocks",
}


def as_text(graph: Graph) -> str:
    """One line per table in running order: the table, its kind, how often it is made, and what it reads."""
    return "\n".join(_lines(graph))


def _lines(graph: Graph) -> Iterator[str]:
    tables = [(table, step) for step in graph.order() for table in step.tables]
    width = max(len(table) for table, _ in tables)
    for table, step in tables:
        often, reads = _OFTEN[graph.scope(table)], ", ".join(step.reads) or "nothing"
        yield f"{table:<{width}}  {step.kind}, {often}; reads {reads}"


def as_mermaid(graph: Graph) -> str:
    """The graph in Mermaid's notation: sources as cylinders, facts as boxes, answers as rounded boxes."""
    lines = ["flowchart LR"]
    read = {name for step in graph.steps for name in step.reads}
    lines += [f"    {name}[({name})]" for name in sorted(graph.sources & read)]
    for step in graph.order():
        for table in step.tables:
            lines.append(f"    {table}([{table}])" if step.is_result else f"    {table}[{table}]")
            lines += [f"    {name} --> {table}" for name in step.reads]
    return "\n".join(lines)

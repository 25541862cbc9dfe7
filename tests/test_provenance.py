"""What the page on data says: values beside the base, rows by how far they were checked, steps."""

import polars as pl

from fundmodel import datasets, model
from fundmodel.provenance import assumption_rows, checked_rows, step_graph, step_text
from fundmodel.scenario import Scenario


def test_assumptions_stand_beside_the_base():
    rows = assumption_rows(datasets.catalogue(), Scenario("x", {"hurdle_rate": 0.08}))
    changed = rows.filter(pl.col("is_changed"))
    assert changed.select("name", "value", "current").rows() == [("hurdle_rate", "0.07", "0.08")]
    assert rows.height == datasets.catalogue().height


def test_rows_are_counted_by_how_far_they_were_checked():
    table = pl.DataFrame({"verification": ["read", "assumption", "read", "derived"]})
    counts = checked_rows({"a_data": table, "b_data": pl.DataFrame({"other": [1]}), "c_data": table})
    assert counts["table"].to_list() == ["a_data", "c_data", ""]
    assert counts.row(0) == ("a_data", 4, 2, 0, 1, 1, 3)
    assert counts.row(-1) == ("", 8, 4, 0, 2, 2, 6)


def test_every_table_shows_how_it_is_made():
    graph = model.graph()
    for step in graph.steps:
        for table in step.tables:
            language, text = step_text(graph, table)
            assert language == ("sql" if step.kind == "SQL" else "python")
            assert ("select" if language == "sql" else f"def {step.name}(") in text


def test_the_step_graph_draws_the_ancestors_of_a_table():
    graph = model.graph()
    drawn = step_graph(graph, "lot_flows")
    assert '"startup_lot_flows" -> "lot_flows";' in drawn
    assert "metrics" not in drawn
    assert drawn.startswith("digraph {")

"""How the codes of a dimension are ordered and named: phases, areas, clusters, strategies, funds."""

import polars as pl

from fundmodel.reports.document.material import Material


def codes_in_order(material: Material, dimension: str, codes: list[str]) -> list[str]:
    """The codes of a dimension in the order of its table, others behind by name."""
    tables = {
        "phase": ("phases", "phase_code"),
        "cluster": ("clusters", "cluster_code"),
        "strategy": ("strategies", "strategy_code"),
        "fund": ("parties", "party_code"),
    }
    if dimension not in tables:
        return sorted(codes)
    table, column = tables[dimension]
    order = material.report.results[table][column].to_list()
    return sorted(codes, key=lambda code: (order.index(code) if code in order else len(order), code))


def name_of(material: Material, dimension: str, code: str) -> str:
    """The name of a code of a dimension in the language of the report."""
    if dimension in ("fund", "strategy"):
        return material.party(dimension, code)
    if dimension == "cluster":
        clusters = material.report.results["clusters"].filter(pl.col("cluster_code") == code)
        if clusters.height:
            return material.texts.label(clusters.row(0, named=True), "name")
    return material.word(f"{dimension}_name", code)

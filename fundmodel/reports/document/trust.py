"""Chapters that let a reader check: assumptions, data, method, laws, and how to make a table again."""

from collections.abc import Iterator

import polars as pl

from fundmodel import datasets
from fundmodel.assumptions import Assumption, Value, assumptions
from fundmodel.model import graph
from fundmodel.provenance import checked_rows
from fundmodel.reports.document.blocks import Block, Heading, Paragraph, Table, rows_of
from fundmodel.reports.document.laws import checked_laws
from fundmodel.reports.document.material import Material
from fundmodel.reports.document.values import assumption_text, option_text, unit_text
from fundmodel.texts import Texts

METHOD = (
    "tables",
    "path_0",
    "draws",
    "lots",
    "fees",
    "waterfall",
    "first_loss",
    "foreign",
    "nav",
    "irr",
    "assets",
    "plants",
    "whole_won",
    "limits",
)
CHECKED = ("read", "secondary", "derived", "assumption")


def assumed(material: Material) -> Iterator[Block]:
    """Every assumption in use, with range, check and source, and how far the data were checked."""
    texts = material.texts
    yield Heading(texts("document.assumptions"))
    counts = checked_rows(datasets.read_all())
    totals = counts.row(-1, named=True)
    catalogue = material.report.results["assumptions_data"]
    yield Paragraph(
        texts(
            "data.answer",
            assumptions=catalogue.height,
            changed=len({name for one in material.scenarios for name in one.overrides}),
            rows=f"{totals['rows']:,}",
            sourced=f"{totals['sourced']:,}",
            assumed=f"{totals['assumption']:,}",
        ),
        "answer",
    )
    for topic in catalogue["topic"].unique(maintain_order=True).to_list():
        yield _topic(material, topic, catalogue.filter(pl.col("topic") == topic))
    yield Heading(texts("document.data"), 2)
    yield Table(
        key="data",
        title=texts("document.data_table"),
        unit=texts("document.unit_rows"),
        origin=tuple(counts["table"].to_list()[:-1]),
        headings=(
            texts("data.dataset"),
            texts("data.rows"),
            *(texts(f"data.verification_{kind}") for kind in CHECKED),
        ),
        rows=rows_of(
            [
                [row["table"] or texts("data.sum"), *(f"{row[kind]:,}" for kind in ("rows", *CHECKED))]
                for row in counts.iter_rows(named=True)
            ]
        ),
    )


def _topic(material: Material, topic: str, rows: pl.DataFrame) -> Table:
    texts = material.texts
    cells, cites = [], []
    for row in rows.iter_rows(named=True):
        known = assumptions()[row["name"]]
        low, high = known.low, known.high
        limits = (
            texts(
                "returns.range",
                low=_written(known, low, texts),
                high=_written(known, high, texts),
            )
            if low is not None and high is not None
            else " | ".join(option_text(option, texts) for option in known.options)
        )
        values = [_written(known, scenario.value(known.name), texts) for scenario in material.scenarios]
        cells.append(
            [
                texts.label(row),
                *values,
                limits,
                unit_text(row["unit"], texts),
                texts(f"data.verification_{row['verification']}"),
            ]
        )
        cites.append((material.sources.cite(row["source"], row["url"] or ""),))
    name = texts(f"topic.{topic}")
    return Table(
        key=f"assumptions:{topic}",
        title=texts("document.assumptions_of", topic=name),
        unit=texts("document.unit_each"),
        origin=("assumptions_data", f"{topic}_assumptions"),
        headings=(
            texts("data.label"),
            *(material.label(number) for number in material.numbers),
            texts("document.range"),
            texts("document.unit"),
            texts("data.verification"),
        ),
        rows=rows_of(cells),
        cites=tuple(cites),
        texts=(len(material.scenarios) + 2, len(material.scenarios) + 3),
        widths=(2.2, *([1.0] * len(material.scenarios)), 1.5, 1, 1.1),
    )


def _written(known: Assumption, value: Value, texts: Texts) -> str:
    return assumption_text(value, known.type, known.unit, texts)


def method(material: Material) -> Iterator[Block]:
    """The rules in short, and the laws as they were checked on this run."""
    texts = material.texts
    yield Heading(texts("document.method"))
    for key in METHOD:
        lead = texts(f"document.method_title.{key}")
        yield Paragraph(texts(f"document.method_text.{key}"), lead=lead)
    yield Heading(texts("document.laws"), 2)
    yield Paragraph(texts("document.laws_text"))
    laws = checked_laws(material.report.results)
    yield Table(
        key="laws",
        title=texts("document.laws_table"),
        unit=texts("document.unit_laws"),
        origin=tuple(dict.fromkeys(table for law in laws for table in law.tables)),
        headings=tuple(
            texts(f"document.{name}") for name in ("law", "checked_on", "cases", "largest_gap", "holds")
        ),
        rows=rows_of(
            [
                [
                    texts(f"document.law_text.{law.key}"),
                    ", ".join(law.tables),
                    f"{law.cases:,}",
                    f"{law.gap_krw:,}",
                    texts("document.yes" if law.holds else "document.no"),
                ]
                for law in laws
            ]
        ),
        texts=(1, 4),
        widths=(3, 1.6, 0.9, 0.9, 0.6),
    )


def checking(material: Material, origins: list[tuple[str, tuple[str, ...]]]) -> Iterator[Block]:
    """The run, and how each table of the document is made again from the bundle.

    Args:
        material: The report's tables.
        origins: Title of each table and figure of the document -> tables of the run, in order.
    """
    texts, results = material.texts, material.report.results
    yield Heading(texts("document.checking"))
    yield Paragraph(texts("document.checking_text"))
    names = ",".join(scenario.name for scenario in material.scenarios)
    kept = ",".join(str(path) for path in results.kept_paths if path)
    versions = results.manifest["versions"]
    facts = {
        "run": results.run_id,
        "seed": str(results.seed),
        "paths": f"{results.paths:,}",
        "kept": kept or texts("term.none"),
        "as_of": material.report.as_of,
        "versions": ", ".join(f"{name} {version}" for name, version in versions.items()),
        "datasets": results.manifest["datasets"],
        "code": results.manifest["code"],
        "command": f"fundmodel run --scenario {names} --paths {results.paths} --seed {results.seed}"
        + (f" --keep-paths {kept}" if kept else "")
        + " --out bundle",
        "shell": "cd bundle && duckdb -init open.sql",
    }
    yield Table(
        key="run",
        title=texts("document.run_table"),
        unit=texts("document.unit_none"),
        origin=("run_settings",),
        headings=(texts("document.item"), texts("data.value")),
        rows=rows_of([[texts(f"document.run_{key}"), value] for key, value in facts.items()]),
        texts=(1,),
        widths=(1, 4),
    )
    yield Table(
        key="origins",
        title=texts("document.origins"),
        unit=texts("document.unit_none"),
        origin=("run_settings",),
        headings=(texts("document.shown"), texts("document.table"), texts("document.made_by")),
        rows=rows_of([[title, ", ".join(tables), _maker(tables)] for title, tables in origins]),
        texts=(1, 2),
        widths=(2.2, 1.6, 2.2),
        note=texts("document.origins_note"),
    )


def _maker(tables: tuple[str, ...]) -> str:
    """Files of the bundle that make tables: the query of an answer, or the data themselves."""
    made = []
    for table in tables:
        step = graph().maker.get(table)
        if step is None:
            made.append(f"inputs/{table}.parquet")
        elif step.sql:
            made.append(f"sql/{'results' if step.is_result else 'facts'}/{step.name}.sql")
        else:
            made.append(f"fundmodel/steps/{step.name}.py")
    return ", ".join(dict.fromkeys(made))

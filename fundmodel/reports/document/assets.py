"""Chapters on what the money buys: companies, plants, and outcomes beside national targets."""

from collections.abc import Iterator
from typing import Any

import polars as pl

from fundmodel.reports.document.blocks import Block, Heading, Paragraph, Table, rows_of
from fundmodel.reports.document.dimensions import codes_in_order, name_of
from fundmodel.reports.document.material import Material
from fundmodel.reports.document.values import short

COMPANY_MEASURES = ("companies_funded", "failures", "ipos", "trade_sales", "licences", "approvals")
PLANT_MEASURES = ("kl_online", "revenue_krw", "export_krw", "jobs")
PUBLIC_MEASURES = ("public_money_back_krw", "public_first_loss_krw")
TARGET_YEARS = (2030, 2032, 2035)

_STEP_YEARS = 2
_ONE = 1
_SMALLEST = 0.001


def _expected(found: pl.DataFrame) -> pl.DataFrame:
    """Rows of the mean over the random paths, else of the central case."""
    wanted = "mean" if "mean" in found["statistic"] else "central"
    return found.filter(pl.col("statistic") == wanted)


def _amount(material: Material, amount: float | None, unit: str) -> str:
    """An expected amount: won by size, counts and kilolitres with one decimal where they are small."""
    if amount is None:
        return material.texts("term.none")
    if unit == "KRW":
        return material.units.won(amount, named=False)
    return short(round(amount, _ONE if abs(amount) < 100 else 0))  # noqa: PLR2004 - three digits are enough


def assets(material: Material) -> Iterator[Block]:
    """Companies by phase of entry, and plants by year."""
    texts = material.texts
    yield Heading(texts("document.assets"))
    for number in material.numbers:
        yield Heading(material.label(number), 2)
        yield _companies(material, number, "phase")
        yield _companies(material, number, "cluster")
        yield _plants(material, number)


def _companies(material: Material, number: int, dimension: str) -> Table:
    texts = material.texts
    found = _expected(material.rows("outcome_breakdown", number)).filter(
        (pl.col("dimension") == dimension) & (pl.col("attribution") == "full")
    )
    last = found.filter(pl.col("year") == pl.col("year").max())
    measures = [*COMPANY_MEASURES, *([] if dimension == "phase" else ["kl_online", "jobs"])]
    cells = []
    for code in codes_in_order(material, dimension, last["code"].unique().to_list()):
        of_code = {row["measure"]: row for row in last.filter(pl.col("code") == code).iter_rows(named=True)}
        amounts = [of_code[name]["amount"] if name in of_code else 0.0 for name in measures]
        if any(amounts):
            written = (_amount(material, amount, "companies") for amount in amounts)
            cells.append([name_of(material, dimension, code), *written])
    return Table(
        key=f"companies_{dimension}:{number}",
        title=texts(f"document.companies_{dimension}", scenario=material.label(number)),
        unit=texts("document.unit_count" if dimension == "phase" else "document.unit_count_kl"),
        origin=("outcome_breakdown",),
        headings=(
            texts(f"document.dimension.{dimension}"),
            *(texts(f"document.measure.{name}") for name in measures),
        ),
        rows=rows_of(cells),
        note=texts("document.expected_mean" if material.paths else "document.expected_central"),
    )


def _plants(material: Material, number: int) -> Table:
    texts = material.texts
    found = _expected(material.rows("policy_outcomes", number)).filter(
        pl.col("measure").is_in([*PLANT_MEASURES, *PUBLIC_MEASURES])
    )
    years = [year for year in found["year"].unique().sort().to_list() if _is_shown(year, material)]
    columns = [
        *((name, "full") for name in PLANT_MEASURES),
        *((name, "owned") for name in PLANT_MEASURES[:2]),
        *((name, "full") for name in PUBLIC_MEASURES),
    ]
    known = {(row["measure"], row["attribution"], row["year"]): row for row in found.iter_rows(named=True)}
    cells = []
    for year in years:
        rows = [known.get((*column, year)) for column in columns]
        cells.append(
            [str(year), *(_amount(material, row["amount"], row["unit"]) if row else "" for row in rows)]
        )
    headings = [
        texts("document.owned_part", name=texts(f"document.measure.{name}"))
        if kind == "owned"
        else texts(f"document.measure.{name}")
        for name, kind in columns
    ]
    return Table(
        key=f"plants:{number}",
        title=texts("document.plants", scenario=material.label(number)),
        unit=texts("document.unit_plants"),
        origin=("policy_outcomes",),
        headings=(texts("term.year"), *headings),
        rows=rows_of(cells),
        note=texts("document.expected_mean" if material.paths else "document.expected_central"),
        widths=(0.7, *([1.0] * len(columns))),
    )


def _is_shown(year: int, material: Material) -> bool:
    return (year - material.first_year) % _STEP_YEARS == 1 or year in TARGET_YEARS


def policy(material: Material) -> Iterator[Block]:
    """Outcomes beside the national targets, in full and by ownership, with the base of each target."""
    texts = material.texts
    yield Heading(texts("document.policy"))
    yield Paragraph(texts("document.policy_text"), "body")
    for number in material.numbers:
        yield _targets(material, number)


def _targets(material: Material, number: int) -> Table:
    """One row per target and way of counting: the outcome in each year, and its part of the target."""
    texts = material.texts
    found = _expected(material.rows("policy_outcomes", number)).filter(
        pl.col("year").is_in(TARGET_YEARS) & pl.col("target_amount").is_not_null()
    )
    keys = ["measure", "attribution", "target_programme", "target_base"]
    cells, cites = [], []
    for _, rows in found.sort(*keys, "year").group_by(keys, maintain_order=True):
        by_year = {row["year"]: row for row in rows.iter_rows(named=True)}
        row = rows.row(0, named=True)
        base, counted = material.word("target_base", row["target_base"]), row["attribution"]
        name = f"{texts('document.measure.' + row['measure'])}, {texts('document.attribution.' + counted)}"
        cells.append(
            [
                name,
                *(_reached(material, by_year.get(year)) for year in TARGET_YEARS),
                _amount(material, row["target_amount"], row["unit"]),
                f"{row['target_programme']} {row['target_year']} · {base}",
            ]
        )
        cites.append(_target_sources(material, row["target_programme"], row["target_base"]))
    return Table(
        key=f"targets:{number}",
        title=texts("document.targets", scenario=material.label(number)),
        unit=texts("document.unit_targets"),
        origin=("policy_outcomes", "policy_targets_data"),
        headings=(
            texts("document.measure_of"),
            *map(str, TARGET_YEARS),
            texts("document.target"),
            texts("document.target_of"),
        ),
        rows=rows_of(cells),
        cites=tuple(cites),
        texts=(len(TARGET_YEARS) + 2,),
        widths=(1.6, 1.3, 1.3, 1.3, 0.8, 2.2),
        note=texts("document.expected_mean" if material.paths else "document.expected_central"),
    )


def _reached(material: Material, row: dict[str, Any] | None) -> str:
    if row is None:
        return material.texts("term.none")
    amount, share = _amount(material, row["amount"], row["unit"]), row["share_of_target"]
    return amount if share is None else f"{amount} ({_share(material, share)})"


def _share(material: Material, share: float) -> str:
    """A share of a target, small ones with the digits that they need."""
    if 0 < share < _SMALLEST / 2:
        return material.texts("document.below", limit=material.units.share(_SMALLEST))
    return material.units.share(round(share, 3))


def _target_sources(material: Material, programme: str, base: str) -> tuple[int, ...]:
    targets = material.report.results["policy_targets_data"]
    chosen = targets.filter((pl.col("programme") == programme) & (pl.col("base_code") == base))
    rows = chosen.select("source", "url").unique(maintain_order=True).iter_rows()
    return tuple(material.sources.cite(source, url or "") for source, url in rows)

"""What pages, charts and exports say about the levers of public support, in words."""

import polars as pl

from fundmodel.findings import number
from fundmodel.lever_findings import lever_parties, lever_rows, lever_summary
from fundmodel.note_findings import main_group
from fundmodel.sentences import change_text, rate_text
from fundmodel.texts import Texts

_MOVED = ("public", "domestic", "foreign")
_FUNDING = (
    "issued", "refinanced", "bond_interest", "negative_carry", "carry_paid", "drawn", "surplus",
    "net_fiscal_cost", "p95_net_fiscal_cost", "present_cost", "peak_liability", "p95_peak_liability",
)  # fmt: skip


def _won(texts: Texts, value: object, signed: bool = False) -> str:
    return texts("term.none") if value is None else texts.units.won(number(value), signed, False)


def funding_answer(funding: pl.DataFrame, texts: Texts) -> str:
    """What guaranteed bonds of a public investor cost, in a sentence.

    Args:
        funding: investor_funding of one scenario, with rows.
        texts: The language.
    """
    row = main_group(funding).row(0, named=True)
    won = texts.units.won
    values = {"issued": won(row["peak_liability_krw"]), "cost": won(row["net_fiscal_cost_krw"], True)}
    if row["path_group"] == "central":
        return texts("funding.answer_central", **values)
    worst, drawn = won(row["p95_net_fiscal_cost_krw"], True), texts.units.share(row["drawn_share"])
    return texts("funding.answer", **values, worst=worst, drawn=drawn)


def funding_cells(
    funding: pl.DataFrame, parties: pl.DataFrame, texts: Texts
) -> tuple[list[str], list[list[str]]]:
    """Headings and written cells: the bonds of each public investor.

    Args:
        funding: investor_funding of one scenario.
        parties: party_code, party_kind, name_en, name_ko.
        texts: The language.
    """
    rows = main_group(funding)
    names = {
        row["party_code"]: texts.label(row, "name")
        for row in parties.filter(pl.col("party_kind") == "investor").iter_rows(named=True)
    }
    shown = [name for name in _FUNDING if rows[f"{name}_krw"].null_count() < rows.height]
    cells = [
        [names[row["investor_code"]], *(_won(texts, row[f"{name}_krw"]) for name in shown)]
        for row in rows.iter_rows(named=True)
    ]
    return [texts(f"funding.{name}") for name in ("investor", *shown)], cells


def levers_message(values: pl.DataFrame, texts: Texts) -> tuple[str, str]:
    """Title and message of the chart: what all levers together cost the public side, and one sentence each.

    Args:
        values: lever_values of one scenario.
        texts: The language.
    """
    rows = lever_summary(values)
    is_random = lever_rows(values)["path_group"][0] == "random"
    last = rows.filter(pl.col("lever") != "interaction").row(-1, named=True)
    key = "levers.title" if is_random else "levers.title_central"
    title = texts(
        key,
        cost=texts.units.won(number(last["cost_krw"])),
        worst=_won(texts, last["p95_cost_krw"]),
        present=_won(texts, last["present_cost_krw"]),
    )
    parts = [
        texts(
            "levers.row",
            lever=texts(f"lever.{row['lever']}"),
            cost=_won(texts, row["cost_krw"], signed=True),
            domestic=_won(texts, row["domestic_value_krw"], signed=True),
            foreign=_won(texts, row["foreign_value_krw"], signed=True),
        )
        for row in rows.iter_rows(named=True)
    ]
    return title, " ".join([f"{title}.", *parts])


def lever_cells(values: pl.DataFrame, texts: Texts) -> tuple[list[str], list[list[str]]]:
    """Headings and written cells: one row per lever, what it costs the public side and what others get.

    Args:
        values: lever_values of one scenario.
        texts: The language.
    """
    rows = lever_summary(values)
    is_random = lever_rows(values)["path_group"][0] == "random"
    wons = ["cost_krw", *(["p95_cost_krw"] if is_random else []), "present_cost_krw"]
    wons += ["p95_present_cost_krw"] if is_random else []
    cells = []
    for row in rows.iter_rows(named=True):
        written = [texts(f"lever.{row['lever']}"), *(_won(texts, row[name]) for name in wons)]
        written += [_won(texts, row[f"{code}_value_krw"], signed=True) for code in _MOVED[1:]]
        written += [change_text(texts, row[f"{code}_irr_rate"]) for code in _MOVED]
        if is_random:
            written += [change_text(texts, row[f"{code}_loss_share"]) for code in _MOVED[1:]]
        cells.append(written)
    names = ["lever", *(name.removesuffix("_krw") for name in wons)]
    names += [f"value_{code}" for code in _MOVED[1:]] + [f"irr_{code}" for code in _MOVED]
    names += [f"loss_{code}" for code in _MOVED[1:]] if is_random else []
    return [texts(f"levers.{name}") for name in names], cells


def lever_party_cells(
    values: pl.DataFrame, parties: pl.DataFrame, lever: str, texts: Texts
) -> tuple[list[str], list[list[str]]]:
    """Headings and written cells: what one lever does to each investor.

    Args:
        values: lever_values of one scenario.
        parties: party_id, name_en, name_ko.
        lever: A lever, joint or interaction.
        texts: The language.
    """
    units = texts.units
    cells = []
    for row in lever_parties(values, parties, lever).iter_rows(named=True):
        is_outside = row["party_kind"] == "outside"
        name = texts(f"levers.{row['party_code']}") if is_outside else texts.label(row, "name")
        rates = [
            "" if is_outside or lever == "interaction" else rate_text(texts, row[f"irr_{one}_rate"], row[
                f"irr_{one}_status"])
            for one in ("without", "with")
        ]  # fmt: skip
        chances = [
            "" if row[f"loss_{one}_share"] is None else units.share(row[f"loss_{one}_share"])
            for one in ("without", "with")
        ]
        cells.append(
            [
                name,
                _won(texts, row["value_krw"], signed=True),
                _won(texts, row["present_value_krw"], signed=True),
                *rates,
                change_text(texts, row["irr_change_rate"]),
                *chances,
                change_text(texts, row["loss_change_share"]),
            ]
        )
    names = ("party", "value", "present_value", "irr_without", "irr_with", "irr_change")
    names += ("chance_without", "chance_with", "chance_change")
    return [texts(f"levers.{name}") for name in names], cells

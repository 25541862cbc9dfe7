"""Scenarios beside each other as a person reads them: headline figures and every input that differs."""

from collections.abc import Mapping, Sequence

import polars as pl

from fundmodel.comparison import differing
from fundmodel.findings import final_shares, line_of, turning_points
from fundmodel.scenario import Scenario
from fundmodel.sentences import rate_text
from fundmodel.sentences_compare import answer_name
from fundmodel.session.compute import Answers
from fundmodel.session.scales import controls
from fundmodel.texts import Texts

_PARTIES = ("whole", "public", "domestic", "foreign")
_IS_SHOWN = pl.col("party_kind").is_in(["whole", "class"])


def compare_answer(
    names: tuple[str, str],
    made: tuple[Mapping[str, pl.DataFrame], Mapping[str, pl.DataFrame]],
    inputs: int,
    texts: Texts,
) -> str:
    """What the last of the scenarios beside each other changes against the first.

    Args:
        names: The first and the last.
        made: metrics and foreign_share of both.
        inputs: How many inputs differ.
        texts: The language.
    """
    if not inputs:
        return texts("compare.answer_same")
    is_whole = pl.col("party_kind") == "whole"
    first, last = (line_of(one["metrics"]).filter(is_whole).row(0, named=True) for one in made)
    before, after = (final_shares(one["foreign_share"])["of_paid_in_share"] for one in made)
    none, units = texts("term.none"), texts.units

    def change(old: float | None, new: float | None) -> str:
        return none if old is None or new is None else units.points(new - old)

    return texts(
        "compare.answer" if inputs > 1 else "compare.answer_one",
        name=names[1],
        first=names[0],
        inputs=inputs,
        rate=rate_text(texts, last["irr_net_rate"], last["irr_net_status"]),
        change=change(first["irr_net_rate"], last["irr_net_rate"]),
        share=none if after is None else units.share(round(after, 3)),
        share_change=change(before, after),
    )


def headline_cells(made: Sequence[Answers], has_paths: bool, texts: Texts) -> list[list[str]]:
    """Headline figures, one row each: its name, then its value in every scenario.

    Args:
        made: metrics, foreign_share and fund_cash_flow of each scenario.
        has_paths: Whether chances of loss are known.
        texts: The language.
    """
    units = texts.units
    columns: list[dict[tuple[str, str], str]] = []
    for answers in made:
        rows = {
            row["party_code"]: row
            for row in line_of(answers["metrics"]).filter(_IS_SHOWN).iter_rows(named=True)
        }
        cells: dict[tuple[str, str], str] = {}
        for code in _PARTIES:
            row = rows[code]
            cells[code, "irr_net_rate"] = rate_text(texts, row["irr_net_rate"], row["irr_net_status"])
            if code == "foreign":
                own = rate_text(texts, row["irr_own_currency_rate"], row["irr_own_currency_status"])
                cells[code, "irr_own_currency_rate"] = own
        whole = rows["whole"]
        multiple = whole["tvpi_multiple"]
        cells["whole", "tvpi_multiple"] = texts("term.none") if multiple is None else units.multiple(multiple)
        final = final_shares(answers["foreign_share"])
        for name in ("of_paid_in_share", "reaching_korea_share"):
            value = final[name]
            cells["whole", name] = texts("term.none") if value is None else units.share(value)
        ratio = final["foreign_won_per_public_won"]
        cells["whole", "foreign_won_per_public_won"] = (
            texts("term.none") if ratio is None else units.won_ratio(ratio)
        )
        turns = turning_points(answers["fund_cash_flow"].filter(pl.col("party_kind") == "whole"))
        cells["whole", "peak_need_krw"] = units.won(turns.peak_need_krw)
        quarter = turns.payback_quarter
        cells["whole", "payback"] = (
            texts("term.never") if quarter is None else units.quarter(quarter, answers.first_year)
        )
        cells["whole", "carry_krw"] = units.won(whole["carry_krw"])
        if has_paths:
            for code in ("whole", "public"):
                cells[code, "loss_share"] = units.chance(rows[code]["loss_share"])
        columns.append(cells)
    return [
        [answer_name(party, column, texts), *(cells[party, column] for cells in columns)]
        for party, column in columns[0]
    ]


def input_cells(scenarios: Sequence[Scenario], texts: Texts) -> list[list[str]]:
    """Every input that differs: its name, its topic, and its value in each scenario."""
    known = controls(texts.language, texts.units.steps)
    return [
        [
            known[name].label,
            texts(f"topic.{known[name].row.topic}"),
            *(known[name].written(value, texts) for value in values),
        ]
        for name, values in differing(scenarios).items()
    ]


def step_labels(rows: pl.DataFrame, start: str, end: Scenario, texts: Texts) -> list[str]:
    """The name of each step of a difference: the assumption and its new value, or its topic.

    Args:
        rows: difference of comparison.
        start: Name of the scenario where the way begins.
        end: The scenario where it ends.
        texts: The language.
    """
    known = controls(texts.language, texts.units.steps)
    found = [start]
    for names, topic in rows.tail(-1).select("names", "topic").iter_rows():
        changed = names.split(" ")
        if len(changed) == 1:
            control = known[changed[0]]
            found.append(f"{control.label} → {control.written(end.value(changed[0]), texts)}")
        elif topic:
            found.append(f"{texts(f'topic.{topic}')} ({len(changed)})")
        else:
            found.append(", ".join(known[name].label for name in changed))
    return found

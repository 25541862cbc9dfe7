"""What pages and charts say about notes, in words."""

import polars as pl

from fundmodel.findings import number
from fundmodel.note_findings import NotesSummary, guarantor_rows, tranches, whole_effect
from fundmodel.sentences import change_text, rate_text
from fundmodel.texts import Texts
from fundmodel.units import significant


def bp_text(texts: Texts, value: object) -> str:
    """Basis points, written."""
    return texts("notes.bp", value=significant(number(value)) if number(value) else "0")


def years_text(texts: Texts, value: object) -> str:
    """A length of time in years, written; a dash where there is none."""
    return texts("notes.no_figure") if value is None else texts("notes.years", value=f"{number(value):.1f}")


def share_text(texts: Texts, value: object) -> str:
    """A share, written; a dash where there is none."""
    return texts("notes.no_figure") if value is None else texts.units.share(number(value))


def notes_answer(summary: NotesSummary, effect: pl.DataFrame, texts: Texts) -> str:
    """The answer of the page on notes: how much there is, who loses, what equity gains.

    Args:
        summary: Of the scenario.
        effect: notes_effect of the scenario.
        texts: The language.
    """
    row = whole_effect(effect)
    values = {
        "amount": texts.units.won(summary.amount_krw),
        "funds": str(summary.fund_count),
        "notes": str(summary.note_count),
        "without": rate_text(texts, row["irr_without_rate"], str(row["irr_without_status"])),
        "with_notes": rate_text(texts, row["irr_with_rate"], str(row["irr_with_status"])),
    }
    if not summary.is_random:
        return texts("notes.answer_central", **values)
    worst = summary.worst
    return texts(
        "notes.answer",
        **values,
        worst=texts.label(worst, "name"),
        chance=share_text(texts, worst["default_share"]),
        loss=bp_text(texts, summary.expected_loss_bp),
    )


def losses_message(performance: pl.DataFrame, texts: Texts) -> tuple[str, str]:
    """Title and message of the chart of what notes do not get from their funds.

    Args:
        performance: note_performance of one scenario.
        texts: The language.
    """
    rows = tranches(performance)
    worst = rows.sort("shortfall_bp", "note_id", descending=[True, False]).row(0, named=True)
    if not number(worst["shortfall_bp"]):
        return texts("notes.losses_none"), texts("notes.losses_none")
    title = texts(
        "notes.losses_title", name=texts.label(worst, "name"), short=bp_text(texts, worst["shortfall_bp"])
    )
    parts = [
        texts(
            "notes.losses_row",
            name=texts.label(row, "name"),
            loss=bp_text(texts, row["loss_bp"]),
            drawn=bp_text(texts, row["guarantor_bp"]),
        )
        for row in rows.iter_rows(named=True)
    ]
    return title, " ".join([f"{title}.", *parts])


def effect_message(rows: pl.DataFrame, texts: Texts) -> tuple[str, str]:
    """Title and message of the chart of equity with and without notes.

    Args:
        rows: effect_rows of the whole and the classes.
        texts: The language.
    """
    whole = rows.row(0, named=True)
    change = whole["irr_change_rate"]
    if change is None:
        title = texts("notes.effect_title_none")
    else:
        title = texts("notes.effect_title", change=change_text(texts, number(change)))
    parts = [
        texts(
            "notes.effect_row",
            name=texts.label(row, "name"),
            with_notes=rate_text(texts, row["irr_with_rate"], row["irr_with_status"]),
            without=rate_text(texts, row["irr_without_rate"], row["irr_without_status"]),
        )
        for row in rows.iter_rows(named=True)
    ]
    return title, " ".join([f"{title}.", *parts])


def tranche_cells(performance: pl.DataFrame, texts: Texts) -> tuple[list[str], list[list[str]]]:
    """Headings and written cells of the table of notes."""
    units = texts.units
    cells = []
    for row in tranches(performance).iter_rows(named=True):
        amount = (
            units.won(row["amount_units"]) if row["currency"] == "KRW" else units.dollars(row["amount_units"])
        )
        cells.append(
            [
                texts.label(row, "name"),
                str(row["priority"]),
                amount,
                units.rate(row["coupon_rate"]),
                texts(f"notes.schedule_{row['schedule']}"),
                texts("term.none")
                if row["guarantee_share"] is None
                else share_text(texts, row["guarantee_share"]),
                share_text(texts, row["default_share"]),
                bp_text(texts, row["loss_bp"]),
                share_text(texts, row["recovery_share"]),
                years_text(texts, row["weighted_life_years"]),
                rate_text(texts, row["yield_rate"], row["yield_status"]),
            ]
        )
    names = (
        "note", "priority", "amount", "coupon", "schedule", "guaranteed", "default", "loss", "recovery",
        "life", "yield",
    )  # fmt: skip
    return [texts(f"notes.col_{name}") for name in names], cells


def guarantor_cells(costs: pl.DataFrame, texts: Texts) -> tuple[list[str], list[list[str]]]:
    """Headings and written cells of the table of guarantors."""
    units = texts.units
    cells = [
        [
            row["guarantor_ko"] if texts.language == "ko" else row["guarantor"],
            share_text(texts, row["draw_share"]),
            units.won(row["draws_krw"]),
            units.won(row["premium_krw"]),
            units.won(row["cost_krw"], signed=True),
            units.won(row["p99_cost_krw"], signed=True),
            units.won(row["present_value_krw"], signed=True),
        ]
        for row in guarantor_rows(costs).iter_rows(named=True)
    ]
    names = ("guarantor", "draw_chance", "draws", "premium", "cost", "p99", "present_value")
    return [texts(f"notes.col_{name}") for name in names], cells


def effect_cells(rows: pl.DataFrame, texts: Texts) -> tuple[list[str], list[list[str]]]:
    """Headings and written cells of the table of equity with and without notes."""
    units, none = texts.units, texts("term.none")

    def multiple(value: float | None) -> str:
        return none if value is None else units.multiple(value)

    cells = []
    for row in rows.iter_rows(named=True):
        change = row["irr_change_rate"]
        cells.append(
            [
                texts.label(row, "name"),
                rate_text(texts, row["irr_without_rate"], row["irr_without_status"]),
                rate_text(texts, row["irr_with_rate"], row["irr_with_status"]),
                none if change is None else change_text(texts, change),
                multiple(row["without_multiple"]),
                multiple(row["with_multiple"]),
                share_text(texts, row["loss_without_share"]),
                share_text(texts, row["loss_with_share"]),
            ]
        )
    names = (
        "party", "irr_without", "irr_with", "irr_change", "multiple_without", "multiple_with", "loss_without",
        "loss_with",
    )  # fmt: skip
    return [texts(f"notes.col_{name}") for name in names], cells

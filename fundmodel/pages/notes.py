"""Notes: debt under the equity of child funds, how it does, what guarantors pay, what it does to equity."""

from fundmodel import session
from fundmodel.charts import equity_with_notes, note_losses
from fundmodel.note_findings import effect_rows, guarantor_rows, notes_summary, tranches
from fundmodel.note_sentences import (
    bp_text,
    effect_cells,
    guarantor_cells,
    notes_answer,
    share_text,
    tranche_cells,
)

SIZE = "notes_size_multiplier"
KINDS = ("whole", "class")
LOSSES = ("name", "default_share", "loss_share", "loss_bp", "guarantor_bp", "recovery_share", "yield_rate")
EFFECT = ("name", "irr_without_rate", "irr_with_rate", "without_multiple", "with_multiple", "net_change_krw")

session.question("notes.question")
screen = session.open_page("note_performance", "guarantee_cost", "notes_effect")
texts, units = screen.texts, screen.texts.units
performance, costs = screen.answers["note_performance"], screen.answers["guarantee_cost"]
summary = notes_summary(performance)

if summary is None:
    session.answer(screen, texts("notes.answer_none"))
    session.switch(SIZE, 1.0, texts("notes.switch_on"))
    session.foot(screen, texts("notes.never_public"), texts("notes.never_foreign"))
else:
    effect = screen.answers["notes_effect"]
    equity = effect_rows(effect, screen.names, KINDS)
    session.answer(screen, notes_answer(summary, effect, texts))
    session.switch(SIZE, 0.0, texts("notes.switch_off"))
    figures = [
        (
            texts("notes.card_amount"),
            units.won(summary.amount_krw),
            texts("notes.card_count", notes=summary.note_count),
        ),
        (
            texts("notes.card_default"),
            share_text(texts, summary.worst["default_share"]),
            texts.label(summary.worst, "name"),
        ),
        (texts("notes.card_loss"), bp_text(texts, summary.expected_loss_bp), texts("notes.card_loss_note")),
    ]
    figures += [
        (
            texts("notes.card_cost"),
            units.won(row["cost_krw"], signed=True),
            texts("notes.card_p99", p99=units.won(row["p99_cost_krw"], signed=True)),
        )
        for row in guarantor_rows(costs).head(1).iter_rows(named=True)
    ]
    session.cards(figures)
    rows = tranches(performance)
    named = rows.with_columns(rows[f"name_{texts.language}"].alias("name"))
    headings = {name: texts(f"notes.data_{name}") for name in LOSSES}
    session.chart(note_losses(performance, screen.look), named, "note_losses", headings)
    session.table(*tranche_cells(performance, texts), texts("notes.table_tranches"))
    if not guarantor_rows(costs).is_empty():
        session.table(*guarantor_cells(costs, texts), texts("notes.table_guarantors"))
    headings = {name: texts(f"notes.data_{name}") for name in EFFECT}
    named = equity.with_columns(equity[f"name_{texts.language}"].alias("name"))
    session.chart(equity_with_notes(equity, screen.look), named, "equity_with_notes", headings)
    session.table(*effect_cells(equity, texts), texts("notes.table_effect"))
    session.foot(
        screen,
        texts("notes.never_public"),
        texts("notes.never_foreign"),
        texts("notes.definitions"),
        *([] if screen.paths else [texts("notes.central_only")]),
    )

"""Charts of notes: what holders do not get from the funds, and what notes do to the return of equity."""

import altair as alt
import polars as pl

from fundmodel.charts.look import CLASSES, Look, drawing, finished, nominal, quantity
from fundmodel.note_findings import tranches
from fundmodel.note_sentences import effect_message, losses_message, share_text

_ROW = 24
_EFFECT_ROW = 44
_BEARERS = {"guarantor_bp": "public", "loss_bp": "loss"}


def _names(names: list[str]) -> alt.Y:
    axis = alt.Axis(title=None, labelLimit=230, ticks=False, domain=False, labelPadding=8)
    return nominal(alt.Y, "name", sort=names, axis=axis)


def note_losses(performance: pl.DataFrame, look: Look) -> alt.LayerChart:
    """What the fund did not pay on each note, in basis points: the guarantor's part and the holders'.

    Args:
        performance: note_performance of one scenario.
        look: Language and ground.
    """
    texts = look.texts
    rows = tranches(performance).with_columns(pl.col(f"name_{texts.language}").alias("name"))
    names = rows["name"].to_list()
    shares = [share_text(texts, value) for value in rows["default_share"]]
    rows = rows.with_columns(
        pl.Series("label", [texts("notes.chart_default", chance=share) for share in shares])
    )
    parts = pl.concat(
        [
            rows.select(
                "name",
                pl.lit(texts(f"notes.bearer_{name.removesuffix('_bp')}")).alias("bearer"),
                pl.col(name).alias("value"),
                pl.lit(look.colour(role)).alias("colour"),
            )
            for name, role in _BEARERS.items()
        ]
    )
    order = [texts(f"notes.bearer_{name.removesuffix('_bp')}") for name in _BEARERS]
    most = max([1.0, *rows["shortfall_bp"].to_list()])
    scale = alt.Scale(domain=[0, most * 1.3], nice=False)
    axis = alt.Axis(title=texts("notes.axis_bp"), tickCount=5, format=",~r")
    colour = nominal(
        alt.Color,
        "bearer",
        scale=alt.Scale(domain=order, range=[look.colour(role) for role in _BEARERS.values()]),
        legend=alt.Legend(title=None, orient="top", direction="horizontal"),
    )
    tips = [
        nominal(alt.Tooltip, "name", title=texts("notes.col_note")),
        nominal(alt.Tooltip, "bearer", title=texts("notes.tip_bearer")),
        quantity(alt.Tooltip, "value", title=texts("notes.axis_bp"), format=",.1f"),
    ]
    bars = drawing(parts).mark_bar(height=14)
    bars = bars.encode(
        x=quantity(alt.X, "value", axis=axis, scale=scale, stack="zero"),
        y=_names(names),
        color=colour,
        tooltip=tips,
    )
    labels = drawing(rows).mark_text(align="left", dx=6)
    labels = labels.encode(
        x=quantity(alt.X, "shortfall_bp", scale=scale), y=_names(names), text=nominal(alt.Text, "label")
    )
    title, message = losses_message(performance, texts)
    return finished([bars, labels], look, title, message, _ROW * len(names) + _ROW)


def equity_with_notes(rows: pl.DataFrame, look: Look) -> alt.LayerChart:
    """Net return of each class without notes (hollow) and with them (filled).

    Args:
        rows: effect_rows of the whole and the classes.
        look: Language and ground.
    """
    texts = look.texts
    roles = [code if code in CLASSES else "whole" for code in rows["party_code"]]
    drawn = rows.with_columns(
        pl.col(f"name_{texts.language}").alias("name"),
        pl.Series("colour", [look.colour(role) for role in roles]),
    )
    rates = [*drawn["irr_with_rate"].drop_nulls(), *drawn["irr_without_rate"].drop_nulls(), 0.0, 0.05]
    low, high = min(rates), max(rates)
    room = (high - low) * 0.12
    scale = alt.Scale(domain=[low - (room if low < 0 else 0), high + room], nice=False)
    x = quantity(alt.X, "irr_with_rate", axis=look.share_axis(texts("chart.rate_axis")), scale=scale)
    colour, y = nominal(alt.Color, "colour", scale=None), _names(drawn["name"].to_list())
    tips = [
        nominal(alt.Tooltip, "name", title=texts("notes.col_party")),
        quantity(alt.Tooltip, "irr_without_rate", title=texts("notes.col_irr_without"), format=".4%"),
        quantity(alt.Tooltip, "irr_with_rate", title=texts("notes.col_irr_with"), format=".4%"),
    ]
    both = drawing(drawn).encode(y=y, tooltip=tips)
    without = quantity(alt.X, "irr_without_rate", scale=scale)
    layers = [
        both.mark_rule(strokeWidth=2).encode(x=x, x2=alt.X2(field="irr_without_rate"), color=colour),
        both.mark_point(filled=False, size=90, strokeWidth=2, fill=look.colour("ground")).encode(
            x=without, color=colour
        ),
        both.mark_point(filled=True, size=150, opacity=1).encode(x=x, color=colour),
    ]
    title, message = effect_message(rows, texts)
    return finished(layers, look, title, message, _EFFECT_ROW * drawn.height)

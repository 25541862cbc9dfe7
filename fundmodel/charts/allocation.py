"""The chart of an allocation: the share of each child fund, planned and best."""

import altair as alt
import polars as pl

from fundmodel.charts.look import Look, drawing, finished, nominal, quantity

_ROW = 26


def allocation_chart(shares: pl.DataFrame, look: Look, title: str, message: str) -> alt.LayerChart:
    """Each child fund's planned share as a tick and its best share as a bar.

    Args:
        shares: name, planned_share, best_share, text (the best share written), in the order to show.
        look: Language and ground.
        title: What was found.
        message: The same in a sentence.
    """
    texts = look.texts
    y = nominal(alt.Y, "name", sort=shares["name"].to_list(), axis=alt.Axis(title=None, labelLimit=220))
    best = quantity(alt.X, "best_share", axis=look.share_axis(texts("allocation.axis")))
    tips = [
        nominal(alt.Tooltip, "name", title=texts("allocation.fund")),
        quantity(alt.Tooltip, "best_share", title=texts("allocation.best"), format=".1%"),
        quantity(alt.Tooltip, "planned_share", title=texts("allocation.planned"), format=".1%"),
    ]
    layers = [
        drawing(shares).mark_bar(height=12, color=look.colour("public")).encode(x=best, y=y, tooltip=tips),
        drawing(shares)
        .mark_tick(thickness=3, height=18, color=look.colour("text"))
        .encode(x=quantity(alt.X, "planned_share"), y=y, tooltip=tips),
        drawing(shares)
        .mark_text(align="left", dx=8, color=look.colour("text"))
        .encode(x=quantity(alt.X, "edge_share"), y=y, text=nominal(alt.Text, "text")),
    ]
    return finished(layers, look, title, message, _ROW * (shares.height + 1))

"""Charts of risk: with what chance a return is reached, by class."""

import altair as alt
import polars as pl

from fundmodel.charts.look import CLASSES, Look, drawing, finished, nominal, quantity, spread
from fundmodel.findings import number
from fundmodel.risk_findings import chance_of_at_least
from fundmodel.sentences_risk import distribution_message

_HEIGHT = 340
_LABEL_PIXELS = 19
_SHOWN = ("whole", "public", "domestic", "foreign")
_ROOM = 0.3


def return_curves(distribution: pl.DataFrame, look: Look, names: dict[str, str]) -> alt.LayerChart:
    """With what chance each class earns at least so much a year.

    Args:
        distribution: return_distribution of one scenario, measure irr_net.
        look: Language and ground.
        names: Name of the whole and of each class, by code.
    """
    texts = look.texts
    shown = distribution.filter(
        (pl.col("measure") == "irr_net")
        & pl.col("party_kind").is_in(["whole", "class"])
        & pl.col("party_code").is_in(_SHOWN)
    )
    low = max(number(shown["value"].min()), _floor(shown))
    high = number(shown["value"].max())
    curves = chance_of_at_least(shown).with_columns(
        pl.col("party_code").replace_strict(names).alias("name"),
        pl.col("party_code")
        .replace_strict({code: look.colour(code if code in CLASSES else "whole") for code in _SHOWN})
        .alias("colour"),
    )
    x = quantity(
        alt.X,
        "value",
        axis=look.share_axis(texts("chart.rate_axis")),
        scale=alt.Scale(domain=[low, high + (high - low) * _ROOM], nice=False),
    )
    y = quantity(
        alt.Y,
        "reach_share",
        axis=look.share_axis(texts("chart.reach_axis")),
        scale=alt.Scale(domain=[0, 1]),
    )
    tips = [
        nominal(alt.Tooltip, "name", title=texts("term.party")),
        quantity(alt.Tooltip, "value", title=texts("term.irr_net"), format=".2%"),
        quantity(alt.Tooltip, "reach_share", title=texts("chart.reach_axis"), format=".0%"),
    ]
    drawn = drawing(curves).encode(x=x, y=y, color=nominal(alt.Color, "colour", scale=None), tooltip=tips)
    layers = [
        drawing(pl.DataFrame({"value": [0]}))
        .mark_rule(color=look.colour("loss"), strokeDash=[4, 4])
        .encode(x=quantity(alt.X, "value")),
        *(
            drawn.transform_filter(alt.datum.party_code == code).mark_line(
                strokeWidth=3 if code == "whole" else 2, clip=True
            )
            for code in _SHOWN
        ),
        *_labels(curves, look, high),
    ]
    title, message = distribution_message(shown, names, texts)
    return finished(layers, look, title, message, _HEIGHT)


def _floor(shown: pl.DataFrame) -> float:
    """The lowest return worth showing: total losses stand far to the left of all others."""
    lows = shown.filter((pl.col("party_code") == "whole") & (pl.col("value") > -1))["value"]
    least = lows.min()
    return float(least) * 2 if isinstance(least, float) and least < 0 else -1.0


def _labels(curves: pl.DataFrame, look: Look, high: float) -> list[alt.Chart]:
    """Each curve named at the right, in the order of the returns at one path in two."""
    middles = curves.filter((pl.col("reach_share") - 1 / 2).abs() < 1 / 1000).sort("value", descending=True)
    places = spread([1 - number / 4 for number in range(middles.height)], _LABEL_PIXELS / _HEIGHT)
    texts = [
        f"{row['name']} · {look.texts.units.rate(row['value'])}" for row in middles.iter_rows(named=True)
    ]
    spots = middles.with_columns(
        pl.Series("spot", [place - 1 / 8 for place in places]),
        pl.Series("label", texts),
        pl.lit(high).alias("edge"),
    )
    drawn = drawing(spots).mark_text(align="left", dx=8, fontWeight=600)
    return [
        drawn.encode(
            x=quantity(alt.X, "edge"),
            y=quantity(alt.Y, "spot"),
            text=nominal(alt.Text, "label"),
            color=nominal(alt.Color, "colour", scale=None),
        )
    ]

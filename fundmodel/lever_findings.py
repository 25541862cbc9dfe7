"""What the levers of public support cost and give: the answer lever_values for pages and exports."""

import polars as pl

from fundmodel.note_findings import main_group

JOINT, INTERACTION = "joint", "interaction"
CLASSES = ("public", "domestic", "foreign", "gp")


def lever_rows(values: pl.DataFrame) -> pl.DataFrame:
    """Every lever and every party, over the random paths, else on the central case.

    Args:
        values: lever_values of one scenario.

    Returns:
        Its columns, sorted by place of the lever (joint and interaction last) and of the party.
    """
    return main_group(values).sort("place", "party_place")


def lever_summary(values: pl.DataFrame) -> pl.DataFrame:
    """One row per lever: what it costs the public side and what the classes of investors get.

    Args:
        values: lever_values of one scenario.

    Returns:
        place, lever; cost_krw, p95_cost_krw, present_cost_krw, p95_present_cost_krw of the public class;
        <class>_value_krw, <class>_irr_rate (change of the net rate of mean cash, per year) and
        <class>_loss_share (change of the chance of loss) of each class. A row interaction that is nothing but
        zero, as with a single lever, is left out, and so is then the joint row.
    """
    rows = lever_rows(values)
    made = rows.select("place", "lever").unique(maintain_order=True)
    for code in CLASSES:
        own = rows.filter((pl.col("party_kind") == "class") & (pl.col("party_code") == code)).select(
            "place",
            pl.col("value_krw").alias(f"{code}_value_krw"),
            pl.col("irr_change_rate").alias(f"{code}_irr_rate"),
            pl.col("loss_change_share").alias(f"{code}_loss_share"),
        )
        made = made.join(own, on="place", how="left", maintain_order="left")
    public = rows.filter((pl.col("party_kind") == "class") & (pl.col("party_code") == "public"))
    costs = public.select(
        "place",
        (-pl.col("value_krw")).alias("cost_krw"),
        "p95_cost_krw",
        (-pl.col("present_value_krw")).alias("present_cost_krw"),
        "p95_present_cost_krw",
    )
    made = made.join(costs, on="place", how="left", maintain_order="left")
    single = made.filter(~pl.col("lever").is_in([JOINT, INTERACTION])).height == 1
    return made.filter(~pl.col("lever").is_in([JOINT, INTERACTION])) if single else made


def lever_parties(values: pl.DataFrame, parties: pl.DataFrame, lever: str) -> pl.DataFrame:
    """What one lever does to every investor and to those outside.

    Args:
        values: lever_values of one scenario.
        parties: party_id, name_en, name_ko.
        lever: A lever, joint or interaction.

    Returns:
        The rows of that lever for investors and outside parties (which have no name) with anything in them.
    """
    rows = lever_rows(values).filter((pl.col("lever") == lever) & (pl.col("party_kind") != "class"))
    is_moved = (pl.col("party_kind") == "investor") | (pl.col("total_krw") != 0)
    names = parties.select("party_id", "name_en", "name_ko")
    return rows.filter(is_moved).join(names, on="party_id", how="left", maintain_order="left")

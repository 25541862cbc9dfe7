"""What the answers on plants hold: names of sites, yearly amounts, capacity by year, the weakest cover."""

from dataclasses import dataclass

import polars as pl

from fundmodel.findings import line_of, number

QUARTERS_PER_YEAR = 4


def named_sites(timeline: pl.DataFrame, language: str) -> pl.DataFrame:
    """The sites in the order of their opening, with a `name`: the cluster and the fund.

    Args:
        timeline: plant_timeline of one scenario.
        language: ko or en.
    """
    name = pl.format("{} · {}", pl.col(f"cluster_{language}"), pl.col("fund_code")).alias("name")
    return timeline.with_columns(name).sort("opening_quarter", "facility_code")


def yearly(operations: pl.DataFrame) -> pl.DataFrame:
    """EBITDA and debt service of one site by year.

    Args:
        operations: Rows of plant_operations of one site.

    Returns:
        year, ebitda_krw, service_krw, cfads_krw, one row per year.
    """
    money = [pl.col(name).sum() for name in ("ebitda_krw", "service_krw", "cfads_krw")]
    return operations.sort("quarter").group_by("year", maintain_order=True).agg(*money)


def in_use(operations: pl.DataFrame) -> pl.DataFrame:
    """The quarters of one site in which half of its capacity or more is open: tails of delays are left out.

    Args:
        operations: Rows of plant_operations of one site.
    """
    is_open = 2 * pl.col("kl_online") >= pl.col("kl_online").max()
    return operations.filter(is_open & (pl.col("kl_online") > 0)).sort("quarter")


def capacity(outcomes: pl.DataFrame) -> pl.DataFrame:
    """Capacity on line by year, whole and by the funds' share, with the national target.

    Args:
        outcomes: policy_outcomes of one scenario.

    Returns:
        year, full_kl, owned_kl, target_kl, target_programme, target_year; no rows without plants.
    """
    kl = outcomes.filter(pl.col("measure") == "kl_online")
    if kl.is_empty():
        return pl.DataFrame(schema=dict.fromkeys(("year", "full_kl", "owned_kl"), pl.Float64))
    line = line_of(kl)
    full, owned = (
        line.filter(pl.col("attribution") == attribution).select(
            "year", pl.col("amount").alias(f"{attribution}_kl")
        )
        for attribution in ("full", "owned")
    )
    target = line.filter(pl.col("attribution") == "full").select(
        "year", pl.col("target_amount").alias("target_kl"), "target_programme", "target_year"
    )
    return full.join(owned, on="year").join(target, on="year").sort("year")


@dataclass(frozen=True)
class Cover:
    """The weakest debt service cover of plants.

    Attributes:
        dscr: The lowest multiple; None without debt.
        quarter: Its quarter.
        facility_code: Its site.
    """

    dscr: float | None
    quarter: int | None
    facility_code: str


def full_cover(operations: pl.DataFrame, timeline: pl.DataFrame, grace_years: int) -> pl.DataFrame:
    """The quarters in which all four quarters behind the cover repay the loan, up to its planned end.

    Args:
        operations: plant_operations of one scenario.
        timeline: plant_timeline of the same.
        grace_years: Interest-only years.
    """
    first = (grace_years + 1) * QUARTERS_PER_YEAR
    dates = timeline.select("facility_code", "opening_quarter", "repaid_quarter")
    is_full = (pl.col("quarter") >= pl.col("opening_quarter") + first) & (
        pl.col("quarter") < pl.col("repaid_quarter")
    )
    return operations.join(dates, on="facility_code").filter(is_full, pl.col("dscr_multiple").is_not_null())


def weakest_cover(operations: pl.DataFrame, timeline: pl.DataFrame, grace_years: int) -> Cover:
    """The lowest cover over all sites after the interest-only years; arguments as in full_cover."""
    covered = full_cover(operations, timeline, grace_years).sort("dscr_multiple", "quarter")
    if covered.is_empty():
        return Cover(None, None, "")
    row = covered.row(0, named=True)
    return Cover(number(row["dscr_multiple"]), int(row["quarter"]), str(row["facility_code"]))


def gross_rates(metrics: pl.DataFrame, funds: tuple[str, ...]) -> tuple[float | None, float | None]:
    """Gross rate of the plant funds, central case and mean of the random paths, averaged over the funds.

    Args:
        metrics: metrics of one scenario.
        funds: Codes of the funds.
    """
    rows = metrics.filter((pl.col("party_kind") == "fund") & pl.col("party_code").is_in(list(funds)))
    found = []
    for statistic in ("central", "mean"):
        rates = rows.filter(pl.col("statistic") == statistic)["irr_gross_rate"].drop_nulls().to_list()
        found.append(sum(rates) / len(rates) if rates else None)
    return found[0], found[1]


def second_phase(values: pl.DataFrame, sites: pl.DataFrame) -> pl.DataFrame:
    """What a second phase of each site is worth: the mean of random paths, else the central case.

    Args:
        values: second_phase_value of one scenario.
        sites: named_sites of the same.

    Returns:
        name, statistic, never_npv_krw, at_once_npv_krw, option_npv_krw, at_once_gain_krw, option_gain_krw,
        option_value_krw (empty in the central case, which knows what comes), exercised_share.
    """
    random = values.filter(pl.col("statistic") == "mean")
    chosen = random if random.height else values.filter(pl.col("statistic") == "central")
    names = sites.select("facility_code", "name", pl.int_range(pl.len()).alias("place"))
    return chosen.join(names, on="facility_code").sort("place").drop("place")


def stake_gap(stakes: pl.DataFrame) -> tuple[int, int]:
    """How far the lots of funds are from their stake of the plants' books, in won, and over how many rows.

    Args:
        stakes: plant_stakes of one scenario.

    Returns:
        The largest difference of a fund and quarter, and the most rows of lots that are floored in one.
    """
    gaps = stakes.select(
        pl.max_horizontal(
            (pl.col("owned_paid_in_krw") - pl.col("asked_krw")).abs(),
            (pl.col("owned_paid_out_krw") - pl.col("offered_krw")).abs(),
        ).max(),
        pl.col("row_count").max(),
    )
    most, rows = gaps.row(0)
    return int(most or 0), int(rows or 0)


def debt_risk(missed: pl.DataFrame) -> dict[str, float]:
    """How often owners cure a payment and lenders lose, over all plants; empty without random paths or debt.

    Args:
        missed: plant_debt_risk of one scenario.
    """
    plants = sum(missed["plant_paths"].to_list())
    if plants == 0:
        return {}
    shares = {"cured": "cured_share", "lost": "lender_loss_share"}
    return {
        name: sum(share * count for share, count in missed.select(column, "plant_paths").iter_rows()) / plants
        for name, column in shares.items()
    }

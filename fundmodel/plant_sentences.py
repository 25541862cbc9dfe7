"""Sentences on plants: the answer of their page, and the titles and messages of their charts."""

import polars as pl

from fundmodel.findings import number
from fundmodel.plant_findings import QUARTERS_PER_YEAR, Cover, in_use, yearly
from fundmodel.texts import Texts
from fundmodel.units import significant

_WHOLE_FROM = 100


def kl(value: float) -> str:
    """Capacity in kL: whole from 100 on, three digits below.

    Example:
        >>> kl(2145.0), kl(78.75)
        ('2,145', '78.8')
    """
    return f"{value:,.0f}" if value >= _WHOLE_FROM else significant(value)


def _multiple(texts: Texts, value: float | None) -> str:
    return texts("term.none") if value is None else texts.units.multiple(value)


def plants_answer(
    sites: pl.DataFrame, capacity: pl.DataFrame, cover: Cover, texts: Texts, first_year: int
) -> str:
    """The answer of the page on plants.

    Args:
        sites: named_sites.
        capacity: capacity of plant_findings.
        cover: weakest_cover.
        texts: The language.
        first_year: Year of quarter 0.
    """
    units = texts.units
    if sites.is_empty():
        return texts("plants.answer_none")
    opened = sites["opening_quarter"]
    most = capacity.sort("full_kl", "year", descending=[True, False]).row(0, named=True)
    values = {
        "count": int(number(sites["plant_count"].sum())),
        "sites": sites.height,
        "first": units.quarter(int(number(opened.min())), first_year),
        "last": units.quarter(int(number(opened.max())), first_year),
        "kl": kl(most["full_kl"]),
        "year": most["year"],
    }
    if most["target_kl"] is None:
        parts = [texts("plants.answer_plain", **values)]
    else:
        share = units.share(most["full_kl"] / most["target_kl"])
        target = {"target": kl(most["target_kl"]), "programme": most["target_programme"]}
        year = most["target_year"]
        parts = [texts("plants.answer", share=share, target_year=year, **target, **values)]
    if cover.dscr is None or cover.quarter is None:
        return " ".join([*parts, texts("plants.answer_no_debt")])
    cost = number(sites["capex_krw"].sum()) + number((sites["debt_krw"] - sites["draw_krw"]).sum())
    gearing = units.share(number(sites["debt_krw"].sum()) / cost)
    when = units.quarter(cover.quarter, first_year)
    return " ".join(
        [*parts, texts("plants.answer_cover", gearing=gearing, dscr=units.multiple(cover.dscr), when=when)]
    )


def second_phase_answer(phases: pl.DataFrame, texts: Texts) -> str:
    """What a second phase is worth over all sites, one plant each, built at once or kept as an option.

    Args:
        phases: second_phase of plant_findings, at least one site.
        texts: The language.
    """
    won = texts.units.won
    values = {
        name: won(number(phases[f"{name}_krw"].sum()), signed=True)
        for name in ("at_once_gain", "option_gain")
    }
    values["sites"] = f"{phases.height}"
    values["exercised"] = texts.units.share(number(phases["exercised_share"].mean()))
    if phases["option_value_krw"].null_count():
        return texts("plants.phase_central", **values)
    option = won(number(phases["option_value_krw"].sum()), signed=True)
    return texts("plants.phase_mean", option=option, **values)


def second_phase_cells(phases: pl.DataFrame, texts: Texts) -> tuple[list[str], list[list[str]]]:
    """Headings and written cells of the table of second phases; arguments as in second_phase_answer."""
    units = texts.units
    money = ("never_npv", "at_once_npv", "option_npv", "at_once_gain", "option_gain", "option_value")
    cells = [
        [
            row["name"],
            *(
                texts("term.none")
                if row[f"{name}_krw"] is None
                else units.won(row[f"{name}_krw"], named=False)
                for name in money
            ),
            units.share(row["exercised_share"]),
        ]
        for row in phases.iter_rows(named=True)
    ]
    names = ("site", *(f"phase_{name}" for name in money), "phase_exercised")
    return [texts(f"plants.{name}") for name in names], cells


def timeline_message(sites: pl.DataFrame, texts: Texts, first_year: int) -> tuple[str, str]:
    """Title and message of the timeline."""
    units = texts.units
    if sites.is_empty():
        return texts("plants.answer_none"), texts("plants.answer_none")
    first = sites.row(0, named=True)
    years = (first["opening_quarter"] - first["start_quarter"]) / QUARTERS_PER_YEAR
    dates = ("start", "completion", "opening", "exit")
    rows = [
        texts(
            "plants.timeline_row",
            name=row["name"],
            **{name: units.quarter(row[f"{name}_quarter"], first_year) for name in dates},
        )
        for row in sites.iter_rows(named=True)
    ]
    opening = units.quarter(first["opening_quarter"], first_year)
    return texts("plants.timeline_title", years=significant(years), first=opening), " ".join(rows)


def capacity_message(capacity: pl.DataFrame, texts: Texts) -> tuple[str, str]:
    """Title and message of capacity by year."""
    if capacity.is_empty():
        return texts("plants.answer_none"), texts("plants.answer_none")
    most = capacity.sort("full_kl", "year", descending=[True, False]).row(0, named=True)
    owned = capacity.filter(pl.col("year") == most["year"])["owned_kl"].item()
    rows = [
        texts("plants.capacity_row", year=year, kl=kl(full), owned=kl(own))
        for year, full, own in capacity.select("year", "full_kl", "owned_kl").iter_rows()
        if year <= most["year"] and full > 0
    ]
    title = texts("plants.capacity_title", kl=kl(most["full_kl"]), year=most["year"], owned=kl(owned))
    return title, " ".join(rows)


def use_message(operations: pl.DataFrame, name: str, texts: Texts, first_year: int) -> tuple[str, str]:
    """Title and message of the use of one site."""
    units = texts.units
    used = in_use(operations)
    most = number(used["used_share"].max())
    reached = used.filter(pl.col("used_share") >= most * (1 - 1 / 100))["quarter"][0]
    title = texts(
        "plants.use_title", name=name, most=units.share(most), when=units.quarter(int(reached), first_year)
    )
    return title, texts("plants.use_message", first=units.share(number(used["used_share"][0])))


def earnings_message(operations: pl.DataFrame, name: str, texts: Texts) -> tuple[str, str]:
    """Title and message of EBITDA and debt service of one site."""
    years, won = yearly(operations), texts.units.won
    title = texts(
        "plants.earnings_title",
        name=name,
        ebitda=won(number(years["ebitda_krw"].max())),
        service=won(number(years["service_krw"].max())),
    )
    rows = [
        texts("plants.earnings_row", year=year, ebitda=won(ebitda), service=won(service))
        for year, ebitda, service in years.select("year", "ebitda_krw", "service_krw").iter_rows()
        if ebitda or service
    ]
    return title, " ".join(rows)


def debt_message(
    operations: pl.DataFrame, site: dict[str, object], texts: Texts, first_year: int
) -> tuple[str, str]:
    """Title and message of the debt of one site."""
    units, name = texts.units, str(site["name"])
    owed = operations.filter(pl.col("debt_krw") > 0)
    if owed.is_empty():
        return texts("plants.debt_title_none", name=name), texts("plants.debt_title_none", name=name)
    last = int(number(owed["quarter"].max())) + 1
    most = units.won(number(owed["debt_krw"].max()))
    title = texts("plants.debt_title", name=name, most=most, when=units.quarter(last, first_year))
    return title, texts("plants.debt_message", opening=units.won(number(site["debt_krw"])))


def cover_message(covered: pl.DataFrame, texts: Texts, first_year: int) -> tuple[str, str]:
    """Title and message of the cover of one site; `covered` as full_cover gives it."""
    if covered.is_empty():
        return texts("plants.cover_title_none"), texts("plants.cover_title_none")
    weakest = covered.sort("dscr_multiple", "quarter").row(0, named=True)
    llcr = covered.sort("quarter")["llcr_multiple"][0]
    message = texts(
        "plants.cover_message",
        when=texts.units.quarter(weakest["quarter"], first_year),
        llcr=_multiple(texts, llcr),
    )
    return texts("plants.cover_title", least=_multiple(texts, weakest["dscr_multiple"])), message

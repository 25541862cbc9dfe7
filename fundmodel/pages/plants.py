"""CDMO plants: when they open, how full they are, what they earn, and whether they carry their debt."""

import polars as pl
import streamlit as st

from fundmodel import session
from fundmodel.charts import (
    plant_capacity,
    plant_cover,
    plant_debt,
    plant_earnings,
    plant_timeline,
    plant_use,
)
from fundmodel.plant_findings import (
    capacity,
    debt_risk,
    full_cover,
    gross_rates,
    in_use,
    named_sites,
    second_phase,
    stake_gap,
    weakest_cover,
)
from fundmodel.plant_sentences import kl, plants_answer, second_phase_answer, second_phase_cells

MONEY = ("ebitda_krw", "cfads_krw", "service_krw", "debt_krw")
COVERS = ("dscr_multiple", "llcr_multiple")

session.question("plants.question")
screen = session.open_page(
    "plant_timeline",
    "plant_operations",
    "plant_debt_risk",
    "policy_outcomes",
    "metrics",
    "second_phase_value",
    "plant_stakes",
)
texts, units, first_year = screen.texts, screen.texts.units, screen.answers.first_year
grace = int(screen.scenario.value("debt_grace_years"))
lock_up = float(screen.scenario.value("lock_up_dscr_multiple"))

sites = named_sites(screen.answers["plant_timeline"], texts.language)
operations = screen.answers["plant_operations"]
online = capacity(screen.answers["policy_outcomes"])
cover = weakest_cover(operations, sites, grace)
session.answer(screen, plants_answer(sites, online, cover, texts, first_year), texts("plants.statistic"))

if sites.height:
    targets = []
    for year in (2030, 2032, 2035):
        for row in online.filter(pl.col("year") == year).iter_rows(named=True):
            share = "" if row["target_kl"] is None else units.share(row["full_kl"] / row["target_kl"])
            note = texts("plants.card_of_target", share=share) if share else ""
            targets.append((texts("plants.card_kl", year=year), kl(row["full_kl"]), note))
    central, mean = gross_rates(screen.answers["metrics"], tuple(sites["fund_code"].unique().sort()))
    note = texts("plants.card_gap_plain")
    if central is not None and mean is not None:
        gap = units.points(mean - central)
        note = texts("plants.card_gap_note", mean=units.rate(mean), gap=gap)
    weakest = texts("term.none") if cover.dscr is None else units.multiple(cover.dscr)
    session.cards(
        [
            *targets,
            (texts("plants.card_cover"), weakest, ""),
            (texts("plants.card_debt"), units.won(float(sites["debt_krw"].sum())), ""),
            (texts("plants.card_gap"), texts("term.none") if central is None else units.rate(central), note),
        ]
    )
    session.chart(
        plant_timeline(sites, screen.look, first_year),
        sites,
        "plant_timeline",
        {
            "name": texts("plants.site"),
            "plant_count": texts("plants.count"),
            "capacity_kl": texts("plants.plant_kl"),
            "debt_krw": texts("plants.debt"),
        },
    )
    kl_headings = {
        "year": texts("term.year"),
        "full_kl": texts("plants.kl_online"),
        "owned_kl": texts("plants.owned_kl"),
    }
    session.chart(plant_capacity(online, screen.look), online, "plant_capacity", kl_headings)
    names = dict(sites.select("facility_code", "name").iter_rows())
    chosen = st.selectbox(
        texts("plants.site"),
        list(names),
        index=list(names).index(session.start("plant_site", next(iter(names)), names)),
        format_func=lambda code: names[code],
        key="plant_site",
        width=320,
    )
    of_site = operations.filter(pl.col("facility_code") == chosen)
    site = sites.row(by_predicate=pl.col("facility_code") == chosen, named=True)
    covered = full_cover(of_site, sites, grace)
    when = {"quarter": texts("term.quarter")}
    name = names[chosen]
    with session.beside() as (left, right):
        with left:
            used = in_use(of_site)
            headings = when | {"used_share": texts("plants.used")}
            session.chart(plant_use(of_site, name, screen.look, first_year), used, "plant_use", headings)
            headings = when | {"debt_krw": texts("plants.debt")}
            session.chart(plant_debt(of_site, site, screen.look, first_year), of_site, "plant_debt", headings)
        with right:
            headings = when | {code: texts(f"plants.{code.removesuffix('_krw')}") for code in MONEY}
            session.chart(plant_earnings(of_site, name, screen.look), of_site, "plant_earnings", headings)
            headings = when | {code: texts(f"plants.{code.removesuffix('_multiple')}") for code in COVERS}
            drawn = plant_cover(covered, of_site, lock_up, screen.look, first_year)
            session.chart(drawn, covered, "plant_cover", headings)
    phases = second_phase(screen.answers["second_phase_value"], sites)
    session.table(*second_phase_cells(phases, texts), second_phase_answer(phases, texts))
    session.small(texts("plants.phase_note"))
    session.download(screen.answers["second_phase_value"], "second_phase_value")
stakes = screen.answers["plant_stakes"]
gap, rows = stake_gap(stakes)
risk = debt_risk(screen.answers["plant_debt_risk"])
missed = {name: units.chance(value) for name, value in risk.items()}
session.foot(
    screen,
    texts("plants.note"),
    texts("plants.note_cover"),
    *([texts("plants.note_risk", **missed)] if missed else []),
    texts("plants.note_gap"),
    *([texts("plants.note_stakes", gap=f"{gap:,}", rows=f"{rows:,}")] if stakes.height else []),
)
session.download(stakes, "plant_stakes")

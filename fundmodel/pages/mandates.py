"""Mandates and policy targets: is every duty kept, and how far does the programme carry national targets?"""

import polars as pl
import streamlit as st

from fundmodel import session
from fundmodel.charts import mandates
from fundmodel.charts.mandates import FORMED, formed_cells, limit_text, measured_text
from fundmodel.mandate_findings import against_targets, kept_mandates, mandate_years, year_spans
from fundmodel.session.policy_levers import draw_policy_levers

# National targets are for 2030 and 2032; plants come later.
YEARS = (2030, 2032, 2035)

session.question("mandates.question")
screen = session.open_page("mandates", "policy_outcomes")
texts, units = screen.texts, screen.texts.units
table = screen.answers["mandates"]
kept = kept_mandates(table)
missed = "; ".join(
    texts("mandates.missed", name=texts(f"mandates.{code}"), years=year_spans(years))
    for code, years in kept.missed.items()
)
session.answer(
    screen,
    texts("mandates.answer_all", all=kept.all)
    if not kept.missed
    else texts("mandates.answer", kept=kept.kept, all=kept.all, missed=missed),
)

named = mandate_years(table).with_columns(
    pl.col("mandate").replace_strict(
        {code: texts(f"mandates.{code}") for code in table["mandate"].unique()}, return_dtype=pl.String
    ),
    pl.col("direction").replace_strict(
        {"at most": texts("mandates.at_most"), "at least": texts("mandates.at_least")}, return_dtype=pl.String
    ),
)
has_closings = table["planned"].is_not_null().any()
headings = ("mandate", "year", "measured", *(FORMED[:1] if has_closings else ()))
headings += ("direction", "limit", "met_path_share")
session.chart(
    mandates(table, screen.look), named, "mandates", {key: texts(f"mandates.{key}") for key in headings}
)

last = table.group_by("mandate", maintain_order=True).last()
cells = [
    [
        limit_text(texts, row),
        measured_text(texts, row["measured"], row["unit"]),
        *(formed_cells(texts, row) if has_closings else ()),
        texts("term.none") if row["met_path_share"] is None else units.share(row["met_path_share"]),
        texts(f"mandates.basis_{row['mandate']}"),
        texts(f"data.verification_{row['verification']}"),
    ]
    for row in last.iter_rows(named=True)
]
columns = ("mandate", "at_end", *(FORMED if has_closings else ()), "paths_met", "basis", "verified")
session.table([texts(f"mandates.{key}") for key in columns], cells, texts("mandates.sources"))

outcomes = against_targets(screen.answers["policy_outcomes"], YEARS)
rows = []
for (measure, attribution), frame in outcomes.group_by("measure", "attribution", maintain_order=True):
    first = frame.row(0, named=True)
    is_money = first["unit"] == "KRW"

    def written(amount: float, is_money: bool = is_money, unit: str = first["unit"]) -> str:
        """An amount in its unit."""
        return units.won(round(amount)) if is_money else f"{amount:,.0f} {unit}"

    found = {row["year"]: row for row in frame.iter_rows(named=True)}
    rows.append(
        [
            texts(
                "mandates.outcome", name=texts(f"outcome.{measure}"), part=texts(f"mandates.{attribution}")
            ),
            *(
                texts(
                    "mandates.of_target",
                    amount=written(row["amount"]),
                    share=units.share(row["share_of_target"]),
                )
                for row in (found[year] for year in YEARS if year in found)
            ),
            texts("mandates.target_in", amount=written(first["target_amount"]), year=first["target_year"]),
            texts(f"mandates.base_{first['target_base']}"),
        ]
    )
years = [str(year) for year in YEARS if year in outcomes["year"].to_list()]
ends = [texts("mandates.target"), texts("mandates.base")]
session.table([texts("mandates.outcomes"), *years, *ends], rows, texts("mandates.targets"))
session.download(outcomes, "policy_outcomes_against_targets")
draw_policy_levers(screen)
with st.expander(texts("mandates.limits")):
    session.small(*(f"{limit_text(texts, row)}: {row['source']}" for row in last.iter_rows(named=True)))
session.foot(screen, texts("mandates.note"), texts("mandates.note_targets"))

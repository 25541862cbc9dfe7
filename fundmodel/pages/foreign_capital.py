"""Foreign capital: its share by four definitions, and what it adds to each public won."""

import polars as pl

from fundmodel import session
from fundmodel.charts import foreign_per_public, foreign_shares
from fundmodel.findings import SHARES, final_shares, peak_nav_quarter
from fundmodel.sentences import foreign_answer

WHEN = ("quarter", "statistic")
MONEY = ("foreign_paid_in_krw", "public_paid_in_krw", "foreign_korea_krw")

session.question("foreign.question")
screen = session.open_page("foreign_share", "fund_cash_flow")
texts, units, first_year = screen.texts, screen.texts.units, screen.answers.first_year
foreign, beside = screen.answers["foreign_share"], screen.beside("foreign_share")

flows = screen.answers["fund_cash_flow"]
nav_quarter = peak_nav_quarter(flows.filter(pl.col("party_kind") == "whole"))
final = final_shares(foreign, nav_quarter)
session.answer(screen, foreign_answer(foreign, texts, beside))
figures = []
for name in SHARES:
    value = final[name]
    figures.append(
        (texts(f"foreign.{name}"), texts("term.none") if value is None else units.share(value), "")
    )
ratio = final["foreign_won_per_public_won"]
written = texts("term.none") if ratio is None else units.won_ratio(ratio)
figures.append((texts("foreign.foreign_won_per_public_won"), written, ""))
session.cards(figures)

when = {name: texts(f"term.{name}") for name in WHEN}
headings = when | {name: texts(f"foreign.{name}") for name in SHARES}
session.chart(
    foreign_shares(foreign, screen.look, first_year, beside, nav_quarter), foreign, "foreign_share", headings
)
headings = when | {name: texts(f"foreign.{name}") for name in ("foreign_won_per_public_won", *MONEY)}
session.chart(
    foreign_per_public(foreign, screen.look, first_year, beside), foreign, "foreign_per_public", headings
)
gross = final["reaching_korea_non_public_share"]
session.foot(
    screen,
    texts("foreign.note"),
    *([] if gross is None else [texts("foreign.note_gross", share=units.share(gross))]),
    texts("foreign.published"),
)

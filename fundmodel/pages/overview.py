"""Overview: who earns what, when the money is back, and how much of it comes from abroad."""

import polars as pl

from fundmodel import session
from fundmodel.charts import cash_flow, foreign_shares, net_returns
from fundmodel.findings import (
    SHARES,
    final_shares,
    peak_nav_quarter,
    returns_table,
    sanity_check,
    turning_points,
)
from fundmodel.sentences import change_text, check_text, overview_answer, rate_text
from fundmodel.session.compare_tables import headline_cells
from fundmodel.status_notes import status_notes

RATES = {
    "name": "party",
    "irr_net_rate": "irr_net",
    "irr_gross_rate": "irr_gross",
    "base_net_rate": "irr_base",
}
WHEN = ("quarter", "statistic")
CASH = ("calls_krw", "distributions_krw", "net_krw", "cumulative_krw")
COLUMNS = ("party", "irr_net", "irr_change", "irr_own", "irr_gross", "tvpi", "irr_range", "loss_chance")

session.question("overview.question")
screen = session.open_page("metrics", "fund_cash_flow", "foreign_share", "sanity")
texts, units, first_year = screen.texts, screen.texts.units, screen.answers.first_year
made, plain = screen.answers, screen.base_answers

# The charts come first: they are what a slider is moved for.
top = session.place()
is_whole = pl.col("party_kind") == "whole"
flows = made["fund_cash_flow"].filter(is_whole)
beside = screen.beside("fund_cash_flow")
when_headings = {name: texts(f"term.{name}") for name in WHEN}
cash_headings = when_headings | {name: texts(f"term.{name.removesuffix('_krw')}") for name in CASH}
share_headings = when_headings | {name: texts(f"foreign.{name}") for name in SHARES}
with session.beside() as (left, right):
    with left:
        base = None if beside is None else beside.filter(is_whole)
        session.chart(cash_flow(flows, screen.look, first_year, base), flows, "cash_flow", cash_headings)
    with right:
        foreign = made["foreign_share"]
        other = screen.beside("foreign_share")
        drawn = foreign_shares(foreign, screen.look, first_year, other, peak_nav_quarter(flows))
        session.chart(drawn, foreign, "foreign_share", share_headings)

returns = returns_table(made["metrics"], plain["metrics"], screen.names, ("whole", "class"))
rows = {row["party_code"]: row for row in returns.iter_rows(named=True)}
paid_in = final_shares(made["foreign_share"])["of_paid_in_share"]
turns = turning_points(flows)


def against(code: str) -> str:
    """The change of a net return against the base case, in words."""
    change = rows[code]["net_change_rate"]
    if screen.is_base:
        return texts("overview.as_base")
    return "" if change is None else texts("overview.against", change=change_text(texts, change))


def net(code: str) -> str:
    """A net return, or why there is none."""
    return rate_text(texts, rows[code]["irr_net_rate"], rows[code]["irr_net_status"])


with top:
    session.answer(screen, overview_answer(returns, made["foreign_share"], texts, screen.is_base))
    check = sanity_check(made["sanity"], made["metrics"])
    session.check(check.level, check_text(check, texts, screen.name("strategy", check.driver)))
    if not screen.is_base:
        base_check = sanity_check(plain["sanity"], plain["metrics"])
        if base_check.level != check.level:
            session.small(texts("sanity.base_is", text=check_text(base_check, texts)))

    own = rate_text(
        texts, rows["foreign"]["irr_own_currency_rate"], rows["foreign"]["irr_own_currency_status"]
    )
    share = texts("term.none") if paid_in is None else units.share(paid_in)
    payback = turns.payback_quarter
    when = texts("term.never") if payback is None else units.quarter(payback, first_year)
    need = texts("overview.card_need", need=units.won(turns.peak_need_krw))
    session.cards(
        [
            (texts("overview.card_whole"), net("whole"), against("whole")),
            (texts("overview.card_public"), net("public"), against("public")),
            (texts("overview.card_foreign"), net("foreign"), texts("overview.card_usd", rate=own)),
            (texts("overview.card_tvpi"), units.multiple(rows["whole"]["tvpi_multiple"]), ""),
            (texts("overview.card_share"), share, ""),
            (texts("overview.card_payback"), when, need),
        ]
    )
    hidden = (set() if screen.paths else {"irr_range", "loss_chance"}) | (
        {"irr_change"} if screen.is_base else set()
    )
    session.returns(returns, [key for key in COLUMNS if key not in hidden], texts("overview.table"))
    rates = ("irr_net_status", "irr_gross_status", "irr_own_currency_status")
    if notes := status_notes([status for name in rates for status in returns[name].to_list()], texts):
        session.small(*notes)
    session.download(returns, "returns_by_class")
named = returns.with_columns(returns[f"name_{texts.language}"].alias("name"))
headings = {column: texts(f"term.{key}") for column, key in RATES.items()}
session.chart(net_returns(returns, screen.look), named, "returns", headings)
if not screen.is_base:
    columns = [texts("compare.figure"), texts("sidebar.base"), session.scenario_label(screen.scenario, texts)]
    cells = headline_cells([plain, made], bool(screen.paths), texts)
    session.table(columns, cells, texts("overview.changed"))
session.foot(screen, texts("overview.note"))

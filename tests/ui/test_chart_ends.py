"""Every assumption at its low and its high end: no chart and no sentence breaks on what the model answers."""

from collections.abc import Callable
from functools import partial

import altair as alt
import polars as pl

from fundmodel import model
from fundmodel.assumptions import assumptions
from fundmodel.charts import Look, cash_flow, foreign_per_public, foreign_shares, money_by_class, net_returns
from fundmodel.findings import fee_gap, peak_nav_quarter, returns_table, sanity_check
from fundmodel.scenario import Scenario
from fundmodel.sentences import check_text, foreign_answer, investors_answer, overview_answer
from fundmodel.session.refusals import INVOLVED
from fundmodel.session.tables import returns_cells, written
from fundmodel.texts import Texts
from fundmodel.units import LANGUAGES
from tests.ui.ends import in_company, moves

TABLES = ("metrics", "fund_cash_flow", "foreign_share", "sanity")
PERIODS = ("year", "quarter", "cumulative")
COLUMNS = (
    "party",
    "irr_net",
    "irr_change",
    "irr_own",
    "irr_gross",
    "tvpi",
    "irr_range",
    "loss_chance",
    "carry",
)


AT_ONCE = 12


def scenarios() -> list[Scenario]:
    """Every end of every assumption, some of different topics together."""
    found, refused = moves(assumptions())
    assert all(any(name in names for names in INVOLVED.values()) for name in refused)
    together = in_company(found, AT_ONCE)
    assert {key for move in found for key in move.items()} == {key for one in together for key in one.items()}
    return [Scenario(f"ends {number}", one) for number, one in enumerate(together)]


def test_no_chart_and_no_sentence_breaks_at_an_end():
    base = model.run(Scenario("base"))
    plain = {table: base[table] for table in TABLES}
    parties = base["parties"]
    by_year: dict[object, list[Scenario]] = {}
    for scenario in scenarios():
        by_year.setdefault(scenario.value("first_close_year"), []).append(scenario)
    for group in by_year.values():
        results = model.run(group).compute(*TABLES)
        made = {table: results[table].partition_by("scenario", as_dict=True) for table in TABLES}
        for number, scenario in enumerate(group):
            tables = {table: made[table][(scenario.name,)] for table in TABLES}
            _draw(scenario, tables, plain, parties, number)


def _draw(
    scenario: Scenario,
    made: dict[str, pl.DataFrame],
    plain: dict[str, pl.DataFrame],
    parties: pl.DataFrame,
    number: int,
) -> None:
    """Every sentence; of the charts, which cost most, each scenario draws one, in turn."""
    language = LANGUAGES[number % len(LANGUAGES)]
    look, texts = Look(language), Texts(language)
    year = int(float(scenario.value("first_close_year")))
    is_whole = pl.col("party_kind") == "whole"
    flows, before = made["fund_cash_flow"].filter(is_whole), plain["fund_cash_flow"].filter(is_whole)
    classes = returns_table(made["metrics"], plain["metrics"], parties, ("whole", "class"))
    foreign, other = made["foreign_share"], plain["foreign_share"]
    charts: list[Callable[[], alt.LayerChart]] = [
        *(partial(cash_flow, flows, look, year, before, period) for period in PERIODS),
        lambda: net_returns(classes, look),
        lambda: money_by_class(classes, look),
        lambda: foreign_shares(foreign, look, year, other, peak_nav_quarter(flows)),
        lambda: foreign_per_public(foreign, look, year, other),
    ]
    chart = charts[number // len(LANGUAGES) % len(charts)]()
    texts_shown = [
        overview_answer(classes, foreign, texts, is_base=False),
        investors_answer(classes, fee_gap(classes), texts),
        foreign_answer(foreign, texts, other),
        check_text(sanity_check(made["sanity"], made["metrics"]), texts),
        f"{chart.title.text} {chart.description}",
        *(cell for row in returns_cells(classes, COLUMNS, texts)[1] for cell in row),
        str(written(flows, {"cumulative_krw": "cumulative"}, texts)["cumulative"].to_list()),
    ]
    for text in texts_shown:
        assert not any(wrong in text.lower() for wrong in ("nan", "none ", "inf ")), (scenario.name, text)
    assert chart.to_dict(validate=False)["layer"], scenario.name

"""The chapter on terms that are on: a table for each answer, in both languages, and none for what is off."""

import pytest

from fundmodel import Scenario, run
from fundmodel.model import Results
from fundmodel.reports.document.blocks import Table
from fundmodel.reports.document.material import Material
from fundmodel.reports.document.terms import ANSWERS, terms
from fundmodel.reports.report import Report
from fundmodel.texts import Texts

ON = {
    "line_share": 0.3,
    "recycling_share": 1.0,
    "formation_risk": "closings",
    "fiscal_payment": "yearly",
    "coinvestment_share": 0.3,
}


@pytest.fixture(scope="module")
def results() -> Results:
    return run([Scenario("base"), Scenario("on", ON)])


@pytest.mark.parametrize(
    ("language", "title", "word"),
    [
        ("en", "With and without the line: on", "Called again"),
        ("ko", "담보대출 유무에 따른 수익률: on", "재출자액"),
    ],
)
def test_what_is_on_has_its_table(results: Results, language: str, title: str, word: str) -> None:
    tables = [one for one in terms(Material(Report(results, Texts(language)))) if isinstance(one, Table)]
    assert [one.key for one in tables if one.key.endswith(":1")] == [f"{name}:1" for name in ANSWERS]
    assert [one.key for one in tables if one.key.endswith(":0")] == ["lever_values:0", "investor_funding:0"]
    assert title in {one.title for one in tables}
    assert word in tables[2].headings
    for one in tables:
        assert one.rows
        assert all(len(row) == len(one.headings) for row in one.rows)

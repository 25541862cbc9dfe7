"""Units and definitions that show when a pointer rests on a figure."""

from fundmodel.session.tables import html_cards, html_table
from fundmodel.texts import Texts, locale_texts
from fundmodel.units import LANGUAGES


def test_every_headline_term_has_a_unit_and_a_definition():
    for language in LANGUAGES:
        texts = Texts(language)
        terms = ("irr_net", "irr_gross", "irr_own", "tvpi", "carry", "loss_chance")
        cards = ("whole", "public", "foreign", "tvpi", "share", "payback")
        labels = [f"term.{name}" for name in terms] + [f"overview.card_{name}" for name in cards]
        labels += [key for key in locale_texts(language) if key.startswith("compare.column.")]
        assert not [key for key in labels if not texts.definition(texts(key))]
        assert not texts.definition("x")
    assert Texts("en").definition("Foreign investors: net IRR in won").startswith("Percent a year")


def test_a_figure_says_what_its_column_or_its_row_means():
    meant = Texts("en").definition
    by_column = html_table(["Party", "TVPI"], [["Public", "1.5x"]], "t", (), meant)
    assert by_column.count('title="Multiple: money received') == 2
    by_row = html_table(["Figure", "Base"], [["Whole programme: TVPI", "1.5x"]], "t", (), meant)
    assert '<td title="Multiple: money received' in by_row
    assert 'title="Multiple' in html_cards([("TVPI", "1.5x", "")], meant)
    assert "title=" not in html_table(["a", "b"], [["c", "d"]], "t")

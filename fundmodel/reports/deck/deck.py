"""A deck in the making: its file, its looks, and a new page with everything that every page carries."""

from collections.abc import Sequence
from pathlib import Path

from fundmodel.charts import Look
from fundmodel.reports.deck.blank import blank
from fundmodel.reports.deck.facts import Facts
from fundmodel.reports.deck.file import open_template, title_layout
from fundmodel.reports.deck.lettering import FONT, Typeface
from fundmodel.reports.deck.page import Page
from fundmodel.reports.report import Report
from fundmodel.scenario import Scenario


class Deck:
    """Slides about one scenario of a report.

    Args:
        report: The run and its language.
        scenario: The scenario that is proposed.
        template: A presentation whose master, fonts and size are used; None for the project's own.

    Attributes:
        presentation: The file in the making.
        facts: What the slides say.
        texts: The language.
        units: Number formats of the language.
    """

    def __init__(self, report: Report, scenario: Scenario, template: Path | None) -> None:
        self.look = Look(report.texts.language)
        self.presentation = blank(self.look) if template is None else open_template(template)
        self.face = Typeface(FONT if template is None else None, report.texts.language)
        self.layout = title_layout(self.presentation)
        self.report, self.scenario = report, scenario
        self.facts = Facts(report, scenario)
        self.texts, self.units = report.texts, report.texts.units

    def page(
        self,
        title: str,
        terms: Sequence[str],
        source: str = "",
        statistic: str = "",
        scenarios: Sequence[Scenario] = (),
        aside: str = "",
    ) -> Page:
        """A new slide with title, source line, stamp, number and notes.

        Args:
            title: What its numbers say.
            terms: Figures on it that the notes define, by their key under `deck.define`.
            source: What it rests on beside the own calculation.
            statistic: Which statistic it shows; central, mean, or empty for the one that stands for the run.
            scenarios: Scenarios on it; none for the proposed one.
            aside: What only the notes say.
        """
        page = Page(self.presentation, self.layout, self.look, self.face)
        page.head(title)
        paths = self.report.results.paths if statistic != "central" else 0
        kind = statistic or ("median" if paths else "central")
        shown = self.texts(f"deck.small.{kind}", paths=f"{paths:,}")
        line = " ".join(part for part in (self.texts("deck.small.source"), shown, source) if part)
        stamp = self.report.stamp(*(scenarios or (self.scenario,)))
        page.foot(line, stamp)
        defined = [self.texts(f"deck.define.{term}") for term in terms]
        notes = [title, shown, *(f"– {text}" for text in defined)]
        page.note("\n".join([*notes, *(text for text in (source, aside) if text), stamp]))
        return page

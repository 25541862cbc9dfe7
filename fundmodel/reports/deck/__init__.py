"""The presentation for an investment committee: native charts and tables, one message per slide."""

from collections.abc import Callable
from pathlib import Path

from fundmodel.reports.deck.assets import pipeline, plants
from fundmodel.reports.deck.cash import j_curve, yearly
from fundmodel.reports.deck.closing import method, risks, sources
from fundmodel.reports.deck.deck import Deck
from fundmodel.reports.deck.drivers import effects, pairs, scenarios
from fundmodel.reports.deck.duties import mandates, targets
from fundmodel.reports.deck.file import DeckError, save
from fundmodel.reports.deck.investors import classes, foreign
from fundmodel.reports.deck.lettering import wider
from fundmodel.reports.deck.money import bridge, sources_and_uses
from fundmodel.reports.deck.opening import ask, distribution, headline
from fundmodel.reports.deck.structure import structure
from fundmodel.reports.report import Report

__all__ = ["SLIDES", "DeckError", "write_deck"]

# How much wider than ours the font may be that stands in for a missing one of a template.
_STAND_IN = 1.16

# The order of a committee: what is asked, the bad case, then how it works, what moves it, what it rests on.
SLIDES: tuple[Callable[[Deck], None], ...] = (
    ask,
    headline,
    distribution,
    structure,
    sources_and_uses,
    j_curve,
    yearly,
    bridge,
    classes,
    foreign,
    effects,
    pairs,
    scenarios,
    pipeline,
    plants,
    targets,
    mandates,
    risks,
    sources,
    method,
)


def write_deck(report: Report, file: Path, template: Path | None = None) -> Path:
    """Write the presentation of a run: its first scenario is proposed, the others stand beside it.

    Every chart and table is native and can be edited. A slide whose figures the run does not have is left
    out: without random paths there is no distribution. The same run gives the same bytes.

    Args:
        report: The run and its language.
        file: Where to; its folder must exist.
        template: A .pptx or .potx file whose master, fonts and size are used; None for the project's own.

    Returns:
        The file.

    Raises:
        DeckError: If the template is no presentation or has no layout with a title.

    Example:
        >>> import tempfile
        >>> from fundmodel import Scenario, run
        >>> from fundmodel.texts import Texts
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     write_deck(Report(run(Scenario("base")), Texts("en")), Path(folder) / "deck.pptx").name
        'deck.pptx'
    """
    deck = Deck(report, report.scenarios[0], template)
    with wider(1.0 if template is None else _STAND_IN):
        for slide in SLIDES:
            slide(deck)
    deck.presentation.core_properties.title = report.stamp(report.scenarios[0])
    deck.presentation.core_properties.author = report.version
    save(deck.presentation, file, report.as_of)
    return file

"""What a document is made of: headings, paragraphs, key figures, tables, charts, and the sources it cites."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import altair as alt


@dataclass(frozen=True)
class Heading:
    """A heading; level 1 is a chapter.

    Attributes:
        text: What it says.
        level: 1 or 2.
    """

    text: str
    level: int = 1


@dataclass(frozen=True)
class Paragraph:
    """Running text.

    Attributes:
        text: What it says.
        kind: body, small (definitions, notes) or answer (the message of a chapter).
        lead: What it is about, set before it in bold; empty for nothing.
    """

    text: str
    kind: str = "body"
    lead: str = ""


@dataclass(frozen=True)
class Verdict:
    """A sentence that says whether something holds, with a level that also stands in words.

    Attributes:
        level: green, amber or red.
        word: The level in words.
        text: The sentence.
    """

    level: str
    word: str
    text: str


@dataclass(frozen=True)
class Figures:
    """Headline figures side by side.

    Attributes:
        items: Label, value and a quiet line of each; at most six.
    """

    items: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True)
class Table:
    """A table of written cells.

    Attributes:
        key: Its name in the document: the summary finds it by this.
        title: What it shows.
        unit: Unit of its numbers, in words.
        origin: Tables of the run that it is read from.
        headings: One per column; the first column names the row.
        rows: Written cells.
        note: What needs saying about it; empty for nothing.
        widths: Relative widths of the columns; empty for equal ones behind a wider first.
        texts: Places of further columns that hold words and stand left.
        cites: References to sources by row: numbers of Document.sources from 1, shown in the last column.
    """

    key: str
    title: str
    unit: str
    origin: tuple[str, ...]
    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    note: str = ""
    widths: tuple[float, ...] = ()
    texts: tuple[int, ...] = ()
    cites: tuple[tuple[int, ...], ...] = ()


@dataclass(frozen=True)
class Figure:
    """A chart of charts with its message; its title is computed from the numbers.

    Attributes:
        chart: The chart, with title and alternative text.
        unit: Unit of its axes, in words.
        origin: Tables of the run that it draws.
        note: How to read it.
    """

    chart: alt.LayerChart
    unit: str
    origin: tuple[str, ...]
    note: str = ""

    @property
    def title(self) -> str:
        """What the numbers say."""
        return str(self.chart.title.text)

    @property
    def alternative(self) -> str:
        """The message for those who do not see the chart."""
        return str(self.chart.description)


@dataclass(frozen=True)
class Source:
    """A source that tables cite by its number.

    Attributes:
        text: Who says it, where and when.
        url: Address; empty where there is none.
    """

    text: str
    url: str = ""


Block = Heading | Paragraph | Verdict | Figures | Table | Figure


@dataclass(frozen=True)
class Document:
    """A document in one language.

    Attributes:
        title: Title.
        subtitle: What it is about, in a line.
        stamp: The line on every page: hypothetical, scenarios, run, date, version.
        as_of: ISO date.
        language: ko or en.
        words: Small words that every page needs: contents, table, figure, source, unit, page.
        blocks: The content in reading order.
        sources: What tables cite, in the order of their numbers.
        has_contents: True for a table of contents.
    """

    title: str
    subtitle: str
    stamp: str
    as_of: str
    language: str
    words: dict[str, str]
    blocks: tuple[Block, ...]
    sources: tuple[Source, ...] = ()
    has_contents: bool = True

    def table(self, key: str) -> Table:
        """A table by its key.

        Raises:
            KeyError: If there is none.
        """
        found = {block.key: block for block in self.blocks if isinstance(block, Table)}
        return found[key]


@dataclass
class Sources:
    """The sources cited so far, numbered in the order of their first citation."""

    cited: list[Source] = field(default_factory=list)
    _numbers: dict[Source, int] = field(default_factory=dict)

    def cite(self, text: str, url: str = "") -> int:
        """The number of a source, from 1; the same source keeps its number.

        Example:
            >>> sources = Sources()
            >>> sources.cite("KVIC"), sources.cite("OECD"), sources.cite("KVIC")
            (1, 2, 1)
        """
        source = Source(text, url)
        if source not in self._numbers:
            self.cited.append(source)
            self._numbers[source] = len(self.cited)
        return self._numbers[source]


def rows_of(cells: Sequence[Sequence[str]]) -> tuple[tuple[str, ...], ...]:
    """Rows of written cells as a table takes them."""
    return tuple(tuple(row) for row in cells)

"""One person's session: what is set, what was computed for it, and the parts that pages are made of."""

from fundmodel.session.frame import begin, guarded, pages, show
from fundmodel.session.parts import (
    answer,
    beside,
    cards,
    chart,
    check,
    download,
    download_answer,
    download_path,
    foot,
    heading,
    place,
    question,
    returns,
    small,
    switch,
    table,
)
from fundmodel.session.screen import Screen, open_page, refine

__all__ = [
    "Screen",
    "answer",
    "begin",
    "beside",
    "cards",
    "chart",
    "check",
    "download",
    "download_answer",
    "download_path",
    "foot",
    "guarded",
    "heading",
    "open_page",
    "pages",
    "place",
    "question",
    "refine",
    "returns",
    "show",
    "small",
    "switch",
    "table",
]

"""The page that makes files: what is chosen is what is written, and a refusal is worded."""

import io
import threading
import zipfile

import pypdf
import pytest

from fundmodel.reports.place import ReportError
from fundmodel.session import compute, exports, sidebar

MAKE = "take_make"


@pytest.fixture
def page(screen, monkeypatch):
    monkeypatch.setattr(sidebar, "PATH_CHOICES", (0,))
    return lambda language="en", **link: screen(language, page="report", **link)


def made(app) -> exports.Export:
    return app.at.session_state["export"][1]


def test_a_document_is_made_and_offered(page):
    app = page("ko", foreign_share="0.3")
    app.check()
    app.at.button_group(key="take_formats").set_value(["pdf"]).run()
    app.at.toggle(key="take_summary").set_value(True).run()
    app.at.button(key=MAKE).click().run()
    app.check()
    files = made(app).files
    assert [name for name, _, _ in files] == [
        "fundmodel-base-high_foreign-ko.pdf",
        "fundmodel-base-high_foreign-ko-summary.pdf",
    ]
    assert len(pypdf.PdfReader(io.BytesIO(files[1][2])).pages) == 2
    assert len(app.at.get("download_button")) == 1 + 2 + 1
    with zipfile.ZipFile(io.BytesIO(made(app).together)) as together:
        assert together.namelist() == [name for name, _, _ in files]
    app.at.button_group(key="take_formats").set_value(["html"]).run()
    assert len(app.at.get("download_button")) == 1, "files of other choices are not offered any more"


def test_nothing_chosen_is_said_and_cannot_be_made(page):
    app = page()
    app.at.button_group(key="take_formats").set_value([]).run()
    app.check()
    assert "at least one" in app.html
    assert app.at.button(key=MAKE).disabled


def test_a_refusal_is_a_message(page, monkeypatch):
    def refuse(*_: object, **__: object) -> None:
        raise ReportError("--out /x: cannot be written: No space left on device; name another folder.")

    monkeypatch.setattr(exports, "write_report", refuse)
    app = page()
    app.at.button_group(key="take_formats").set_value(["html"]).run()
    app.at.button(key=MAKE).click().run()
    assert not app.at.exception
    assert "No space left" in app.refusals()[0]


def test_another_session_is_waited_for_and_nobody_waits_for_the_writing(monkeypatch):
    """While another session computes, this one says so; while files are written, others may compute."""
    from fundmodel import load_scenarios

    said, is_free = [], []
    monkeypatch.setattr(compute, "_WAIT_SECONDS", 0.01)
    monkeypatch.setattr(
        exports, "write_report", lambda *_, **__: is_free.append(not compute._computing.locked()) or []
    )

    def computing(done: int, blocks: int, _: str) -> None:
        said.append(blocks)
        if blocks == 0 and compute._computing.locked():
            released.set()

    released = threading.Event()
    compute._computing.acquire()
    threading.Thread(target=lambda: (released.wait(10), compute._computing.release())).start()
    exports.make_export([load_scenarios()["base"]], 0, ["pdf"], "en", False, computing, computing)
    assert said[0] == 0
    assert is_free == [True]
    assert not compute._computing.locked()

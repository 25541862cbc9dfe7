"""The workbook: LibreOffice finds the engine's figures in it, before and after ten changes of terms."""

import hashlib
import re
import shutil
import subprocess
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from typer.testing import CliRunner

from fundmodel import load_scenarios, run
from fundmodel.assumptions import assumptions
from fundmodel.cli import app
from fundmodel.reports.report import Report
from fundmodel.reports.workbook import WorkbookError, read_scenario, write_workbook
from fundmodel.reports.workbook.book import SHEETS
from fundmodel.reports.workbook.formulas import Expression
from fundmodel.reports.workbook.unfollowed import BESIDE, OF_THE_PLAN, OFF_AT
from fundmodel.run_inputs import graph
from fundmodel.scenario import Scenario
from fundmodel.texts import Texts
from tests.reports.boxes import glyphs, overlaps, words_of
from tests.reports.conftest import ARTEFACTS
from tests.reports.office import Cells, Session, recalculate
from tests.reports.workbook_case import (
    EVIL,
    HARD,
    NAMES,
    Case,
    cells_of,
    engine,
    far_apart,
    live_inputs,
    n_rows,
    places,
    random_terms,
)

N_CHANGES, SEED = 10, 20
FIRST_PAGE = "A1:L48"
# Topics beside the plan and terms: what they judge or add, not what funds pay.
OTHER_TOPICS = ("policy", "mandates", "notes")


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Case:
    folder, scenarios = tmp_path_factory.mktemp("workbook"), load_scenarios()
    results = run([scenarios["base"], scenarios["high_foreign"]], paths=4)
    korean_results = run([HARD, EVIL])
    report = Report(results, Texts("en"))
    english = write_workbook(report, folder / "english.xlsx")
    korean = write_workbook(Report(korean_results, Texts("ko")), folder / "korean.xlsx")
    foreign_results = run([scenarios["high_foreign"], scenarios["base"]], paths=4)
    foreign = write_workbook(Report(foreign_results, Texts("ko")), folder / "foreign.xlsx")
    return Case(results, report, english, korean, korean_results, foreign, foreign_results)


@pytest.fixture(scope="module")
def changes(case: Case) -> list[list[Scenario]]:
    """Ten random changes of terms: half of them of the base case, half of the hard one."""
    found = random_terms(live_inputs(case.english, NAMES["en"]["inputs"]), N_CHANGES, SEED)
    half = N_CHANGES // 2
    return [found[:half], [HARD.with_(one.name, **one.overrides) for one in found[half:]], []]


@pytest.fixture(scope="module")
def printed(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[Path, tuple[str, str]]]:
    """Where the first page of every sheet is printed to, by language."""
    folder = tmp_path_factory.mktemp("printed")
    return {
        language: {folder / f"{language}-{key}.pdf": (name, FIRST_PAGE) for key, name in names.items()}
        for language, names in NAMES.items()
    }


@pytest.fixture(scope="module")
def read(
    case: Case,
    changes: list[list[Scenario]],
    printed: dict[str, dict[Path, tuple[str, str]]],
    program: Callable[..., str],
    tmp_path_factory: pytest.TempPathFactory,
) -> list[list[Cells]]:
    """What LibreOffice finds: each workbook as opened and after each change."""
    before = {name: row.value for name, row in assumptions().items()}
    own = (
        (case.english, NAMES["en"], case.results, printed["en"]),
        (case.korean, NAMES["ko"], case.korean_results, printed["ko"]),
        (case.foreign, NAMES["ko"], case.foreign_results, {}),
    )
    sessions = [
        Session(file, places(file, names, results), [cells_of(one) for one in some], before, prints)
        for (file, names, results, prints), some in zip(own, changes, strict=True)
    ]
    return recalculate(program("soffice", "libreoffice"), sessions, tmp_path_factory.mktemp("office"))


@pytest.mark.parametrize(("number", "scenario"), [(0, "base"), (1, "hard"), (2, "high_foreign")])
def test_a_spreadsheet_finds_every_headline_of_the_engine(
    number: int, scenario: str, case: Case, read: list[list[Cells]]
) -> None:
    results = (case.results, case.korean_results, case.foreign_results)[number]
    assert far_apart(read[number][0], engine(results, scenario), n_rows(results)) == {}
    assert read[number][0]["faults"] == 0
    assert read[number][0]["changed"] == 0


@pytest.mark.usefixtures("read")
@pytest.mark.parametrize("language", ["en", "ko"])
def test_no_cell_is_too_narrow_and_no_sign_is_missing(
    language: str, printed: dict[str, dict[Path, tuple[str, str]]], program: Callable[..., str]
) -> None:
    """A number that does not fit is printed as hashes, a text runs into its neighbour's."""
    ARTEFACTS.mkdir(exist_ok=True)
    for file in printed[language]:
        words = words_of(file, program("pdftotext"))
        assert len(words) > 20, file.stem
        assert [word.text for word in words if "##" in word.text] == [], file.stem
        assert overlaps(words) == [], file.stem
        assert glyphs(file)[0] == 0, file.stem
        picture = ARTEFACTS / f"workbook-{file.stem}"
        command = [program("pdftoppm"), "-png", "-r", "60", "-singlefile", str(file), str(picture)]
        subprocess.run(command, check=True)


def test_ten_changes_of_terms_agree_with_the_engine(
    changes: list[list[Scenario]], read: list[list[Cells]]
) -> None:
    again = run([one for some in changes for one in some])
    assert again["fund_flows"]["not_funded_krw"].sum() > 0
    assert again["party_totals"]["first_loss_krw"].max() > 0
    for some, rounds in zip(changes, read, strict=True):
        for scenario, cells in zip(some, rounds[1:], strict=True):
            wanted = engine(again, scenario.name)
            assert far_apart(cells, wanted, n_rows(again)) == {}, dict(scenario.overrides)
            assert cells["faults"] == 0
            assert cells["changed"] == len(cells_of(scenario))


def test_the_changes_reach_every_live_input(case: Case, changes: list[list[Scenario]]) -> None:
    live = live_inputs(case.english, NAMES["en"]["inputs"])
    assert {name for some in changes for one in some for name in cells_of(one)} == set(live)
    topics = {assumptions()[name].topic for name in live}
    assert {"capital", "fund_terms", "waterfall", "public_support"} <= topics


def test_every_term_is_live_or_said_not_to_be(case: Case) -> None:
    live = set(live_inputs(case.english, NAMES["en"]["inputs"]))
    others = {*OTHER_TOPICS, *graph().world_topics}
    every = {name for name, row in assumptions().items() if row.topic not in others}
    unfollowed = set(OFF_AT) | BESIDE | OF_THE_PLAN
    assert every - live - unfollowed == set(), (
        "make these terms live in the workbook or list them in fundmodel/reports/workbook/unfollowed.py"
    )
    assert live & unfollowed == set()
    assert unfollowed <= set(assumptions())


def test_the_values_kept_in_the_file_are_those_of_the_engine(case: Case) -> None:
    book = openpyxl.load_workbook(case.english, data_only=True, read_only=True)
    where = places(case.english, NAMES["en"], case.results)
    rows = {
        name: list(book[name].iter_rows(values_only=True)) for name in {sheet for sheet, _ in where.values()}
    }
    kept = {key: _at(rows[sheet], cell) for key, (sheet, cell) in where.items()}
    assert far_apart(kept, engine(case.results, "base"), n_rows(case.results)) == {}
    with zipfile.ZipFile(case.english) as archive:
        assert not [name for name in archive.namelist() if b' t="e"' in archive.read(name)]


def _at(rows: list[tuple], cell: str) -> float | str:
    letters, number = re.fullmatch(r"([A-Z]+)(\d+)", cell).groups()
    return rows[int(number) - 1][openpyxl.utils.column_index_from_string(letters) - 1]


def test_every_page_carries_the_stamp(case: Case) -> None:
    with zipfile.ZipFile(case.english) as archive:
        sheets = [name for name in archive.namelist() if re.fullmatch(r"xl/worksheets/sheet\d+\.xml", name)]
        assert len(sheets) == len(SHEETS)
        for name in sheets:
            end = archive.read(name).decode()[-20_000:]
            for part in ("oddHeader", "oddFooter"):
                found = re.search(rf"<{part}>(.*?)</{part}>", end)
                assert found
                stamps = {case.report.stamp(), case.report.stamp(case.report.scenarios[0])}
                assert any(stamp in found[1] for stamp in stamps)


def test_formulas_use_classic_functions_only(case: Case) -> None:
    names = "SUM MIN MAX INT IF AND SUMPRODUCT IRR XIRR IFERROR ISNUMBER ABS INDEX MATCH DATE ROUND SUMIF"
    classic = set(names.split())
    used = set()
    with zipfile.ZipFile(case.english) as archive:
        for name in archive.namelist():
            if name.startswith("xl/worksheets/sheet"):
                for formula in re.findall(r"<f>(.*?)</f>", archive.read(name).decode()):
                    used |= set(re.findall(r"([A-Z][A-Z.]+)\(", formula))
    assert used <= classic
    assert {"IRR", "XIRR", "SUMPRODUCT"} <= used


def test_a_text_cannot_become_a_formula(case: Case) -> None:
    book = openpyxl.load_workbook(case.korean, read_only=True)
    cells = [cell for row in book[NAMES["ko"]["scenarios"]].iter_rows() for cell in row]
    own = [cell for cell in cells if cell.value == EVIL.name]
    assert own
    assert all(cell.data_type == "s" and book._cell_styles[cell._style_id].quotePrefix for cell in own)


def test_two_productions_are_the_same_bytes(case: Case, tmp_path: Path) -> None:
    written = case.english.stat().st_mtime
    time.sleep(max(0.0, written + 2.1 - time.time()))
    again = write_workbook(case.report, tmp_path / "again.xlsx")
    assert hashlib.sha256(again.read_bytes()).digest() == hashlib.sha256(case.english.read_bytes()).digest()


def _changed(case: Case, folder: Path, **values: str) -> Path:
    """A copy of the workbook with other contents in named cells, as XML."""
    with zipfile.ZipFile(case.english) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    book = openpyxl.load_workbook(case.english, read_only=True)
    sheet = f"xl/worksheets/sheet{book.sheetnames.index(NAMES['en']['inputs']) + 1}.xml"
    text = parts[sheet].decode()
    for name, value in values.items():
        ((_, place),) = book.defined_names[name].destinations
        cell = place.replace("$", "")
        before = rf'<c r="{cell}"( s="\d+")[^>]*>.*?</c>'
        text, n_changed = re.subn(before, rf'<c r="{cell}"\1{value}</c>', text)
        assert n_changed == 1
    parts[sheet] = text.encode()
    with zipfile.ZipFile(folder / "changed.xlsx", "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return folder / "changed.xlsx"


def _number(value: float) -> str:
    return f"><v>{value}</v>"


def _words(text: str) -> str:
    return f' t="inlineStr"><is><t>{text}</t></is>'


def test_inputs_are_read_back(case: Case, tmp_path: Path) -> None:
    assert read_scenario(case.english) == load_scenarios()["base"]
    cells = {
        "hurdle_rate": _number(0.05),
        "first_loss_protects": _words("foreign"),
        "startup_life_years": _number(9),
    }
    file = _changed(case, tmp_path, **cells)
    found = read_scenario(file)
    assert found.name == "base (workbook)"
    assert dict(found.overrides) == {
        "hurdle_rate": 0.05, "first_loss_protects": "foreign", "startup_life_years": 9,
    }  # fmt: skip
    done = CliRunner().invoke(app, ["run", "--from-workbook", str(file), "--json"])
    assert done.exit_code == 0, done.output
    assert '"base (workbook)"' in done.stdout


def test_a_wrong_workbook_is_refused(case: Case, tmp_path: Path) -> None:
    file = _changed(case, tmp_path, hurdle_rate=_number(0.5))
    done = CliRunner().invoke(app, ["run", "--from-workbook", str(file)])
    assert done.exit_code == 2
    assert "hurdle_rate" in done.stderr
    assert "0 to 0.12" in done.stderr
    assert "sheet Inputs, cell C" in done.stderr
    for value, said in ((">", "is empty"), (_words("many"), "write a number")):
        with pytest.raises(WorkbookError, match=said):
            read_scenario(_changed(case, tmp_path, expense_rate=value))
    other = tmp_path / "other.xlsx"
    openpyxl.Workbook().save(other)
    with pytest.raises(WorkbookError, match="not a workbook of fundmodel"):
        read_scenario(other)
    shutil.copy(Path(__file__), other)
    with pytest.raises(WorkbookError, match="not a workbook"):
        read_scenario(other)
    with pytest.raises(WorkbookError, match="no such file"):
        read_scenario(tmp_path / "missing.xlsx")


@pytest.mark.parametrize(
    ("text", "formula", "value"),
    [
        ("where(a > 1, a ** 2, 0) / b", "IF(A1>1,A1^2,0)/$B$1", 4.5),
        ("ceil(a - b) - -a", "-INT(-(A1-$B$1))--A1", 4.0),
        ("both(a == 3, q >= 0) * 1", "AND(A1=3,q>=0)*1", 1.0),
    ],
)
def test_an_expression_is_worked_out_as_it_is_written(text: str, formula: str, value: float) -> None:
    expression = Expression(text)
    assert expression.formula(lambda name: {"a": "A1", "b": "$B$1"}.get(name, name)) == formula
    assert expression.worked({"a": [0.0, 3.0], "b": 2.0})(0) == value

"""One LibreOffice process that opens workbooks, changes cells by name, recalculates and reads cells."""

import json
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

Cells = dict[str, float | str]

# Excel's files are recalculated when they are opened; the first-start questions are off.
_SETTINGS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema"
 xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load"><prop oor:name="OOXMLRecalcMode" oor:op="fuse">
<value>0</value></prop></item>
</oor:items>
"""
_MODULE = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE script:module PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "module.dtd">
<script:module xmlns:script="http://openoffice.org/2000/script" script:name="Module1"
 script:language="StarBasic">
{code}
</script:module>
"""
_COMMON = """
Dim document As Object
Dim channel As Integer

Sub SetCell(name As String, value As Variant)
    Dim place As Object
    place = document.NamedRanges.getByName(name).getReferredCells().getCellByPosition(0, 0)
    If VarType(value) = 8 Then
        place.setString(value)
    Else
        place.setValue(value)
    End If
End Sub

Sub Note(key As String, sheet As String, address As String)
    Dim place As Object
    place = document.Sheets.getByName(sheet).getCellRangeByName(address)
    If place.getError() &lt;&gt; 0 Then
        Print #channel, key &amp; Chr(9) &amp; "error" &amp; place.getError()
    ElseIf place.FormulaResultType2 = 2 Then
        Print #channel, key &amp; Chr(9) &amp; "text" &amp; place.getString()
    Else
        Print #channel, key &amp; Chr(9) &amp; CStr(place.getValue())
    End If
End Sub

Sub PrintPart(sheet As String, address As String, target As String)
    Dim chosen(0) As New com.sun.star.beans.PropertyValue
    Dim options(1) As New com.sun.star.beans.PropertyValue
    chosen(0).Name = "Selection"
    chosen(0).Value = document.Sheets.getByName(sheet).getCellRangeByName(address)
    options(0).Name = "FilterName"
    options(0).Value = "calc_pdf_Export"
    options(1).Name = "FilterData"
    options(1).Value = chosen()
    document.storeToURL(target, options())
End Sub

Sub OpenBook(address As String)
    Dim options(0) As New com.sun.star.beans.PropertyValue
    options(0).Name = "Hidden"
    options(0).Value = True
    document = StarDesktop.loadComponentFromURL(address, "_blank", 0, options())
    document.calculateAll()
    document.enableAutomaticCalculation(False)
End Sub
"""


@dataclass(frozen=True)
class Session:
    """One workbook: what to read, and the changes of cells to make one after another.

    Attributes:
        file: The workbook.
        reads: Key -> (sheet, address).
        changes: Name of a cell -> value, per round; cells of the rounds before go back to what they were.
        before: Name -> value as in the file, for every name that is changed.
        prints: File to print to -> (sheet, cells), before anything is changed.
    """

    file: Path
    reads: Mapping[str, tuple[str, str]]
    changes: Sequence[Mapping[str, float | str]] = field(default_factory=list)
    before: Mapping[str, float | str] = field(default_factory=dict)
    prints: Mapping[Path, tuple[str, str]] = field(default_factory=dict)


def recalculate(soffice: str, sessions: Sequence[Session], folder: Path) -> list[list[Cells]]:
    """What the cells hold, for every session: as opened, then after each round of changes."""
    files = [folder / f"read{number}.txt" for number in range(len(sessions))]
    subs = [_sub(number, session, files[number]) for number, session in enumerate(sessions)]
    calls = "\n".join(f"    Session{number}()" for number in range(len(sessions)))
    main = f"Sub Main\n{calls}\n    StarDesktop.terminate()\nEnd Sub\n"
    profile = folder / "profile"
    (profile / "user").mkdir(parents=True)
    (profile / "user" / "registrymodifications.xcu").write_text(_SETTINGS, encoding="utf-8")
    start = [soffice, f"-env:UserInstallation={profile.as_uri()}", "--headless", "--norestore"]
    # The first start of a profile makes an empty library, which the second start takes its code from.
    subprocess.run([*start, "--terminate_after_init"], check=True, capture_output=True, timeout=300)
    code = _MODULE.replace("{code}", _COMMON + "\n".join(subs) + main)
    (profile / "user" / "basic" / "Standard" / "Module1.xba").write_text(code, encoding="utf-8")
    subprocess.run([*start, "macro:///Standard.Module1.Main"], check=True, capture_output=True, timeout=600)
    return [_rounds(file, len(session.changes) + 1) for file, session in zip(files, sessions, strict=True)]


def _sub(number: int, session: Session, file: Path) -> str:
    notes = [
        f'        Note("{key}", {_text(sheet)}, "{cell}")' for key, (sheet, cell) in session.reads.items()
    ]
    # A procedure of Basic may not grow beyond 64 kB.
    parts = [notes[start : start + 200] for start in range(0, len(notes), 200)]
    subs = [
        f"Sub Read{number}_{part}\n" + "\n".join(lines) + "\nEnd Sub\n" for part, lines in enumerate(parts)
    ]
    read = "".join(f"    Read{number}_{part}()\n" for part in range(len(parts)))
    body = f'    OpenBook("{session.file.as_uri()}")\n    channel = FreeFile\n'
    for target, (sheet, cells) in session.prints.items():
        body += f'    PrintPart({_text(sheet)}, "{cells}", "{target.as_uri()}")\n'
    body += f'    Open "{file}" For Output As #channel\n{read}'
    for change in session.changes:
        body += "".join(f'    SetCell("{name}", {_text(value)})\n' for name, value in change.items())
        body += f'    document.calculateAll()\n    Print #channel, "next"\n{read}'
        body += "".join(f'    SetCell("{name}", {_text(session.before[name])})\n' for name in change)
    return (
        "".join(subs) + f"Sub Session{number}\n{body}    Close #channel\n    document.close(True)\nEnd Sub\n"
    )


def _text(value: float | str) -> str:
    return json.dumps(value, ensure_ascii=False) if isinstance(value, str) else repr(float(value))


def _rounds(file: Path, n_rounds: int) -> list[Cells]:
    rounds: list[Cells] = [{}]
    for line in file.read_text(encoding="utf-8").splitlines():
        if line == "next":
            rounds.append({})
            continue
        key, value = line.split("\t")
        rounds[-1][key] = value if value.startswith(("error", "text")) else float(value)
    assert len(rounds) == n_rounds
    return rounds

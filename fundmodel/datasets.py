"""The datasets folder: find it, read it as typed tables, and refuse whatever breaks its schema."""

import csv
import difflib
import io
import os
import re
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType

import polars as pl

from fundmodel.dataset_catalogue import catalogue_faults, scenario_faults
from fundmodel.dataset_checks import ACROSS, Fault, Row, hint, parse, share_sum
from fundmodel.dataset_schemas import SCENARIO_FILE, SCHEMAS, Column, Schema

FOLDER_VARIABLE = "FUNDMODEL_DATASETS"
_MARK = "assumptions.csv"


class DatasetError(ValueError):
    """Datasets that cannot be used; the message lists every fault of every file, `faults` holds them one by one."""

    def __init__(self, folder: Path, faults: Iterable[Fault]) -> None:
        self.folder = folder
        self.faults = tuple(faults)
        count = f"{len(self.faults)} fault{'s' if len(self.faults) != 1 else ''}"
        super().__init__(
            "\n".join([f"datasets in {folder}: {count}", *(f"- {fault}" for fault in self.faults)])
        )


def shipped_folder() -> Path:
    """The folder that comes with the project: inside the installed package, else beside it in a checkout.

    Raises:
        DatasetError: If there is none.
    """
    package = Path(__file__).resolve().parent
    for folder in (package / "datasets", package.parent / "datasets"):
        if (folder / _MARK).is_file():
            return folder
    raise DatasetError(
        package / "datasets",
        [_folder_fault("is not part of this installation", "Install the package again.")],
    )


def find_folder() -> Path:
    """The folder in use: the one that the variable FUNDMODEL_DATASETS names, else the shipped one.

    Raises:
        DatasetError: If the named folder does not exist.

    Example:
        >>> (find_folder() / "assumptions.csv").is_file()
        True
    """
    named = os.environ.get(FOLDER_VARIABLE, "").strip()
    if not named:
        return shipped_folder()
    folder = Path(named).expanduser().resolve()
    if not folder.is_dir():
        raise DatasetError(
            folder, [_folder_fault(f"named by {FOLDER_VARIABLE} is not a folder", "Correct or unset it.")]
        )
    return folder


def read_all(folder: str | Path | None = None) -> dict[str, pl.DataFrame]:
    """Every dataset file as a typed table, checked.

    Args:
        folder: A datasets folder; None for the one in use.

    Returns:
        Table name (`<file stem>_data`) -> frame: all columns of the file in its order, rows in the file's order,
        types of dataset_schemas (Int32, Int64, Float64, Boolean, String), empty cells null.

    Raises:
        DatasetError: If anything is missing, unreadable or breaks a rule; all faults of all files at once.

    Example:
        >>> read_all()["funds_data"].select("fund_code", "level").row(0)
        ('mega', 0)
    """
    chosen = find_folder() if folder is None else Path(folder).expanduser().resolve()
    if not chosen.is_dir():
        raise DatasetError(chosen, [_folder_fault("does not exist", "Name an existing folder.")])
    stamp = tuple(
        sorted((file.name, file.stat().st_mtime_ns, file.stat().st_size) for file in chosen.iterdir())
    )
    return dict(_read(chosen, stamp))


def catalogue(folder: str | Path | None = None) -> pl.DataFrame:
    """The assumptions, one row each, in the order of their file.

    Args:
        folder: A datasets folder; None for the one in use.

    Returns:
        Columns topic, name, value (text, to be read by `type`), type, unit, low, high, step (Float64 or null),
        options (`a|b`), sidebar (Int32, null unless prominent), labels, descriptions, source, verification, url.

    Raises:
        DatasetError: As read_all.

    Example:
        >>> catalogue().filter(pl.col("name") == "hurdle_rate")["value"].item()
        '0.07'
    """
    return read_all(folder)["assumptions_data"]


@lru_cache(maxsize=8)
def _read(folder: Path, stamp: tuple[tuple[str, int, int], ...]) -> Mapping[str, pl.DataFrame]:
    faults = list(_unknown_files(name for name, _, _ in stamp))
    tables: dict[str, list[Row]] = {}
    for stem, schema in SCHEMAS.items():
        rows, found = _read_file(folder / f"{stem}.csv", schema)
        faults += found
        tables[stem] = rows
    broken = {fault.file for fault in faults if fault.row is None}
    for stem, schema in SCHEMAS.items():
        if f"{stem}.csv" not in broken:
            faults += _check_rows(stem, schema, tables, broken)
    if not broken:
        for check in ACROSS:
            faults += check(tables)
    if "assumptions.csv" not in broken:
        faults += catalogue_faults(tables["assumptions"], _shipped_assumptions(folder))
        text, found = _text_of(folder / SCENARIO_FILE)
        faults += found
        if text is not None:
            faults += scenario_faults(text, tables["assumptions"])
    if faults:
        raise DatasetError(folder, faults)
    return MappingProxyType(
        {f"{stem}_data": _frame(tables[stem], schema) for stem, schema in SCHEMAS.items()}
    )


def _shipped_assumptions(folder: Path) -> list[Row]:
    shipped = shipped_folder()
    if folder.resolve() == shipped:
        return []
    return _read_file(shipped / "assumptions.csv", SCHEMAS["assumptions"])[0]


def _folder_fault(rule: str, advice: str) -> Fault:
    return Fault("datasets folder", None, "", "", rule, advice)


def _unknown_files(names: Iterable[str]) -> Iterator[Fault]:
    known = [SCENARIO_FILE, *(f"{stem}.csv" for stem in SCHEMAS)]
    for name in names:
        if Path(name).suffix.lower() in (".csv", ".toml") and name not in known and not name.startswith("."):
            yield Fault(
                name, None, "", "", "is not a dataset file", f"Rename or remove it. {hint(name, known)}"
            )


def _text_of(file: Path) -> tuple[str | None, list[Fault]]:
    try:
        return file.read_text(encoding="utf-8-sig"), []
    except FileNotFoundError:
        return None, [Fault(file.name, None, "", "", "is missing", "Copy it from the shipped datasets.")]
    except UnicodeDecodeError as error:
        return None, [
            Fault(
                file.name, None, "", "", f"is not UTF-8 text (byte {error.start})", 'Save it as "CSV UTF-8".'
            )
        ]
    except OSError as error:
        return None, [
            Fault(file.name, None, "", "", f"cannot be read: {error.strerror}", "Check file and permissions.")
        ]


def _read_file(file: Path, schema: Schema) -> tuple[list[Row], list[Fault]]:
    text, faults = _text_of(file)
    if text is None:
        return [], faults
    try:
        records = list(csv.reader(io.StringIO(text, newline=""), strict=True))
    except csv.Error as error:
        return [], [Fault(file.name, None, "", "", f"is not valid CSV: {error}", "Check quotes and commas.")]
    header = [name.strip() for name in records[0]] if records else []
    wanted = [column.name for column in schema.columns]
    if faults := list(_header_faults(file.name, header, wanted)):
        return [], faults
    rows: list[Row] = []
    for at, record in enumerate(records[1:], start=2):
        if not any(cell.strip() for cell in record):
            continue
        if len(record) != len(header):
            faults.append(Fault(file.name, at, "", f"{len(record)} cells", f"where the header has {len(header)}",
                                "Put texts that hold a comma in quotes."))  # fmt: skip
            continue
        cells = dict(zip(header, (cell.strip() for cell in record), strict=True))
        row: Row = {"#row": at}
        for column in schema.columns:
            row[column.name], found = _cell(file.name, at, column, cells[column.name])
            faults += found
        rows.append(row)
    if not rows and not faults:
        faults.append(Fault(file.name, None, "", "", "has no rows", "Copy it from the shipped datasets."))
    return rows, faults


def _header_faults(file: str, header: list[str], wanted: list[str]) -> Iterator[Fault]:
    for name in wanted:
        if name not in header:
            close = difflib.get_close_matches(name, [h for h in header if h not in wanted], n=1)
            advice = f"Rename {close[0]}." if close else "Add the column."
            yield Fault(file, None, name, "", "is missing from the header", advice)
    for name in header:
        if name not in wanted:
            yield Fault(file, None, name, "", "is not a known column", f"Remove it. {hint(name, wanted)}")
        elif header.count(name) > 1:
            yield Fault(file, None, name, "", "stands twice in the header", "Remove one of them.")


def _cell(file: str, at: int, column: Column, text: str) -> tuple[object, list[Fault]]:
    def fault(rule: str, advice: str = "Correct the cell.") -> tuple[None, list[Fault]]:
        return None, [Fault(file, at, column.name, text, rule, advice)]

    if not text:
        return fault("must not be empty", "Fill the cell.") if column.is_required else (None, [])
    try:
        value = parse(text, column.dtype)
    except (ValueError, OverflowError):
        words = {pl.Boolean: "true or false", pl.Float64: "a number"}
        return fault(f"must be {words.get(column.dtype, 'a whole number')}")
    if column.allowed and text not in column.allowed:
        return fault(
            f"must be one of {', '.join(column.allowed)}", f"Correct the cell. {hint(text, column.allowed)}"
        )
    if column.pattern and not re.fullmatch(column.pattern, text):
        return fault(f"must be {column.form}")
    if isinstance(value, int | float):
        if column.low is not None and value < column.low:
            return fault(f"must be at least {column.low:g}")
        if column.high is not None and value > column.high:
            return fault(f"must be at most {column.high:g}")
    return value, []


def _check_rows(stem: str, schema: Schema, tables: dict[str, list[Row]], broken: set[str]) -> Iterator[Fault]:
    file, seen = f"{stem}.csv", dict[tuple[object, ...], object]()
    for row in tables[stem]:
        key = tuple(row[name] for name in schema.key)
        if None not in key and key in seen:
            yield Fault(file, int(str(row["#row"])), schema.key[0], " / ".join(map(str, key)),
                        f"stands already in row {seen[key]}; {' + '.join(schema.key)} must be unique",
                        "Remove or rename one of the rows.")  # fmt: skip
        seen.setdefault(key, row["#row"])
        low, value, high = (row.get(name) for name in ("low", "value", "high"))
        if schema.is_ranged and not _in_order(low, value, high):
            yield Fault(file, int(str(row["#row"])), "value", str(value), f"must lie between low {low} and high {high}",
                        "Correct value, low or high.")  # fmt: skip
        for column in schema.columns:
            if (
                column.refers_to
                and row[column.name] is not None
                and f"{column.refers_to[0]}.csv" not in broken
            ):
                other = [str(entry[column.refers_to[1]]) for entry in tables[column.refers_to[0]]]
                if row[column.name] not in other:
                    yield Fault(file, int(str(row["#row"])), column.name, str(row[column.name]),
                                f"is not a {column.refers_to[1]} of {column.refers_to[0]}.csv",
                                hint(row[column.name], other))  # fmt: skip
    for group, share in schema.sums_to_one:
        yield from share_sum(stem, tables[stem], group, share)


def _in_order(*values: object) -> bool:
    given = [float(str(value)) for value in values if value is not None]
    return given == sorted(given)


def _frame(rows: list[Row], schema: Schema) -> pl.DataFrame:
    return pl.DataFrame(
        [pl.Series(c.name, [row[c.name] for row in rows], dtype=c.dtype, strict=True) for c in schema.columns]
    )

"""The datasets folder: find it, read it as typed tables, and refuse whatever breaks its schema."""

import os
from collections.abc import Generator, Iterable, Iterator, Mapping
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType

import polars as pl

from fundmodel.dataset_catalogue import catalogue_faults, scenario_faults
from fundmodel.dataset_checks import ACROSS, share_sum
from fundmodel.dataset_columns import Schema
from fundmodel.dataset_faults import Fault, Row, hint
from fundmodel.dataset_files import read_rows, text_of
from fundmodel.dataset_schemas import SCENARIO_FILE, SCHEMAS

FOLDER_VARIABLE = "FUNDMODEL_DATASETS"
_MARK = "assumptions.csv"


class DatasetError(ValueError):
    """Datasets that cannot be used; the message lists every fault of every file.

    Attributes:
        folder: The folder that was read.
        faults: The faults one by one.
    """

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


@contextmanager
def in_use(folder: str | Path) -> Generator[None]:
    """Work on another datasets folder for a while; afterwards the one of before is in use again.

    Args:
        folder: A datasets folder; that it exists is checked when it is read.

    Example:
        >>> with in_use(shipped_folder()):
        ...     (find_folder() / "assumptions.csv").is_file()
        True
    """
    before = os.environ.get(FOLDER_VARIABLE)
    os.environ[FOLDER_VARIABLE] = str(Path(folder).expanduser().absolute())
    try:
        yield
    finally:
        if before is None:
            del os.environ[FOLDER_VARIABLE]
        else:
            os.environ[FOLDER_VARIABLE] = before


def read_all(folder: str | Path | None = None) -> dict[str, pl.DataFrame]:
    """Every dataset file as a typed table, checked.

    Args:
        folder: A datasets folder; None for the one in use.

    Returns:
        Table name (`<file stem>_data`) -> frame: rows in the file's order, columns and types (Int32, Int64,
        Float64, Boolean, String) of dataset_schemas, empty cells null.

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
        Columns topic, name, value (text, read it by `type`), type, unit, low, high, step (Float64 or null),
        options (`a|b`), sidebar (Int32, null unless prominent), label_en, label_ko, description,
        description_ko, source, verification, url.

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
        rows, found = read_rows(folder / f"{stem}.csv", schema)
        faults += found
        tables[stem] = rows
    broken = {f"{stem}.csv" for stem in SCHEMAS} & {
        fault.file for fault in faults if not fault.column or fault.row is None
    }
    for stem, schema in SCHEMAS.items():
        if f"{stem}.csv" not in broken:
            faults += _check_rows(stem, schema, tables, broken)
    if not broken:
        for check in ACROSS:
            faults += check(tables)
    text, found = text_of(folder / SCENARIO_FILE)
    faults += found
    if "assumptions.csv" not in broken:
        faults += catalogue_faults(tables["assumptions"], _shipped_assumptions(folder))
        faults += scenario_faults(text, tables["assumptions"]) if text is not None else []
    if faults:
        raise DatasetError(folder, faults)
    return MappingProxyType(
        {f"{stem}_data": _frame(tables[stem], schema) for stem, schema in SCHEMAS.items()}
    )


def _shipped_assumptions(folder: Path) -> list[Row]:
    shipped = shipped_folder()
    if folder.resolve() == shipped:
        return []
    return read_rows(shipped / "assumptions.csv", SCHEMAS["assumptions"])[0]


def _folder_fault(rule: str, advice: str) -> Fault:
    return Fault("datasets folder", None, "", "", rule, advice)


def _unknown_files(names: Iterable[str]) -> Iterator[Fault]:
    known = [SCENARIO_FILE, *(f"{stem}.csv" for stem in SCHEMAS)]
    for name in names:
        if Path(name).suffix.lower() in (".csv", ".toml") and name not in known and not name.startswith("."):
            yield Fault(
                name, None, "", "", "is not a dataset file", f"Rename or remove it. {hint(name, known)}"
            )


def _check_rows(stem: str, schema: Schema, tables: dict[str, list[Row]], broken: set[str]) -> Iterator[Fault]:
    file, seen = f"{stem}.csv", dict[tuple[object, ...], object]()
    for row in tables[stem]:
        key = tuple(row[name] for name in schema.key)
        if None not in key and key in seen:
            yield Fault(
                file,
                int(str(row["#row"])),
                schema.key[0],
                " / ".join(map(str, key)),
                f"stands already in row {seen[key]}; {' + '.join(schema.key)} must be unique",
                "Remove or rename one of the rows.",
            )
        seen.setdefault(key, row["#row"])
        low, value, high = (row.get(name) for name in ("low", "value", "high"))
        if schema.is_ranged and not _in_order(low, value, high):
            yield Fault(
                file,
                int(str(row["#row"])),
                "value",
                str(value),
                f"must lie between low {low} and high {high}",
                "Correct value, low or high.",
            )
        for column in schema.columns:
            if (
                column.refers_to
                and row[column.name] is not None
                and f"{column.refers_to[0]}.csv" not in broken
            ):
                other = [str(entry[column.refers_to[1]]) for entry in tables[column.refers_to[0]]]
                if row[column.name] not in other and "None" not in other:
                    yield Fault(
                        file,
                        int(str(row["#row"])),
                        column.name,
                        str(row[column.name]),
                        f"is not a {column.refers_to[1]} of {column.refers_to[0]}.csv",
                        hint(row[column.name], other),
                    )
    for group, share in schema.sums_to_one:
        yield from share_sum(stem, tables[stem], group, share)


def _in_order(*values: object) -> bool:
    given = [float(str(value)) for value in values if value is not None]
    return given == sorted(given)


def _frame(rows: list[Row], schema: Schema) -> pl.DataFrame:
    return pl.DataFrame(
        [pl.Series(c.name, [row[c.name] for row in rows], dtype=c.dtype, strict=True) for c in schema.columns]
    )

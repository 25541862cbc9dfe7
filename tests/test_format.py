"""The form that all files keep: headers, order, names, numbers, tests beside steps, texts in pairs."""

import ast
import io
import json
import re
import tokenize
import tomllib
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

import duckdb
import pytest

from fundmodel.assumptions import assumptions
from fundmodel.pipeline import find_steps, tables_read
from fundmodel.run_inputs import graph
from fundmodel.texts import Texts

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "fundmodel"
SQL = sorted((PACKAGE / "sql").glob("*/*.sql"))
STEPS = sorted(path for path in (PACKAGE / "steps").glob("*.py") if path.stem != "__init__")
TEXTS = {path.stem: path for path in sorted((PACKAGE / "locale").glob("*.toml"))}
OWN_FILES = sorted(
    path
    for folder, kinds in (("fundmodel", "py sql"), ("tests", "py"), ("datasets", "md"))
    for kind in kinds.split()
    for path in (ROOT / folder).rglob(f"*.{kind}")
)
MOST_LINES = 300
LONGEST_LINE = 120

# Numbers that are no assumptions; every other one comes from the datasets.
NUMBERS = {
    "0": "nothing, the first one",
    "1": "the whole, one step",
    "2": "a half, a square, an axis, a code",
    "3": "a code of a class or a kind",
    "4": "quarters a year",
    "5": "the root in the golden ratio",
    "12": "months a year",
    "32": "bits of a drawn word",
    "100": "percent",
    "256": "values of a byte",
    "1000": "thousandths",
    "10000": "basis points",
    "100000000000": "KRW 100 bn, the unit of a density of companies",
}
# What a statistic is: its level stands in the name of the row (p5, p10, p25, median, p75, p90, p95).
QUANTILES = {"0.05", "0.1", "0.25", "0.5", "0.75", "0.9", "0.95", "0.99"}
# Their results depend on the order in which threads meet the rows.
UNSTABLE = set(
    """any_value arbitrary arg_max arg_min array_agg corr covar_pop covar_samp entropy favg first fsum
    kurtosis last list max_by min_by mode product skewness stddev stddev_pop stddev_samp string_agg
    var_pop var_samp variance""".split()  # noqa: SIM905 (one name a line would hide the rest of the file)
)
# Their last bits depend on how many series are worked on together.
UNSTABLE_IN_STEPS = {
    "average",
    "dot",
    "einsum",
    "inner",
    "matmul",
    "mean",
    "nanmean",
    "nansum",
    "std",
    "var",
    "vdot",
}


def _name(path: Path) -> str:
    return str(path.relative_to(ROOT))


def _nodes(tree: object) -> Iterator[dict]:
    if isinstance(tree, dict):
        yield tree
    for child in tree.values() if isinstance(tree, dict) else tree if isinstance(tree, list) else ():
        yield from _nodes(child)


@lru_cache(maxsize=256)
def _tree(path: Path) -> dict:
    with duckdb.connect() as connection:
        ((text,),) = connection.execute(
            "select json_serialize_sql(?)", [path.read_text(encoding="utf-8")]
        ).fetchall()
    return json.loads(text)["statements"][0]["node"]


@lru_cache(maxsize=256)
def header(path: Path) -> dict[str, str]:
    """The fields of an SQL file's first comment: purpose, grain, units, source."""
    found, name = {"purpose": ""}, "purpose"
    for line in path.read_text(encoding="utf-8").splitlines():
        if not line.startswith("--"):
            break
        text = line.removeprefix("--").strip()
        if match := re.match(r"(grain|units|source):\s*(.*)", text):
            name, text = match.groups()
        found[name] = f"{found.get(name, '')} {text}".strip()
    return found


def grain(path: Path) -> list[str]:
    """The key columns of an SQL file's table."""
    return [column.strip() for column in header(path)["grain"].split(",")]


def _code(path: Path) -> str:
    """The text of a query without its comments and strings."""
    text = re.sub(r"--[^\n]*", "", path.read_text(encoding="utf-8"))
    return re.sub(r"'(?:[^']|'')*'", "''", text)


@pytest.mark.parametrize("path", SQL, ids=_name)
def test_a_query_says_what_it_is(path: Path) -> None:
    fields = header(path)
    assert all(fields.get(name) for name in ("purpose", "grain", "units", "source")), fields
    assert len(tables_read(path.read_text(encoding="utf-8"))) > 0 or path.parent.name == "facts"
    assert all(re.fullmatch("[a-z_]+", column) for column in grain(path)), grain(path)


@pytest.mark.parametrize("path", SQL, ids=_name)
def test_a_query_is_written_in_lower_case_and_short_lines(path: Path) -> None:
    assert sorted(set(re.findall(r"\w*[A-Z]\w*", _code(path)))) == []
    long = [line for line in path.read_text(encoding="utf-8").splitlines() if len(line) > LONGEST_LINE]
    assert long == []


@pytest.mark.parametrize("path", SQL, ids=_name)
def test_a_query_lists_its_columns_and_is_ordered_by_its_grain(path: Path) -> None:
    tree = _tree(path)
    assert not [node for node in tree["select_list"] if node["class"] == "STAR"]
    orders = [one["orders"] for one in tree["modifiers"] if one["type"] == "ORDER_MODIFIER"]
    assert len(orders) == 1, "no order by at the end"
    assert [order["expression"]["column_names"][-1] for order in orders[0]] == grain(path)
    for node in _nodes(tree):
        if node.get("type") == "SET_OPERATION_NODE":
            assert (node["setop_type"], node["setop_all"]) == ("UNION_BY_NAME", True)


@pytest.mark.parametrize("path", SQL, ids=_name)
def test_a_query_gives_no_table_a_second_meaning(path: Path) -> None:
    tables = {table for step in find_steps() for table in step.tables} | set(graph().sources)
    own = {
        entry["key"] for node in _nodes(_tree(path)) for entry in (node.get("cte_map") or {}).get("map", [])
    }
    assert not own & tables


def _bare_sums(tree: object, is_cast: bool = False) -> Iterator[str]:
    """Sums that no cast to bigint surrounds within their expression."""
    if isinstance(tree, list):
        for child in tree:
            yield from _bare_sums(child, is_cast)
    elif isinstance(tree, dict):
        if tree.get("function_name") == "sum" and not is_cast:
            yield json.dumps(tree.get("arguments"))[:200]
        is_whole = tree.get("class") == "CAST" and tree["type_expr"]["type_name"] == "BIGINT"
        for name, child in tree.items():
            # The arguments of another function are an expression of their own, but not those of a coalesce.
            yield from _bare_sums(
                child, is_whole or (is_cast and name not in ("arguments", "cte_map", "from_table"))
            )


@pytest.mark.parametrize("path", SQL, ids=_name)
def test_every_sum_of_a_query_is_whole(path: Path) -> None:
    assert list(_bare_sums(_tree(path))) == []


@pytest.mark.parametrize("path", SQL, ids=_name)
def test_a_query_uses_no_function_that_depends_on_threads(path: Path) -> None:
    called = {node.get("function_name") for node in _nodes(_tree(path))}
    assert not called & UNSTABLE


def _plain(number: str) -> str:
    text = number.replace("_", "")
    return text.removesuffix(".0") if "." in text else text


@pytest.mark.parametrize("path", SQL, ids=_name)
def test_a_query_holds_no_assumption(path: Path) -> None:
    code = _code(path)
    levels = {
        number
        for call in re.findall(r"quantile_\w+\(.*?\]\)", code)
        for number in re.findall(r"\d\.\d+", call)
    }
    assert levels <= QUANTILES
    others = re.sub(r"(quantile_\w+\(.*?)\[[^\]]*\]\)", r"\1)", code)
    others = others.replace("decimal(18, 9)", "decimal")
    numbers = {_plain(number) for number in re.findall(r"(?<![\w.])\d[\d_]*(?:\.\d+)?(?:e[+-]?\d+)?", others)}
    assert numbers <= set(NUMBERS)


@pytest.mark.parametrize("path", STEPS, ids=_name)
def test_a_step_holds_no_assumption(path: Path) -> None:
    tokens = tokenize.generate_tokens(io.StringIO(path.read_text(encoding="utf-8")).readline)
    numbers = {_plain(token.string) for token in tokens if token.type == tokenize.NUMBER}
    assert numbers - {"0.5"} <= set(NUMBERS)


@pytest.mark.parametrize("path", STEPS, ids=_name)
def test_a_step_uses_no_arithmetic_that_depends_on_blocks(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    products = [
        node.lineno
        for node in ast.walk(tree)
        if isinstance(node, ast.BinOp) and isinstance(node.op, ast.MatMult)
    ]
    used = {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
    assert not products
    assert not used & UNSTABLE_IN_STEPS


def test_every_step_has_its_test() -> None:
    """A step that makes an answer sooner is tested together with the answer's query."""
    in_python = {path.stem for path in STEPS}
    answers = [path for path in SQL if path.parent.name == "results" and path.stem not in in_python]
    steps = [path for path in (*SQL, *STEPS) if path not in answers]
    wanted = [
        ROOT / "tests" / folder / f"test_{path.stem}.py"
        for folder, paths in (("steps", steps), ("results", answers))
        for path in paths
    ]
    assert not [_name(path) for path in wanted if not path.exists()]


def _keys(value: object, before: str = "") -> Iterator[str]:
    if not isinstance(value, dict):
        yield before
        return
    for name, child in value.items():
        yield from _keys(child, f"{before}.{name}")


def test_every_text_is_there_in_every_language() -> None:
    keys = {name: set(_keys(tomllib.loads(path.read_text(encoding="utf-8")))) for name, path in TEXTS.items()}
    assert set(keys) == {"en", "ko"}
    assert sorted(keys["en"] ^ keys["ko"]) == []


@pytest.mark.parametrize("language", TEXTS)
def test_no_text_is_empty(language: str) -> None:
    def texts(value: object) -> Iterator[str]:
        for child in value.values() if isinstance(value, dict) else ():
            yield from texts(child) if isinstance(child, dict) else [str(child)]

    assert all(text.strip() for text in texts(tomllib.loads(TEXTS[language].read_text(encoding="utf-8"))))


@pytest.mark.parametrize("language", TEXTS)
def test_every_topic_and_every_choice_has_its_words(language: str) -> None:
    texts = Texts(language)
    missing = {
        key
        for row in assumptions().values()
        for key in (f"topic.{row.topic}", *(f"option.{option.lower()}" for option in row.options))
        if not texts.has(key)
    }
    assert not missing


def test_files_stay_short() -> None:
    lengths = {_name(path): len(path.read_text(encoding="utf-8").splitlines()) for path in OWN_FILES}
    assert {name: length for name, length in lengths.items() if length > MOST_LINES} == {}

"""Arithmetic written once: worked out here for the cached value, and written as a formula."""

import ast
import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

Number = float
# A name stands for a row of the timeline (position 0 is the opening, quarter q is at q + 1) or a number.
Series = list[Number]
Operand = Series | Number
Worked = Callable[[int], Number]

PREVIOUS = "prev"
TIME = "q"
_FUNCTIONS = {"min": "MIN", "max": "MAX", "floor": "INT", "where": "IF", "both": "AND"}
_OPERATORS: Mapping[type[ast.AST], Callable[[Number, Number], Number]] = {
    ast.Add: lambda a, b: a + b,
    ast.Sub: lambda a, b: a - b,
    ast.Mult: lambda a, b: a * b,
    ast.Div: lambda a, b: a / b,
    ast.Pow: lambda a, b: a**b,
}
_COMPARISONS: Mapping[type[ast.AST], Callable[[Number, Number], bool]] = {
    ast.Lt: lambda a, b: a < b,
    ast.LtE: lambda a, b: a <= b,
    ast.Gt: lambda a, b: a > b,
    ast.GtE: lambda a, b: a >= b,
    ast.Eq: lambda a, b: a == b,
}


@dataclass(frozen=True)
class Expression:
    """A line of arithmetic over named rows and numbers.

    It knows + - * / **, comparisons, min, max, floor, ceil, where(condition, then, else), both(a, b) for
    "and", prev(row) for the quarter before, and q for the number of the quarter.

    Attributes:
        text: As written, for example "prev(fees) + fee".

    Example:
        >>> line = Expression("max(floor(cash * share) - prev(paid), 0)")
        >>> line.formula(lambda name: {"cash": "{c}7", "share": "$D$2", "paid": "{c}8"}.get(name, name))
        'MAX(INT({c}7*$D$2)-{p}8,0)'
        >>> line.worked({"cash": [0.0, 9.0], "share": 0.5, "paid": [1.0, 0.0]})(0)
        3.0
    """

    text: str

    @property
    def names(self) -> frozenset[str]:
        """Every row and number that the expression reads."""
        return _names(self.text)

    def formula(self, place: Callable[[str], str]) -> str:
        """The formula without its equals sign.

        Args:
            place: Name -> its place. A row is given with {c} for its column, which prev turns into {p}.
        """
        written = ast.unparse(_Spreadsheet(place).visit(ast.parse(self.text, mode="eval").body))
        return written.replace("==", "=").replace(" ** ", "^").replace(" ", "").replace(_SPACE, " ")

    def worked(self, operands: Mapping[str, Operand]) -> Worked:
        """A function from the quarter to the value; rows are read when it is called."""
        return _worked(_tree(self.text), operands)


_SPACE = "\u00a0"


@lru_cache(maxsize=1024)
def _tree(text: str) -> ast.expr:
    return ast.parse(text, mode="eval").body


@lru_cache(maxsize=1024)
def _names(text: str) -> frozenset[str]:
    nodes = list(ast.walk(_tree(text)))
    called = {id(node.func) for node in nodes if isinstance(node, ast.Call)}
    named = (node for node in nodes if isinstance(node, ast.Name) and id(node) not in called)
    return frozenset(node.id for node in named if node.id != TIME)


class _Spreadsheet(ast.NodeTransformer):
    """Names become places, functions those of a spreadsheet."""

    def __init__(self, place: Callable[[str], str]) -> None:
        self.place = place

    def visit_Name(self, node: ast.Name) -> ast.expr:
        """A row or a number becomes its place; spaces in it are kept."""
        return ast.Name(self.place(node.id).replace(" ", _SPACE))

    def visit_Call(self, node: ast.Call) -> ast.expr:
        """A function becomes that of the spreadsheet."""
        assert isinstance(node.func, ast.Name)  # noqa: S101 (expressions are our own)
        name = node.func.id
        if name == PREVIOUS:
            (row,) = node.args
            assert isinstance(row, ast.Name)  # noqa: S101 (expressions are our own)
            return ast.Name(self.place(row.id).replace("{c}", "{p}").replace(" ", _SPACE))
        arguments = [self.visit(one) for one in node.args]
        if name == "ceil":
            return ast.UnaryOp(
                ast.USub(), ast.Call(ast.Name("INT"), [ast.UnaryOp(ast.USub(), arguments[0])], [])
            )
        return ast.Call(ast.Name(_FUNCTIONS[name]), arguments, [])


def _worked(node: ast.expr, operands: Mapping[str, Operand]) -> Worked:
    """One function per node, so that a row of quarters is worked out without looking at the text again."""
    match node:
        case ast.Constant() | ast.Name():
            return _leaf(node, operands)
        case ast.UnaryOp(op=ast.USub(), operand=inner):
            part = _worked(inner, operands)
            return lambda q: -part(q)
        case ast.BinOp(left=left, op=operator, right=right):
            return _both(_OPERATORS[type(operator)], _worked(left, operands), _worked(right, operands))
        case ast.Compare(left=left, ops=[operator], comparators=[right]):
            return _both(_COMPARISONS[type(operator)], _worked(left, operands), _worked(right, operands))
        case ast.Call(func=ast.Name(id=name), args=given):
            if name == PREVIOUS and isinstance(given[0], ast.Name):
                return _read(operands[given[0].id], 0)
            return _called(name, [_worked(one, operands) for one in given])
    raise ValueError(f"not an expression of a workbook: {ast.unparse(node)}")


def _leaf(node: ast.Constant | ast.Name, operands: Mapping[str, Operand]) -> Worked:
    if isinstance(node, ast.Constant):
        number = float(str(node.value))
        return lambda _q: number
    return float if node.id == TIME else _read(operands[node.id], 1)


def _read(operand: Operand, shift: int) -> Worked:
    if isinstance(operand, list):
        return (lambda q: operand[q + 1]) if shift else (lambda q: operand[q])
    return lambda _q: operand


def _both(operator: Callable[[Number, Number], Number], left: Worked, right: Worked) -> Worked:
    return lambda q: operator(left(q), right(q))


def _called(name: str, parts: Sequence[Worked]) -> Worked:
    first, *others = parts
    match name, others:
        case "floor", []:
            return lambda q: float(math.floor(first(q)))
        case "ceil", []:
            return lambda q: float(math.ceil(first(q)))
        case "where", [then, otherwise]:
            return lambda q: then(q) if first(q) else otherwise(q)
        case "both", _:
            return lambda q: all(part(q) for part in parts)
        case "min", _:
            return lambda q: min([part(q) for part in parts])
        case "max", _:
            return lambda q: max([part(q) for part in parts])
    raise ValueError(f"not a function of a workbook: {name}")

"""Laws that every fund, class and party obeys on every path, checked on the arrays themselves."""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from fundmodel.funds.budgets import Budget, FundTerms
from fundmodel.funds.cash_laws import cash_laws
from fundmodel.funds.child_funds import over_funds
from fundmodel.funds.class_flows import Programme
from fundmodel.funds.escrow import held_by_pair
from fundmodel.funds.fund_grid import CLASS_CODES, LEVELS, Grid
from fundmodel.funds.note_laws import note_laws
from fundmodel.funds.partnership import Partnership

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

# Whole won are exact in a double up to here.
LARGEST_WON = 2.0**53


class LawBrokenError(RuntimeError):
    """A law of the model does not hold; the message names the law and the first series that breaks it."""


def check_laws(programme: Programme) -> None:
    """Check sources and uses, limits, sums over partners and classes, and that nothing is left at the end.

    Raises:
        LawBrokenError: With law, scenario, path and fund.

    Source: METHOD.md, "Laws as they truly hold".
    """
    grid = programme.grid
    for law, broken in _of_funds(programme):
        if broken.any():
            first = int(np.argmax(broken))
            fund_id = int(grid.fund_id[first // grid.n_pairs])
            raise LawBrokenError(f"{law}: {_pair(grid, first % grid.n_pairs)}, fund {fund_id}")
    for law, broken in _of_pairs(programme):
        if broken.any():
            raise LawBrokenError(f"{law}: {_pair(grid, int(np.argmax(broken)))}")


def _pair(grid: Grid, pair: int) -> str:
    scenario, path = divmod(pair, grid.path_id.size)
    return f"scenario {grid.scenario_id[scenario]}, path {grid.path_id[path]}"


def _of_funds(programme: Programme) -> Iterator[tuple[str, Flags]]:
    children = programme.children
    yield from _of_partners("child fund", children.budget.terms, children.partners, _again(children.budget))
    rows = children.rows
    cash = np.add.reduce(rows["distributable"], axis=0)
    received = np.add.reduce(children.partners.received, axis=0)
    yield "what partners and GP receive is what the fund had to distribute", received != cash
    spent = np.add.reduce(rows["own_invested"] + rows["fee"] + rows["expense"], axis=0)
    if "advance" in rows:
        spent += np.add.reduce(rows["advance"], axis=0)
        yield from cash_laws(children.budget, rows)
    yield (
        "calls are investments, fees and expenses, less what notes paid, and idle cash",
        np.add.reduce(children.partners.paid_in, axis=0) != spent,
    )
    for name in ("invested", "fee", "expense", "proceeds", "forced_sale", "nav", "not_funded", "diluted"):
        yield f"{name} is never negative", _ever(rows[name] < 0)
    yield "amounts are exact", (np.maximum.reduce(rows["nav"], axis=0) > LARGEST_WON) | (cash > LARGEST_WON)
    if children.notes is not None:
        yield from note_laws(children.notes, rows)
    end = children.budget.terms.end.astype(np.int64)
    for name in ("nav", "lp_value"):
        yield f"{name} is zero at the end of a fund", rows[name][end, np.arange(end.size)] != 0


def _of_partners(
    name: str, terms: FundTerms, partners: Partnership, again: Floats | None
) -> Iterator[tuple[str, Flags]]:
    """Laws of calls; `again` is what of distributions may be called once more, shape (n_series,)."""
    called, limit = partners.lp_paid_in + partners.gp.paid_in, terms.commitment
    yield f"{name}: calls stay within commitments", called > (limit if again is None else limit + again)
    if partners.discounts is not None:
        called = called - partners.discounts.total()
    yield f"{name}: investors pay what is called", np.add.reduce(partners.paid_in, axis=0) != called
    for one in partners.slices():
        most = one.commitments
        if again is not None:
            # Sharing rounds up by less than a won at each of three levels.
            most = most * (1 + again / np.maximum(limit, 1.0)) + 1 + 1 + 1
        is_over = _ever(one.investors_paid_in > most)
        yield f"{name}: calls on an investor stay within its commitment", is_over


def _again(budget: Budget) -> Floats | None:
    return None if budget.recycling is None else budget.recycling.recallable


def _ever(broken: Flags) -> Flags:
    """Whether a law is broken in any row, series by series."""
    return np.logical_or.reduce(broken, axis=0)


def _of_pairs(programme: Programme) -> Iterator[tuple[str, Flags]]:
    grid, children, mega, by_class = programme.grid, programme.children, programme.mega, programme.by_class
    again = _again(children.budget)
    again = again if again is None else over_funds(again, grid.n_pairs)
    yield from _of_partners("mega fund", mega.budget.terms, mega.partners, again)

    def classes(name: str) -> Floats:
        return np.add.reduce(by_class[name].reshape(grid.n_quarters, -1, grid.n_pairs), axis=1)

    def funds(name: str) -> Floats:
        return over_funds(children.rows[name], grid.n_pairs)

    held = held_by_pair(children.rows, grid.n_pairs) + held_by_pair(mega.rows, grid.n_pairs)
    to_escrow = np.diff(held, axis=0, prepend=0.0) if isinstance(held, np.ndarray) else held
    called = funds("own_invested") + funds("fee") + funds("expense") + mega.rows["fee"] + mega.rows["expense"]
    if "advance" in children.rows:
        called = called + funds("advance")
    for law, left, right in (
        ("classes pay in what funds spend", classes("paid_in"), called),
        ("classes receive what assets pay", classes("distributed"), funds("distributable") - to_escrow),
        ("classes hold what funds are worth", classes("nav"), funds("nav") + held),
        ("first loss received is first loss paid", classes("first_loss"), np.zeros(1)),
        ("other support received is support paid", classes("support"), np.zeros(1)),
        ("classes own what funds invest of theirs", classes("gross_invested"), funds("own_invested")),
        ("classes own what assets pay them", classes("gross_proceeds"), funds("equity_proceeds")),
    ):
        yield law, _ever(left != right)
    for level, text in enumerate(LEVELS):
        for class_id, code in enumerate(CLASS_CODES):
            own = by_class["paid_in"][:, level, class_id]
            yield f"calls on class {code} of the {text} are never negative", _ever(own < 0)
    yield (
        "nothing is left when the mega fund has ended",
        _ever(by_class["nav"][-1].reshape(-1, grid.n_pairs) != 0),
    )

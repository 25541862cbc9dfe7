"""The table of note terms turned into the notes of a block of funds."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from fundmodel.funds.closings import Closings
from fundmodel.funds.fund_grid import Grid, Tables
from fundmodel.funds.fund_notes import FundNotes
from fundmodel.interest import Ratios, Whole, interest
from fundmodel.notes import StackedNotes, StackedTerms
from fundmodel.waterfall.tiers import SNAP

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

QUARTERS_PER_YEAR = 4
CENTS_PER_DOLLAR = 100
DOLLAR = "USD"
SHARES_APART = "|"


def read_notes(
    grid: Grid, tables: Tables, start: Floats, end: Floats, closings: Closings | None = None
) -> FundNotes | None:
    """The notes of the child funds before their first quarter; None if no fund of the block has any.

    Args:
        grid: The axes.
        tables: note_terms, market_paths.
        start: Shape (n_funds, n_scenarios), first quarter of each child fund.
        end: Same shape, last quarter by the agreement.
        closings: How the funds were formed; None if all are as planned.

    Source: METHOD.md, "Notes of a fund".
    """
    notes = tables["note_terms"].filter(pl.col("scenario_id").is_in(grid.scenario_id.tolist()))
    if not notes.height:
        return None
    rows = _Rows(grid, notes)
    issues, place = _issues(grid, rows.amounts(), start.astype(np.int64).ravel(), closings)
    terms = rows.terms(issues, end.astype(np.int64).ravel())
    n_funds = grid.fund_id.size
    first = terms.start[place]
    at_issue = np.ones((len(terms.amount), place.size))
    prices = None
    if terms.is_dollar.any():
        prices = _prices(grid, tables["market_paths"])
        of_series = prices[first, np.tile(np.arange(grid.n_pairs), n_funds)]
        at_issue = np.where(terms.is_dollar[:, place], of_series, 1.0)
    years = np.arange(grid.n_quarters)[:, None] / QUARTERS_PER_YEAR
    discounts = (1 + rows.of_scenario("government_yield_rate")) ** -years
    return FundNotes(
        StackedNotes(terms, place.astype(np.intp), at_issue),
        first,
        prices,
        np.tile(grid.by_pair(discounts), n_funds),
        rows.note_id()[:, issues.of],
    )


@dataclass(frozen=True)
class _Issues:
    """When and how large notes are issued; one entry for each set of terms on the last axis.

    Attributes:
        of: Number of the fund and scenario, fund number x n_scenarios + scenario number.
        start: Quarter of issue.
        amount: Shape (n_tranches, n_terms), whole units of the tranche's currency.
    """

    of: Ints
    start: Ints
    amount: Ints


def _issues(
    grid: Grid, planned: Ints, start: Ints, closings: Closings | None
) -> tuple[_Issues, NDArray[np.intp]]:
    """The different issues of a block, and which of them each series has.

    With closings a note is issued at the first close, in proportion to what is formed of the fund then.
    Paths on which a fund closes alike share one schedule.
    """
    n_scenarios = grid.scenario_id.size
    of_pair = grid.by_pair(np.arange(n_scenarios))
    of = (np.arange(grid.fund_id.size)[:, None] * n_scenarios + of_pair).ravel()
    if closings is None:
        return _Issues(np.arange(start.size), start, planned), of
    amount = np.floor(planned[:, of] * (closings.first_share * SNAP)).astype(np.int64)
    found = np.stack([of, closings.start.astype(np.int64), *amount])
    own, place = np.unique(found, axis=1, return_inverse=True)
    return _Issues(own[0], own[1], own[2:]), place.ravel()


def _prices(grid: Grid, market_paths: pl.DataFrame) -> Floats:
    """Won per US cent, shape (n_quarters, n_pairs)."""
    paths = market_paths.filter(
        (pl.col("quarter") < grid.n_quarters) & pl.col("path_id").is_in(grid.path_id.tolist())
    ).sort("world_id", "path_id", "quarter")
    rate = paths["krw_per_usd"].to_numpy().reshape(grid.world_id.size, grid.path_id.size, grid.n_quarters)
    return rate[grid.world].reshape(grid.n_pairs, grid.n_quarters).T / CENTS_PER_DOLLAR


class _Rows:
    """Rows of note_terms placed by fund, rank and scenario."""

    def __init__(self, grid: Grid, notes: pl.DataFrame) -> None:
        self._grid, self._notes = grid, notes.sort("scenario_id", "fund_id", "priority")
        ranked = self._notes.with_columns(
            pl.col("priority").rank("dense").over("fund_id").cast(pl.Int64).alias("rank")
        )
        self._rank = ranked["rank"].to_numpy() - 1
        self._scenario = np.searchsorted(grid.scenario_id, self._notes["scenario_id"].to_numpy())
        order = np.argsort(grid.fund_id)
        fund = np.searchsorted(grid.fund_id[order], self._notes["fund_id"].to_numpy())
        self._fund = order[fund]
        self.n_tranches = int(self._rank.max()) + 1

    def of_scenario(self, name: str) -> Floats:
        """A column that is one number per scenario, shape (n_scenarios,); 0 in a scenario without notes."""
        found = np.zeros(self._grid.scenario_id.size)
        found[self._scenario] = self._notes[name].to_numpy()
        return found

    def note_id(self) -> Ints:
        """Shape (n_tranches, n_terms), -1 where there is no note."""
        return self._placed(self._notes["note_id"].to_numpy().astype(np.int64) + 1) - 1

    def _placed(self, values: NDArray) -> NDArray:
        """One value per row placed in an array of shape (n_tranches, n_terms)."""
        shape = (self.n_tranches, self._grid.fund_id.size, self._grid.scenario_id.size)
        whole = np.zeros(shape, dtype=values.dtype)
        whole[self._rank, self._fund, self._scenario] = values
        return whole.reshape(self.n_tranches, -1)

    def _column(self, name: str) -> NDArray:
        values = self._notes[name]
        if values.dtype == pl.Boolean:
            return self._placed(values.fill_null(False).to_numpy())
        kind = np.float64 if values.dtype.is_float() else np.int64
        return self._placed(values.fill_null(0).to_numpy().astype(kind))

    def amounts(self) -> Ints:
        """Shape (n_tranches, n_funds x n_scenarios), by plan."""
        return self._column("amount_units")

    def terms(self, issues: _Issues, end: Ints) -> StackedTerms:
        """All notes of the block, see StackedTerms; end: shape (n_funds x n_scenarios,)."""

        def column(name: str) -> NDArray:
            return self._column(name)[:, issues.of]

        return StackedTerms(
            issues.amount,
            self._placed((self._notes["currency"] == DOLLAR).to_numpy())[:, issues.of],
            column("coupon_rate"),
            self._due(issues, end[issues.of]),
            issues.start,
            column("coverage_ratio"),
            column("look_ahead_quarters"),
            column("is_selling"),
            column("reserve_quarters"),
            column("guarantee_share"),
            column("guarantee_limit_share"),
            column("premium_rate"),
            column("is_drawn_before_default"),
            column("is_recovered"),
        )

    def _due(self, issues: _Issues, end: Ints) -> Whole:
        """Principal due up to each quarter, shape (n_quarters, n_tranches, n_terms).

        What would fall due after the life of a fund falls due in its last quarter.
        """
        n_quarters, n_scenarios = self._grid.n_quarters, self._grid.scenario_id.size
        due = np.zeros((n_quarters, self.n_tranches, end.size), dtype=np.int64)
        quarters = np.arange(n_quarters)[:, None]
        # Issues stand in the order of their funds and scenarios.
        own = self._fund * n_scenarios + self._scenario
        cuts = zip(*(np.searchsorted(issues.of, own, side) for side in ("left", "right")), strict=True)
        for number, (row, cut) in enumerate(zip(self._notes.iter_rows(named=True), cuts, strict=True)):
            of_note, rank = slice(*cut), self._rank[number]
            age = quarters - issues.start[of_note]
            owed = np.broadcast_to(issues.amount[rank, of_note], age.shape)
            paid = interest(owed, schedule_part(row, age))
            is_over = age >= end[of_note] - issues.start[of_note]
            due[:, rank, of_note] = np.where(is_over, owed, paid)
        return due


def schedule_part(row: Mapping[str, object], age: Ints) -> Ratios:
    """The part of a note that is due up to each age of the fund.

    Args:
        row: first_principal_quarter, last_principal_quarter; principal_shares, one per year from the first,
            or empty for equal parts every quarter; a bullet has one date only.
        age: Quarters since the issue, any shape.

    Example:
        >>> equal = {"first_principal_quarter": 2, "last_principal_quarter": 3, "principal_shares": None}
        >>> part = schedule_part(equal, np.arange(5))
        >>> (part.numerator / part.denominator).tolist()
        [0.0, 0.0, 0.5, 1.0, 1.0]
    """
    first, last = (int(str(row[f"{name}_principal_quarter"])) for name in ("first", "last"))
    if row["principal_shares"] is None:
        count = last - first + 1
        return Ratios(np.clip(age - first + 1, 0, count).astype(np.int64), count)
    shares = [float(text) for text in str(row["principal_shares"]).split(SHARES_APART)]
    one = Ratios.of(np.cumsum([0.0, *shares]))
    paid = np.clip((age - first) // QUARTERS_PER_YEAR + 1, 0, len(shares))
    one.numerator[-1] = one.denominator
    return Ratios(one.numerator[paid], one.denominator)

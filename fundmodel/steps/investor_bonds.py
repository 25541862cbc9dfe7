"""The guaranteed bonds of public investors on every path: balance, interest, what the treasury pays."""

import numpy as np
import polars as pl
from numpy.typing import NDArray

from fundmodel.finance import npv
from fundmodel.funds.fund_laws import LawBrokenError
from fundmodel.funds.investor_bonds import MOVES, BondFlows, BondTerms, run_bonds
from fundmodel.waterfall.tiers import SNAP

TABLES = ("bond_flows", "bond_totals")

Floats = NDArray[np.float64]
_QUARTERS_PER_YEAR = 4
_KEYS = ("scenario_id", "path_id", "investor_id")


def investor_bonds(
    scenarios: pl.DataFrame,
    run_settings: pl.DataFrame,
    funds: pl.DataFrame,
    investors: pl.DataFrame,
    public_flows: pl.DataFrame,
    public_support_assumptions: pl.DataFrame,
    notes_assumptions: pl.DataFrame,
) -> dict[str, pl.DataFrame]:
    """Bonds of the public investors that finance themselves by bonds; nobody else's cash knows of them.

    Args:
        scenarios: scenario_id.
        run_settings: n_quarters.
        funds: level and end_quarter: bonds are redeemed when the mega fund ends.
        investors: investor_id, is_bond_funded.
        public_flows: Paid in and distributed by public investor and quarter.
        public_support_assumptions: One row per scenario: share, spreads and maturity of the bonds.
        notes_assumptions: One row per scenario: government_yield_rate.

    Returns:
        bond_flows: one row per scenario_id, path_id, investor_id, quarter, whole won: MOVES of the quarter
            and balance_krw, bonds outstanding at its end.
        bond_totals: one row per scenario_id, path_id, investor_id: MOVES over life, fiscal_cost_krw (what the
            treasury pays less what is left at the end), its present value at the government's yield in
            quarter 0, the highest balance, and negative_carry_krw: interest beyond what the stake brings in
            the same quarter, whoever pays it.

    Raises:
        LawBrokenError: If sources are not uses.

    Source: METHOD.md, "Bonds of the public investor".
    """
    funded = investors.filter(pl.col("is_bond_funded"))["investor_id"].to_list()
    n_quarters = int(run_settings["n_quarters"][0])
    ends = funds.filter(pl.col("level") == 0).select("scenario_id", pl.col("end_quarter"))
    terms = (
        scenarios.select("scenario_id")
        .join(ends, on="scenario_id", how="left")
        .join(public_support_assumptions, on="scenario_id", how="left")
        .join(notes_assumptions.select("scenario_id", "government_yield_rate"), on="scenario_id", how="left")
    )
    on = terms.filter(pl.col("funding_bond_share") > 0)
    rows = public_flows.filter(pl.col("investor_id").is_in(funded))
    rows = rows.join(on.select("scenario_id"), on="scenario_id", how="semi").sort(*_KEYS, "quarter")
    keys = rows.select(_KEYS).unique(maintain_order=True)
    of_series = keys.join(on, on="scenario_id", how="left", maintain_order="left")
    paid_in, received = (
        rows[f"{name}_krw"].to_numpy().astype(np.float64).reshape(keys.height, n_quarters).T
        for name in ("paid_in", "distributed")
    )
    bonds = _terms(of_series)
    flows = run_bonds(paid_in, received, bonds)
    _check(paid_in, received, bonds, flows, keys)
    return {"bond_flows": _flows(rows, flows), "bond_totals": _totals(keys, of_series, flows)}


def _terms(of_series: pl.DataFrame) -> BondTerms:
    def rate(name: str) -> Floats:
        return of_series[name].to_numpy().astype(np.float64)

    safe = rate("government_yield_rate")
    return BondTerms(
        rate("funding_bond_share"),
        safe + rate("funding_spread_rate"),
        safe + rate("funding_later_spread_rate"),
        safe,
        np.rint(rate("funding_maturity_years") * _QUARTERS_PER_YEAR).astype(np.int64),
        of_series["end_quarter"].to_numpy().astype(np.int64),
    )


def _check(paid_in: Floats, received: Floats, terms: BondTerms, flows: BondFlows, keys: pl.DataFrame) -> None:
    own = np.add.reduce(np.trunc(received * terms.share * SNAP), axis=0)
    needed = np.add.reduce(np.floor(paid_in * terms.share * SNAP), axis=0)
    sums = dict(zip(MOVES, np.add.reduce(flows.moves, axis=1), strict=True))
    sources = own + sums["kept_income"] + sums["issued"] + sums["refinanced"]
    sources += sums["carry_paid"] + sums["drawn"]
    uses = needed + sums["interest"] + sums["repaid"] + sums["surplus"]
    if (sources != uses).any():
        row = keys.row(int(np.argmax(sources != uses)))
        raise LawBrokenError(
            f"sources of a bond-financed investor are its uses: {dict(zip(_KEYS, row, strict=True))}"
        )


def _flows(rows: pl.DataFrame, flows: BondFlows) -> pl.DataFrame:
    money = dict(zip(MOVES, flows.moves, strict=True)) | {"balance": flows.balance}
    return rows.select(*_KEYS, "quarter").with_columns(
        [pl.Series(f"{name}_krw", values.T.ravel().astype(np.int64)) for name, values in money.items()]
    )


def _totals(keys: pl.DataFrame, of_series: pl.DataFrame, flows: BondFlows) -> pl.DataFrame:
    moved = dict(zip(MOVES, flows.moves, strict=True))
    cost = moved["carry_paid"] + moved["drawn"] - moved["surplus"]
    safe = of_series["government_yield_rate"].to_numpy().astype(np.float64)
    quarterly = (1 + safe) ** (1 / _QUARTERS_PER_YEAR) - 1
    present = np.rint(npv(quarterly, cost.T)) if keys.height else np.zeros(0)
    sums = {name: np.add.reduce(values, axis=0) for name, values in moved.items()}
    sums |= {
        "fiscal_cost": np.add.reduce(cost, axis=0),
        "present_cost": present,
        "peak_balance": np.maximum.reduce(flows.balance, axis=0),
        "negative_carry": np.add.reduce(flows.negative_carry, axis=0),
    }
    return keys.with_columns(
        [pl.Series(f"{name}_krw", values.astype(np.int64)) for name, values in sums.items()]
    )

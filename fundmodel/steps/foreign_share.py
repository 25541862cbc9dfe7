"""The share of foreign capital in four definitions to each quarter, and foreign won per public won."""

import numpy as np
import polars as pl
from numpy.typing import NDArray

from fundmodel.finance import QUANTILES, quantiles
from fundmodel.funds.path_grid import PathGrid

Floats = NDArray[np.float64]

FOREIGN, PUBLIC = "foreign", "public"
_CENTRAL = "central"
_BAND = ("p5", "median", "p95")
# In the order of the rows of the answer.
_STATISTICS = ("central", "median", "p5", "p95")
# Share -> the amounts whose quotient it is.
_RATIOS = {
    "of_paid_in_share": ("foreign_paid_in", "paid_in"),
    "of_nav_share": ("foreign_nav", "nav"),
    "reaching_korea_share": ("foreign_korea", "korea"),
    "reaching_korea_non_public_share": ("non_public_korea", "korea"),
    "foreign_won_per_public_won": ("foreign_paid_in", "public_paid_in"),
}
_AMOUNTS = ("foreign_paid_in", "public_paid_in", "foreign_korea")
# Status -> the share that it is about, and what it says where there is none.
_STATUSES = {
    "status": ("of_paid_in_share", "no money yet"),
    "nav_status": ("of_nav_share", "no NAV"),
    "korea_status": ("reaching_korea_share", "no money in Korea yet"),
    "public_status": ("foreign_won_per_public_won", "no public money yet"),
}
_QUARTERS_PER_YEAR = 4


def foreign_share(
    scenarios: pl.DataFrame,
    run_settings: pl.DataFrame,
    parties: pl.DataFrame,
    commitments: pl.DataFrame,
    class_flows: pl.LazyFrame,
) -> pl.DataFrame:
    """The foreign share of commitments, paid-in, NAV and money in Korea, and foreign won per public won.

    of_commitments: foreign part of all ultimate investors' commitments, looked through the mega fund, at the
    first-close rate. of_paid_in, of_nav: the same of paid-in and of investor NAV. reaching_korea: foreign
    investors' pro-rata part of the money that was paid into Korean assets; reaching_korea_non_public: the
    part of all but public investors, the convention of gross reports. A share whose whole is zero is empty,
    and its status says so. Quantiles are taken cell by cell over the random paths on which the share exists.

    Args:
        scenarios: scenario_id, scenario.
        run_settings: first_year.
        parties: party_code, party_kind, class_id.
        commitments: One row per scenario_id, fund_id, investor_id.
        class_flows: One row per scenario_id, path_id, level, class_id, quarter; every quarter of every path.

    Returns:
        One row per scenario_id, statistic (central; with random paths also median, p5, p95) and quarter:
        shares 0..1, won per won, and whole won to date.

    Source: METHOD.md, "Foreign capital".
    """
    classes = parties.filter(pl.col("party_kind") == "class")
    n_quarters = class_flows.select(pl.col("quarter").max() + 1).collect().item()
    grid = PathGrid.of(class_flows, "class_id", classes["class_id"].to_list(), n_quarters)
    values = _to_date(grid, classes["party_code"].to_list())
    shares = {name: _quotient(values[part], values[whole]) for name, (part, whole) in _RATIOS.items()}
    n_central, n_paths = grid.n_central, grid.path_id.size
    statistics = [name for name in _STATISTICS if (n_central if name == _CENTRAL else n_paths > n_central)]

    def by_row(cells: Floats) -> Floats:
        """From shape (n_scenarios, n_quarters, n_paths) to one number per row of the answer."""
        made = {}
        if n_central:
            made[_CENTRAL] = cells[..., 0]
        if n_paths > n_central:
            shares_of_paths = [QUANTILES[name] for name in _BAND]
            made |= zip(_BAND, quantiles(cells[..., n_central:], shares_of_paths), strict=True)
        return np.stack([made[name] for name in statistics], axis=1).ravel()

    shape = (grid.scenario_id.size, len(statistics), n_quarters)
    scenario, statistic, quarter = (axis.ravel() for axis in np.indices(shape, dtype=np.int32))
    ids = pl.Series("scenario_id", grid.scenario_id, dtype=pl.Int32).gather(scenario)
    whole_won = {f"{name}_krw": np.rint(by_row(values[name])).astype(np.int64) for name in _AMOUNTS}
    frame = pl.DataFrame(
        {
            "scenario_id": ids,
            "quarter": quarter,
            "year": (run_settings["first_year"][0] + quarter // _QUARTERS_PER_YEAR).astype(np.int32),
            "statistic": pl.Series(statistics).gather(statistic),
            **{name: by_row(cells) for name, cells in shares.items()},
            **whole_won,
        }
    ).with_columns(pl.col(list(shares)).fill_nan(None))
    frame = frame.join(scenarios.select("scenario_id", "scenario"), on="scenario_id", maintain_order="left")
    frame = frame.join(_of_commitments(commitments, classes), on="scenario_id", maintain_order="left")
    statuses = [
        pl.when(pl.col(share).is_null()).then(pl.lit(text)).otherwise(pl.lit("ok")).alias(name)
        for name, (share, text) in _STATUSES.items()
    ]
    return frame.select(
        "scenario_id", "scenario", "quarter", "year", "statistic", "of_commitments_share",
        *shares, *whole_won, *statuses,
    )  # fmt: skip


def _to_date(grid: PathGrid, codes: list[str]) -> dict[str, Floats]:
    """Amounts by name, shape (n_scenarios, n_quarters, n_paths): to date, NAV as it stands."""
    foreign, public = codes.index(FOREIGN), codes.index(PUBLIC)
    paid_in, korea = (np.cumsum(grid.sums(name), axis=2) for name in ("paid_in_krw", "korea_invested_krw"))
    # What a class owes beyond what it holds is no negative holding.
    nav = grid.sums("nav_krw", floor=0)
    whole = {
        name: np.add.reduce(one, axis=1)
        for name, one in (("paid_in", paid_in), ("korea", korea), ("nav", nav))
    }
    return whole | {
        "foreign_paid_in": paid_in[:, foreign],
        "public_paid_in": paid_in[:, public],
        "foreign_korea": korea[:, foreign],
        "non_public_korea": whole["korea"] - korea[:, public],
        "foreign_nav": nav[:, foreign],
    }


def _quotient(part: Floats, whole: Floats) -> Floats:
    """The part over the whole, NaN where the whole is not positive."""
    return np.divide(part, whole, out=np.full_like(whole, np.nan), where=whole > 0)


def _of_commitments(commitments: pl.DataFrame, classes: pl.DataFrame) -> pl.DataFrame:
    """scenario_id and the foreign share of the commitments of ultimate investors."""
    own = commitments.filter(pl.col("investor_id") >= 0).join(classes, on="class_id")
    is_foreign = pl.col("party_code") == FOREIGN
    krw = pl.col("commitment_krw")
    sums = own.group_by("scenario_id", maintain_order=True).agg(
        krw.filter(is_foreign).sum().alias("foreign_krw"), krw.sum().alias("all_krw")
    )
    share = (pl.col("foreign_krw") / pl.col("all_krw")).alias("of_commitments_share")
    return sums.select("scenario_id", share)

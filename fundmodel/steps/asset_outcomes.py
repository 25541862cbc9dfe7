"""What the assets do for the country, by calendar year: companies and their ends, plants and their trade."""

import numpy as np
import polars as pl

from fundmodel.assets.drug_programmes import NOTHING, QUARTERS_PER_YEAR
from fundmodel.assets.whole_sums import in_order, packed, whole_sums

# What becomes of companies, by the codes of startup_kinds; other kinds are steps on their way.
_MEASURES = {
    "invest": "companies_funded",
    "fail": "failures",
    "acqui_hire": "failures",
    "ipo": "ipos",
    "trade_sale": "trade_sales",
    "early_sale": "trade_sales",
    "license": "licences",
    "approval": "approvals",
}
_FULL = "full"
_KEYS = ("world_id", "path_id", "fund_id", "cluster_id", "phase")
_NAMES = ("measure", "attribution")
_SCHEMA = (
    dict.fromkeys(_KEYS, pl.Int32)
    | dict.fromkeys(_NAMES, pl.String)
    | {"quarter": pl.Int32, "amount": pl.Int64}
)
_COUNTS = ("world_id", "path_id", "fund_id", "cluster_id", "phase", "kind", "quarter", "count_thousandths")


def asset_outcomes(
    startup_outcomes: pl.DataFrame,
    startup_counts: pl.DataFrame,
    startup_kinds: pl.DataFrame,
    facility_outcomes: pl.DataFrame,
) -> pl.DataFrame:
    """Outcomes of all assets by calendar year.

    Companies count in full only: what a fund owns of one changes with every round. Plants also count by
    stake. Capacity and jobs are changes; their running total is what is on line.

    Args:
        startup_outcomes: Companies by kind and quarter on random paths.
        startup_counts: The same of the central case.
        startup_kinds: kind_id, kind_code.
        facility_outcomes: world_id, path_id, fund_id, cluster_id, measure, attribution, quarter, amount.

    Returns:
        One row per world_id, path_id, fund_id, cluster_id, phase (-1 for plants), measure, attribution,
        quarter (the last one of the year): amount. Companies, approvals, kl_online and jobs in thousandths,
        measures ending in _krw in whole won.

    Source: METHOD.md, "2030".
    """
    names = sorted({*_MEASURES.values(), *facility_outcomes["measure"].unique().to_list()})
    kinds = startup_kinds.sort("kind_id").select("kind_id", "kind_code").iter_rows()
    number_of = {kind: names.index(_MEASURES[code]) if code in _MEASURES else NOTHING for kind, code in kinds}
    by_kind = np.full(max(number_of) + 1, NOTHING)
    by_kind[list(number_of)] = list(number_of.values())
    counts = {
        name: np.concatenate([frame[name].to_numpy() for frame in (startup_outcomes, startup_counts)])
        for name in _COUNTS
    }
    measure = by_kind[counts["kind"]]
    rows = np.flatnonzero(measure != NOTHING)
    keys = (
        *(counts[name][rows] for name in _KEYS),
        measure[rows],
        counts["quarter"][rows] // QUARTERS_PER_YEAR,
    )
    found, (amount,) = whole_sums(keys, [counts["count_thousandths"][rows]])
    companies, years = found[:-1], found[-1]
    attributions = sorted({_FULL, *facility_outcomes["attribution"].unique().to_list()})
    plants = facility_outcomes.select(
        *_KEYS[:-1],
        pl.lit(NOTHING).alias(_KEYS[-1]),
        pl.col("measure").replace_strict(names, range(len(names)), return_dtype=pl.Int64),
        pl.col("attribution").replace_strict(attributions, range(len(attributions)), return_dtype=pl.Int64),
        "quarter",
        "amount",
    )
    full = np.full(amount.size, attributions.index(_FULL))
    quarter = (years + 1) * QUARTERS_PER_YEAR - 1
    of_companies = (*companies, full, quarter, amount)
    both = {
        name: np.concatenate([column, plants[name].to_numpy()])
        for name, column in zip(_SCHEMA, of_companies, strict=True)
    }
    lows = [NOTHING if name == _KEYS[-1] else 0 for name in (*_KEYS, *_NAMES, "quarter")]
    _, order = in_order(packed([both[name] for name in (*_KEYS, *_NAMES, "quarter")], lows))
    columns = {name: pl.Series(name, column[order]) for name, column in both.items()}
    columns["measure"] = pl.Series("measure", names, dtype=pl.String).gather(columns["measure"])
    columns["attribution"] = pl.Series("attribution", attributions, dtype=pl.String).gather(
        columns["attribution"]
    )
    return pl.DataFrame(columns, schema=_SCHEMA)

"""The startup steps on the shipped datasets, run on demand and by themselves, for tests that need several."""

from collections.abc import Callable
from functools import lru_cache
from importlib import import_module
from importlib.resources import files
from inspect import signature

import polars as pl

from fundmodel import datasets
from fundmodel.pipeline import select, tables_read
from fundmodel.scenario import Scenario, topic_frame

_MADE_TOGETHER = {
    "listing_places": "startup_absorption",
    "startup_reserves": "startup_lots",
    "startup_multiples": "startup_ladder",
    "startup_counts": "startup_central",
    "startup_central_exposure": "startup_central",
}
# The shocks that leave the mean of all paths where the central case is.
PLAIN = {
    "absorption_max_share": 10.0,
    "success_correlation": 0.0,
    "area_correlation": 0.0,
    "ipo_window_threshold": 0.0,
    "sale_window_threshold": 0.0,
    "round_market_weight_share": 0.0,
}


def sql(table: str) -> str:
    return files("fundmodel").joinpath("sql", "facts", f"{table}.sql").read_text(encoding="utf-8")


@lru_cache(maxsize=32)
def step(name: str) -> Callable[..., pl.DataFrame | dict[str, pl.DataFrame]]:
    return getattr(import_module(f"fundmodel.steps.{name}"), name)


def one_row_plan(**changes: object) -> pl.DataFrame:
    """A startup plan of one row: one oncology company per KRW 320 bn that enters fund S1 in phase 2."""
    row = {
        "plan_code": "S1-P2-oncology",
        "fund_code": "S1",
        "area_code": "oncology",
        "entry_phase": "P2",
        "companies_per_krw_100bn": 0.3125,
    }
    return pl.DataFrame([row | changes])


def sure_phases(success: float, areas: int = 1) -> pl.DataFrame:
    """Phases that last a year each, published to succeed half the time, that succeed as stated."""
    keys = [(area, phase) for area in range(areas) for phase in range(5)]
    rows = [(0, area, phase, success, 0.5) for area, phase in keys]
    names = ["world_id", "area_id", "phase_id", "success_share", "published_success_share"]
    ones = (
        "duration_years",
        "published_duration_years",
        "trial_cost_ratio",
        "round_need_share",
        "step_up_multiple",
    )
    return pl.DataFrame(rows, schema=names, orient="row").with_columns(**dict.fromkeys(ones, 1.0))


# Every phase lasts its mean; no value moves; nobody leaves before approval; prices double with each success.
ONE_DURATION = pl.DataFrame({"curve_code": ["duration_quantiles"], "position": [1], "value": [1.0]})
CERTAIN = {
    "absorption_max_share": 10.0,
    "ladder_return_rate": 0.0,
    "round_cost_weight": 0.0,
    "exit_value_volatility": 0.0,
    "ipo_value_volatility": 0.0,
    "equity_volatility_rate": 0.0,
    "ipo_window_threshold": 0.0,
    "sale_window_threshold": 0.0,
    "round_market_weight_share": 0.0,
    "early_sale_probability_share": 0.0,
    "second_programme_probability_share": 0.0,
    "acqui_hire_probability_share": 0.0,
    "foreign_buyer_share": 0.0,
    "license_royalty_share": 0.0,
    "ipo_lock_up_quarters": 0,
    "ipo_sale_quarters": 1,
    **{f"ipo_probability_p{phase}_share": 0.0 for phase in (1, 2)},
    **{f"trade_sale_probability_p{phase}_share": 0.0 for phase in (1, 2, 3)},
    **{f"license_probability_p{phase}_share": 0.0 for phase in (1, 2)},
}


class Case(dict):
    """Tables by name; those that are not given are made when asked for."""

    def __init__(self, paths=(0,), seed=7, n_quarters=90, overrides=None, **given: pl.DataFrame) -> None:
        scenario = Scenario("case", overrides or {})
        super().__init__(datasets.read_all())
        for topic in ("plan", "market", "startups"):
            self[f"{topic}_assumptions"] = topic_frame(topic, [scenario], "world_id")
        self["paths"] = pl.DataFrame({"path_id": list(paths)}, schema={"path_id": pl.Int32})
        self["run_settings"] = pl.DataFrame(
            {"seed": [seed], "n_quarters": [n_quarters], "first_year": [2027]}
        )
        self.update(given)

    def __missing__(self, table: str) -> pl.DataFrame:
        name = _MADE_TOGETHER.get(table, table)
        if files("fundmodel").joinpath("sql", "facts", f"{name}.sql").is_file():
            text = sql(name)
            self[name] = select(text, {read: self[read] for read in tables_read(text)})
        else:
            function = step(name)
            made = function(**{read: self[read] for read in signature(function).parameters})
            self.update(made if isinstance(made, dict) else {name: made})
        return self[table]


def certain_company(
    success: float = 1.0, forced: dict[str, float] | None = None, **overrides: object
) -> Case:
    """One company whose history is certain; `forced` sets assumptions beyond the range of the catalogue."""
    case = Case(
        [0, 3],
        overrides=CERTAIN | overrides,
        startup_plan_data=one_row_plan(),
        programme_phases=sure_phases(success),
        curves_data=ONE_DURATION,
    )
    case["startups_assumptions"] = case["startups_assumptions"].with_columns(
        **{name: pl.lit(value) for name, value in (forced or {}).items()}
    )
    return case

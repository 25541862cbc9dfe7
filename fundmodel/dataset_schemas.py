"""What each dataset file must look like: columns, types, allowed values, ranges, keys, sums, references."""

import polars as pl

from fundmodel.dataset_columns import Column, Schema

VERIFICATIONS = ("read", "secondary", "derived", "assumption")
TOPICS = (
    "plan", "market", "startups", "plants", "capital", "fund_terms", "formation", "waterfall",
    "public_support", "notes", "policy", "mandates", "foreign",
)  # fmt: skip
TYPES = ("float", "int", "bool", "choice")
PHASES = ("PRE", "P1", "P2", "P3", "NDA", "APP")
WITHDRAWN = "DSC"
ENTRY_PHASES = ("PRE", "P1", "P2", "P3")
STRATEGIES = ("early", "scale_up", "cdmo", "global")
POOL_TERMS = (
    "contribution_rate_year_1", "contribution_rate_year_2", "contribution_rate_later", "life_years",
    "investment_years", "bow", "growth_rate", "yield_rate", "market_loading", "own_volatility_rate",
    "usd_share", "deployable_share",
)  # fmt: skip
RESPONSE_TERMS = (
    "reservation_irr_rate", "target_irr_rate", "loss_tolerated_share", "loss_refused_share", "ticket_min_usd",
    "ticket_max_usd", "investor_count",
)  # fmt: skip
OWN_TERMS = ("hurdle_rate", "carry_rate", "catch_up_share", "fee_discount_share")
CLASSES = ("public", "domestic", "foreign", "gp")
METRICS = (
    "success_probability", "duration_years", "duration_years_bio_qls", "trial_cost_usd", "value_step_up",
    "likelihood_of_approval",
)  # fmt: skip
CURVES = ("plant_ramp", "capex_s_curve", "duration_quantiles")
SCHEDULES = ("bullet", "equal", "sculpted")
PLANT_DATES = ("construction_start", "mechanical_completion", "commercial_operation")
BASES = ("wide", "koreabio", "khidi", "songdo_area", "programme")
SCENARIO_FILE = "scenarios.toml"
SCENARIO_TEXTS = ("label_en", "label_ko", "description_en", "description_ko")


def _code(name: str, **options: object) -> Column:
    return Column(name, pattern=r"[A-Za-z][A-Za-z0-9_\-]*", form="letters, digits, _ and -", **options)  # ty: ignore


def _share(name: str, low: float = 0, high: float = 1, is_required: bool = True) -> Column:
    return Column(name, pl.Float64, is_required, low, high)


def _number(name: str, is_required: bool = True, low: float | None = None) -> Column:
    return Column(name, pl.Float64, is_required, low)


def _whole(name: str, low: float = 0, high: float = 1000, is_required: bool = True) -> Column:
    return Column(name, pl.Int32, is_required, low, high)


def _of(name: str, allowed: tuple[str, ...], is_required: bool = True) -> Column:
    return Column(name, is_required=is_required, allowed=allowed)


def _date(name: str) -> Column:
    form = "a year or a month such as 2026-06"
    return Column(name, is_required=False, pattern=r"\d{4}(-(0[1-9]|1[0-2]))?", form=form)


def _month(name: str) -> Column:
    return Column(name, is_required=False, pattern=r"\d{4}-(0[1-9]|1[0-2])", form="a month such as 2026-06")


def _texts(*names: str) -> tuple[Column, ...]:
    return tuple(Column(name) for name in names)


_TEXT_EN_KO = _texts("name_en", "name_ko")
_PROOF = (Column("source"), _of("verification", VERIFICATIONS))
_URL = Column("url", is_required=False, pattern=r"https?://\S+", form="an address that starts with http")
_NOTE = Column("note", is_required=False)
_PROOF_URL = (*_PROOF, _URL)
_PROOF_NOTE = (_PROOF[0], _URL, _PROOF[1], _NOTE)
_RANGE = (_number("low", is_required=False), _number("high", is_required=False))
_FUND = _code("fund_code", refers_to=("funds", "fund_code"))
_CLUSTER = _code("cluster_code", refers_to=("clusters", "cluster_code"))

SCHEMAS: dict[str, Schema] = {
    "assumptions": Schema(
        (
            _of("topic", TOPICS),
            Column("name", pattern=r"[a-z][a-z0-9_]*", form="lower-case letters, digits and _"),
            Column("value"), _of("type", TYPES), Column("unit", is_required=False), *_RANGE,
            _number("step", is_required=False, low=0),
            Column("options", is_required=False), _whole("sidebar", 1, 20, is_required=False),
            *_texts("label_en", "label_ko", "description", "description_ko"), *_PROOF_URL,
        ),
        ("name",),
    ),
    "funds": Schema(
        (
            _code("fund_code"), *_TEXT_EN_KO, _whole("level", 0, 1), _of("strategy_code", STRATEGIES, False),
            _whole("start_quarter", 0, 39), _share("share_of_strategy", is_required=False),
            _share("korea_share"), *_PROOF_URL,
        ),
        ("fund_code",),
        sums_to_one=((("strategy_code",), "share_of_strategy"),),
    ),
    "investors": Schema(
        (
            _code("investor_code"), *_TEXT_EN_KO, _of("class_code", CLASSES),
            Column("residence", pattern="[A-Z]{2}", form="a two-letter country code"),
            _of("currency", ("KRW", "USD")), _whole("first_loss_rank", 1, 2, is_required=False),
            Column("is_first_time", pl.Boolean), Column("is_bond_funded", pl.Boolean), *_PROOF_URL,
        ),
        ("investor_code",),
    ),
    "commitments": Schema(
        (
            _code("investor_code", refers_to=("investors", "investor_code")), _whole("level", 0, 1),
            _share("share_of_class"), *(_share(name, is_required=False) for name in OWN_TERMS), *_PROOF,
        ),
        ("investor_code", "level"),
    ),
    "foreign_investor_types": Schema(
        (
            _code("investor_code", refers_to=("investors", "investor_code")), _of("term", RESPONSE_TERMS),
            _number("value", low=-1), *_RANGE, Column("unit"), *_PROOF_URL,
        ),
        ("investor_code", "term"),
        is_ranged=True,
    ),
    "support_rules": Schema(
        (
            _code("rule_code"), _code("assumption", refers_to=("assumptions", "name")),
            _of("role", ("required", "one_of", "excluded")), _share("limit"), *_PROOF_URL,
        ),
        ("rule_code", "assumption"),
    ),
    "startup_plan": Schema(
        (
            _code("plan_code"), _FUND, _code("area_code"), _of("entry_phase", ENTRY_PHASES),
            Column("companies_per_krw_100bn", pl.Float64, low=0, high=50), *_PROOF,
        ),
        ("plan_code",),
    ),
    "facilities": Schema(
        (
            _code("facility_code"), _FUND, Column("capacity_kl", pl.Float64, low=1, high=500),
            _whole("start_offset_quarters", 0, 40), _CLUSTER, *_PROOF,
        ),
        ("facility_code",),
    ),
    "blind_pools": Schema(
        (
            _FUND, _of("term", POOL_TERMS), _number("value", low=0), *_RANGE, Column("unit"), *_PROOF_URL,
        ),
        ("fund_code", "term"),
        is_ranged=True,
    ),
    "drug_phases": Schema(
        (
            _code("area_code"), _of("phase_code", PHASES), _of("metric", METRICS), _number("value", low=0),
            Column("unit"), *_PROOF_NOTE,
        ),
        ("area_code", "phase_code", "metric"),
    ),
    "phase_transitions": Schema(
        (
            _of("from_state", (*PHASES, WITHDRAWN)), _of("to_state", (*PHASES, WITHDRAWN)),
            _share("probability"), _whole("period_quarters", 1, 40), *_PROOF_NOTE,
        ),
        ("from_state", "to_state"),
        sums_to_one=((("from_state",), "probability"),),
    ),
    "curves": Schema(
        (
            _of("curve_code", CURVES), _whole("position", 1, 100), _number("value", low=0),
            *_texts("unit"), *_PROOF,
        ),
        ("curve_code", "position"),
    ),
    "clusters": Schema(
        (
            _code("cluster_code"), *_TEXT_EN_KO, Column("is_capital_region", pl.Boolean),
            _share("allocation_share"),
            _number("companies", False, 0), _number("employees", False, 0), _number("capacity_kl", False, 0),
            *_PROOF_NOTE,
        ),
        ("cluster_code",),
        sums_to_one=(((), "allocation_share"),),
    ),
    "fx_history": Schema(
        (
            Column("month", pattern=r"\d{4}-(0[1-9]|1[0-2])", form="a month such as 2026-06"),
            Column("krw_per_usd", pl.Float64, low=100, high=10000), *_PROOF_URL,
        ),
        ("month",),
    ),
    "notes": Schema(
        (
            _code("note_code"), _FUND, *_TEXT_EN_KO, _whole("priority", 1, 20),
            _of("currency", ("KRW", "USD")), _share("size_share", is_required=False),
            Column("amount", pl.Int64, False, 1),
            Column("coupon_rate", pl.Float64, False, 0, 1), Column("spread_rate", pl.Float64, False, -0.1, 1),
            _of("schedule", SCHEDULES), _whole("first_principal_quarter", 1, 100, is_required=False),
            _whole("last_principal_quarter", 1, 100),
            Column(
                "principal_shares", is_required=False, pattern=r"\d+(\.\d+)?(\|\d+(\.\d+)?)*",
                form="shares such as 0.2|0.3|0.5",
            ),
            _whole("reserve_quarters", 0, 80), Column("coverage_ratio", pl.Float64, False, 0.1, 100),
            _whole("look_ahead_quarters", 1, 40, is_required=False), Column("has_forced_sales", pl.Boolean),
            *_PROOF_URL,
        ),
        ("note_code",),
    ),
    "note_guarantees": Schema(
        (
            _code("guarantee_code"), _code("note_code", refers_to=("notes", "note_code")),
            *_texts("guarantor_en", "guarantor_ko"), _share("guarantee_share", 0.01),
            _share("limit_share", 0.01, 2, is_required=False), _share("premium_rate", 0, 0.5),
            Column("is_drawn_before_default", pl.Boolean), Column("is_recovered", pl.Boolean), *_PROOF_URL,
        ),
        ("guarantee_code",),
    ),
    "index_history": Schema(
        (
            _code("index_code"),
            Column("month", pattern=r"\d{4}-(0[1-9]|1[0-2])", form="a month such as 2026-06"),
            Column("level", pl.Float64, low=0), *_PROOF,
        ),
        ("index_code", "month"),
    ),
    "tax_rates": Schema(
        (
            _code("tax_code"), _of("tax_kind", ("corporate", "withholding")),
            Column("residence", pattern="[A-Z]{2}|no_treaty", form="a two-letter country code or no_treaty"),
            _of("income_type", ("profit", "dividend", "interest", "royalty", "capital_gains")),
            _of("stake", ("any", "portfolio", "substantial"), False),
            Column("from_krw", pl.Int64, False, 0), Column("to_krw", pl.Int64, False, 0), _share("rate"),
            Column("period"), *_PROOF_NOTE,
        ),
        ("tax_code",),
    ),
    "policy_targets": Schema(
        (
            *_texts("programme", "metric"), _of("base_code", BASES),
            _of("kind", ("target", "actual", "required")),
            _whole("year", 1990, 2100), _number("value"), Column("unit"), *_PROOF_NOTE,
        ),
        ("programme", "metric", "year"),
    ),
    "benchmarks": Schema(
        (
            *_texts("asset_class", "geography", "metric", "period"), _number("value", False), *_RANGE,
            *_texts("unit", "as_of"), *_PROOF_NOTE,
        ),
        ("asset_class", "geography", "metric", "period", "source"),
        is_ranged=True,
    ),
    "outcome_buckets": Schema(
        (
            _of("measure", ("share_of_financings", "share_of_dollars")), _code("bucket_code"),
            _number("from_multiple", low=0), _number("to_multiple", False, 0), *_texts("geography", "period"),
            _share("value", is_required=False), *_RANGE, *_PROOF_NOTE,
        ),
        ("measure", "bucket_code", "geography", "period"),
    ),
    "cdmo_plants": Schema(
        (
            _code("plant_code"), *_texts("owner", "plant", "location", "modality"),
            Column("is_comparable", pl.Boolean), _number("capacity_kl", False, 0), _number("capex", False, 0),
            _of("capex_currency", ("KRW bn", "USD m", "EUR m"), False),
            *(_date(name) for name in PLANT_DATES), *_texts("status", "as_of"),
            *_PROOF_NOTE,
        ),
        ("plant_code",),
    ),
    "plant_plans": Schema(
        (
            _code("record_code"),
            Column("plant_code", is_required=False, refers_to=("cdmo_plants", "plant_code")),
            _of("measure", ("delay", "overrun")), _month("planned_date"), _month("actual_date"),
            _number("planned_cost", False, 0), _number("actual_cost", False, 0),
            Column("cost_unit", is_required=False), _whole("project_count", 1, 1000), *_PROOF_NOTE,
        ),
        ("record_code",),
    ),
    "tuned": Schema(
        (
            _of("dataset", ("assumptions", "blind_pools", "curves", "drug_phases", "startup_plan")),
            *_texts("name", "tuned_to", "tuned_to_ko", "reason", "reason_ko"), *_PROOF_URL,
        ),
        ("dataset", "name"),
    ),
    "foreign_capital": Schema(
        (
            *_texts("metric", "country", "period"), _number("value", False), *_RANGE,
            *_texts("unit", "as_of"), *_PROOF_NOTE,
        ),
        ("metric", "country", "period"),
        is_ranged=True,
    ),
}  # fmt: skip

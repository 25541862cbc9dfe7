"""A study as its file says it: every field with its type and range; what does not fit is refused by name."""

from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

Share = Annotated[float, Field(ge=0, le=1)]
Rate = Annotated[float, Field(ge=0, le=1)]
Positive = Annotated[float, Field(gt=0, allow_inf_nan=False)]
Amount = Annotated[float, Field(ge=0, allow_inf_nan=False)]
Period = Annotated[int, Field(ge=1)]
Code = Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]+$")]
# The period of a compound's move is kept in one byte.
Horizon = Annotated[int, Field(ge=2, le=120)]


class StudyError(ValueError):
    """A study that cannot be run; the message says which file, field and value, and what is allowed."""


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Head(_Part):
    """What the study is, its clock and its units."""

    code: Code
    title: str
    source: str
    currency: Annotated[str, Field(pattern="^[A-Z]{3}$")]
    money_unit: Positive
    ledger_unit: Positive
    periods_per_year: Annotated[int, Field(ge=1, le=12)]
    last_period: Horizon
    final_period: Horizon
    paths: Annotated[int, Field(ge=1)]
    seed: Annotated[int, Field(ge=0)]

    @model_validator(mode="after")
    def _clock(self) -> Self:
        if self.final_period < self.last_period:
            raise ValueError(f"final_period {self.final_period} is before last_period {self.last_period}")
        return self


class Fund(_Part):
    """Capital, idle cash and the service fee."""

    capital: Positive
    idle_cash_rate: Rate = 0.0
    idle_cash_periods: tuple[Period, Period] | None = None
    service_fee_rate: Rate = 0.0
    unpaid_fee_rate: Rate = 0.0
    fee_look_ahead_periods: Annotated[int, Field(ge=0)] = 0
    closing_fee_periods: tuple[Period, ...] = ()
    first_payment_period: Period = 2
    guarantee_discount_rate: Rate = 0.0


class Purchase(_Part):
    """Compounds of one phase to buy."""

    phase: Code
    count: Annotated[int, Field(ge=1, le=10_000)]


class LookAhead(_Part):
    """How many periods of debt service stay in cash when compounds are funded, from a period on."""

    from_period: Period
    periods: Annotated[int, Field(ge=0)]


class Compounds(_Part):
    """What is bought, when it is funded and when it is sold."""

    target_phase: Code
    list: Annotated[tuple[Purchase, ...], Field(min_length=1)]
    budget_coupon_periods: Annotated[int, Field(ge=0)] = 0
    sale_share: Share = 1.0
    value_correlation: Share = 0.0
    settlement_lag_periods: Annotated[float, Field(ge=0)] = 0.0
    has_forced_sales: bool = True
    last_funding_period: Period
    funding_look_ahead: tuple[LookAhead, ...] = ()


class Lognormal(_Part):
    """min(exp(mu + sigma z), cap), in money units."""

    mu: Annotated[float, Field(allow_inf_nan=False)]
    sigma: Positive
    cap: Positive


class Phase(_Part):
    """One phase: where compounds go in a period, what they cost and what they sell for."""

    code: Code
    moves: dict[str, Share] = {}
    cost: Lognormal | None = None
    upfront: Amount = 0.0
    milestone: Amount = 0.0
    reserve: Amount = 0.0
    value: Lognormal | None = None


class Phases(_Part):
    """The phases in the order of development; the last one listed is approval."""

    withdrawn: Code
    approved: Code
    list: Annotated[tuple[Phase, ...], Field(min_length=2)]


class Note(_Part):
    """One tranche; tranches are listed in order of priority."""

    code: Code
    amount: Positive | None = None
    share: Annotated[float, Field(gt=0, lt=1)] | None = None
    coupon_rate: Rate | tuple[Rate, ...] | None = None
    base_rate: Rate | tuple[Rate, ...] | None = None
    spread_rate: Rate | None = None
    schedule: Literal["bullet", "equal", "sculpted"]
    principal_periods: tuple[Period, Period]
    principal_shares: tuple[Share, ...] = ()
    coverage_ratio: Positive | None = None
    look_ahead_periods: Annotated[int, Field(ge=0)] = 0

    @model_validator(mode="after")
    def _choices(self) -> Self:
        if (self.amount is None) == (self.share is None):
            raise ValueError("give either amount (money units) or share (of the capital)")
        is_floating = self.base_rate is not None and self.spread_rate is not None
        if (self.coupon_rate is not None) == is_floating or (self.base_rate is None) != (
            self.spread_rate is None
        ):
            raise ValueError("give either coupon_rate, or base_rate and spread_rate")
        first, last = self.principal_periods
        if first > last or (self.schedule == "bullet" and first != last):
            raise ValueError(
                f"principal_periods {[first, last]}: the first is not after the last, "
                "and a bullet has one period"
            )
        wanted = last - first + 1 if self.schedule == "sculpted" else 0
        if len(self.principal_shares) != wanted:
            raise ValueError(
                f"principal_shares has {len(self.principal_shares)} entries; "
                f"a {self.schedule} schedule in periods {first} to {last} has {wanted}"
            )
        if self.coverage_ratio is not None and not self.look_ahead_periods:
            raise ValueError("a coverage_ratio needs look_ahead_periods of 1 or more")
        return self


class GuaranteeTerms(_Part):
    """What a party outside the structure pays to holders when the fund does not."""

    code: Code
    guarantor: str
    notes: Annotated[tuple[Code, ...], Field(min_length=1)]
    share: Annotated[float, Field(gt=0, le=1)] = 1.0
    limit: Positive | None = None
    premium_rate: Rate = 0.0
    is_drawn_before_default: bool = False
    is_covering_fee: bool = False
    is_recovered: bool = False

    @model_validator(mode="after")
    def _fee(self) -> Self:
        if self.is_covering_fee and not self.is_drawn_before_default:
            raise ValueError("is_covering_fee needs is_drawn_before_default: in default the fee stops")
        return self


class Acceptance(_Part):
    """When a figure agrees with its reference."""

    paths: Annotated[int, Field(ge=1)]
    standard_errors: Positive = 4.0
    relative_tolerance: Annotated[float, Field(ge=0)] = 0.0
    table_tolerance: Annotated[float, Field(gt=0)] = 1e-9
    reference_paths: Annotated[int, Field(ge=1)]
    reference: str


class Statistic(_Part):
    """A figure over the paths, with its reference if there is one."""

    code: Code
    label: str
    measure: str
    statistic: Literal[
        "mean", "deviation", "quantile", "share_below", "share_at_most", "share_above", "share_at_least"
    ]
    at: float | None = None
    reference: float | None = None
    standard_error: Annotated[float, Field(ge=0)] | None = None
    tolerance: Annotated[float, Field(ge=0)] | None = None

    @model_validator(mode="after")
    def _place(self) -> Self:
        if (self.at is None) != (self.statistic in {"mean", "deviation"}):
            raise ValueError(
                f"`at` belongs to quantiles and shares; statistic is {self.statistic}, at is {self.at}"
            )
        if self.statistic == "quantile" and not 0 < (self.at or 0) < 1:
            raise ValueError(f"at {self.at}: a quantile lies between 0 and 1")
        return self


class Table(_Part):
    """A table that no draw enters, as the reference has it."""

    kind: Literal["absorption", "transition_power", "costs", "values", "debt_schedule"]
    periods: Annotated[int, Field(ge=0)] | None = None
    columns: Annotated[tuple[str, ...], Field(min_length=2)]
    rows: tuple[tuple[str | float, ...], ...]


class Results(_Part):
    """What is reported."""

    statistics: Annotated[tuple[Statistic, ...], Field(min_length=1)]
    tables: tuple[Table, ...] = ()


class Study(_Part):
    """A study file as a whole; the README of the studies folder explains every field.

    Example:
        >>> from fundmodel.studies import read_study
        >>> read_study("nbt2012_a").study.periods_per_year
        2
    """

    study: Head
    fund: Fund
    compounds: Compounds
    phases: Phases
    notes: tuple[Note, ...] = ()
    guarantees: tuple[GuaranteeTerms, ...] = ()
    acceptance: Acceptance | None = None
    results: Results

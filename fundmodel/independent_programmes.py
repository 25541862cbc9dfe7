"""Many equal, independent drug programmes in closed form: return, risk, chances of hits, debt carried."""

from dataclasses import dataclass
from functools import cached_property
from math import comb, sqrt


@dataclass(frozen=True)
class IndependentProgrammes:
    """A number of programmes that each cost the same now and either earn the same cash later or nothing.

    Attributes:
        count: Number of programmes.
        cost: Of each, paid at the start, any money unit.
        success_probability: Of each, independent of the others.
        yearly_cash: Of a success, same unit.
        cash_years: How many years it flows, from the year after the horizon.
        discount_rate: Per year, for the value of that cash at the horizon.
        horizon_years: Years from the cost to the outcome.

    Example:
        >>> fund = IndependentProgrammes(150, 200, 0.05, 2_000, 10, 0.10, 10)
        >>> round(fund.annual_return, 4), round(fund.hit_probability(3), 4)
        (0.1188, 0.9818)

    Source: Fernandez, Stein and Lo 2012, doi 10.1038/nbt.2374, the example of 150 cancer programmes.
    """

    count: int
    cost: float
    success_probability: float
    yearly_cash: float
    cash_years: int
    discount_rate: float
    horizon_years: int

    @cached_property
    def success_value(self) -> float:
        """What a success is worth at the horizon: its later cash, discounted."""
        growth = 1 + self.discount_rate
        return self.yearly_cash * (1 - growth**-self.cash_years) / self.discount_rate

    @property
    def expected_value(self) -> float:
        """What a programme is worth at the horizon on average."""
        return self.success_probability * self.success_value

    @property
    def annual_return(self) -> float:
        """The yearly growth from cost to expected value."""
        return (self.expected_value / self.cost) ** (1 / self.horizon_years) - 1

    @property
    def total_return_deviation(self) -> float:
        """Standard deviation of one programme's value at the horizon over its cost."""
        chance = self.success_probability
        return self.success_value / self.cost * sqrt(chance * (1 - chance))

    @property
    def annual_deviation(self) -> float:
        """The same per year, as if it grew with the square root of time."""
        return self.total_return_deviation / sqrt(self.horizon_years)

    @property
    def fund_annual_deviation(self) -> float:
        """The same for all programmes together."""
        return self.annual_deviation / sqrt(self.count)

    def hit_probability(self, hits: int) -> float:
        """The chance of at least so many successes."""
        chance = self.success_probability
        return 1 - sum(
            comb(self.count, number) * chance**number * (1 - chance) ** (self.count - number)
            for number in range(hits)
        )

    def face_value(self, hits: int) -> float:
        """The debt due at the horizon that so many successes repay."""
        return hits * self.success_value

    def issue_proceeds(self, hits: int, yield_rate: float) -> float:
        """What a zero-coupon issue of that debt brings at a yield per year."""
        return self.face_value(hits) / (1 + yield_rate) ** self.horizon_years

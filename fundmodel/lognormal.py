"""Log-normal amounts with a cap: exact moments, and the distribution as a table of equally likely values."""

from dataclasses import dataclass
from math import erfc, exp, log, sqrt

import numpy as np
from numpy.typing import NDArray

from fundmodel.draws import normal_table

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class CappedLognormal:
    """The amount min(exp(mu + sigma * z), cap) of a standard normal z.

    Attributes:
        mu: Mean of the logarithm before the cap, the amount in the caller's money unit.
        sigma: Standard deviation of the logarithm, above 0.
        cap: Highest amount, above 0.

    Raises:
        ValueError: If sigma or cap is not above 0.

    Example:
        >>> cost = CappedLognormal(mu=1.573797446769595, sigma=0.785050619780075, cap=20)
        >>> round(cost.mean, 4), round(cost.deviation, 4), round(cost.cap_probability, 4)
        (6.2666, 4.7208, 0.035)

    Source: E[min(X, c)^k] = exp(k mu + k^2 sigma^2 / 2) N(d - k sigma) + c^k N(-d) with
        d = (ln c - mu) / sigma, by completing the square.
    """

    mu: float
    sigma: float
    cap: float

    def __post_init__(self) -> None:
        for name in ("sigma", "cap"):
            if not getattr(self, name) > 0:
                raise ValueError(
                    f"{name} of a capped log-normal is {getattr(self, name)}; it must be above 0"
                )

    @property
    def cap_probability(self) -> float:
        """The chance that the cap binds."""
        return _normal_below(-self._distance)

    @property
    def mean(self) -> float:
        """The mean with the cap, in the unit of the cap."""
        return self._moment(1)

    @property
    def deviation(self) -> float:
        """The standard deviation with the cap, in the unit of the cap."""
        mean = self.mean
        return sqrt(self._moment(2) - mean * mean)

    def table(self) -> Floats:
        """The distribution as 65,536 equally likely values, ascending, for draws.from_table.

        Returns:
            Shape (65536,), in the unit of the cap.

        Example:
            >>> cost = CappedLognormal(mu=1.573797446769595, sigma=0.785050619780075, cap=20)
            >>> bool(abs(cost.table().mean() / cost.mean - 1) < 1e-5)
            True
        """
        return np.minimum(np.exp(self.mu + self.sigma * normal_table()), self.cap)

    def scaled(self, factor: float) -> "CappedLognormal":
        """The same amount in another unit: factor new units for one old, above 0.

        Example:
            >>> CappedLognormal(mu=0.0, sigma=0.5, cap=20).scaled(100).cap
            2000
        """
        return CappedLognormal(self.mu + log(factor), self.sigma, self.cap * factor)

    @property
    def _distance(self) -> float:
        return (log(self.cap) - self.mu) / self.sigma

    def _moment(self, order: int) -> float:
        spread = order * self.sigma
        below = exp(order * self.mu + spread * spread / 2) * _normal_below(self._distance - spread)
        return below + self.cap**order * self.cap_probability


def _normal_below(limit: float) -> float:
    """The standard normal distribution function, exact in both tails."""
    return erfc(-limit / sqrt(2)) / 2

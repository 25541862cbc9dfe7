"""A fund against a market index, one fund at a time; the only use of pyxirr."""

from collections.abc import Callable

from numpy.typing import ArrayLike
from pyxirr import InvalidPaymentsError, pe

from fundmodel.finance.flows import checked_flows


def ks_pme(flows: ArrayLike, index: ArrayLike, nav: float = 0.0) -> float:
    """Kaplan-Schoar PME: distributions and nav over calls, all carried to the last period with the index.

    Args:
        flows: Shape (n_periods,), net flows, + is cash to the investor.
        index: Shape (n_periods,), level of the index with income reinvested, above 0.
        nav: What is still held in the last period.

    Returns:
        A multiple; above 1 the fund beat the index.

    Raises:
        ValueError: If the shapes differ, a value is no number, the index is not above 0, nothing was paid in.

    Example:
        >>> round(ks_pme([-25, 15, 0], [100, 115, 130], 20), 2)
        1.14

    Source: Kaplan and Schoar (2005); INSEAD 02/2019-6472.
    """
    return _number("ks_pme", pe.ks_pme, *_series(flows, index), nav)


def direct_alpha(flows: ArrayLike, index: ArrayLike, nav: float = 0.0) -> float:
    """Direct alpha: the IRR per period of the flows after the growth of the index is taken out.

    Arguments and errors as for `ks_pme`.

    Returns:
        A rate per period as a fraction.

    Example:
        >>> round(direct_alpha([-25, 15, 0], [100, 115, 130], 20), 3)
        0.088

    Source: Gredil, Griffiths and Stucke (2014).
    """
    return _number("direct_alpha", pe.direct_alpha, *_series(flows, index), nav)


def ln_pme_nav(flows: ArrayLike, index: ArrayLike) -> float:
    """Long-Nickels: what the same flows in and out of the index would be worth in the last period.

    Arguments and errors as for `ks_pme`; may be negative where the fund beat the index by far.

    Example:
        >>> round(ln_pme_nav([-25, 15, 0], [100, 115, 130]), 1)
        15.5

    Source: Long and Nickels (1996).
    """
    return _number("ln_pme_nav", pe.ln_pme_nav, *_series(flows, index))


def ln_pme(flows: ArrayLike, index: ArrayLike) -> float:
    """Long-Nickels PME: the IRR per period of the flows with `ln_pme_nav` as the last value.

    Arguments and errors as for `ks_pme`.

    Example:
        >>> round(ln_pme([-25, 15, 0], [100, 115, 130]), 3)
        0.144

    Source: Long and Nickels (1996).
    """
    return _number("ln_pme", pe.ln_pme, *_series(flows, index))


def _series(flows: ArrayLike, index: ArrayLike) -> tuple[list[float], list[float]]:
    amounts, levels = checked_flows([flows])[0], checked_flows([index])[0]
    if len(amounts) != len(levels):
        raise ValueError(
            f"flows has {len(amounts)} periods and index {len(levels)}; give one level per flow."
        )
    if not (levels > 0).all():
        raise ValueError(f"index holds {levels.min()}; levels of an index are above 0.")
    return amounts.tolist(), levels.tolist()


def _number(name: str, measure: Callable[..., float | None], *arguments: list[float] | float) -> float:
    try:
        value = measure(*arguments)
    except InvalidPaymentsError:
        value = None
    if value is None:
        raise ValueError(
            f"{name} does not exist for these flows; it needs money paid in and money or value back."
        )
    return value

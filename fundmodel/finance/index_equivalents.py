"""Many funds against a market index at once: KS-PME, direct alpha, Long-Nickels and PME+, with statuses."""

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from fundmodel.finance.flows import checked_flows
from fundmodel.finance.rates import Irr, irr

Floats = NDArray[np.float64]


class Equivalents(NamedTuple):
    """Measures against an index, one value per series.

    Attributes:
        ks_pme: Money back over money in, both carried to the last period with the index; NaN without either.
        direct_alpha: Rate per period of the flows after the growth of the index is taken out.
        ln_pme: Rate per period of the same flows in and out of the index (Long-Nickels).
        ln_pme_nav: What the index would hold in the last period; below 0 where the fund beat it by far.
        pme_plus: Rate per period where distributions are scaled so that the index ends with nothing.
        pme_plus_scale: That scale; NaN without money back.
    """

    ks_pme: Floats
    direct_alpha: Irr
    ln_pme: Irr
    ln_pme_nav: Floats
    pme_plus: Irr
    pme_plus_scale: Floats


def equivalents(flows: ArrayLike, index: ArrayLike) -> Equivalents:
    """Funds that are wound up, against an index that each money in or out follows.

    Args:
        flows: Shape (n_series, n_periods), net flows, + is cash to the investor; nothing is left at the end.
        index: Same shape, level of the index with income reinvested, above 0.

    Raises:
        ValueError: If the shapes differ, a value is no number, or the index is not above 0.

    Example:
        100 in and 121 out after two periods in which the index rises by 10 %.

        >>> made = equivalents([[-100, 0, 121]], [[100, 105, 110]])
        >>> made.ks_pme.round(2), made.direct_alpha.rate.round(4), made.pme_plus_scale.round(4)
        (array([1.1]), array([0.0488]), array([0.9091]))

    Source: Kaplan and Schoar (2005); Gredil, Griffiths and Stucke (2014); Long and Nickels (1996); Rouvinez
    (2003).
    """
    amounts, levels = (checked_flows(one).astype(np.float64) for one in (flows, index))
    if amounts.shape != levels.shape:
        raise ValueError(
            f"flows has shape {amounts.shape} and index {levels.shape}; give one level for every flow."
        )
    if not (levels > 0).all():
        raise ValueError(f"index holds {levels.min()}; levels of an index are above 0.")
    carried = amounts * (levels[:, -1:] / levels)
    paid, back = np.zeros((2, len(amounts)))
    # Period by period, so that a series has the same sum in any company.
    for period in range(amounts.shape[1]):
        paid -= np.minimum(carried[:, period], 0.0)
        back += np.maximum(carried[:, period], 0.0)
    has_both = (paid > 0) & (back > 0)
    ks_pme = np.where(paid > 0, back / np.where(paid > 0, paid, 1.0), np.nan)
    scale = np.where(has_both, paid / np.where(has_both, back, 1.0), np.nan)
    in_index = amounts.copy()
    in_index[:, -1] += paid - back
    scaled = np.where(amounts > 0, amounts * np.nan_to_num(scale)[:, None], amounts)
    return Equivalents(ks_pme, irr(carried), irr(in_index), paid - back, irr(scaled), scale)

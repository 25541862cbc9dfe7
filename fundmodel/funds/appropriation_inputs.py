"""Whose money is appropriated by the year, and what funds call of it."""

import numpy as np
from numpy.typing import NDArray

from fundmodel.funds.appropriation import Appropriated, appropriated
from fundmodel.funds.class_flows import Programme, flows
from fundmodel.funds.fund_grid import Tables

Floats = NDArray[np.float64]

YEARLY = "yearly"


def read_appropriation(programme: Programme, tables: Tables, by_level: Floats) -> Appropriated | None:
    """The account of fiscal money: of the investor who ranks first among those who pay first loss.

    Args:
        programme: What was run.
        tables: The assumptions of fund_terms.
        by_level: Commitments of ultimate investors, shape (n_levels, n_investors, n_pairs).

    Returns:
        None where no scenario appropriates by the year; nothing on the account of scenarios that do not.
    """
    grid, terms = programme.grid, tables["fund_terms_assumptions"].sort("scenario_id")
    is_yearly = grid.by_pair((terms["fiscal_payment"].to_numpy() == YEARLY).astype(np.float64))
    payer = grid.payers[0]
    if payer < 0 or not is_yearly.any():
        return None
    mega, children = programme.mega, programme.children
    called = np.zeros(mega.paid_in[:, 0].shape)
    for level, paid_in in enumerate((mega.paid_in, children.paid_in[:, 1:])):
        ids = [one for of_class in grid.investors[level] for one in of_class]
        if payer in ids:
            called += flows(paid_in[:, ids.index(payer)])
    life = mega.budget.terms
    return appropriated(
        called * is_yearly,
        np.add.reduce(by_level[:, payer], axis=0) * is_yearly,
        life.investment_end,
        life.end,
        grid.by_pair(terms["idle_cash_rate"].to_numpy().astype(np.float64)),
        payer,
    )

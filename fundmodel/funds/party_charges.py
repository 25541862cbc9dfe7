"""What is in the fees and expenses of the whole programme and of each class, and what is taken off them."""

import numpy as np
import polars as pl
from numpy.typing import NDArray

from fundmodel.funds.child_funds import CHARGE_ROWS, ChildFlows
from fundmodel.funds.flow_frames import pair_keys, won
from fundmodel.funds.fund_grid import CLASS_CODES
from fundmodel.funds.mega_fund import MegaFlows
from fundmodel.funds.party_costs import PartyCosts, fees_of_investors, shared_by_all, shared_by_lps

Floats = NDArray[np.float64]

# Fee waived and offset, both taken off; organisation, transaction fees, interest on a line: in the expenses.
MEASURES = ("waived", "offset", "organisation", "transactions", "line_interest")
_IDS = dict.fromkeys(("scenario_id", "path_id", "party_id"), pl.Int32)


def party_charges(costs: PartyCosts) -> pl.DataFrame:
    """Table party_charges: the whole (party 0) and classes (1, 2, ...) that bear or save any of MEASURES."""
    levels = (costs.programme.mega, costs.programme.children)
    schema = _IDS | dict.fromkeys((f"{name}_krw" for name in MEASURES), pl.Int64)
    if not any(name in level.rows for level in levels for name in ("owed", CHARGE_ROWS[0])):
        return pl.DataFrame(schema=schema)
    made = np.stack(list(_by_class(costs).values()))
    made = np.concatenate([np.add.reduce(made, axis=1, keepdims=True), made], axis=1)
    pair, party = np.nonzero(np.logical_or.reduce(made != 0, axis=0).T)
    columns = {f"{name}_krw": won(one[party, pair]) for name, one in zip(MEASURES, made, strict=True)}
    keys = pair_keys(costs.programme.grid, pair) | {"party_id": party.astype(np.int32)}
    return pl.DataFrame(keys | columns, schema=schema).sort(list(_IDS))


def _by_class(costs: PartyCosts) -> dict[str, Floats]:
    """MEASURES -> shape (n_classes, n_pairs)."""
    levels = (costs.programme.children, costs.programme.mega)
    made = {}
    for name in MEASURES:
        by_investor = costs.of_investors(*(_shared(name, level) for level in levels))
        made[name] = np.array(
            [
                np.add.reduce(by_investor[costs.class_id == number], axis=0)
                for number in range(len(CLASS_CODES))
            ]
        )
    return made


def _shared(name: str, level: ChildFlows | MegaFlows) -> Floats:
    """What the funds of a level had of it over their lives, by investor of each class, GPs last."""
    partners, fees = level.partners, level.budget.fees
    if name == "waived":
        return shared_by_lps(partners, fees) - fees_of_investors(partners, fees)
    rows = level.rows.get("owed" if name == "line_interest" else name)
    # Noted to date while a fund is open.
    total = np.zeros_like(fees) if rows is None else np.maximum.reduce(rows, axis=0)
    return shared_by_lps(partners, total) if name == "offset" else shared_by_all(partners, total)

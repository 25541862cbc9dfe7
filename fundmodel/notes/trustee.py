"""What stays aside for guaranteed notes when a fund has ended in default: held and paid out by a trustee."""

import numpy as np

from fundmodel.interest import Whole
from fundmodel.notes.accounts import NoteAccounts
from fundmodel.notes.dues import Dues, at


def hand_over(accounts: NoteAccounts, dues: Dues, paths: Whole, cash: Whole) -> Whole:
    """Hand the cash of defaulted paths to trustees at the end of the fund, by priority.

    A guaranteed tranche keeps its schedule, so what it is still owed is set aside, in its own currency.

    Args:
        accounts: Of all paths; changed.
        dues: Of the period just paid.
        paths: Paths in default whose fund ends, each once.
        cash: Shape (len(paths),), what the fund has after payments.

    Returns:
        Cash by tranche that went to trustees, shape (n_tranches, len(paths)); the rest is free.

    Source: METHOD.md, "Notes of a fund".
    """
    left, handed = cash.copy(), np.zeros((len(accounts.issued), len(paths)), dtype=np.int64)
    for row, own in enumerate(handed):
        owed = accounts.still_to_come(dues, row, paths)
        asked = dues.cash_of(row, paths, owed)
        np.minimum(left, asked, out=own)
        left -= own
        accounts.trust[row, paths] = dues.units_of(row, paths, own, owed, asked)
    accounts.is_over[paths] = True
    return handed


def pay_out(accounts: NoteAccounts, dues: Dues) -> None:
    """Pay the guaranteed notes of funds that are over, to the end of their schedule: trustee, then guarantor.

    Args:
        accounts: Of all paths; changed.
        dues: Of the period.

    Source: METHOD.md, "Notes of a fund".
    """
    over = np.flatnonzero(accounts.is_over)
    for row in range(len(accounts.issued)):
        place = accounts.cover_of(row)
        if place is None:
            continue
        cover = accounts.covers[place]
        is_there = at(cover.is_there, over)
        is_scheduled = at(dues.after[row] + dues.principal[row] > 0, over)
        paths = over[(accounts.balance[row, over] > 0) & is_there & is_scheduled]
        if not paths.size:
            continue
        coupon, wanted, late = accounts.claims(dues, row, paths)
        owed = coupon + wanted
        paid = np.minimum(accounts.trust[row, paths], owed)
        accounts.trust[row, paths] -= paid
        accounts.trust_paid[row, paths] += dues.cash_of(row, paths, paid)
        accounts.interest_due[row, paths] += coupon
        accounts.received[row, paths] += paid
        units = paid + accounts.draw(dues, row, paths, np.maximum(owed - late - paid, 0))
        accounts.balance[row, paths] -= np.maximum(units - coupon, 0)

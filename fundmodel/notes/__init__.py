"""Notes of a fund ahead of its equity, as arrays of paths: terms, payment and default, coverage."""

from fundmodel.notes.accounts import NoteAccounts
from fundmodel.notes.coverage import coverage_shortfall, set_aside
from fundmodel.notes.dues import Dues
from fundmodel.notes.stacked import StackedNotes, StackedTerms
from fundmodel.notes.terms import Guarantee, NoteError, NoteTerms, ServiceFee, Tranche
from fundmodel.notes.trustee import hand_over, pay_out

__all__ = [
    "Dues",
    "Guarantee",
    "NoteAccounts",
    "NoteError",
    "NoteTerms",
    "ServiceFee",
    "StackedNotes",
    "StackedTerms",
    "Tranche",
    "coverage_shortfall",
    "hand_over",
    "pay_out",
    "set_aside",
]

"""Notes of a fund ahead of its equity, as arrays of paths: terms, payment and default, coverage."""

from fundmodel.notes.accounts import NoteAccounts
from fundmodel.notes.coverage import coverage_shortfall, set_aside
from fundmodel.notes.terms import Guarantee, NoteError, NoteTerms, ServiceFee, Tranche

__all__ = [
    "Guarantee",
    "NoteAccounts",
    "NoteError",
    "NoteTerms",
    "ServiceFee",
    "Tranche",
    "coverage_shortfall",
    "set_aside",
]

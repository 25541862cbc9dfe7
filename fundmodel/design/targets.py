"""The answers that a design can aim at: figures of a party or of the programme, columns of a sweep."""

import difflib
from dataclasses import dataclass

import polars as pl

from fundmodel.assumptions import ScenarioError
from fundmodel.sweep_answers import TAXED

CENTRAL, MEDIAN = "central", "median"

# Chances are counted over paths; the central case has none.
_OF_PATHS = ("loss_share",)
_BY_PARTY = {
    "whole": ("irr_net_rate", "irr_gross_rate", "tvpi_multiple", "carry_krw", "peak_need_krw"),
    "public": (
        "irr_net_rate", "tvpi_multiple", "net_cash_krw", "first_loss_krw", "peak_need_krw", "loss_share",
    ),
    "domestic": ("irr_net_rate", "tvpi_multiple", "net_cash_krw", "loss_share"),
    "foreign": (
        "irr_own_rate", "irr_own_currency_rate", "irr_net_rate", "tvpi_multiple", "net_cash_krw",
        "loss_share",
    ),
}  # fmt: skip
_OF_WHOLE = ("of_commitments_share", "of_paid_in_share", "reaching_korea_share", "foreign_won_per_public_won")


@dataclass(frozen=True)
class Target:
    """A figure that can be asked for.

    Attributes:
        party_code: whole, public, domestic or foreign.
        column: Its column in a sweep.
    """

    party_code: str
    column: str

    @property
    def code(self) -> str:
        """How it is written on the command line and in a link.

        Example:
            >>> Target("foreign", "irr_own_rate").code
            'foreign.irr_own_rate'
        """
        return f"{self.party_code}.{self.column}"

    @property
    def is_taxed(self) -> bool:
        """Whether it needs the tax of foreign investors."""
        return self.column in TAXED

    @property
    def needs_paths(self) -> bool:
        """Whether it exists over random paths only."""
        return self.column in _OF_PATHS


TARGETS = (
    *(Target(party, column) for party, columns in _BY_PARTY.items() for column in columns),
    *(Target("whole", column) for column in _OF_WHOLE),
)


def target_of(code: str) -> Target:
    """The target that a code names.

    Raises:
        ScenarioError: If there is none; the message proposes the nearest.

    Example:
        >>> target_of("whole.irr_net_rate").column
        'irr_net_rate'
    """
    known = {target.code: target for target in TARGETS}
    if code not in known:
        close = difflib.get_close_matches(code, known, n=3, cutoff=0.4)
        hint = f"Did you mean {' or '.join(close)}? " if close else ""
        raise ScenarioError(f"unknown answer {code!r}. {hint}Known: {', '.join(known)}.")
    return known[code]


def values_of(frame: pl.DataFrame, target: Target, paths: int) -> dict[str, float | None]:
    """A target's value by scenario name: of the central case, or the median of the random paths.

    Args:
        frame: A sweep.
        target: What to read.
        paths: Random paths of the sweep.
    """
    statistic = MEDIAN if paths else CENTRAL
    rows = frame.filter((pl.col("party_code") == target.party_code) & (pl.col("statistic") == statistic))
    return dict(rows.select("scenario", pl.col(target.column).cast(pl.Float64)).iter_rows())

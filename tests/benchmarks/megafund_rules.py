"""The parameters of the published megafund as plain arrays, for the rivals that follow its rules."""

import tomllib
from dataclasses import dataclass
from pathlib import Path

import numpy as np

FILE = Path(__file__).parents[2] / "datasets" / "studies" / "nbt2012_a.toml"

# States: 0 withdrawn, 1 PRE, 2 P1, 3 P2 (sold), 4 P3, 5 NDA, 6 approved (sold).
WITHDRAWN, TARGET, FILED, APPROVED = 0, 3, 5, 6


@dataclass(frozen=True)
class Rules:
    """USD million; arrays by state or by semester."""

    odds: np.ndarray
    cost: np.ndarray
    upfront: np.ndarray
    milestone: np.ndarray
    reserve: np.ndarray
    value: np.ndarray
    starts: np.ndarray
    balance: np.ndarray
    interest: np.ndarray
    principal: np.ndarray
    fee: np.ndarray


def rules() -> Rules:
    """As the study file has them; the schedule from the text of the paper's rules."""
    data = tomllib.loads(FILE.read_text(encoding="utf-8"))
    phases = data["phases"]["list"]
    codes = ["DSC", *(phase["code"] for phase in phases)]
    odds = np.eye(7)
    for row, phase in enumerate(phases[:-1], start=1):
        odds[row] = [phase["moves"].get(code, 0.0) for code in codes]

    def column(name: str) -> np.ndarray:
        return np.array([0.0, *(phase.get(name, 0.0) for phase in phases)])

    def triples(name: str) -> np.ndarray:
        none = {"mu": 0.0, "sigma": 0.0, "cap": 0.0}
        return np.array([list(none.values()), *([*phase.get(name, none).values()] for phase in phases)])

    # Two notes by semester: balance at its opening, coupon, principal.
    balance, interest, principal = np.zeros((3, 2, 18))
    for row, (amount, coupon, first) in enumerate(((1250.0, 0.05, 5), (750.0, 0.08, 9))):
        principal[row, first : first + 4] = amount / 4
        balance[row] = amount - np.cumsum(principal[row]) + principal[row]
        interest[row] = balance[row] * coupon / 2
    fee = 0.0025 * (balance.sum(axis=0) + 3000)
    return Rules(
        np.cumsum(odds, axis=1), triples("cost"), column("upfront"), column("milestone"), column("reserve"),
        triples("value"), np.repeat([1, 2], 100), balance, interest, principal, fee,
    )  # fmt: skip

"""What each type of foreign investor asks for, and how much of its money comes at a given return."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from fundmodel import datasets


@dataclass(frozen=True)
class InvestorType:
    """One type of foreign investor, as of foreign_investor_types.csv; all of it assumptions.

    Attributes:
        code: Its code in investors.csv.
        name_en: Its name.
        name_ko: Its name in Korean.
        reservation_rate: Net return a year in its currency up to which it puts nothing.
        target_rate: Net return from which it puts all it can.
        loss_tolerated_share: Chance of loss up to which nothing is held back.
        loss_refused_share: Chance of loss from which it puts nothing.
        ticket_min_usd: Smallest ticket of one investor.
        ticket_max_usd: Largest ticket of one investor.
        investor_count: How many such investors there are.
    """

    code: str
    name_en: str
    name_ko: str
    reservation_rate: float
    target_rate: float
    loss_tolerated_share: float
    loss_refused_share: float
    ticket_min_usd: float
    ticket_max_usd: float
    investor_count: float

    def willing_share(self, rate: float | None, loss_share: float | None) -> float:
        """Share of these investors that take part.

        It rises smoothly from 0 at the reservation return to 1 at the target return, and is scaled by a share
        that falls smoothly from 1 at the tolerated to 0 at the refused chance of loss.

        Args:
            rate: Net return a year in its currency; None if there is none, which nobody takes.
            loss_share: Chance of loss in its currency; None where there are no random paths: it is not asked.

        Example:
            >>> one = InvestorType("x", "", "", 0.05, 0.09, 0.1, 0.4, 10e6, 50e6, 4)
            >>> [round(one.willing_share(*at), 6) for at in ((0.05, 0.0), (0.07, 0.0), (0.2, 0.25))]
            [0.0, 0.5, 0.5]

        Source: METHOD.md, "Foreign participation".
        """
        if rate is None:
            return 0.0
        drawn = smooth_step((rate - self.reservation_rate) / (self.target_rate - self.reservation_rate))
        if loss_share is None:
            return drawn
        span = self.loss_refused_share - self.loss_tolerated_share
        return drawn * (1 - smooth_step((loss_share - self.loss_tolerated_share) / span))

    def commitment_usd(self, willing_share: float) -> float:
        """Dollars from all investors of the type, each with a ticket that grows with their willingness.

        Example:
            >>> InvestorType("x", "", "", 0.05, 0.09, 0.1, 0.4, 10e6, 50e6, 4).commitment_usd(0.5)
            60000000.0
        """
        ticket = self.ticket_min_usd + (self.ticket_max_usd - self.ticket_min_usd) * willing_share
        return self.investor_count * willing_share * ticket


def smooth_step(place: float) -> float:
    """0 up to 0, 1 from 1, and between them a curve without a corner: 3 x^2 - 2 x^3.

    Example:
        >>> smooth_step(-1.0), smooth_step(0.5), smooth_step(2.0)
        (0.0, 0.5, 1.0)
    """
    inside = min(max(place, 0.0), 1.0)
    return inside * inside * (3 - 2 * inside)


@lru_cache(maxsize=4)
def _types(folder: str) -> tuple[InvestorType, ...]:
    tables = datasets.read_all(folder)
    terms: dict[str, dict[str, float]] = {}
    for code, term, value in (
        tables["foreign_investor_types_data"].select("investor_code", "term", "value").iter_rows()
    ):
        terms.setdefault(code, {})[term] = value
    names: Mapping[str, tuple[str, str]] = {
        code: (english, korean)
        for code, english, korean in tables["investors_data"]
        .select("investor_code", "name_en", "name_ko")
        .iter_rows()
    }
    return tuple(
        InvestorType(
            code,
            *names[code],
            reservation_rate=given["reservation_irr_rate"],
            target_rate=given["target_irr_rate"],
            loss_tolerated_share=given["loss_tolerated_share"],
            loss_refused_share=given["loss_refused_share"],
            ticket_min_usd=given["ticket_min_usd"],
            ticket_max_usd=given["ticket_max_usd"],
            investor_count=given["investor_count"],
        )
        for code, given in terms.items()
    )


def investor_types() -> tuple[InvestorType, ...]:
    """Every type of foreign investor of the datasets in use.

    Example:
        >>> [one.code for one in investor_types()]
        ['sovereign', 'pharma', 'global_vc']
    """
    return _types(str(datasets.find_folder()))

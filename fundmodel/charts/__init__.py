"""One function per chart, from a frame to an altair chart that carries its title and its alternative text."""

from fundmodel.charts.bridge import bridge
from fundmodel.charts.calibration import calibration
from fundmodel.charts.cash import cash_flow
from fundmodel.charts.foreign import foreign_per_public, foreign_shares
from fundmodel.charts.look import Look
from fundmodel.charts.mandates import mandates
from fundmodel.charts.notes import equity_with_notes, note_losses
from fundmodel.charts.plants import plant_cover, plant_debt, plant_earnings, plant_use
from fundmodel.charts.returns import money_by_class, net_returns
from fundmodel.charts.risk import return_curves
from fundmodel.charts.sites import plant_capacity, plant_timeline

__all__ = [
    "Look",
    "bridge",
    "calibration",
    "cash_flow",
    "equity_with_notes",
    "foreign_per_public",
    "foreign_shares",
    "mandates",
    "money_by_class",
    "net_returns",
    "note_losses",
    "plant_capacity",
    "plant_cover",
    "plant_debt",
    "plant_earnings",
    "plant_timeline",
    "plant_use",
    "return_curves",
]

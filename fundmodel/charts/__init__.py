"""One function per chart, from a frame to an altair chart that carries its title and its alternative text."""

from fundmodel.charts.allocation import allocation_chart
from fundmodel.charts.bridge import bridge
from fundmodel.charts.calibration import calibration
from fundmodel.charts.cash import cash_flow, nav_over_time
from fundmodel.charts.compare import curves_together, difference_bars
from fundmodel.charts.design import lever_chart, response_chart, search_chart
from fundmodel.charts.foreign import foreign_per_public, foreign_shares
from fundmodel.charts.frontier import frontier_chart
from fundmodel.charts.levers import lever_values
from fundmodel.charts.look import Look
from fundmodel.charts.mandates import mandates
from fundmodel.charts.notes import equity_with_notes, note_losses
from fundmodel.charts.plants import plant_cover, plant_debt, plant_earnings, plant_use
from fundmodel.charts.returns import money_by_class, net_returns
from fundmodel.charts.risk import return_curves
from fundmodel.charts.rounds import round_directions
from fundmodel.charts.sensitivity import heat_cells, tornado_bars
from fundmodel.charts.sites import plant_capacity, plant_timeline
from fundmodel.charts.startups import (
    companies_in_phase,
    exits_over_time,
    money_by_multiple,
    pipeline_by_phase,
)

__all__ = [
    "Look",
    "allocation_chart",
    "bridge",
    "calibration",
    "cash_flow",
    "companies_in_phase",
    "curves_together",
    "difference_bars",
    "equity_with_notes",
    "exits_over_time",
    "foreign_per_public",
    "foreign_shares",
    "frontier_chart",
    "heat_cells",
    "lever_chart",
    "lever_values",
    "mandates",
    "money_by_class",
    "money_by_multiple",
    "nav_over_time",
    "net_returns",
    "note_losses",
    "pipeline_by_phase",
    "plant_capacity",
    "plant_cover",
    "plant_debt",
    "plant_earnings",
    "plant_timeline",
    "plant_use",
    "response_chart",
    "return_curves",
    "round_directions",
    "search_chart",
    "tornado_bars",
]

"""Design public-private mega funds for bio: investor classes, foreign capital and assets on one clock."""

from fundmodel.finance import irr
from fundmodel.model import Results, run
from fundmodel.reports.export import write_report
from fundmodel.scenario import Scenario, load_scenarios
from fundmodel.waterfall import CarryTier, Split, Terms, distribute, realised_share

__all__ = [
    "CarryTier",
    "Results",
    "Scenario",
    "Split",
    "Terms",
    "distribute",
    "irr",
    "load_scenarios",
    "realised_share",
    "run",
    "write_report",
]

"""Foreign participation: the foreign share that is consistent with the returns it produces."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import polars as pl

from fundmodel import model
from fundmodel.assumptions import ScenarioError, lookup
from fundmodel.design.investor_types import InvestorType, investor_types
from fundmodel.design.search import Search, find_all
from fundmodel.design.targets import CENTRAL, MEDIAN
from fundmodel.pipeline import Cache
from fundmodel.pipeline.blocks import Progress
from fundmodel.scenario import Scenario
from fundmodel.sweep_answers import CACHE_BYTES, sweep

ZERO, INTERIOR, CEILING, JUMP = "zero", "interior", "ceiling", "jump"

# Investors of the first small share decide by the returns of this share, as a share of zero has none.
FIRST_SHARE = 0.001
# Places of the map that are looked at before anything is narrowed.
SCANNED = 9
# How near the share demanded must come to the share put in, of the larger of the two.
NEARNESS = 1e-4


@dataclass(frozen=True)
class Demand:
    """What foreign investors would commit at the returns of one scenario.

    Attributes:
        share: Foreign share of all commitments that they would take, without limit.
        krw: The same in won, at the rate of the first close.
        types: By investor type: investor_code, irr_rate, loss_share, willing_share, commitment_usd.
        public_cash_krw: Net cash of public investors: of the central case, or the mean of the paths.
    """

    share: float
    krw: int
    types: pl.DataFrame
    public_cash_krw: int


@dataclass(frozen=True)
class Equilibrium:
    """A foreign share at which investors commit what the share supposes.

    Attributes:
        share: The share.
        kind: zero, interior, ceiling (more would come than there is room for) or jump (demand passes the
            share without meeting it).
        demand: What is demanded there.
        scenario: The scenario with that share.
    """

    share: float
    kind: str
    demand: Demand
    scenario: Scenario


@dataclass(frozen=True)
class Participation:
    """The map from the foreign share put in to the share demanded, and where both agree.

    Attributes:
        scenario: The terms.
        paths: Random paths; 0 is the central case, on which the chance of loss is not asked.
        seed: Seed of the draws.
        room_share: Largest share that these terms leave to foreign investors.
        scan: share, demanded_share of every place that was looked at, in rising order.
        equilibria: All that were found, in rising order of share; at least one.
    """

    scenario: Scenario
    paths: int
    seed: int
    room_share: float
    scan: pl.DataFrame
    equilibria: tuple[Equilibrium, ...]

    @property
    def reached(self) -> Equilibrium:
        """The one that investors come to from a share of zero: the lowest."""
        return self.equilibria[0]

    @property
    def is_unique(self) -> bool:
        """Whether the scanned map has one solution only."""
        return len(self.equilibria) == 1


def room_of(scenario: Scenario) -> float:
    """The largest foreign share that the public and the managers' shares and the catalogue leave."""
    left = 1 - float(scenario.value("public_share")) - float(scenario.value("gp_commitment_share"))
    return min(float(lookup("foreign_share").high or 0), left)


def with_share(scenario: Scenario, share: float, name: str) -> Scenario:
    """A scenario with a foreign share; at zero that of the first small commitment.

    Raises:
        ScenarioError: If the share is not possible.
    """
    return scenario.with_(name, foreign_share=max(share, FIRST_SHARE))


def demand_of(scenario: Scenario, rows: pl.DataFrame, paths: int) -> Demand:
    """What the investor types would commit at the returns of a scenario.

    Args:
        scenario: What was run.
        rows: Its rows of a sweep with taxed.
        paths: Random paths of that sweep.

    Source: METHOD.md, "Foreign participation".
    """
    middle = rows.filter(pl.col("statistic") == (MEDIAN if paths else CENTRAL))
    found: Mapping[str, tuple[float | None, float | None]] = {
        code: (rate, loss)
        for code, rate, loss in middle.select("party_code", "irr_own_rate", "own_loss_share").iter_rows()
    }
    table = [_row(one, *found.get(one.code, (None, None))) for one in investor_types()]
    rate = float(scenario.value("krw_per_usd_start"))
    krw = round(rate * sum(float(str(row["commitment_usd"])) for row in table))
    cash = rows.filter(
        (pl.col("party_code") == "public") & (pl.col("statistic") == ("mean" if paths else CENTRAL))
    )
    schema = {
        "investor_code": pl.String,
        "irr_rate": pl.Float64,
        "loss_share": pl.Float64,
        "willing_share": pl.Float64,
        "commitment_usd": pl.Float64,
    }
    return Demand(
        krw / scenario.effective_size_krw(), krw, pl.DataFrame(table, schema=schema), cash["net_cash_krw"][0]
    )


def _row(one: InvestorType, rate: float | None, loss: float | None) -> dict[str, object]:
    willing = one.willing_share(rate, loss)
    return {
        "investor_code": one.code,
        "irr_rate": rate,
        "loss_share": loss,
        "willing_share": willing,
        "commitment_usd": one.commitment_usd(willing),
    }


class _Map:
    """The map from share to demanded share of several terms at once, remembering what was computed."""

    def __init__(
        self, terms: Sequence[Scenario], paths: int, seed: int, progress: Progress | None, cache: Cache | None
    ) -> None:
        self.terms, self.paths, self.seed = terms, paths, seed
        self.progress, self.cache = progress, cache
        self.known: dict[tuple[int, float], Demand] = {}
        self.done = 0

    def excess(self, asked: Sequence[tuple[int, list[float]]]) -> list[list[float | None]]:
        """Share demanded less share put in, of every place asked for."""
        places = [(number, share) for number, shares in asked for share in shares]
        made = [with_share(self.terms[number], share, f"{number}: {share!r}") for number, share in places]

        def report(done: int, of: int, _: str) -> None:
            if self.progress is not None:
                self.progress(self.done + done, self.done + of, "")

        frame = sweep(made, self.seed, self.paths, report, taxed=True, cache=self.cache)
        self.done += len(made)
        by_name = frame.partition_by("scenario", as_dict=True)
        for place, scenario in zip(places, made, strict=True):
            self.known[place] = demand_of(scenario, by_name[(scenario.name,)], self.paths)
        return [[self.known[number, share].share - share for share in shares] for number, shares in asked]


def participate(
    terms: Sequence[Scenario],
    paths: int,
    seed: int = model.DEFAULT_SEED,
    progress: Progress | None = None,
    scanned: int = SCANNED,
) -> list[Participation]:
    """The foreign shares that are consistent with the returns they produce, for each of several terms.

    The map from the share put in to the share demanded at its returns is scanned between zero and the room
    that is left, and every crossing with the diagonal is narrowed, for all terms together. The map is
    limited to [0, room] and continuous up to rounding, so a solution exists: at zero if nobody comes, at the
    room if more would come than fits, or between. Several solutions are all given. A demand that falls so
    steeply between two neighbours that it passes the diagonal without meeting it is called a jump.

    Args:
        terms: Scenarios; their own foreign share plays no part.
        paths: Random paths whose median return and chance of loss investors look at; 0 is the central case.
        seed: Seed of the draws; all terms share their luck.
        progress: Called as (scenarios done, scenarios known to be needed, ""); may raise to stop.
        scanned: Places of the map looked at first; at least 3.

    Raises:
        ScenarioError: If public investors and managers leave no room for foreign ones.

    Source: METHOD.md, "Foreign participation".
    """
    rooms = [room_of(one) for one in terms]
    for one, room in zip(terms, rooms, strict=True):
        if room <= FIRST_SHARE:
            raise ScenarioError(
                f"scenario {one.name}: public investors and managers leave foreign ones {max(room, 0):.3g} "
                "of the whole; lower public_share or gp_commitment_share."
            )
    map_ = _Map(terms, paths, seed, progress, Cache(CACHE_BYTES) if paths else None)
    grids = [[room * place / (scanned - 1) for place in range(scanned)] for room in rooms]
    searches = find_all(map_.excess, grids, 0.0, tolerance=NEARNESS)
    return [
        _read(one, number, room, search, map_)
        for number, (one, room, search) in enumerate(zip(terms, rooms, searches, strict=True))
    ]


def _read(terms: Scenario, number: int, room: float, search: Search, map_: _Map) -> Participation:
    shares = [point.value for point in search.points]
    demands = [map_.known[number, share] for share in shares]
    scan = pl.DataFrame(
        {"share": shares, "demanded_share": [demand.share for demand in demands]},
        schema={"share": pl.Float64, "demanded_share": pl.Float64},
    )
    found = [(one.value, JUMP if one.is_jump else INTERIOR) for one in search.crossings]
    # Demand above the last place of the scan: the room is taken whole.
    if demands[-1].share > room and not any(share == room for share, _ in found):
        found.append((room, CEILING))
    if not found and demands[0].share <= 0:
        found.append((0.0, ZERO))
    equilibria = [
        Equilibrium(
            share,
            ZERO if share == 0 and kind != CEILING else kind,
            map_.known[number, share],
            terms.with_(terms.name, foreign_share=share),
        )
        for share, kind in found
    ]
    return Participation(terms, map_.paths, map_.seed, room, scan, tuple(equilibria))

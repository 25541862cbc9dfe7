"""Many scenarios at once: what tornado, heat map, goal seek, frontier and response are views of."""

from collections.abc import Iterator, Sequence

import polars as pl

from fundmodel import model
from fundmodel.pipeline import Cache
from fundmodel.pipeline.blocks import Progress
from fundmodel.scenario import Scenario

RETURNS = (
    "irr_gross_rate", "irr_net_rate", "irr_net_status", "irr_own_currency_rate", "tvpi_multiple",
    "commitment_krw", "paid_in_krw", "distributed_krw", "first_loss_krw", "carry_krw", "peak_need_krw",
    "loss_share",
)  # fmt: skip
SHARES = ("of_commitments_share", "of_paid_in_share", "reaching_korea_share", "foreign_won_per_public_won")
TAXED = ("irr_constant_rate", "irr_own_rate", "own_loss_share")

# More pairs at once are hardly faster and take more memory; each run is worked on in two blocks.
PAIRS_AT_ONCE = 1_010
_PAIRS_IN_BLOCK = PAIRS_AT_ONCE // 2
# Draws and assets of one world on common paths; the scenarios of a sweep share them.
CACHE_BYTES = 1 << 30

_KINDS = ("whole", "class")
_KEY = ("scenario_id", "statistic")


def in_runs(scenarios: Sequence[Scenario], paths: int) -> Iterator[tuple[int, ...]]:
    """Places of scenarios that run together: one first year each, few enough to be held in memory at once.

    Args:
        scenarios: All of them.
        paths: Random paths of each.

    Example:
        >>> base = Scenario("base")
        >>> late = base.with_("late", first_close_year=2028)
        >>> list(in_runs([base, late, base.with_("dear", hurdle_rate=0.09)], 0))
        [(0, 2), (1,)]
    """
    together = max(1, PAIRS_AT_ONCE // (paths + 1)) if paths else len(scenarios)
    by_year: dict[object, list[int]] = {}
    for place, scenario in enumerate(scenarios):
        by_year.setdefault(scenario.value("first_close_year"), []).append(place)
    for places in by_year.values():
        for first in range(0, len(places), together):
            yield tuple(places[first : first + together])


def sweep(
    scenarios: Sequence[Scenario],
    seed: int = model.DEFAULT_SEED,
    paths: int = 0,
    progress: Progress | None = None,
    taxed: bool = False,
    cache: Cache | None = None,
) -> pl.DataFrame:
    """The answers of many scenarios: scenario is a column of a run, not a loop.

    Args:
        scenarios: What to compare, every name once.
        seed: Seed of the draws; path 0 does not depend on it.
        paths: Random paths beside path 0; all scenarios share them.
        progress: Called as (scenarios done, scenarios, ""); may raise to stop.
        taxed: Add the foreign investors one by one, and their returns after tax; takes longer.
        cache: Where draws and assets are kept from one sweep to the next; None for this sweep only.

    Returns:
        One row per scenario, party (whole and classes) and statistic (central; with random paths also p5,
        median, p95, mean): scenario_id, scenario, party_code, party_kind, statistic, the columns of metrics
        named in RETURNS, net_cash_krw (distributed less paid in, of this row), and over the whole life the
        SHARES of foreign_share (empty of means); if taxed, of the foreign class and its investors the rates
        of foreign_returns named in TAXED and the share of random paths that lose in their own currency.

    Raises:
        ScenarioError: If a name stands twice or a scenario cannot be run.

    Example:
        >>> base = Scenario("base")
        >>> frame = sweep([base, base.with_("dear", hurdle_rate=0.09)])
        >>> frame.filter(party_code="whole")["scenario"].to_list()
        ['base', 'dear']
    """
    model.check_names(scenarios)
    if paths:
        cache = cache or Cache(CACHE_BYTES)
    frames, done = [], 0
    for places in in_runs(scenarios, paths):
        chosen = [scenarios[place] for place in places]
        results = model.run(
            chosen, paths=paths, seed=seed, cache=cache, block=_PAIRS_IN_BLOCK if paths else None
        )
        made = _answers(results, taxed)
        ids = pl.Series("scenario_id", places, dtype=pl.Int32)
        frames.append(made.with_columns(ids.gather(made["scenario_id"])))
        done += len(places)
        if progress is not None:
            progress(done, len(scenarios), "")
    return pl.concat(frames).sort("scenario_id", "party_id", "statistic").drop("party_id")


def central_rates(scenarios: Sequence[Scenario]) -> pl.DataFrame:
    """Net rates of return of many scenarios on path 0 and nothing else: a fraction of the time of `sweep`.

    Args:
        scenarios: What to compare, every name once.

    Returns:
        One row per scenario and party (whole and classes): scenario, party_code, rate, status, as in irrs.

    Raises:
        ScenarioError: If a name stands twice or a scenario cannot be run.

    Example:
        >>> central_rates([Scenario("base")]).filter(party_code="whole")["status"].to_list()
        ['ok']
    """
    model.check_names(scenarios)
    frames = []
    for places in in_runs(scenarios, 0):
        results = model.run([scenarios[place] for place in places])
        parties = results["parties"].filter(pl.col("party_kind").is_in(_KINDS))
        rates = results["irrs"].filter(measure="net", path_id=0)
        named = results["scenarios"].select("scenario_id", "scenario")
        frames.append(
            rates.join(parties.select("party_id", "party_code"), on="party_id")
            .join(named, on="scenario_id")
            .sort("scenario_id", "party_id")
            .select("scenario", "party_code", "rate", "status")
        )
    return pl.concat(frames)


def _answers(results: model.Results, taxed: bool) -> pl.DataFrame:
    results.compute("metrics", "foreign_share", *(("foreign_returns",) if taxed else ()))
    foreign = results["foreign_share"]
    last = foreign.filter(pl.col("quarter") == pl.col("quarter").max()).select(*_KEY, *SHARES)
    metrics = results["metrics"]
    is_shown = pl.col("party_kind").is_in(_KINDS)
    if taxed:
        after, losing = results["foreign_returns"], _own_losses(results["foreign_irrs"])
        is_shown |= pl.col("party_id").is_in(after["party_id"].unique().to_list())
        after = after.join(losing, on=["scenario_id", "party_id"], how="left")
        metrics = metrics.join(after.select(*_KEY, "party_id", *TAXED), on=[*_KEY, "party_id"], how="left")
    frame = metrics.filter(is_shown).join(last, on=_KEY, how="left")
    net = (pl.col("distributed_krw") - pl.col("paid_in_krw")).alias("net_cash_krw")
    first = ("scenario_id", "scenario", "party_id", "party_code", "party_kind", "statistic")
    return frame.select(*first, *RETURNS, net, *SHARES, *(TAXED if taxed else ()))


def _own_losses(irrs: pl.DataFrame) -> pl.DataFrame:
    """Share of the random paths on which a foreign investor loses in its currency, after tax and hedge.

    Paths without money do not count; those whose cash is a loss at every rate do.
    """
    paid = irrs.filter(
        (pl.col("measure") == "own") & (pl.col("path_id") > 0) & (pl.col("status") != "no sign change")
    )
    is_lost = ((pl.col("rate") < 0) | (pl.col("status") == "out of range")).fill_null(value=False)
    counts = paid.group_by("scenario_id", "party_id").agg(
        is_lost.sum().cast(pl.Int64).alias("losing"), pl.len().cast(pl.Int64).alias("all")
    )
    share = (pl.col("losing") / pl.col("all")).alias("own_loss_share")
    return counts.select("scenario_id", "party_id", share)

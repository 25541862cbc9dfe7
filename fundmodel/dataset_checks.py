"""Rules of the datasets that span several rows or files; each returns its faults and raises nothing."""

import itertools
import math
from collections.abc import Callable, Iterator, Mapping

from fundmodel.dataset_faults import Fault, Row, hint
from fundmodel.dataset_notes import note_guarantees, notes
from fundmodel.dataset_responses import foreign_investor_types
from fundmodel.dataset_schemas import OWN_TERMS, POOL_TERMS
from fundmodel.transition_checks import phase_transitions

Tables = Mapping[str, list[Row]]
TOLERANCE = 1e-6


def share_sum(file: str, rows: list[Row], group: tuple[str, ...], share: str) -> Iterator[Fault]:
    """Shares of each group of rows that do not sum to 1."""
    sums: dict[tuple[object, ...], list[float]] = {}
    for row in rows:
        if isinstance(row[share], float):
            sums.setdefault(tuple(row[name] for name in group), []).append(float(str(row[share])))
    for key, parts in sums.items():
        if abs(math.fsum(parts) - 1) > TOLERANCE:
            where = f" for {', '.join(map(str, key))}" if key else ""
            yield Fault(
                f"{file}.csv",
                None,
                share,
                f"{math.fsum(parts):.6g}",
                f"is the sum{where}; it must be 1",
                "Change the shares so that they sum to 1.",
            )


def _funds(tables: Tables) -> Iterator[Fault]:
    rows = tables["funds"]
    heads = [row for row in rows if row["level"] == 0]
    if len(heads) != 1 or heads[0] is not rows[0]:
        yield Fault(
            "funds.csv",
            None,
            "level",
            "",
            "must be 0 for the first fund, the mega fund, and for no other",
            "Keep one row with level 0, as the first.",
        )
    for row in rows:
        child = row["level"] == 1
        for column in ("strategy_code", "share_of_strategy"):
            if (row[column] is not None) != child:
                yield Fault(
                    "funds.csv",
                    _at(row),
                    column,
                    _text(row[column]),
                    "must be given for level 1 and empty for level 0",
                    "Fill or clear the cell.",
                )


def _commitments(tables: Tables) -> Iterator[Fault]:
    classes = {row["investor_code"]: row["class_code"] for row in tables["investors"]}
    joined = [{**row, "class_code": classes.get(row["investor_code"])} for row in tables["commitments"]]
    yield from share_sum("commitments", joined, ("class_code",), "share_of_class")
    for row in joined:
        for column in OWN_TERMS:
            if row["class_code"] == "gp" and row[column] is not None:
                yield Fault(
                    "commitments.csv",
                    _at(row),
                    column,
                    _text(row[column]),
                    "must be empty for a manager, whose commitment is free of fee and carry",
                    "Clear the cell.",
                )
    paid = {row["class_code"] for row in joined}
    for code in ("public", "domestic", "foreign", "gp"):
        if code not in paid:
            yield Fault(
                "commitments.csv",
                None,
                "investor_code",
                code,
                "is a class without any commitment row",
                "Add rows for one of its investors whose shares sum to 1.",
            )


def _strategies(tables: Tables) -> Iterator[Fault]:
    strategy = {row["fund_code"]: row["strategy_code"] for row in tables["funds"]}
    for stem, allowed in (
        ("startup_plan", ("early", "scale_up")),
        ("facilities", ("cdmo",)),
        ("blind_pools", ("global",)),
    ):
        for row in tables[stem]:
            found = strategy.get(row["fund_code"], allowed[0])
            if found not in allowed:
                yield Fault(
                    f"{stem}.csv",
                    _at(row),
                    "fund_code",
                    _text(row["fund_code"]),
                    f"is a fund of strategy {found or 'none (mega fund)'}; {' or '.join(allowed)} is needed",
                    "Name a fund of that strategy.",
                )


def _blind_pools(tables: Tables) -> Iterator[Fault]:
    given = {(row["fund_code"], row["term"]): row["value"] for row in tables["blind_pools"]}
    for fund in tables["funds"]:
        code = fund["fund_code"]
        missing = [term for term in POOL_TERMS if (code, term) not in given]
        if fund["strategy_code"] == "global" and missing:
            yield Fault(
                "blind_pools.csv",
                None,
                "term",
                _text(code),
                f"is a fund known by its strategy only and lacks {', '.join(missing)}",
                "Add the rows.",
            )
    for row in tables["blind_pools"]:
        term, value, rule = str(row["term"]), row["value"], ""
        if not isinstance(value, float):
            continue
        if term in ("life_years", "investment_years"):
            most = given.get((row["fund_code"], "life_years"))
            if value < 1 or value != int(value) or (isinstance(most, float) and value > most):
                rule = "must be a whole number from 1 to the pool's life"
        elif term not in ("bow", "market_loading") and value > 1:
            rule = "must be at most 1"
        if rule:
            yield Fault("blind_pools.csv", _at(row), "value", _text(value), rule, "Correct the cell.")


def _drug_phases(tables: Tables) -> Iterator[Fault]:
    known = {(row["area_code"], row["phase_code"], row["metric"]) for row in tables["drug_phases"]}
    clinical, phases = ("P1", "P2", "P3"), ("PRE", "P1", "P2", "P3", "NDA")
    for row in tables["drug_phases"]:
        top = 1.0 if row["metric"] == "success_probability" else math.inf
        if isinstance(row["value"], float) and not 0 < row["value"] <= top:
            yield Fault(
                "drug_phases.csv",
                _at(row),
                "value",
                _text(row["value"]),
                f"must be above 0{' and at most 1' if top == 1 else ''}",
                "Correct the cell.",
            )
    for phase in phases:
        if ("all", phase, "duration_years") not in known:
            yield Fault(
                "drug_phases.csv",
                None,
                "metric",
                f"duration_years of {phase}",
                "is missing for area all",
                "Add the row.",
            )
    seen = set()
    for row in tables["startup_plan"]:
        area = row["area_code"]
        needed = [(p, "success_probability") for p in phases] + [(p, "trial_cost_usd") for p in clinical]
        missing = [f"{metric} {phase}" for phase, metric in needed if (area, phase, metric) not in known]
        if missing and area not in seen:
            seen.add(area)
            areas = sorted({str(entry[0]) for entry in known} - {"all"})
            yield Fault(
                "startup_plan.csv",
                _at(row),
                "area_code",
                _text(area),
                f"lacks rows in drug_phases.csv: {', '.join(missing)}",
                f"Add them or choose a known area. {hint(area, areas)}",
            )


def _curves(tables: Tables) -> Iterator[Fault]:
    for code in ("plant_ramp", "capex_s_curve", "duration_quantiles"):
        rows = sorted(
            (r for r in tables["curves"] if r["curve_code"] == code),
            key=lambda r: str(r["position"]).zfill(4),
        )
        values = [float(str(row["value"])) for row in rows if row["value"] is not None]
        if [row["position"] for row in rows] != list(range(1, len(rows) + 1)) or not values:
            yield Fault(
                "curves.csv",
                None,
                "position",
                code,
                "must have positions 1, 2, 3 ... without a gap",
                "Number the rows of the curve from 1.",
            )
            continue
        goals = {
            "capex_s_curve": (math.fsum(values), "sum"),
            "duration_quantiles": (math.fsum(values) / len(values), "mean"),
        }
        got, word = goals.get(code, (1.0, ""))
        if abs(got - 1) > TOLERANCE:
            yield Fault(
                "curves.csv",
                None,
                "value",
                f"{got:.6g}",
                f"is the {word} of {code}; it must be 1",
                "Scale the values of the curve.",
            )
        if code == "plant_ramp" and max(values) > 1:
            yield Fault(
                "curves.csv",
                None,
                "value",
                f"{max(values):g}",
                "is more than the whole capacity in plant_ramp",
                "Write shares from 0 to 1.",
            )


def _tax_bands(tables: Tables) -> Iterator[Fault]:
    rows = sorted(
        (r for r in tables["tax_rates"] if r["tax_kind"] == "corporate"),
        key=lambda r: int(str(r["from_krw"] or 0)),
    )
    limits = [(row["from_krw"], row["to_krw"]) for row in rows]
    whole = limits and limits[0][0] == 0 and limits[-1][1] is None
    if not whole or any(before[1] != after[0] for before, after in itertools.pairwise(limits)):
        yield Fault(
            "tax_rates.csv",
            None,
            "from_krw",
            "",
            "corporate bands must start at 0, follow on each other and end open",
            "Set from_krw of each band to to_krw of the band before; leave the last to_krw empty.",
        )


def _months(tables: Tables) -> Iterator[Fault]:
    for before, row in itertools.pairwise(tables["fx_history"]):
        if not (before["month"] and row["month"]):
            continue
        (year, month), (next_year, next_month) = (map(int, str(r["month"]).split("-")) for r in (before, row))
        if 12 * next_year + next_month != 12 * year + month + 1:
            yield Fault(
                "fx_history.csv",
                _at(row),
                "month",
                _text(row["month"]),
                f"must follow {before['month']} by one month",
                "Sort the file by month and fill gaps.",
            )


ACROSS: tuple[Callable[[Tables], Iterator[Fault]], ...] = (
    _funds,
    _commitments,
    _strategies,
    _blind_pools,
    _drug_phases,
    phase_transitions,
    _curves,
    _tax_bands,
    _months,
    notes,
    note_guarantees,
    foreign_investor_types,
)


def _at(row: Row) -> int:
    return int(str(row["#row"]))


def _text(value: object) -> str:
    return "" if value is None else str(value)

"""Rules of the transition matrix of drug programmes that span several rows of its file."""

from collections.abc import Iterator, Mapping

from fundmodel.dataset_faults import Fault, Row


def phase_transitions(tables: Mapping[str, list[Row]]) -> Iterator[Fault]:
    """Faults of phase_transitions.csv: states without a row or an end, ways back, several periods.

    Args:
        tables: Rows of every file, by stem.
    """
    states = ("PRE", "P1", "P2", "P3", "NDA", "APP", "DSC")
    rows = tables["phase_transitions"]
    chances = {(row["from_state"], row["to_state"]): row["probability"] for row in rows}
    for state in states:
        if not any(start == state for start, _ in chances):
            yield _missing_state(state, "has no row", "Add what may become of it in one period.")
    for state in states[-2:]:
        if chances.get((state, state)) != 1:
            yield _missing_state(state, "must stay with probability 1", "Give it one row, to itself.")
    for row in rows:
        if row["from_state"] in states and row["to_state"] in states[: states.index(str(row["from_state"]))]:
            yield Fault(
                "phase_transitions.csv",
                int(str(row["#row"])),
                "to_state",
                str(row["to_state"]),
                f"lies before {row['from_state']}; a programme never goes back",
                "Remove the row.",
            )
        if row["period_quarters"] != rows[0]["period_quarters"]:
            yield Fault(
                "phase_transitions.csv",
                int(str(row["#row"])),
                "period_quarters",
                str(row["period_quarters"]),
                f"differs from the {rows[0]['period_quarters']} of the first row",
                "Give all rows one period.",
            )


def _missing_state(state: str, rule: str, advice: str) -> Fault:
    return Fault("phase_transitions.csv", None, "from_state", state, rule, advice)

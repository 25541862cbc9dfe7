"""Random terms of a programme: every assumption of its terms, anywhere in its range, and what is refused."""

from hypothesis import strategies as st

from fundmodel.assumptions import Assumption, ScenarioError, Value, assumptions
from fundmodel.scenario import Scenario

# The topics that say how money is raised, shared, supported and reported; assets and markets stay.
TOPICS = ("capital", "fund_terms", "formation", "waterfall", "public_support", "foreign", "notes")
TERMS = {name: row for name, row in assumptions().items() if row.topic in TOPICS}
MOST_STEPS = 20


def values(row: Assumption) -> st.SearchStrategy[Value]:
    """The default, the ends of the range, and values between them."""
    if row.type == "choice":
        return st.sampled_from(row.options)
    if row.type == "bool":
        return st.booleans()
    low, high = float(row.low or 0.0), float(row.high or 0.0)
    if row.type == "int":
        return st.integers(round(low), round(high))
    between = st.integers(0, MOST_STEPS).map(lambda step: low + (high - low) * step / MOST_STEPS)
    return st.one_of(st.just(float(row.value)), between)


@st.composite
def overrides(draw: st.DrawFn) -> dict[str, Value]:
    """Some terms, or all of them, each with a value that its range allows."""
    chosen = list(TERMS) if draw(st.booleans()) else draw(st.lists(st.sampled_from(list(TERMS)), unique=True))
    return {name: draw(values(TERMS[name])) for name in chosen}


def accepted(given: dict[str, Value], name: str = "random") -> tuple[Scenario, list[str]]:
    """A scenario of these terms; what it refuses is taken out as its message says.

    Args:
        given: Assumption -> value, each within its range.
        name: What the scenario is called.

    Returns:
        The scenario that is accepted, and the messages on the way.

    Raises:
        AssertionError: If a message names none of the terms that were set.
    """
    left, messages = dict(given), []
    while True:
        try:
            return Scenario(name, left), messages
        except ScenarioError as error:
            messages.append(str(error))
            named = [name for name in left if name in messages[-1]]
            assert named, messages[-1]
            del left[named[-1]]

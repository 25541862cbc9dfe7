"""What the texts of the command line mean: scenarios, settings, path numbers."""

import difflib
import os
from collections.abc import Sequence

from fundmodel.scenario import Scenario, ScenarioError, load_scenarios


def scenarios_of(text: str, settings: Sequence[str] = (), given: Scenario | None = None) -> list[Scenario]:
    """The scenarios that a text names, or the one given, with the settings applied to each.

    Args:
        text: Names of shipped scenarios and TOML files, separated by commas.
        settings: Texts `name=value`, as scenario.Scenario takes them; all of them are applied together.
        given: A scenario to take in place of the names.

    Raises:
        ScenarioError: If a name is unknown, a file cannot be read, or a value is not allowed.

    Example:
        >>> [dict(one.overrides) for one in scenarios_of("base", ["foreign_share=0.1"])]
        [{'foreign_share': 0.1}]
    """
    overrides = dict(_setting(one) for one in settings)
    chosen = [given] if given is not None else _named(text)
    # Without a change a scenario keeps its name in words.
    return [one.with_(one.name, **overrides) if overrides else one for one in chosen]


def _named(text: str) -> list[Scenario]:
    known = load_scenarios()
    chosen: list[Scenario] = []
    for part in filter(None, map(str.strip, text.split(","))):
        if part in known:
            chosen.append(known[part])
        elif part.endswith(".toml") or os.sep in part:
            chosen += load_scenarios(part).values()
        else:
            close = difflib.get_close_matches(part, known, n=1, cutoff=0.5)
            names = f"Known: {', '.join(known)}; or name a TOML file."
            raise ScenarioError(
                f"unknown scenario {part!r}. {f'Did you mean {close[0]}?' if close else names}"
            )
    return chosen


def _setting(text: str) -> tuple[str, str]:
    name, equals, value = text.partition("=")
    if not equals or not name.strip() or not value.strip():
        raise ScenarioError(f"--set {text}: write name=value, for example --set foreign_share=0.1")
    return name.strip(), value.strip()


def path_numbers(text: str) -> list[int]:
    """The paths that a text names.

    Raises:
        ScenarioError: If a part of the text is not a whole number.

    Example:
        >>> path_numbers("4711, 17")
        [4711, 17]
    """
    try:
        return [int(part) for part in text.split(",") if part.strip()]
    except ValueError:
        hint = "write path numbers separated by commas, for example 4711,17"
        raise ScenarioError(f"--keep-paths {text}: {hint}") from None

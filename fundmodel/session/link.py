"""What a link carries beside the changed assumptions: kept scenarios and the last steps, in short."""

import base64
import binascii
import json
import zlib
from collections.abc import Mapping, Sequence

from fundmodel.assumptions import ScenarioError, Value
from fundmodel.scenario import Scenario, load_scenarios

# Browsers and mail programs carry this much of an address.
LONGEST = 4_000
MOST_STEPS = 12

_LARGEST_BYTES = 1 << 18
_PADDING = 4

Steps = Sequence[Mapping[str, Value]]


def packed(kept: Mapping[str, Scenario], past: Steps, future: Steps = ()) -> tuple[str, int]:
    """Kept scenarios and steps as a text for an address; where it is full, steps go first, then scenarios.

    Args:
        kept: Scenarios by name.
        past: The overrides before each change, the last one last.
        future: The overrides that were taken back, the next one last.

    Returns:
        The text, empty if there is nothing to carry, and how many scenarios had no room.

    Example:
        >>> text, left_out = packed({"dear": Scenario("dear", {"hurdle_rate": 0.08})}, [])
        >>> unpacked(text)[0]["dear"].overrides["hurdle_rate"], left_out
        (0.08, 0)
    """
    scenarios = [[one.name, dict(one.overrides), dict(one.labels)] for one in kept.values()]
    back, on = ([dict(step) for step in steps[-MOST_STEPS:]] for steps in (past, future))
    while scenarios or back or on:
        text = json.dumps([scenarios, back, on], ensure_ascii=False, separators=(",", ":"))
        code = base64.urlsafe_b64encode(zlib.compress(text.encode("utf-8"), 9)).decode("ascii").rstrip("=")
        if len(code) <= LONGEST:
            return code, len(kept) - len(scenarios)
        del (on or back or scenarios)[0]
    return "", len(kept)


def unpacked(code: str) -> tuple[dict[str, Scenario], list[dict[str, Value]], list[dict[str, Value]]]:
    """What packed made: kept scenarios by name, the overrides before each change, and those taken back.

    Raises:
        ScenarioError: If the text was cut or changed, or holds a scenario that cannot be run.
    """
    refused = ScenarioError("kept: this part of the link was cut or changed; open the scenario file instead.")
    try:
        data = base64.urlsafe_b64decode(code + "=" * (-len(code) % _PADDING))
        text = zlib.decompressobj().decompress(data, _LARGEST_BYTES)
        scenarios, *steps = json.loads(text)
        kept = [Scenario(str(name), overrides, labels) for name, overrides, labels in scenarios]
        past, future = ([dict(Scenario("step", one).overrides) for one in part] for part in steps)
    except (binascii.Error, zlib.error, ValueError, TypeError, AttributeError) as error:
        # A refused scenario is a ValueError too, and says itself what is wrong with it.
        raise (error if isinstance(error, ScenarioError) else refused) from error
    named = {one.name: one for one in kept if one.name and one.name not in load_scenarios()}
    return named, past, future

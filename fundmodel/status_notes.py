"""Why a rate of return is missing or not the only one, in a sentence for each case on a page."""

from collections.abc import Iterable

from fundmodel.texts import Texts

# Status of a rate -> key of the sentence, in the order in which they are said.
_NOTES = {
    "several roots": "several_roots",
    "total loss": "total_loss",
    "out of range": "out_of_range",
    "no sign change": "no_sign_change",
}


def status_notes(statuses: Iterable[str | None], texts: Texts) -> list[str]:
    """A sentence for each kind of rate that is not a plain one.

    Args:
        statuses: Statuses of the rates shown.
        texts: The language.

    Example:
        >>> status_notes(["ok", "total loss"], Texts("en"))[0][:11]
        'Total loss:'
    """
    present = set(statuses)
    return [texts(f"status_note.{key}") for status, key in _NOTES.items() if status in present]

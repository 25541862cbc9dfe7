"""Every text that a person reads, by key and language, from the locale files."""

import string
import tomllib
from collections.abc import Mapping
from functools import lru_cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any

from fundmodel.units import Units, particle


class _Sentence(string.Formatter):
    """Replaces {name}, and {name:은/는} by the value with the Korean particle that fits it."""

    def format_field(self, value: Any, format_spec: str) -> str:  # noqa: ANN401
        if "/" in format_spec:
            return f"{value}{particle(str(value), format_spec)}"
        return super().format_field(value, format_spec)


_SENTENCE = _Sentence()
# Sections whose labels are terms: a label has the definition of its key.
_DEFINED = ("term", "foreign", "overview", "compare", "figures")
_SAME_AS = {
    "irr_own_currency": "irr_own",
    "tvpi_multiple": "tvpi",
    "loss_share": "loss_chance",
    "card_whole": "irr_net",
    "card_public": "irr_net",
    "card_foreign": "irr_net",
    "card_tvpi": "tvpi",
    "card_share": "of_paid_in_share",
    "card_payback": "payback",
}


def _flat(table: Mapping[str, Any], prefix: str = "") -> dict[str, str]:
    found: dict[str, str] = {}
    for key, value in table.items():
        if isinstance(value, dict):
            found.update(_flat(value, f"{prefix}{key}."))
        else:
            found[f"{prefix}{key}"] = str(value)
    return found


@lru_cache(maxsize=8)
def locale_texts(language: str) -> Mapping[str, str]:
    """All texts of a language, keys joined by dots.

    Args:
        language: ko or en.

    Example:
        >>> locale_texts("en")["page.overview"]
        'Overview'
    """
    text = files("fundmodel").joinpath("locale", f"{language}.toml").read_text(encoding="utf-8")
    return MappingProxyType(_flat(tomllib.loads(text)))


@lru_cache(maxsize=8)
def _definitions(language: str) -> Mapping[str, str]:
    """Label -> unit and definition, for every label of a term that has one."""
    texts = locale_texts(language)
    found = {}
    for key, text in texts.items():
        name = key.rsplit(".", 1)[-1].removesuffix("_rate").removesuffix("_krw")
        name, section = _SAME_AS.get(name, name), key.split(".", 1)[0]
        if section in _DEFINED and f"hover.{name}" in texts:
            found[text] = texts[f"hover.{name}"]
    return MappingProxyType(found)


class Texts:
    """The texts and number formats of one language.

    Args:
        language: ko or en.
        won_steps: How won are counted, as in Units; empty is as the language does.

    Raises:
        ValueError: For any other language.

    Example:
        >>> Texts("en")("changes.count", count=3)
        '3 assumptions changed'
        >>> Texts("ko").units.multiple(1.5)
        '1.50x'
    """

    def __init__(self, language: str, won_steps: str = "") -> None:
        self.units = Units(language, won_steps)
        self.language = language
        self._texts = locale_texts(language)

    def __call__(self, key: str, **values: object) -> str:
        """The text of a key, with values put in.

        Raises:
            KeyError: If the locale file has no such key, or the text asks for a value that is not given.
        """
        if key not in self._texts:
            raise KeyError(f"locale {self.language}: no text {key!r}")
        return _SENTENCE.format(self._texts[key], **values)

    def definition(self, label: str) -> str:
        """Unit and definition of a figure by its label; empty where there is none.

        Example:
            >>> Texts("en").definition("TVPI")
            'Multiple: money received plus net asset value, over money paid in.'
        """
        known = _definitions(self.language)
        # "Foreign investors: net IRR in won" means what comes after the name.
        return known.get(label) or known.get(label.rsplit(": ", 1)[-1], "")

    def has(self, key: str) -> bool:
        """Whether there is a text of that key."""
        return key in self._texts

    def label(self, row: Mapping[str, Any], stem: str = "label") -> str:
        """The text of a data row in this language: its `<stem>_ko` or `<stem>_en` column."""
        return str(row[f"{stem}_{self.language}"])

"""Faults of duties, and how an answer was found, as sentences."""

from collections.abc import Mapping
from typing import Any

from geo_grid.core.people_sheet.choices import ROLES, said
from geo_grid.words import Language, tell


def say_problem(code: str, words: Mapping[str, Any], language: Language) -> str:
    """A fault as one sentence.

    Parameters
    ----------
    words
        Names of the grids and the people that take part, ``role``, and ``until`` as ISO 8601.
    """
    told = dict(words)
    if "role" in told:
        told["role"] = said(told["role"], ROLES, language)
    if "until" in told:
        # The day is enough, and is written alike in both languages.
        told["until"] = str(told["until"])[:10]
    return tell(f"people_problem_{code}", told, language)


def say_step(code: str, words: Mapping[str, Any], language: Language) -> str:
    """A step of how an answer was found, as one sentence."""
    return tell(f"duty_{code}", words, language)

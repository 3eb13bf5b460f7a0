"""Sentences that name a command's options, for those who fill in a form instead."""

import re

from geo_grid.words import Language

_OPTION = re.compile(
    r"(?P<gap>(?<=[\u4e00-\u9fff]) )?--(?P<name>parent-layer|parent-id|parent|layer|encoding|crs|id)(?![\w-])"
    r"(?: (?P<value>EPSG:\d+))?"
)
_FIELD: dict[Language, str] = {"zh": "表单项", "en": "the form field"}


def in_form_terms(sentence: str, language: Language) -> str:
    """The sentence with ``--crs`` called the form field crs, and ``--crs EPSG:4490`` crs=EPSG:4490."""

    def field(found: re.Match[str]) -> str:
        name = found["name"].replace("-", "_")
        if found["value"]:
            return f"{found['gap'] or ''}{name}={found['value']}"
        return f"{_FIELD[language]} {name}"

    named = _OPTION.sub(field, sentence)
    return named[:1].upper() + named[1:] if language == "en" and sentence.startswith("--") else named

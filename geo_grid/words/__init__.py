"""Words for people: a folder per topic, one module per language, keyed by the codes of problems, errors and refusals.

Code carries data (a code and its parameters); only this package turns it into sentences. zh.py and en.py hold
the same keys and the same placeholders; tests/test_words.py keeps them so, and finds codes that have no words.
"""

import re
from collections.abc import Mapping
from typing import Any, Literal

from geo_grid.words import en, zh

Language = Literal["zh", "en"]

_MESSAGES: Mapping[Language, Mapping[str, str]] = {"zh": zh.MESSAGES, "en": en.MESSAGES}
_JOIN: Mapping[Language, str] = {"zh": "、", "en": ", "}
#: An option of a command in a template.
_OPTION = re.compile(r"--[a-z][a-z-]*")


class _Text(str):
    """A value that is not a number; a number's format in a template leaves it as it is."""

    __slots__ = ()

    def __format__(self, spec: str) -> str:
        try:
            return super().__format__(spec)
        except ValueError:
            return str(self)


class _Shown(dict[str, Any]):
    """Parameters as a sentence shows them: lists joined, nothing as a dash, an empty text as its quotes."""

    def __init__(self, params: Mapping[str, Any], language: Language) -> None:
        super().__init__({name: self._shown(value, _JOIN[language]) for name, value in params.items()})

    def __missing__(self, name: str) -> str:
        return _Text("–")

    @staticmethod
    def _shown(value: Any, join: str) -> Any:
        if value is None:
            return _Text("–")
        if value == "":
            return _Text("“”")
        if isinstance(value, (list, tuple, set, frozenset)):
            return _Text(join.join(str(item) for item in value))
        if isinstance(value, (int, float)) and not isinstance(value, bool):
            return value
        return _Text(value)


def tell(code: str, params: Mapping[str, Any] | None = None, language: Language = "zh") -> str:
    """Say a code as one sentence in one language.

    Parameters
    ----------
    code
        A key of the language's MESSAGES. A code without words is said as itself, so that nothing is lost.
    params
        Values for the template's placeholders; lists are joined, a missing one shows as a dash. ``options``
        says which options of the template are called otherwise where this is read.
    language
        ``zh`` or ``en``.
    """
    template = _MESSAGES[language].get(code)
    if template is None:
        return code
    params = params or {}
    if options := params.get("options"):
        template = _OPTION.sub(lambda found: options.get(found[0], found[0]), template)
    return template.format_map(_Shown(params, language))


def both(code: str, params: Mapping[str, Any] | None = None) -> str:
    """Say a code in Chinese and in English on one line, as the command line does."""
    chinese, english = tell(code, params, "zh"), tell(code, params, "en")
    return chinese if chinese == english else f"{chinese} / {english}"

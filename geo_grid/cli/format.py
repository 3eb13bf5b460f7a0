"""How a command answers: for a person or for a program."""

from enum import StrEnum


class Format(StrEnum):
    """The values of ``--format``."""

    TEXT = "text"
    JSON = "json"

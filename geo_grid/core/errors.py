"""The exception tree. Every error is data: a stable code and the parameters its wording needs.

GeoGridError
├── InputError          what the user gave cannot be used as it is            (CLI exit 2, HTTP 4xx)
│   ├── UnreadableFile      not a spatial file, wrong encoding, hostile archive, over a limit
│   ├── CrsError            the coordinate reference system is missing or unknown
│   ├── FieldError          a field or layer that was named is not in the file
│   └── NoFeatures          the file is readable and holds nothing
├── Refusal             the request is understood and would break a rule       (CLI exit 1, HTTP 422)
│   └── CoverageBroken      an invariant of the published coverage would break
├── Denied              this person may not do it, here, or not yet            (CLI exit 1, HTTP 401/403/429)
│   ├── SignInNeeded        nobody is signed in, or not properly               (HTTP 401)
│   └── TooMany             too often; params say how many seconds to wait     (HTTP 429)
├── NotFound            no such grid, edition, level or date                   (HTTP 404)
├── Gone                it was there once, and is not to be used any more      (HTTP 410)
├── Conflict            somebody else changed it first                         (HTTP 409)
│   └── Outdated            what was to be changed is not what was seen        (HTTP 412)
└── Unavailable         the database is down, full or too old                  (CLI exit 2, HTTP 503)

The words for people live in geo_grid.words, one module per language.
"""

from typing import Any


class GeoGridError(Exception):
    """A failure that a person can act on.

    Parameters
    ----------
    code
        Stable name for machines, e.g. ``crs_missing``.
    params
        Values that the wording of the code refers to; JSON types only.
    """

    def __init__(self, code: str, **params: Any) -> None:
        self.code = code
        self.params = params
        super().__init__(code, params)

    def __str__(self) -> str:
        inside = ", ".join(f"{key}={value!r}" for key, value in self.params.items())
        return f"{self.code}({inside})"


class InputError(GeoGridError):
    """What the user gave cannot be used as it is."""


class UnreadableFile(InputError):
    """Not a spatial file, wrong encoding, hostile archive, or over a limit."""


class CrsError(InputError):
    """The coordinate reference system is missing or unknown."""


class FieldError(InputError):
    """A field or layer that was named is not in the file."""


class NoFeatures(InputError):
    """The file is readable and holds nothing."""


class Refusal(GeoGridError):
    """The request is understood and would break a rule."""


class CoverageBroken(Refusal):
    """An invariant of the published coverage would break."""


class Denied(GeoGridError):
    """Not for this person, not here, or not yet."""


class SignInNeeded(Denied):
    """Nobody is signed in, or not properly."""


class TooMany(Denied):
    """Too often; ``seconds`` says how long to wait."""


class NotFound(GeoGridError):
    """No such grid, edition, level or date."""


class Gone(GeoGridError):
    """It was there once, and is not to be used any more."""


class Conflict(GeoGridError):
    """Somebody else changed it first."""


class Outdated(Conflict):
    """Somebody else changed it since it was read."""


class Unavailable(GeoGridError):
    """The database is down, full or too old."""

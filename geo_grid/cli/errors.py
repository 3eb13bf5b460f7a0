"""What a failure looks like on the command line: one sentence and an exit code.

0 done; 1 the answer is no (faults found, a rule refused); 2 the input cannot be used; 70 a bug;
130 interrupted.
With ``--format json`` the sentence is JSON on stdout: ``{"ok": false, "error": {"code", "message"}}``.
"""

import errno
import hashlib
import json
import sys
import traceback
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any

from geo_grid.core.errors import (
    Conflict,
    GeoGridError,
    InputError,
    NotFound,
    Refusal,
    Unavailable,
)
from geo_grid.words import both

NO, BAD_INPUT, BUG, INTERRUPTED = 1, 2, 70, 130

#: The first class that fits decides.
EXIT_CODES: Mapping[type[GeoGridError], int] = {
    InputError: BAD_INPUT,
    Refusal: NO,
    NotFound: BAD_INPUT,
    Conflict: NO,
    Unavailable: BAD_INPUT,
    GeoGridError: NO,
}


def exit_code(error: GeoGridError) -> int:
    """Exit code of an error that a person can act on."""
    return next(code for kind, code in EXIT_CODES.items() if isinstance(error, kind))


def wants_json(arguments: Sequence[str]) -> bool:
    """Whether the command was asked to answer in JSON; also when its arguments could not be parsed."""
    return "--format=json" in arguments or ("--format", "json") in pairwise(arguments)


def fingerprint(error: BaseException) -> str:
    """Eight hex digits that are the same each time the same line fails in the same way."""
    frames = traceback.extract_tb(error.__traceback__)
    last = frames[-1] if frames else None
    place = f"{last.filename.rpartition('geo_grid')[2]}:{last.name}:{last.line}" if last else ""
    return hashlib.sha256(f"{type(error).__name__}:{place}".encode()).hexdigest()[:8]


def say(code: str, params: Mapping[str, Any], *, as_json: bool) -> None:
    """Print one error: a bilingual sentence on stderr, or JSON on stdout."""
    message = both(code, params)
    if as_json:
        answer = {"ok": False, "error": {"code": code, "message": message}}
        sys.stdout.write(json.dumps(answer, ensure_ascii=False) + "\n")
        sys.stdout.flush()
    else:
        sys.stderr.write(message + "\n")


def report(error: BaseException, *, as_json: bool, debug: bool) -> int:
    """Tell a person about any failure and return the exit code.

    Parameters
    ----------
    error
        What was raised; `GeoGridError` speaks for itself, the operating system's refusals are a person's to
        mend, everything else is a bug and carries an id to quote.
    as_json
        Answer in JSON on stdout.
    debug
        Print the traceback of a bug as well.
    """
    if isinstance(error, GeoGridError):
        say(error.code, error.params, as_json=as_json)
        return exit_code(error)
    if isinstance(error, KeyboardInterrupt):
        say("interrupted", {}, as_json=as_json)
        return INTERRUPTED
    if isinstance(error, MemoryError):
        say("out_of_memory", {}, as_json=as_json)
        return BAD_INPUT
    if isinstance(error, OSError) and error.errno == errno.ENOSPC:
        say("disk_full", {"path": error.filename}, as_json=as_json)
        return BAD_INPUT
    if isinstance(error, OSError) and error.filename is not None:
        say("file_unwritable", {"path": error.filename, "reason": error.strerror}, as_json=as_json)
        return BAD_INPUT
    if debug:
        traceback.print_exception(error)
    say("unexpected", {"id": fingerprint(error)}, as_json=as_json)
    return BUG

"""Output appears whole or not at all: written beside its target and moved into place."""

import os
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from geo_grid.core.errors import InputError


@contextmanager
def replaced(target: Path) -> Iterator[Path]:
    """Give a temporary path in the target's folder, and move it onto the target when the block succeeds.

    A full disk, an error or a kill leaves the target as it was; the temporary file is removed.
    """
    _check_folder(target)
    # A hidden name with the same ending: GDAL goes by the ending.
    temporary = target.with_name(f".{target.stem}.{secrets.token_hex(6)}{target.suffix}")
    try:
        with _told_of(target, temporary):
            yield temporary
            _to_disk(temporary)
            temporary.replace(target)
    finally:
        temporary.unlink(missing_ok=True)


@contextmanager
def replaced_family(target: Path, *, last: str) -> Iterator[Path]:
    """The same for a file of several parts with one stem.

    Parameters
    ----------
    target
        The main part.
    last
        Ending of the part that is moved last, because readers look for it first.

    Yields
    ------
    Path of the main part in a temporary folder beside the target.
    """
    _check_folder(target)
    folder = target.with_name(f".{target.stem}.{secrets.token_hex(6)}")
    try:
        with _told_of(target, folder):
            folder.mkdir()
            yield folder / target.name
            parts = sorted(folder.iterdir(), key=lambda part: (part.suffix == last, part.name))
            for part in parts:
                _to_disk(part)
            for stale in target.parent.glob(f"{_escaped(target.stem)}.*"):
                # A leftover index or .cpg of an older file of this name would be believed.
                if stale.suffix.lower() in (".qix", ".sbn", ".sbx", ".cpg", ".idm", ".ind", ".prj"):
                    stale.unlink()
            for part in parts:
                part.replace(target.with_name(part.name))
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def _told_of(target: Path, temporary: Path) -> Iterator[None]:
    """Have errors name the file that a person asked for, and not the hidden one beside it."""
    try:
        yield
    except OSError as error:
        if error.filename is not None and str(error.filename).startswith(str(temporary)):
            error.filename, error.filename2 = str(target), None
        raise
    except InputError as error:
        for name, value in error.params.items():
            if isinstance(value, str) and temporary.name in value:
                error.params[name] = value.replace(temporary.name, target.name)
        raise


def _escaped(stem: str) -> str:
    return "".join(f"[{character}]" if character in "*?[" else character for character in stem)


def _check_folder(target: Path) -> None:
    if not target.parent.is_dir():
        raise InputError("folder_missing", file=str(target), folder=str(target.parent))
    if target.is_dir():
        raise InputError("file_is_folder", file=str(target))


def _to_disk(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)

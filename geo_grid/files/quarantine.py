"""Quarantine: where what people send lies until it was checked, and which nothing leaves.

One folder of mode 0700. Each upload has a folder of its own in it, with a random name, and is a file of mode
0600 with a random name, of which only the ending is the sender's. It is gone when the block that held it
ends, however that ends; what a crash left behind is swept when the next worker starts. Nothing is served
from here: who wants to keep a file writes a new one elsewhere from what the check has read.
"""

import errno
import re
import secrets
import shutil
import stat
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from os import getuid
from pathlib import Path, PurePosixPath
from typing import Any, BinaryIO, TypeVar

from geo_grid.core.errors import GeoGridError, Unavailable, UnreadableFile

#: Seconds after which nobody is checking an upload any more: its worker has died. A clock set an hour forward
#: must not look like that.
FORGOTTEN_S = 6 * 3600.0

_CHUNK_BYTES = 256 * 1024
_FULL = frozenset({errno.ENOSPC, errno.EDQUOT})

_NOT_IN_A_NAME = re.compile(r"[^\w.-]+")
_LONGEST_NAME = 60
_ENDING = re.compile(r"(?:\.[A-Za-z0-9]{1,12}){1,2}$")

_Told = TypeVar("_Told")


@dataclass(frozen=True, slots=True)
class Held:
    """An upload in quarantine.

    Parameters
    ----------
    path
        Where it lies; only until the block ends.
    name
        What its sender calls it, made harmless: to be said to them, never to be used as a path.
    size_bytes
        Its size.
    """

    path: Path
    name: str
    size_bytes: int

    def told(self, value: _Told) -> _Told:
        """What is said about the file, in its sender's words: where it lies is not theirs to see.

        Parameters
        ----------
        value
            JSON types and paths, at any depth.
        """
        told: _Told = self._told(value)
        return told

    def _told(self, value: Any) -> Any:
        if isinstance(value, (str, Path)):
            told = str(value).replace(f"{self.path.parent}/", "").replace(str(self.path.parent), "")
            stem = self.path.name.partition(".")[0]
            return told.replace(self.path.name, self.name).replace(stem, self.name.partition(".")[0])
        if isinstance(value, Mapping):
            return {name: self._told(each) for name, each in value.items()}
        if isinstance(value, (list, tuple)):
            return [self._told(each) for each in value]
        return value


@dataclass(slots=True)
class Intake:
    """An upload that is coming in.

    Parameters
    ----------
    max_bytes
        More is refused as soon as it has come.
    """

    path: Path
    name: str
    max_bytes: int
    target: BinaryIO
    size_bytes: int = field(default=0)

    def take(self, chunk: bytes) -> None:
        """Write the next part.

        Raises
        ------
        UnreadableFile
            ``upload_over_limit``: more than `max_bytes`.
        Unavailable
            ``quarantine_full``: no space is left for it.
        """
        self.size_bytes += len(chunk)
        if self.size_bytes > self.max_bytes:
            raise UnreadableFile("upload_over_limit", file=self.name, limit=self.max_bytes)
        with _space():
            self.target.write(chunk)

    def held(self) -> Held:
        """All of it has come.

        Raises
        ------
        Unavailable
            ``quarantine_full``.
        """
        with _space():
            self.target.close()
        return Held(self.path, self.name, self.size_bytes)


class Quarantine:
    """The folder that uploads lie in.

    Parameters
    ----------
    folder
        Made where it is missing. None for one in the system's folder for temporary files.
    """

    def __init__(self, folder: Path | None = None) -> None:
        self.folder = folder or Path(tempfile.gettempdir()) / f"geo-grid-quarantine-{getuid()}"

    @contextmanager
    def hold(self, source: BinaryIO, name: str | None, max_bytes: int) -> Iterator[Held]:
        """Keep a copy of a stream for as long as the block lasts.

        What the block raises about the file speaks of it by its sender's name.

        Parameters
        ----------
        source
            Read to its end, or to one part over the limit.
        name
            As the sender gave it; anything.
        max_bytes
            More is refused.

        Raises
        ------
        UnreadableFile
            ``upload_over_limit``.
        Unavailable
            ``quarantine_unsafe``, ``quarantine_full``.
        """
        with self.receiving(name, max_bytes) as intake:
            while chunk := source.read(_CHUNK_BYTES):
                intake.take(chunk)
            held = intake.held()
            with in_own_words(held):
                yield held

    @contextmanager
    def receiving(self, name: str | None, max_bytes: int) -> Iterator[Intake]:
        """A place for what comes in parts; gone, with all beside it, when the block ends.

        Raises
        ------
        Unavailable
            ``quarantine_unsafe``, ``quarantine_full``.
        """
        self.prepare()
        called = safe_name(name)
        own = self.folder / secrets.token_hex(16)
        with _space():
            own.mkdir(mode=0o700)
        try:
            ending = _ENDING.search(called)
            path = own / (secrets.token_hex(16) + (ending.group().lower() if ending else ""))
            with _space():
                path.touch(mode=0o600, exist_ok=False)
            with path.open("wb") as target:
                yield Intake(path, called, max_bytes, target)
        finally:
            shutil.rmtree(own, ignore_errors=True)

    def prepare(self) -> None:
        """Make the folder, for nobody else to enter.

        Raises
        ------
        Unavailable
            ``quarantine_unsafe``: it is somebody else's, or a link, and they could read what is sent.
        """
        with _space():
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        found = self.folder.lstat()
        if not stat.S_ISDIR(found.st_mode) or found.st_uid != getuid():
            raise Unavailable("quarantine_unsafe")
        if stat.S_IMODE(found.st_mode) != 0o700:
            self.folder.chmod(0o700)

    def sweep(self, older_than_s: float = FORGOTTEN_S) -> int:
        """Remove what dead workers left behind.

        Parameters
        ----------
        older_than_s
            Younger uploads may be under check by another worker.

        Returns
        -------
        How many uploads were removed.
        """
        self.prepare()
        forgotten = [
            each for each in self.folder.iterdir() if each.lstat().st_mtime < time.time() - older_than_s
        ]
        for each in forgotten:
            if each.is_dir() and not each.is_symlink():
                shutil.rmtree(each, ignore_errors=True)
            else:
                each.unlink(missing_ok=True)
        return len(forgotten)


@contextmanager
def in_own_words(held: Held) -> Iterator[None]:
    """Have what is raised about the file speak of it by its sender's name."""
    try:
        yield
    except GeoGridError as error:
        error.params = held.told(error.params)
        raise


def safe_name(given: str | None) -> str:
    """A file name of letters, digits, dots and dashes: the given one's ending and, mostly, its stem."""
    name = PurePosixPath((given or "").replace("\\", "/")).name
    name = _NOT_IN_A_NAME.sub("_", name).lstrip(".-")
    stem, dot, ending = name.rpartition(".")
    if not dot:
        return name[:_LONGEST_NAME] or "upload"
    return f"{stem[:_LONGEST_NAME] or 'upload'}.{ending[:12]}"


@contextmanager
def _space() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        if error.errno in _FULL:
            raise Unavailable("quarantine_full") from error
        if isinstance(error, (PermissionError, FileExistsError, NotADirectoryError)):
            raise Unavailable("quarantine_unsafe") from error
        raise

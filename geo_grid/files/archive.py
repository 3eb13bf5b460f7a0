"""Opening a zip from a stranger: nothing is written outside a temporary folder, and not much inside it."""

import errno
import lzma
import stat
import struct
import tempfile
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath

from geo_grid.core.errors import UnreadableFile

#: Members of an archive; a shapefile has about eight, a file geodatabase some hundred.
MOST_MEMBERS = 2_000
#: Unpacked size over packed size; deflate cannot exceed about 1,030, spatial data rarely 30.
HIGHEST_RATIO = 200
#: Below this unpacked size a high ratio does no harm (an empty column packs very well), bytes.
_HARMLESS = 10 * 1024 * 1024
_PIECE = 1024 * 1024
_BROKEN = (zipfile.BadZipFile, zlib.error, lzma.LZMAError, EOFError, NotImplementedError, UnicodeDecodeError)


@contextmanager
def unpacked(path: Path, *, limit_bytes: int) -> Iterator[Path]:
    """Unpack a zip into a temporary folder for the time of the block.

    Parameters
    ----------
    path
        The archive.
    limit_bytes
        Most bytes that it may unpack to.

    Yields
    ------
    The folder. Names are decoded as people meant them: UTF-8 where flagged, else UTF-8 if it is, else
    GB18030, which Chinese Windows writes.

    Raises
    ------
    UnreadableFile
        ``archive_broken``, ``archive_encrypted``, ``archive_hostile`` (absolute or climbing path, link),
        ``archive_bomb`` (ratio), ``archive_many_members``, ``file_too_large``.
    """
    try:
        with zipfile.ZipFile(path) as archive, tempfile.TemporaryDirectory(prefix="geo-grid-") as folder:
            _judge(archive, path, limit_bytes)
            _extract(archive, Path(folder), path, limit_bytes)
            yield Path(folder)
    except _BROKEN:
        raise UnreadableFile("archive_broken", file=path.name) from None


def name_of(member: zipfile.ZipInfo) -> str:
    """Name of a member as its maker meant it."""
    if member.flag_bits & 0x800:
        return member.filename
    try:
        raw = member.filename.encode("cp437")  # what zipfile decodes unflagged names with
    except UnicodeEncodeError:
        return member.filename
    for encoding in ("utf-8", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return member.filename


def _judge(archive: zipfile.ZipFile, path: Path, limit_bytes: int) -> None:
    members = archive.infolist()
    if len(members) > MOST_MEMBERS:
        raise UnreadableFile("archive_many_members", file=path.name, members=len(members), limit=MOST_MEMBERS)
    for member in members:
        name = name_of(member)
        parts = PurePosixPath(name.replace("\\", "/")).parts
        is_link = stat.S_ISLNK(member.external_attr >> 16)
        if is_link or not parts or ".." in parts or parts[0] == "/" or ":" in parts[0] or "\0" in name:
            raise UnreadableFile("archive_hostile", file=path.name, member=name[:80])
        if member.flag_bits & 0x1:
            raise UnreadableFile("archive_encrypted", file=path.name, member=name[:80])
    size = sum(member.file_size for member in members)
    packed = sum(member.compress_size for member in members)
    if size > limit_bytes:
        raise UnreadableFile("file_too_large", file=path.name, size=size, limit=limit_bytes)
    if size > _HARMLESS and size > HIGHEST_RATIO * max(packed, 1):
        raise UnreadableFile("archive_bomb", file=path.name, size=size, packed=packed)


def _extract(archive: zipfile.ZipFile, folder: Path, path: Path, limit_bytes: int) -> None:
    written = 0
    for member in archive.infolist():
        name = name_of(member).replace("\\", "/")
        if member.is_dir() or name.startswith("__MACOSX/") or PurePosixPath(name).name.startswith("._"):
            continue
        target = folder / name
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
            with target.open("xb") as out:
                for piece in _pieces(archive, member, path):
                    # The directory of the archive may lie about sizes; what comes out does not.
                    written += len(piece)
                    if written > limit_bytes:
                        raise UnreadableFile(
                            "file_too_large", file=path.name, size=written, limit=limit_bytes
                        )
                    out.write(piece)
        except (FileExistsError, NotADirectoryError, IsADirectoryError):
            raise UnreadableFile("archive_hostile", file=path.name, member=name[:80]) from None
        except OSError as error:
            if error.errno != errno.ENAMETOOLONG:
                raise
            raise UnreadableFile("archive_hostile", file=path.name, member=name[:80]) from None


def _pieces(archive: zipfile.ZipFile, member: zipfile.ZipInfo, path: Path) -> Iterator[bytes]:
    """Unpacked bytes of a member; what goes wrong in here is the archive's fault, not the disk's."""
    try:
        with archive.open(member) as packed:
            while piece := packed.read(_PIECE):
                yield piece
    except (*_BROKEN, OSError, RuntimeError, ValueError, struct.error):
        raise UnreadableFile("archive_broken", file=path.name) from None

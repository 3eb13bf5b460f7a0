"""Writing CSV in the dress of the CSV it came from."""

import csv
from pathlib import Path
from types import MappingProxyType

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv

from geo_grid.core.errors import InputError
from geo_grid.files.columns import as_text
from geo_grid.files.delimited import Sheet

_BATCH = 100_000
_WITH_MARK = MappingProxyType({"utf-8": "utf-8-sig", "utf-16-le": "utf-16", "utf-16-be": "utf-16"})


def write_sheet(path: Path, table: pa.Table, like: Sheet | None) -> None:
    """Write a table as CSV; a missing cell is empty.

    Parameters
    ----------
    path
        Where to write.
    table
        The columns, the header being their names.
    like
        The CSV whose separator, encoding and byte order mark are kept; None for commas and UTF-8.

    Raises
    ------
    InputError
        ``encoding_unwritable`` where a text has no place in the encoding.
    """
    separator = like.separator if like is not None else ("\t" if path.suffix.lower() == ".tsv" else ",")
    encoding = like.encoding if like is not None else "utf-8"
    if encoding == "utf-8" and not _needs_quotes(table, separator):
        with path.open("wb") as file:
            if like is not None and like.has_mark:
                file.write(b"\xef\xbb\xbf")
            file.write((separator.join(table.column_names) + "\n").encode())
            options = pyarrow.csv.WriteOptions(
                include_header=False, delimiter=separator, quoting_style="none"
            )
            pyarrow.csv.write_csv(table, file, options)
        return
    _write_cell_by_cell(path, table, separator, encoding, has_mark=like is not None and like.has_mark)


def _needs_quotes(table: pa.Table, separator: str) -> bool:
    """True where Arrow's quick way will not do: it quotes every text or none."""
    special = f'["\r\n{"|".join(["", chr(92) + separator]) if separator == "|" else separator}]'
    for name, column in zip(table.column_names, table.columns, strict=True):
        if any(character in name for character in f'"\r\n{separator}'):
            return True
        if pa.types.is_string(column.type) or pa.types.is_large_string(column.type):
            if pc.any(pc.match_substring_regex(column, special)).as_py():
                return True
        elif not (pa.types.is_integer(column.type) or pa.types.is_floating(column.type)):
            return True
    return False


def _write_cell_by_cell(
    path: Path, table: pa.Table, separator: str, encoding: str, *, has_mark: bool
) -> None:
    if has_mark:
        encoding = _WITH_MARK.get(encoding, encoding)
    try:
        with path.open("w", encoding=encoding, newline="") as file:
            writer = csv.writer(file, delimiter=separator, lineterminator="\n")
            writer.writerow(table.column_names)
            for batch in table.to_batches(max_chunksize=_BATCH):
                cells = [[as_text(value) for value in column.to_pylist()] for column in batch.columns]
                writer.writerows(zip(*cells, strict=True))
    except UnicodeEncodeError as error:
        text = str(error.object)[error.start : error.end]
        raise InputError("encoding_unwritable", encoding=encoding.upper(), text=text) from None

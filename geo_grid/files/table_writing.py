"""Writing a table without shapes: CSV for programs and old Excels, XLSX for offices."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
import pyogrio

from geo_grid.core.errors import InputError
from geo_grid.files.delimited import Sheet
from geo_grid.files.replacing import replaced
from geo_grid.files.sheet_writing import write_sheet

#: Endings of the files that can be written.
ENDINGS = (".csv", ".tsv", ".xlsx")


def write_table(path: Path, columns: Mapping[str, Sequence[Any]], *, sheet: str) -> None:
    """Write columns of numbers and texts, whole or not at all; what is None is an empty cell.

    Parameters
    ----------
    path
        Its ending decides: .csv, .tsv or .xlsx. Text is UTF-8 with a mark, as Excel wants it.
    columns
        Heading → cells.
    sheet
        Name of the sheet in a workbook.

    Raises
    ------
    InputError
        ``table_format_unknown``, or as `replaced`.
    """
    ending = path.suffix.lower()
    if ending not in ENDINGS:
        raise InputError("table_format_unknown", path=str(path), known=list(ENDINGS))
    with replaced(path) as temporary:
        if ending == ".xlsx":
            frame = pd.DataFrame({name: _cells(values) for name, values in columns.items()})
            pyogrio.write_dataframe(frame, temporary, driver="XLSX", layer=sheet)
        else:
            table = pa.table({name: pa.array(list(values)) for name, values in columns.items()})
            like = Sheet(table, "\t" if ending == ".tsv" else ",", "utf-8", has_mark=True)
            write_sheet(temporary, table, like)


def _cells(values: Sequence[Any]) -> "pd.Series[Any]":
    """A column that stays whole numbers where some are missing."""
    known = [value for value in values if value is not None]
    if known and all(isinstance(value, int) for value in known):
        return pd.Series(list(values), dtype="Int64")
    if known and all(isinstance(value, (int, float)) for value in known):
        return pd.Series(list(values), dtype="Float64")
    return pd.Series(list(values), dtype=object)

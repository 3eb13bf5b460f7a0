"""Columns of a table with their types kept: whole numbers stay whole beside missing values."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa

_INT64 = (-(2**63), 2**63 - 1)


def from_records(records: Sequence[Mapping[str, Any]]) -> pd.DataFrame:
    """A table of JSON objects, one a row; columns in the order in which they first appear.

    Columns of one kind become int64, float64 or bool (with missing values: Int64, float64, boolean);
    everything else, text included, keeps its Python values, with None for missing ones.
    """
    names: dict[str, None] = {}
    for record in records:
        if record.keys() - names.keys():
            names.update(dict.fromkeys(record))
    columns = {name: _typed([record.get(name) for record in records]) for name in names}
    return pd.DataFrame(columns, index=pd.RangeIndex(len(records)))


def _typed(values: list[Any]) -> Any:
    kinds = {type(value) for value in values}
    missing = type(None) in kinds
    kinds.discard(type(None))
    if kinds == {int} and all(value is None or _INT64[0] <= value <= _INT64[1] for value in values):
        return pd.array(values, dtype="Int64") if missing else np.array(values, dtype=np.int64)
    if kinds == {float}:
        return np.array([np.nan if value is None else value for value in values], dtype=np.float64)
    if kinds == {bool}:
        return pd.array(values, dtype="boolean") if missing else np.array(values, dtype=bool)
    return _objects(values)


def _objects(values: Sequence[Any]) -> Any:
    column = np.empty(len(values), dtype=object)
    column[:] = values
    return pd.Series(column, dtype=object)


def from_arrow(table: pa.Table) -> pd.DataFrame:
    """A pandas table of an Arrow table, in the same kinds as `from_records`."""
    columns = {name: _from_arrow_column(table.column(place)) for place, name in enumerate(table.column_names)}
    return pd.DataFrame(columns, index=pd.RangeIndex(table.num_rows))


def _from_arrow_column(column: pa.ChunkedArray) -> Any:
    kind = column.type
    if pa.types.is_dictionary(kind):
        column = column.cast(kind.value_type)
        kind = column.type
    if pa.types.is_boolean(kind):
        return pd.array(column.to_pylist(), dtype="boolean") if column.null_count else column.to_numpy()
    if pa.types.is_integer(kind):
        if not column.null_count:
            return column.to_numpy()
        missing = np.asarray(column.is_null())
        whole = column.fill_null(0).to_numpy()
        widest = np.uint64 if pa.types.is_unsigned_integer(kind) else np.int64
        return pd.arrays.IntegerArray(whole.astype(widest), missing)
    if pa.types.is_floating(kind):
        return column.to_numpy().astype(np.float64)
    if pa.types.is_timestamp(kind):
        return column.to_pandas()
    return _objects(column.to_pylist())


def is_text(column: "pd.Series[Any]") -> bool:
    """True where a column may hold text, in either of pandas' two ways."""
    return bool(column.dtype == object or isinstance(column.dtype, pd.StringDtype))


def as_json_value(value: Any) -> Any:
    """A cell as JSON has it: missing is None, numpy numbers are Python's, dates are ISO text."""
    if value is None or value is pd.NA or value is pd.NaT:
        return None
    if isinstance(value, np.generic):
        value = value.item()
    if isinstance(value, float) and not np.isfinite(value):
        return None
    if isinstance(value, (str, int, float, bool, list, dict)):
        return value
    if hasattr(value, "isoformat"):
        return value.isoformat()
    return value.hex() if isinstance(value, bytes) else str(value)


def as_json_column(column: "pd.Series[Any]") -> list[Any]:
    """Every cell of a column as `as_json_value` gives it."""
    values: list[Any] = column.tolist()
    if set(map(type, values)) <= {str, int, bool, type(None)}:
        return values
    return [as_json_value(value) for value in values]


def as_text(value: Any) -> str | None:
    """A cell as text, for formats that hold nothing else; lists and objects as JSON."""
    value = as_json_value(value)
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, float) and value.is_integer() and abs(value) < 2**53:
        return str(int(value))
    return json.dumps(value, ensure_ascii=False)

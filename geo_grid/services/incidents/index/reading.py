"""Columns of incidents as the database writes them."""

from collections.abc import Callable, Hashable
from typing import TypeVar

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv
from numpy.typing import NDArray

from geo_grid.services.incidents.index.columns import (
    CHANNELS,
    KINDS,
    NEVER,
    STATES,
    URGENCIES,
    Codes,
    Columns,
    Vocabulary,
)
from geo_grid.services.incidents.index.mercator import interleaved, world
from geo_grid.store.queries.incident_columns import COLUMNS

_Key = TypeVar("_Key", bound=Hashable)
_Scalar = TypeVar("_Scalar", bound=np.generic)

_TYPES = {
    **dict.fromkeys(("id", "nearest_grid", "person", "office", "account"), pa.int64()),
    **dict.fromkeys(("reported", "changed", "due", "warn"), pa.int64()),
    **dict.fromkeys(("version", "level"), pa.int32()),
    **dict.fromkeys(("lon", "lat"), pa.float64()),
    "made_up": pa.bool_(),
    # A title has few characters, all titles together may have more than 32 bits count.
    "words": pa.large_string(),
    **dict.fromkeys(("number", "state", "kind", "urgency", "channel", "category"), pa.string()),
    **dict.fromkeys(("grids", "co_offices"), pa.string()),
}
_NOTHING = {
    "person": 0,
    "office": 0,
    "account": 0,
    "nearest_grid": 0,
    "level": 0,
    "due": NEVER,
    "warn": NEVER,
}
_LONGEST_BLOCK = 2**26


def read_columns(written: bytes, vocabulary: Vocabulary) -> Columns:
    """Columns from the CSV of `store.queries.incident_columns`, sorted by place."""
    read = pyarrow.csv.ReadOptions(column_names=list(COLUMNS), block_size=_LONGEST_BLOCK)
    convert = pyarrow.csv.ConvertOptions(
        column_types=_TYPES,
        null_values=[""],
        true_values=["t"],
        false_values=["f"],
        strings_can_be_null=False,
    )
    parse = pyarrow.csv.ParseOptions(newlines_in_values=True)
    if written:
        table = pyarrow.csv.read_csv(pa.BufferReader(written), read, parse, convert)
    else:
        table = pa.table({name: pa.array([], _TYPES[name]) for name in COLUMNS})
    told = {name: table.column(name).combine_chunks() for name in COLUMNS}

    def whole(name: str, kind: type[_Scalar]) -> NDArray[_Scalar]:
        column = told[name]
        if name in _NOTHING:
            column = pc.fill_null(column, _NOTHING[name])
        values: NDArray[_Scalar] = column.to_numpy(zero_copy_only=False).astype(kind)
        return values

    def among(name: str, values: tuple[str, ...]) -> NDArray[np.int8]:
        found: NDArray[np.int8] = (
            pc.index_in(told[name], value_set=pa.array(values)).to_numpy(zero_copy_only=False).astype(np.int8)
        )
        return found

    x, y = world(whole("lon", np.float64), whole("lat", np.float64))
    place = interleaved(x, y)
    found = Columns(
        id=whole("id", np.int64),
        version=whole("version", np.int32),
        number=np.array(told["number"].to_numpy(zero_copy_only=False), dtype="S24"),
        x=x,
        y=y,
        place=place,
        state=among("state", STATES),
        kind=among("kind", KINDS),
        urgency=among("urgency", URGENCIES),
        channel=among("channel", CHANNELS),
        category=_coded(told["category"], str, vocabulary.categories),
        chain=_coded(told["grids"], _identities, vocabulary.chains),
        co_offices=_coded(told["co_offices"], _identities, vocabulary.offices),
        nearest_grid=whole("nearest_grid", np.int64),
        level=whole("level", np.int8),
        person=whole("person", np.int64),
        office=whole("office", np.int64),
        account=whole("account", np.int64),
        reported=whole("reported", np.int64),
        changed=whole("changed", np.int64),
        due=whole("due", np.int64),
        warn=whole("warn", np.int64),
        made_up=whole("made_up", np.bool_),
        words=told["words"],
    )
    return found.take(np.argsort(place, kind="stable"))


def _identities(written: str) -> tuple[int, ...]:
    """An array as PostgreSQL writes it, such as ``{1,2,3}``."""
    inside = written[1:-1]
    return tuple(int(each) for each in inside.split(",")) if inside else ()


def _coded(column: pa.Array, key: Callable[[str], _Key], codes: Codes[_Key]) -> NDArray[np.int32]:
    """The code of each; every value that occurs is looked at once."""
    encoded = column.dictionary_encode()
    table = np.array([codes.of(key(each)) for each in encoded.dictionary.to_pylist()], dtype=np.int32)
    found: NDArray[np.int32] = table[encoded.indices.to_numpy(zero_copy_only=False)]
    return found

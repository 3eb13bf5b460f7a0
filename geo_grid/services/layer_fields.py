"""The fields of a base layer from the columns of a file: texts, words, counts and services.

Only what the layer has a field for is taken. Other columns stay in the file: nobody's name or telephone
number slips into the map along with a street.
"""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from geo_grid.core.addresses.splitting import compose_address, split_address
from geo_grid.core.layers.counting import counts_of
from geo_grid.core.layers.garbled import is_garbled
from geo_grid.core.layers.kinds import SERVICE_COUNT, Kind
from geo_grid.core.layers.storable import storable
from geo_grid.core.layers.vocabulary import unknown_value, value_of
from geo_grid.files.features import Features
from geo_grid.services.import_values import plain_value
from geo_grid.services.layer_headers import SERVICE
from geo_grid.services.layer_remarks import Remarks

#: Words that say only that there is something.
_SAYS_NOTHING = frozenset({"", "yes", "true", "1", "是", "有", "no", "false", "0", "否", "无"})
_NO = frozenset({"", "no", "false", "f", "0", "否", "无"})

Values = dict[str, list[Any]]


def read_fields(
    features: Features, kind: Kind, mapping: Mapping[str, str], noted: Remarks
) -> tuple[Values, list[dict[str, Any]]]:
    """Values of every field of the layer, row by row, and what is kept beside them.

    Parameters
    ----------
    features
        What was read.
    kind
        The layer.
    mapping
        Field → column; ``services.NAME`` too.
    noted
        Gathers what is to be said of rows that are kept.

    Returns
    -------
    Field → (n,) values, None where unknown; and (n,) attributes.
    """
    size = len(features)
    attributes: list[dict[str, Any]] = [{} for _ in range(size)]
    values: Values = {}
    for target in kind.texts:
        values[target] = _texts(features, mapping.get(target), noted)
    for target in kind.words:
        values[target] = _words(features, kind, target, mapping.get(target), attributes, noted)
    for target, believed in kind.counts.items():
        values[target] = _counts(features, target, mapping.get(target), believed, noted)
    for target in kind.extras:
        _extras(features, target, mapping.get(target), attributes)
    if kind.layer == "addresses":
        values["services"] = _services(features, mapping, noted)
        _complete_addresses(values)
    return values, attributes


def name_missing(kind: Kind, values: Values, kept: Sequence[int], noted: Remarks) -> None:
    """Remark rows of a layer with names that have none."""
    if kind.named_by is None:
        return
    for row in kept:
        if values[kind.named_by][row] is None:
            noted.add("name_missing", row)


def _texts(features: Features, column: str | None, noted: Remarks) -> list[str | None]:
    if column is None:
        return [None] * len(features)
    texts = column_texts(features, column)
    for row, text in enumerate(texts):
        if text is not None and is_garbled(text):
            noted.add("text_garbled", row, text)
    return texts


def column_texts(features: Features, column: str) -> list[str | None]:
    """A column as text without blanks around it; None where it says nothing."""
    return [None if value is None else storable(value).strip() or None for value in features.column(column)]


def _words(
    features: Features,
    kind: Kind,
    target: str,
    column: str | None,
    attributes: list[dict[str, Any]],
    noted: Remarks,
) -> list[str | None]:
    """Values of a vocabulary; a word that is not in it is kept as it was given."""
    if column is None:
        return [None] * len(features)
    stand_in = unknown_value(kind.layer, target)
    known: dict[str, str | None] = {}
    found: list[str | None] = []
    for row, word in enumerate(column_texts(features, column)):
        if word is None or word.casefold() in _SAYS_NOTHING:
            found.append(None)
            continue
        if word not in known:
            known[word] = value_of(kind.layer, target, word)
        value = known[word]
        if value is None:
            attributes[row][target] = word
            noted.add("word_unknown", row, f"{target} = {word}")
            value = stand_in
        found.append(value)
    return found


def _counts(
    features: Features, target: str, column: str | None, believed: tuple[int, int], noted: Remarks
) -> list[int | None]:
    if column is None:
        return [None] * len(features)
    cells = features.table[column].tolist()
    plain = [cell if type(cell) is int else plain_value(cell) for cell in cells]
    counts, refused = counts_of(plain, *believed)
    for row, reason in refused.items():
        noted.add(reason, row, f"{target} = {cells[row]}")
    return counts


def _extras(features: Features, target: str, column: str | None, attributes: list[dict[str, Any]]) -> None:
    if column is None:
        return
    for row, text in enumerate(column_texts(features, column)):
        if text is not None and text.casefold() not in _NO:
            attributes[row][target] = text


def _services(features: Features, mapping: Mapping[str, str], noted: Remarks) -> list[dict[str, int]]:
    """Counts by the name of a service; a service of which the file says nothing is not among them."""
    services: list[dict[str, int]] = [{} for _ in range(len(features))]
    for target, column in mapping.items():
        if not target.startswith(SERVICE):
            continue
        name = storable(target.removeprefix(SERVICE))
        for row, count in enumerate(_counts(features, name, column, SERVICE_COUNT, noted)):
            if count is not None:
                services[row][name] = count
    if "services" in features.fields:
        _add_listed(features.table["services"].tolist(), services, noted)
    return services


def _add_listed(cells: Sequence[Any], services: list[dict[str, int]], noted: Remarks) -> None:
    """A column of objects, or of their JSON: ``{"独居老人": 2}``."""
    for row, cell in enumerate(cells):
        listed = _object(cell)
        if listed is None:
            noted.add("services_unclear", row, str(cell))
            continue
        counts, refused = counts_of(list(listed.values()), *SERVICE_COUNT)
        names = [storable(str(name)) for name in listed]
        services[row] |= {name: count for name, count in zip(names, counts, strict=True) if count is not None}
        for place, reason in refused.items():
            noted.add(reason, row, f"{names[place]} = {list(listed.values())[place]}")


def _object(cell: Any) -> dict[str, Any] | None:
    """The object in a cell, empty where the cell is; None where it is something else."""
    cell = plain_value(cell)
    if isinstance(cell, str):
        if not cell.strip():
            return {}
        try:
            cell = json.loads(cell)
        except (ValueError, RecursionError):
            return None
    if cell is None:
        return {}
    return cell if isinstance(cell, dict) else None


def _complete_addresses(values: Values) -> None:
    """The full text from its parts, and the parts from the full text, where one is missing."""
    texts, streets = values["text"], values["street"]
    numbers, compounds = values["number"], values["compound"]
    for row, text in enumerate(texts):
        street, number, compound = streets[row], numbers[row], compounds[row]
        if text is None:
            # A bare number is no address.
            if street is not None or compound is not None:
                texts[row] = compose_address(street, number, compound)
        elif street is None and number is None and compound is None:
            streets[row], numbers[row], compounds[row] = split_address(text)

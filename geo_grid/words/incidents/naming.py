"""Parameters of refused actions, called by their names in a sentence."""

from collections.abc import Mapping
from typing import Any

from geo_grid.words import Language, tell

#: Errors whose parameters are codes of incidents.
_CODES = frozenset(
    {"not_general", "not_yours", "own_work", "requires", "transition_impossible"},
)
_PREFIXES: Mapping[str, str] = {
    "able": "incident_capacity_",
    "act": "incident_act_",
    "kind": "incident_kind_",
    "possible": "incident_act_",
    "state": "incident_state_",
    "what": "incident_need_",
}


def named(code: str, params: Mapping[str, Any], language: Language) -> Mapping[str, Any]:
    """Parameters with states, actions, capacities and requirements in words; of other errors as they are."""
    if code not in _CODES:
        return params
    return {name: _named(_PREFIXES.get(name), value, language) for name, value in params.items()}


def _named(prefix: str | None, value: Any, language: Language) -> Any:
    if prefix is None or value is None:
        return value
    if isinstance(value, (list, tuple)):
        return [tell(f"{prefix}{each}", {}, language) for each in value] or None
    return tell(f"{prefix}{value}", {}, language)

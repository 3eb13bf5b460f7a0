"""Filters of incidents as SQL, with their parameters: for whoever takes all of them away."""

import re
from typing import Any

from geo_grid.store.incident_records import IncidentFilter, Sight

#: Whether an incident's clock has run out, as the clock says now.
OVERDUE = "(i.is_open AND i.state <> 'suspended' AND coalesce(i.due_next < now(), false))"
_NUMBER = re.compile(r"\d{8}-?\d*")
_DUE = {
    "overdue": "i.is_open AND i.state <> 'suspended' AND i.due_next < now()",
    "today": "i.is_open AND i.state <> 'suspended' AND i.due_next >= now() AND i.due_next <= :day_ends",
    "soon": "i.is_open AND i.state <> 'suspended' AND i.due_next >= now() AND i.warn_at <= now()",
}
_LIKE = str.maketrans({"\\": "\\\\", "%": "\\%", "_": "\\_"})


def seen(sight: Sight) -> tuple[list[str], dict[str, Any]]:
    """Conditions of what somebody may see; none where it is everything."""
    if sight.everything:
        return [], {}
    told = {
        "seen_grids": ("i.grids && CAST(:seen_grids AS bigint[])", sorted(sight.grids)),
        "seen_ground": ("i.nearest_grid = ANY(CAST(:seen_ground AS bigint[]))", sorted(sight.ground)),
        "seen_offices": (
            (
                "(i.assignee_office = ANY(CAST(:seen_offices AS bigint[]))"
                " OR i.co_offices && CAST(:seen_offices AS bigint[]))"
            ),
            sorted(sight.offices),
        ),
        "seen_person": ("i.assignee_person = :seen_person", sight.person),
        "seen_account": ("i.reporter_account = :seen_account", sight.account),
    }
    used = {name: pair for name, pair in told.items() if pair[1]}
    if not used:
        return ["false"], {}
    return (
        [f"({' OR '.join(condition for condition, _ in used.values())})"],
        {name: value for name, (_, value) in used.items()},
    )


def filtered(asked: IncidentFilter, sight: Sight) -> tuple[str, dict[str, Any]]:
    """A WHERE clause on ``incident i``, without the word, and its parameters."""
    conditions, params = seen(sight)
    for column, values in (
        ("state", asked.states),
        ("kind", asked.kinds),
        ("urgency", asked.urgencies),
        ("channel", asked.channels),
    ):
        if values:
            conditions.append(f"i.{column} = ANY(:{column}s)")
            params[f"{column}s"] = list(values)
    for column, is_it in (("is_open", asked.is_open), ("outside", asked.outside)):
        if is_it is not None:
            conditions.append(f"i.{column}" if is_it else f"NOT i.{column}")
    given = {
        "level": ("i.level = :level", asked.level),
        "person": ("i.assignee_person = :person", asked.person),
        "office": ("i.assignee_office = :office", asked.office),
        "mine": ("i.assignee_person = :mine", sight.person if asked.mine else None),
        "grid": ("i.grids && ARRAY[CAST(:grid AS bigint)]", asked.grid),
        "since": ("i.reported_at >= :since", asked.since),
        "until": ("i.reported_at < :until", asked.until),
    }
    for name, (condition, value) in given.items():
        if value is not None:
            conditions.append(condition)
            params[name] = value
    if asked.due is not None:
        conditions.append(_DUE[asked.due])
        if asked.due == "today":
            params["day_ends"] = asked.day_ends
    if asked.box is not None:
        conditions.append("i.geom && ST_MakeEnvelope(:west, :south, :east, :north, 4326)")
        params |= dict(zip(("west", "south", "east", "north"), asked.box, strict=True))
    _categories(asked, conditions, params)
    _words(asked, conditions, params)
    return " AND ".join(conditions) or "true", params


def _categories(asked: IncidentFilter, conditions: list[str], params: dict[str, Any]) -> None:
    if not asked.categories:
        return
    told = []
    for position, code in enumerate(asked.categories):
        name = f"category{position}"
        # A class is the first two characters of its categories.
        if len(code) == 2:
            told.append(f"(i.category >= :{name} AND i.category < :{name} || '~')")
        else:
            told.append(f"i.category = :{name}")
        params[name] = code
    conditions.append(f"({' OR '.join(told)})")


def _words(asked: IncidentFilter, conditions: list[str], params: dict[str, Any]) -> None:
    words = (asked.words or "").strip().lower()
    if not words:
        return
    if _NUMBER.fullmatch(words):
        begin = words if "-" in words or len(words) == 8 else f"{words[:8]}-{words[8:]}"
        conditions.append("i.number >= :number AND i.number < :number || '~'")
        params["number"] = begin
        return
    conditions.append("lower(i.title || ' ' || coalesce(i.place, '')) LIKE :like")
    params["like"] = f"%{words.translate(_LIKE)}%"

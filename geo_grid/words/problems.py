"""A problem as one sentence: what, where, and what would cure it."""

from collections.abc import Mapping, Sequence
from typing import Any

from geo_grid.core.problem import Problem
from geo_grid.words import Language, tell
from geo_grid.words.amounts import area

#: More ids than this are counted instead of listed.
_LISTED = 6


def explain(problem: Problem, language: Language) -> str:
    """Say what a problem is.

    Parameters
    ----------
    problem
        Any problem of a proof.
    language
        ``zh`` or ``en``.
    """
    params: dict[str, Any] = dict(problem.params)
    params |= {
        "grids": _listed(problem.grids, language),
        "area": area(problem.area_m2, language),
        "parent": problem.parent if problem.parent is not None else params.get("parent"),
    }
    if problem.geometry is not None and not problem.geometry.is_empty:
        place = problem.geometry.representative_point()
        params["place"] = f"{place.x:.7f}, {place.y:.7f}"
    sentence = tell(f"problem_{_variant(problem.code, params)}", params, language)
    if problem.code == "invalid_geometry":
        reason = tell(f"reason_{params['reason']}", {}, language)
        params["reason"] = params["reason"] if reason.startswith("reason_") else reason
        sentence = tell(f"problem_{_variant(problem.code, params)}", params, language)
    if params.get("of") == "parents":
        return tell("problem_of_parents", {"sentence": sentence}, language)
    return sentence


def _variant(code: str, params: Mapping[str, Any]) -> str:
    """Some problems have several sentences, chosen by what is known."""
    if code == "coordinates_out_of_range":
        return f"{code}_{params['hint']}" if params.get("hint", "none") != "none" else code
    if code in {"overlap", "gap", "unmatched_vertex"} and params.get("parent") is not None:
        return f"{code}_in_parent"
    if code == "unmatched_vertex" and params.get("parent_lacks"):
        return "unmatched_vertex_in_outline"
    if code == "invalid_geometry" and params.get("place") is None:
        return "invalid_geometry_unplaced"
    if code == "unknown_parent" and params.get("parent") is None:
        return "unknown_parent_none"
    if code == "outside_parent" and params.get("parent") is None:
        return "outside_outline"
    return code


def _listed(names: Sequence[str], language: Language) -> str:
    joined = ("、" if language == "zh" else ", ").join(names[:_LISTED])
    if len(names) <= _LISTED:
        return joined
    return tell("problem_and_more", {"listed": joined, "count": len(names)}, language)

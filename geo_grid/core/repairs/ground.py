"""Faults that are patches of ground: close gaps, resolve overlaps, clip what reaches outside."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import shapely

from geo_grid.core.change import Change, NewGrid, Transfer
from geo_grid.core.faults import Fault
from geo_grid.core.repairs.give import borders_m, give, is_whole
from geo_grid.core.repairs.workpiece import Workpiece


@dataclass(frozen=True)
class Award:
    """Who gets a patch.

    Parameters
    ----------
    givers
        Rows that lose it.
    receiver
        Row that gains it, None where it goes to nobody or to a new grid.
    new_name
        Id of the grid that the patch becomes, if it becomes one.
    keeper
        Row that had the patch already and keeps it alone.
    refused
        Why the patch stays as it is; then nothing else counts.
    """

    givers: tuple[int, ...] = ()
    receiver: int | None = None
    new_name: str | None = None
    keeper: int | None = None
    refused: str | None = None


@dataclass(frozen=True)
class Situation:
    """What a rule may look at to award a patch.

    Parameters
    ----------
    work
        The grids.
    fault
        The fault.
    borders_m
        Row → length of the border it shares with the patch, metres; rows under the same parent only.
    """

    work: Workpiece
    fault: Fault
    borders_m: dict[int, float]


Rule = Callable[[Situation], Award]

_ACTION = {"gap": "close_gap", "overlap": "resolve_overlap", "outside_parent": "clip_outside"}


@dataclass(frozen=True)
class Outcome:
    """What a repair of patches did.

    Parameters
    ----------
    change
        The change; empty if nothing could be done.
    refused
        Faults that stay, with the reason.
    """

    change: Change
    refused: tuple[tuple[Fault, str], ...]


def repair_patches(work: Workpiece, faults: Sequence[Fault], rule: Rule) -> Outcome:
    """Award each patch by a rule and move the ground.

    Parameters
    ----------
    work
        The grids, noded along the faults.
    faults
        Faults of one code; their faces do not overlap.
    rule
        Decides about one patch.
    """
    refused: list[tuple[Fault, str]] = []
    chosen = []
    for fault in faults:
        if fault.face is None or not is_whole(fault.face):
            refused.append((fault, "too_thin"))
        else:
            chosen.append(fault)
    awards: list[tuple[Fault, Award]] = []
    for fault, lengths in zip(chosen, borders_m(work, chosen), strict=True):
        award = rule(Situation(work, fault, lengths))
        taking_part = {*award.givers} | ({award.receiver} if award.receiver is not None else set())
        if award.refused is None and work.children.invalid[sorted(taking_part)].any():
            award = Award(refused="shape_invalid")
        if award.refused is not None:
            refused.append((fault, award.refused))
        else:
            awards.append((fault, award))
    put: dict[int, shapely.Geometry] = {}
    while awards:
        summed = give(work.children.geometry, [(f.face, a.givers, a.receiver) for f, a in awards])
        # A grid that would lose all its ground keeps it, and its faults say so; one whose chains do not fit
        # waits for the next round's noding.
        stuck = {
            row: "too_thin" if shape is None else "would_vanish"
            for row, shape in summed.items()
            if shape is None or shape.is_empty
        }
        if not stuck:
            put = {row: shape for row, shape in summed.items() if shape is not None}
            break
        rest = []
        for fault, award in awards:
            concerned = [row for row in (*award.givers, award.receiver) if row in stuck]
            if concerned:
                refused.append((fault, stuck[concerned[0]]))
            else:
                rest.append((fault, award))
        awards = rest
    new = [
        NewGrid(award.new_name, fault.key, fault.face)
        for fault, award in awards
        if award.new_name is not None and fault.face is not None
    ]
    notes = [note for fault, award in awards for note in _notes(work, fault, award)]
    return Outcome(Change(put, frozenset(), tuple(new), tuple(notes)), tuple(refused))


def _notes(work: Workpiece, fault: Fault, award: Award) -> list[Transfer]:
    ids = work.children.ids
    action = _ACTION[fault.problem.code]
    parent, area, place = work.parent_name(fault.key), fault.problem.area_m2, fault.problem.geometry
    if award.new_name is not None:
        return [Transfer("new_grid", None, award.new_name, area, place, parent)]
    gains = award.keeper if award.receiver is None else award.receiver
    receiver = None if gains is None else ids[gains]
    if not award.givers:
        return [Transfer(action, None, receiver, area, place, parent)]
    return [Transfer(action, ids[giver], receiver, area, place, parent) for giver in award.givers]

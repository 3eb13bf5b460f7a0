"""People of a made-up town: somebody who answers for every grid, and a few faults to be found.

What is wrong on purpose: one grid has no head, one has no member, one person heads two grids, one AB post is
not a neighbour's, and one duty ends soon with nobody to follow.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

import numpy as np

from geo_grid.example_town.curves import Random
from geo_grid.example_town.offices import HOURS, open_offices, open_stations
from geo_grid.example_town.person_names import PersonNames
from geo_grid.example_town.portraits import draw_portraits
from geo_grid.example_town.staff import TownDuty, TownLeave, TownPerson, TownStaff
from geo_grid.example_town.standing_in import coverage_of_grids, pair_up, strangers
from geo_grid.example_town.town import Town, TownGrid

#: Apart from the generator of the town itself, so that a person more moves no street.
_STREAM = 7
_EVERYTHING = ("name", "post", "photo", "phone", "mobile", "hours")
_HEAD_POSTS = ("网格中心主任", "镇长", "社区党委书记", "社区工作者")
_EVERY_DAY = [1, 2, 3, 4, 5, 6, 7]
_NIGHT: Mapping[str, Any] = MappingProxyType({"days": _EVERY_DAY, "from": "22:00", "until": "06:00"})
_EVENING: Mapping[str, Any] = MappingProxyType({"days": [1, 2, 3, 4, 5], "from": "17:00", "until": "20:30"})
_HEAD_DUTIES = "负责网格全面工作：走访居民、排查隐患、调解矛盾、办理和上报事项"
_MEMBER_DUTIES = "日常巡查、信息采集、事项办理与回访"
_LIAISON_DUTIES = "联系指导网格工作，协调上级解决问题"
#: Grids of level 3 for each deliberate fault and each leave.
_GRIDS_A_CASE = 60


def make_staff(town: Town) -> TownStaff:
    """Make up everybody who answers for a made-up town: the same for the same town.

    Returns
    -------
    TownStaff; every grid of every level has a head but where the lack is on purpose.
    """
    return _Staffing(town).staff()


class _Staffing:
    """Persons and duties as they are thought up, one community after the other."""

    def __init__(self, town: Town) -> None:
        self.town = town
        self.rng: Random = np.random.default_rng((town.seed, _STREAM))
        self.names = PersonNames(self.rng)
        self.offices, self.office_of = open_offices(town, self.names)
        self.departments = [at for at, office in enumerate(self.offices) if office.kind == "department"]
        self.portraits = draw_portraits()
        self.persons: list[TownPerson] = []
        self.duties: list[TownDuty] = []
        self.leaves: list[TownLeave] = []
        self.leaves_of_town = [grid for grid in town.grids if grid.level == 3]
        self.head_of: dict[str, int] = {}
        self.member_of: dict[str, int] = {}

    def staff(self) -> TownStaff:
        leaves = self.leaves_of_town
        coverage = coverage_of_grids(leaves)
        pairs = pair_up(coverage)
        paired = {code for pair in pairs for code in pair}
        alone = [grid.code for grid in leaves if grid.code not in paired]
        cases = max(1, len(leaves) // _GRIDS_A_CASE)
        ordinary = [grid.code for grid in leaves if grid.kind == "comprehensive"]
        # Each case has grids of its own, spread over the town.
        spread = [ordinary[at] for at in self.rng.permutation(len(ordinary))]
        vacant, lonely, ending = (set(spread[at * cases : (at + 1) * cases]) for at in range(3))
        shared = self._shared(pairs, vacant | lonely | ending, cases)
        for grid in self.town.grids:
            if grid.level < 3:
                self._above(grid)
        for grid in leaves:
            self._leaf(grid, vacant, lonely, ending, shared)
        self._communities()
        busy = vacant | lonely | ending | set(shared) | set(shared.values())
        self._absences([pair for pair in pairs if not busy & set(pair)], cases)
        partners = [way for one, other in pairs for way in ((one, other), (other, one))]
        wrong = strangers(coverage, alone) or strangers(coverage, [*alone[:1], *ordinary])
        if wrong is not None:
            partners = [way for way in partners if way[0] != wrong[0]] + [wrong]
        return TownStaff(
            tuple(self.offices),
            tuple(self.persons),
            tuple(self.duties),
            tuple(self.leaves),
            tuple(partners),
            tuple(open_stations(self.town, self.office_of, self.names)),
            self.portraits,
        )

    @staticmethod
    def _shared(pairs: list[tuple[str, str]], taken: set[str], cases: int) -> dict[str, str]:
        """Grids whose head is that of another: code → the other's."""
        free = [pair for pair in pairs if not taken & set(pair)]
        return {other: one for one, other in free[:cases]}

    def _above(self, grid: TownGrid) -> None:
        """The head of a grid of levels 0 to 2."""
        office = self.office_of[grid.code]
        post = "村党支部书记" if "村" in grid.name and grid.level == 2 else _HEAD_POSTS[grid.level]
        person = self._official(grid.code, office, post, portrait=len(self.persons) % len(self.portraits))
        self.head_of[grid.code] = person
        self.duties.append(
            TownDuty(person, grid.code, "head", duties="统筹本级网格化服务管理工作", office=office)
        )

    def _leaf(
        self, grid: TownGrid, vacant: set[str], lonely: set[str], ending: set[str], shared: dict[str, str]
    ) -> None:
        """Head, members and volunteers of a grid of level 3."""
        office = self.office_of[grid.parent or ""]
        post = "村民委员会委员" if grid.setting == "rural" else _HEAD_POSTS[3]
        if grid.kind == "special":
            post = "驻点单位负责人"
        if grid.code not in vacant:
            lender = shared.get(grid.code)
            head = (
                self._official(grid.code, office, post, portrait=self._portrait(3))
                if lender is None
                else self.head_of[lender]
            )
            self.head_of[grid.code] = head
            ends = 20 if grid.code in ending else None
            self.duties.append(
                TownDuty(head, grid.code, "head", duties=_HEAD_DUTIES, office=office, ends_in_days=ends)
            )
        if grid.code not in lonely:
            self._members(grid, office)
        if grid.kind == "comprehensive":
            for _ in range(1 + int(self.rng.integers(2))):
                self._volunteer(grid)

    def _members(self, grid: TownGrid, office: int) -> None:
        member = self._official(grid.code, office, "专职网格员", portrait=self._portrait(6))
        self.member_of[grid.code] = member
        self.duties.append(TownDuty(member, grid.code, "member", duties=_MEMBER_DUTIES, office=office))
        chance = self.rng.random()
        if chance < 0.3:
            other = self._official(grid.code, office, "专职网格员", portrait=None)
            shift, hours = ("night", _NIGHT) if chance < 0.15 else ("staggered", _EVENING)
            self.duties.append(
                TownDuty(other, grid.code, "member", shift, (hours,), None, _MEMBER_DUTIES, office)
            )

    def _volunteer(self, grid: TownGrid) -> None:
        """An information officer: a private person, of whom mostly nothing is published."""
        post = ("楼道长", "志愿者", "物业保安", "老党员")[int(self.rng.integers(4))]
        is_opted_in = bool(self.rng.random() < 0.12)
        name, english = self.names.person()
        self.persons.append(
            TownPerson(
                "private",
                name,
                english,
                post,
                None,
                self.names.mobile(),
                None,
                ("name", "post", "mobile") if is_opted_in else (),
                is_opted_in,
                None,
                grid.code,
                None,
            )
        )
        self.duties.append(
            TownDuty(len(self.persons) - 1, grid.code, "information_officer", duties="收集和反映居民意见")
        )

    def _communities(self) -> None:
        """Liaisons from the level above, and specialists of the departments."""
        police, management, market, health = self.departments
        for grid in (grid for grid in self.town.grids if grid.level == 2):
            above = grid.parent or ""
            liaison = self._official(above, self.office_of[above], "驻社区干部", portrait=None)
            self.duties.append(TownDuty(liaison, grid.code, "liaison", duties=_LIAISON_DUTIES))
            guide = self._official(grid.code, self.office_of[grid.code], "社区副主任", portrait=None)
            specialists = (("社区民警", police), ("家庭医生", health), ("城管队员", management))
            for specialty, office in specialists:
                person = self._official(grid.code, office, specialty, portrait=None)
                self.duties.append(
                    TownDuty(person, grid.code, "specialist", specialty=specialty, office=office)
                )
            for leaf in self.leaves_of_town:
                if leaf.parent != grid.code:
                    continue
                self.duties.append(TownDuty(guide, leaf.code, "liaison", duties=_LIAISON_DUTIES))
                if "市场" in leaf.name:
                    person = self._official(leaf.code, market, "市场监管员", portrait=None)
                    self.duties.append(
                        TownDuty(person, leaf.code, "specialist", specialty="市场监管", office=market)
                    )

    def _absences(self, pairs: list[tuple[str, str]], cases: int) -> None:
        """Short leaves with an AB post, short leaves with a stand-in of one's own, and long leaves."""
        for at, (one, other) in enumerate(pairs[: 4 * cases]):
            head = self.head_of[one]
            if at % 4 < 2:
                self.leaves.append(TownLeave(head, "short", -1, 12 + at))
            elif at % 4 == 2:
                self.leaves.append(TownLeave(head, "short", -1, 10, self.member_of[other]))
            else:
                self.leaves.append(TownLeave(head, "long", -20, 90))

    def _official(self, grid: str, office: int, post: str, *, portrait: int | None) -> int:
        """Somebody in the service; position among the persons."""
        name, english = self.names.person()
        self.persons.append(
            TownPerson(
                "official",
                name,
                english,
                post,
                self.offices[office].phone,
                self.names.mobile(),
                HOURS,
                self._published(),
                is_opted_in=False,
                portrait=portrait,
                grid=grid,
                office=office,
            )
        )
        return len(self.persons) - 1

    def _published(self) -> tuple[str, ...]:
        chance = self.rng.random()
        if chance < 0.05:
            return ("post", "phone", "hours")
        without = "photo" if chance < 0.17 else "mobile" if chance < 0.35 else ""
        return tuple(field for field in _EVERYTHING if field != without)

    def _portrait(self, one_in: int) -> int | None:
        drawn = int(self.rng.integers(one_in * len(self.portraits)))
        return drawn if drawn < len(self.portraits) else None

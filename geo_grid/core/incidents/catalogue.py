"""The catalogue: what can be reported, how each is handled, in what time, and whose task it is."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

from geo_grid.core.errors import Gone, InputError
from geo_grid.core.incidents.deadlines import Limit
from geo_grid.core.incidents.states import Kind, Stage, Urgency

#: The level of a limit that holds at every level that has none of its own.
ALL_LEVELS = 0
LEVELS = (1, 2, 3)

Ground = Literal["residential", "street", "extension"]
GROUNDS: tuple[Ground, ...] = ("residential", "street", "extension")
#: What a grid of a kind does with a category: it is laid down (规定), or may be taken on (自选).
Task = Literal["set", "chosen"]

#: Stage → level → limit.
Limits = Mapping[Stage, Mapping[int, Limit]]


@dataclass(frozen=True, slots=True)
class Names:
    """What something is called."""

    zh: str
    en: str


@dataclass(frozen=True, slots=True)
class Category:
    """A category.

    Parameters
    ----------
    code
        Two digits, or four of which the first two are its parent's.
    is_facility
        A fault of a facility (部件), else an event (事件).
    kind, urgency
        How it is handled, and how much it presses.
    must_report
        Never ends with whoever dealt with it (必报).
    must_visit
        The arrival is recorded before it is finished (必到).
    photo_on_finish
        It is finished with a photo.
    verify_on_site
        It is verified on the spot.
    limits
        Its own; see `Catalogue.limit`.
    lead
        The department that usually leads, by its code in the catalogue; the matrix decides.
    tasks
        By the kind of grid; a kind that is not named has nothing to do with it.
    is_retired
        It can no longer be chosen; what was reported under it keeps it.
    successor
        What to choose instead.
    """

    code: str
    names: Names
    is_facility: bool = False
    kind: Kind = Kind.GENERAL
    urgency: Urgency = Urgency.NORMAL
    must_report: bool = False
    must_visit: bool = False
    photo_on_finish: bool = False
    verify_on_site: bool = True
    limits: Limits = field(default_factory=dict)
    lead: str | None = None
    tasks: Mapping[Ground, Task] = field(default_factory=dict)
    is_retired: bool = False
    successor: str | None = None

    @property
    def parent(self) -> str | None:
        """Code of the class it belongs to; None for a class."""
        return self.code[:2] if len(self.code) > 2 else None

    @property
    def presses(self) -> bool:
        """Whether its clocks run at once and round the clock."""
        return self.kind is Kind.EMERGENCY or self.urgency is Urgency.EMERGENCY


@dataclass(frozen=True)
class Catalogue:
    """A version of the catalogue.

    Parameters
    ----------
    version
        0 for the one that comes with the program.
    categories
        Ascending by code; also the retired ones.
    limits
        By the kind of handling, where a category and its class have none.
    departments
        Code → what the departments that usually lead are called.
    """

    version: int
    categories: tuple[Category, ...]
    limits: Mapping[Kind, Limits] = field(default_factory=dict)
    departments: Mapping[str, Names] = field(default_factory=dict)

    @cached_property
    def by_code(self) -> Mapping[str, Category]:
        """Every category."""
        return {category.code: category for category in self.categories}

    def usable(self, code: str) -> Category:
        """A category that can be reported.

        Raises
        ------
        InputError
            ``category_unknown`` {category}; ``category_too_wide`` {category}: a class, of which one has to be
            chosen.
        Gone
            ``category_retired`` {category, successor}.
        """
        found = self.by_code.get(code)
        if found is None:
            raise InputError("category_unknown", category=code)
        if found.parent is None:
            raise InputError("category_too_wide", category=code)
        if found.is_retired or self.by_code[found.parent].is_retired:
            raise Gone("category_retired", category=code, successor=found.successor)
        return found

    def limit(self, code: str, stage: Stage, level: int) -> Limit | None:
        """How long a stage may take at a level; None where nobody laid it down.

        A category's own limit goes before that of its class, and that before the limit of its kind; in each
        of them, one for the level before one for all levels.
        """
        category = self.by_code.get(code)
        if category is None:
            return None
        for limits in self._limits_of(category):
            of_level = limits.get(stage, {})
            found = of_level.get(level) or of_level.get(ALL_LEVELS)
            if found is not None:
                return found
        return None

    def tasks(self, ground: Ground) -> Mapping[Task, list[Category]]:
        """What grids of a kind do: what is laid down, and what may be taken on."""
        found: dict[Task, list[Category]] = {"set": [], "chosen": []}
        for category in self.categories:
            task = category.tasks.get(ground)
            if task is not None and not category.is_retired:
                found[task].append(category)
        return found

    def _limits_of(self, category: Category) -> Iterator[Limits]:
        yield category.limits
        if category.parent is not None and category.parent in self.by_code:
            yield self.by_code[category.parent].limits
        yield self.limits.get(category.kind, {})

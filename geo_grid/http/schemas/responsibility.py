"""The responsibility matrix."""

from collections.abc import Mapping, Sequence
from typing import Any

from pydantic import ConfigDict, Field

from geo_grid.core.incidents.matrix import Responsibility
from geo_grid.http.schemas.account import NamedGrid
from geo_grid.http.schemas.base import Identity, Published
from geo_grid.http.schemas.category import Code
from geo_grid.http.schemas.office import OfficeName
from geo_grid.services.incidents.responsibility import MOST_CO, Asked
from geo_grid.store.queries.incident_rules import ResponsibilityLine, ServingOffice
from geo_grid.store.records import GridRecord

_OFFICE: dict[str, Any] = {"id": 7, "name": {"zh": "综合行政执法队", "en": None}, "phone": "000-0000-0000"}
_ROW: dict[str, Any] = {
    "id": 1, "category": "0101", "grid": None, "lead": _OFFICE, "co": [], "arbiter": None,
}  # fmt: skip


class ActingOffice(Published):
    """An office that the matrix names."""

    id: int
    name: OfficeName
    phone: str | None

    @classmethod
    def of(cls, office: ServingOffice) -> "ActingOffice":
        """As published."""
        return cls(id=office.id, name=OfficeName(zh=office.name_zh, en=office.name_en), phone=office.phone)


class ActingOffices(Published):
    """Which offices have to act on a matter of a category, as everybody may know them."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"category": "0101", "lead": _OFFICE, "co": [], "arbiter": None}]}
    )

    category: Code
    lead: ActingOffice | None = Field(description="Null where the matrix says nothing of it.")
    co: list[ActingOffice] = Field(description="Acting along.")
    arbiter: ActingOffice | None = Field(description="Who decides where it is disputed.")

    @classmethod
    def of(
        cls, category: str, found: Responsibility, offices: Mapping[int, ServingOffice]
    ) -> "ActingOffices":
        """As published."""

        def named(office: int | None) -> ActingOffice | None:
            return None if office is None else ActingOffice.of(offices[office])

        return cls(
            category=category,
            lead=named(found.lead),
            co=[ActingOffice.of(offices[each]) for each in found.co],
            arbiter=named(found.arbiter),
        )


class ResponsibilityIn(Published):
    """Whose a category is on some ground, in the place of what was said of just that."""

    category: Code | None = Field(
        default=None, description="A category, or a class with all in it; null for all."
    )
    grid: str | None = Field(
        default=None,
        min_length=1,
        max_length=100,
        pattern=r"^[^\x00]*$",
        description="Code of a grid, meant with all below it; null for everywhere.",
    )
    lead: Identity = Field(description="Id of the office that leads (牵头).")
    co: list[Identity] = Field(
        default_factory=list, max_length=MOST_CO, description="Offices acting along (协办)."
    )
    arbiter: Identity | None = Field(
        default=None, description="Who decides where it is disputed; null for the office above the lead."
    )

    def asked(self) -> Asked:
        """As the service takes it."""
        return Asked(self.category, self.grid, self.lead, tuple(self.co), self.arbiter)


class ResponsibilityOut(Published):
    """A row of the matrix."""

    model_config = ConfigDict(json_schema_extra={"examples": [_ROW]})

    id: int
    category: str | None = Field(description="Null for all categories.")
    grid: NamedGrid | None = Field(description="Null for everywhere.")
    lead: ActingOffice
    co: list[ActingOffice]
    arbiter: ActingOffice | None = Field(description="Null for the office above the lead.")

    @classmethod
    def of(cls, line: ResponsibilityLine, offices: Mapping[int, ServingOffice]) -> "ResponsibilityOut":
        """As published."""
        return cls(
            id=line.id,
            category=line.category or None,
            grid=_grid(line),
            lead=ActingOffice.of(offices[line.lead]),
            co=[ActingOffice.of(offices[each]) for each in line.co],
            arbiter=None if line.arbiter is None else ActingOffice.of(offices[line.arbiter]),
        )


class ResponsibilityList(Published):
    """The matrix."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"items": [_ROW]}]})

    items: list[ResponsibilityOut] = Field(description="By category and grid.")


class ResponsibleOut(Published):
    """Who has to act at a place, for a category."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "category": "0101",
                    "chain": [{"code": "320000001001001", "name": "朝阳里网格", "level": 3}],
                    "lead": _OFFICE,
                    "co": [],
                    "arbiter": None,
                    "row": 1,
                }
            ]
        }
    )

    category: Code
    chain: list[NamedGrid] = Field(
        description="The grids there, level ascending; their people answer. Empty outside the coverage."
    )
    lead: ActingOffice | None = Field(description="Null where the matrix says nothing of it.")
    co: list[ActingOffice]
    arbiter: ActingOffice | None
    row: int | None = Field(description="Id of the row of the matrix that says so.")

    @classmethod
    def of(
        cls,
        category: str,
        chain: Sequence[GridRecord],
        found: Responsibility,
        offices: Mapping[int, ServingOffice],
    ) -> "ResponsibleOut":
        """As published."""
        return cls(
            category=category,
            chain=[NamedGrid(code=grid.code, name=grid.name, level=grid.level) for grid in chain],
            lead=None if found.lead is None else ActingOffice.of(offices[found.lead]),
            co=[ActingOffice.of(offices[each]) for each in found.co],
            arbiter=None if found.arbiter is None else ActingOffice.of(offices[found.arbiter]),
            row=found.row,
        )


def _grid(line: ResponsibilityLine) -> NamedGrid | None:
    if line.grid_code is None or line.grid_name is None or line.grid_level is None:
        return None
    return NamedGrid(code=line.grid_code, name=line.grid_name, level=line.grid_level)

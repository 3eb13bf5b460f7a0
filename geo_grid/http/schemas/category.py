"""Categories of incidents, the whole catalogue, and the task lists that follow from it."""

from typing import Annotated, Any, Literal

from pydantic import ConfigDict, Field, StrictBool, StringConstraints

from geo_grid.core.incidents.catalogue import Catalogue, Category, Ground
from geo_grid.core.incidents.deadlines import Unit
from geo_grid.core.incidents.reading_catalogue import MOST_CATEGORIES, written_catalogue
from geo_grid.core.incidents.states import Kind, Stage, Urgency
from geo_grid.http.schemas.base import Published

Name = Annotated[str, StringConstraints(min_length=1, max_length=60, pattern=r"^[^\x00]*$")]
Code = Annotated[str, StringConstraints(pattern=r"^[0-9]{2}([0-9]{2})?$")]
Department = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,39}$")]
LevelKey = Literal["1", "2", "3", "all"]

_RUBBISH: dict[str, Any] = {
    "code": "0101", "parent": "01", "name": {"zh": "暴露垃圾", "en": "Uncollected rubbish"}, "class": "event",
    "kind": "general", "urgency": "normal", "must_visit": False, "photo_on_finish": True,
}  # fmt: skip


class BothNames(Published):
    """A name in Chinese and in English."""

    zh: Name
    en: Name


class LimitModel(Published):
    """A limit of time. Minutes and hours are office hours, except where it presses."""

    amount: int = Field(strict=True, ge=1, le=10_080)
    unit: Unit


LimitsModel = Annotated[
    dict[Stage, dict[LevelKey, LimitModel]],
    Field(description="By stage and level of whoever has it; `all` holds where a level has none of its own."),
]


class CategoryChoice(Published):
    """A category to choose, or a class of them."""

    model_config = ConfigDict(json_schema_extra={"examples": [_RUBBISH]})

    code: Code
    parent: Code | None = Field(description="Null for a class, which cannot be chosen itself.")
    name: BothNames
    class_: Literal["event", "facility"] = Field(alias="class")
    kind: Kind
    urgency: Urgency
    must_visit: bool
    photo_on_finish: bool

    @classmethod
    def of(cls, category: Category) -> "CategoryChoice":
        """As published."""
        return cls(
            code=category.code,
            parent=category.parent,
            name=BothNames(zh=category.names.zh, en=category.names.en),
            class_="facility" if category.is_facility else "event",
            kind=category.kind,
            urgency=category.urgency,
            must_visit=category.must_visit,
            photo_on_finish=category.photo_on_finish,
        )


class CategoryList(Published):
    """What can be reported now."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"version": 0, "categories": [_RUBBISH]}]})

    version: int
    categories: list[CategoryChoice] = Field(description="Classes and their categories, by code.")

    @classmethod
    def of(cls, catalogue: Catalogue) -> "CategoryList":
        """Without what is retired."""
        retired = {category.code for category in catalogue.categories if category.is_retired}
        return cls(
            version=catalogue.version,
            categories=[
                CategoryChoice.of(category)
                for category in catalogue.categories
                if category.code not in retired and category.parent not in retired
            ],
        )


class TaskList(Published):
    """What grids of a kind do."""

    ground: Ground
    set: list[CategoryChoice] = Field(description="Laid down (规定).")
    chosen: list[CategoryChoice] = Field(description="To be taken on where the grid wants to (自选).")


class GridName(Published):
    """A grid, named."""

    code: str
    name: str


class TaskLists(Published):
    """Task lists."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "version": 0,
                    "grid": {"code": "320000001001001", "name": "朝阳里网格"},
                    "lists": [{"ground": "residential", "set": [_RUBBISH], "chosen": []}],
                }
            ]
        }
    )

    version: int = Field(description="Of the catalogue.")
    grid: GridName | None = Field(description="The grid that was asked about.")
    lists: list[TaskList] = Field(description="That of the grid, else one for each kind.")

    @classmethod
    def of(cls, catalogue: Catalogue, grounds: tuple[Ground, ...], grid: GridName | None) -> "TaskLists":
        """As published."""
        lists = []
        for ground in grounds:
            tasks = catalogue.tasks(ground)
            lists.append(
                TaskList(
                    ground=ground,
                    set=[CategoryChoice.of(each) for each in tasks["set"]],
                    chosen=[CategoryChoice.of(each) for each in tasks["chosen"]],
                )
            )
        return cls(version=catalogue.version, grid=grid, lists=lists)


class CategoryModel(Published):
    """A category with everything that is laid down about it; what is left out is as usual."""

    code: Code = Field(description="Two digits for a class, four for a category in it.")
    name_zh: Name
    name_en: Name
    class_: Literal["event", "facility"] = Field(default="event", alias="class")
    kind: Kind = Kind.GENERAL
    urgency: Urgency = Urgency.NORMAL
    must_report: StrictBool = Field(
        default=False, description="Never ends with whoever dealt with it, even if general."
    )
    must_visit: StrictBool = Field(default=False, description="Finished only after the arrival was recorded.")
    photo_on_finish: StrictBool = False
    verify_on_site: StrictBool = True
    limits: LimitsModel = Field(default_factory=dict)
    lead: Department | None = Field(default=None, description="The department that usually leads.")
    tasks: dict[Ground, Literal["set", "chosen"]] = Field(default_factory=dict)
    retired: StrictBool = False
    successor: Code | None = Field(default=None, description="What to choose instead of a retired one.")


class CatalogueIn(Published):
    """A whole catalogue, in the place of the one in force."""

    departments: dict[Department, BothNames] = Field(default_factory=dict)
    limits: dict[Kind, LimitsModel] = Field(
        default_factory=dict, description="By kind of handling, where a category and its class have none."
    )
    categories: list[CategoryModel] = Field(max_length=MOST_CATEGORIES)

    def content(self) -> dict[str, Any]:
        """As the core reads it."""
        return self.model_dump(mode="json", by_alias=True, exclude={"version"})


class CatalogueOut(CatalogueIn):
    """The catalogue, with what is retired."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "version": 0,
                    "departments": {"sanitation": {"zh": "环境卫生", "en": "Sanitation"}},
                    "limits": {"general": {"accept": {"all": {"amount": 2, "unit": "hours"}}}},
                    "categories": [
                        {"code": "01", "name_zh": "市容环境", "name_en": "Cleanliness", "class": "event"},
                        {
                            "code": "0101", "name_zh": "暴露垃圾", "name_en": "Uncollected rubbish",
                            "class": "event", "kind": "general", "lead": "sanitation",
                            "limits": {"handle": {"3": {"amount": 1, "unit": "calendar_days"}}},
                            "tasks": {"residential": "set", "street": "set"},
                        },
                    ],
                }
            ]
        }
    )  # fmt: skip

    version: int = Field(description="Send it as `If-Match`: a number in quotation marks. 0: the defaults.")

    @classmethod
    def of(cls, catalogue: Catalogue) -> "CatalogueOut":
        """As published."""
        return cls.model_validate({"version": catalogue.version, **written_catalogue(catalogue)})

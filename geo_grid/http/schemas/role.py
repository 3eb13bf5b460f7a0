"""Roles and settings, as administrators see them."""

from pydantic import ConfigDict, Field

from geo_grid.http.schemas.base import Published


class BothNames(Published):
    """A name in both languages."""

    zh: str
    en: str


class RoleOut(Published):
    """A role, on what it is granted, and what it may do."""

    role: str
    name: BothNames
    scopes: list[str]
    actions: list[str]


class ActionOut(Published):
    """Something that roles and tokens allow."""

    action: str
    name: BothNames


class RoleList(Published):
    """All roles and all actions."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "roles": [
                        {
                            "role": "planner",
                            "name": {"zh": "划分员", "en": "Planner"},
                            "scopes": ["grid", "office"],
                            "actions": ["ground.see", "plans.draw"],
                        }
                    ],
                    "actions": [{"action": "plans.draw", "name": {"zh": "拟定划分方案", "en": "Draw plans"}}],
                }
            ]
        }
    )

    roles: list[RoleOut]
    actions: list[ActionOut]


class SettingOut(Published):
    """A setting with its meaning; a secret one without its value."""

    name: str
    meaning: BothNames
    default: str | None
    value: str | None
    is_set: bool = Field(description="Whether it has a value, for a secret one too.")
    secret: bool


class SettingList(Published):
    """All settings of the installation."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "items": [
                        {
                            "name": "GEO_GRID_LANGUAGE",
                            "meaning": {
                                "zh": "本人没有选择时使用的语言。",
                                "en": "Language where a person has not chosen one.",
                            },
                            "default": "zh",
                            "value": "zh",
                            "is_set": True,
                            "secret": False,
                        }
                    ]
                }
            ]
        }
    )

    items: list[SettingOut]

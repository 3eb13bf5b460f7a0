import json
from typing import Any

import pytest

from geo_grid.core.errors import Gone, InputError
from geo_grid.core.incidents.catalogue import Catalogue
from geo_grid.core.incidents.deadlines import Limit, Unit
from geo_grid.core.incidents.reading_catalogue import read_catalogue, written_catalogue
from geo_grid.core.incidents.states import Stage


def hours(amount: int) -> dict[str, Any]:
    return {"amount": amount, "unit": "hours"}


def content(**changes: Any) -> dict[str, Any]:
    """Two classes; 0101 of the first is changed."""
    given: dict[str, Any] = {
        "departments": {"sanitation": {"zh": "环卫", "en": "Sanitation"}},
        "limits": {"general": {"handle": {"all": hours(9), "3": hours(8)}, "take": {"all": hours(7)}}},
        "categories": [
            {"code": "01", "name_zh": "市容", "name_en": "Streets", "limits": {"handle": {"3": hours(5)}}},
            {"code": "0101", "name_zh": "垃圾", "name_en": "Rubbish", **changes},
            {"code": "0102", "name_zh": "水域", "name_en": "Water", "tasks": {"street": "set"}},
            {"code": "11", "name_zh": "公用", "name_en": "Utilities", "class": "facility"},
            {"code": "1101", "name_zh": "井盖", "name_en": "Manhole", "class": "facility"},
        ],
    }
    return json.loads(json.dumps(given))  # type: ignore[no-any-return]


def catalogue(**changes: Any) -> Catalogue:
    return read_catalogue(content(**changes), 3)


def refused(given: Any) -> str:
    with pytest.raises(InputError) as raised:
        read_catalogue(given)
    return raised.value.code


@pytest.mark.parametrize(
    ("limits", "stage", "level", "amount"),
    [
        ({}, Stage.HANDLE, 3, 5),
        ({}, Stage.HANDLE, 2, 9),
        ({}, Stage.TAKE, 1, 7),
        ({}, Stage.VERIFY, 3, None),
        ({"handle": {"all": hours(1)}}, Stage.HANDLE, 3, 1),
        ({"handle": {"2": hours(2)}}, Stage.HANDLE, 3, 5),
        ({"handle": {"2": hours(2)}}, Stage.HANDLE, 2, 2),
    ],
)
def test_a_limit_is_the_categorys_own_then_its_classes_then_its_kinds(
    limits: dict[str, Any], stage: Stage, level: int, amount: int | None
) -> None:
    wanted = None if amount is None else Limit(amount, Unit.HOURS)
    assert catalogue(limits=limits).limit("0101", stage, level) == wanted


def test_a_limit_of_another_kind_or_of_nothing_is_none() -> None:
    assert catalogue(kind="approval").limit("0101", Stage.TAKE, 3) is None
    assert catalogue().limit("9999", Stage.TAKE, 3) is None


def test_only_a_category_in_use_can_be_reported() -> None:
    assert catalogue().usable("0101").names.en == "Rubbish"
    with pytest.raises(InputError, match="category_unknown"):
        catalogue().usable("0199")
    with pytest.raises(InputError, match="category_too_wide"):
        catalogue().usable("01")
    with pytest.raises(Gone) as raised:
        catalogue(retired=True, successor="0102").usable("0101")
    assert raised.value.params == {"category": "0101", "successor": "0102"}


def test_a_category_of_a_retired_class_cannot_be_reported() -> None:
    given = content()
    given["categories"][0]["retired"] = True
    with pytest.raises(Gone, match="category_retired"):
        read_catalogue(given).usable("0101")


def test_tasks_are_listed_by_the_kind_of_grid_without_what_is_retired() -> None:
    found = catalogue(tasks={"street": "chosen", "extension": "set"}).tasks("street")
    assert [[each.code for each in found[task]] for task in ("set", "chosen")] == [["0102"], ["0101"]]
    assert catalogue(tasks={"street": "chosen"}, retired=True).tasks("street")["chosen"] == []


def test_what_is_written_reads_the_same() -> None:
    found = catalogue(limits={"total": {"all": {"amount": 3, "unit": "working_days"}}}, lead="sanitation")
    assert read_catalogue(json.loads(json.dumps(written_catalogue(found))), 3) == found


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"code": "011"}, "category_code_wrong"),
        ({"code": "٠١٠١"}, "category_code_wrong"),
        ({"code": 101}, "category_code_wrong"),
        ({"code": "0102"}, "category_twice"),
        ({"code": "0901"}, "category_without_class"),
        ({"class": "facility"}, "category_other_class"),
        ({"name_en": " "}, "catalogue_name_wrong"),
        ({"name_zh": "长" * 61}, "catalogue_name_wrong"),
        ({"name_zh": None}, "catalogue_name_wrong"),
        ({"kind": "nonsense"}, "catalogue_wrong"),
        ({"kind": []}, "catalogue_wrong"),
        ({"urgency": None}, "catalogue_wrong"),
        ({"must_visit": 1}, "catalogue_wrong"),
        ({"colour": "red"}, "catalogue_wrong"),
        ({"tasks": {"moon": "set"}}, "catalogue_wrong"),
        ({"tasks": {"street": []}}, "catalogue_wrong"),
        ({"limits": {"handle": {"4": hours(1)}}}, "catalogue_wrong"),
        ({"limits": {"lunch": {"all": hours(1)}}}, "catalogue_wrong"),
        ({"limits": {"handle": hours(1)}}, "catalogue_wrong"),
        ({"limits": {"handle": {"all": {"amount": 1.5, "unit": "hours"}}}}, "catalogue_wrong"),
        ({"limits": {"handle": {"all": {"amount": True, "unit": "hours"}}}}, "catalogue_wrong"),
        ({"limits": {"handle": {"all": hours(0)}}}, "limit_wrong"),
        ({"lead": "circus"}, "category_lead_unknown"),
        ({"successor": "0102"}, "category_successor_wrong"),
        ({"successor": "0101", "retired": True}, "category_successor_wrong"),
        ({"successor": "01", "retired": True}, "category_successor_wrong"),
        ({"successor": "0777", "retired": True}, "category_successor_wrong"),
    ],
)
def test_what_is_wrong_with_a_category_is_said(changes: dict[str, Any], code: str) -> None:
    assert refused(content(**changes)) == code


@pytest.mark.parametrize(
    ("given", "code"),
    [
        (None, "catalogue_wrong"),
        ([], "catalogue_wrong"),
        ({"categories": "0101"}, "catalogue_wrong"),
        ({"categories": [], "x": 1}, "catalogue_wrong"),
        ({"categories": [7]}, "catalogue_wrong"),
        ({"categories": []}, "catalogue_empty"),
        ({"categories": [{"code": "01", "name_zh": "a", "name_en": "a"}]}, "catalogue_empty"),
        ({"categories": [{}] * 1001}, "catalogue_too_many"),
        ({"categories": [], "departments": {"A": {"zh": "a", "en": "a"}}}, "catalogue_wrong"),
        ({"categories": [], "departments": {"a": "a"}}, "catalogue_wrong"),
        ({"categories": [], "limits": {"odd": {}}}, "catalogue_wrong"),
    ],
)
def test_what_is_wrong_with_the_whole_is_said(given: Any, code: str) -> None:
    assert refused(given) == code

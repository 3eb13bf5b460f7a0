"""Everybody who answers for the made-up town: somebody for every grid, nobody who exists, and the faults."""

from collections import Counter

import pytest
import shapely

from geo_grid.example_town.people import make_staff
from geo_grid.example_town.staff import TownStaff
from geo_grid.example_town.town import Town
from tests.example_town.towns import town_of


@pytest.fixture(scope="module")
def town() -> Town:
    return town_of(1)


@pytest.fixture(scope="module")
def staff(town: Town) -> TownStaff:
    return make_staff(town)


def heads(staff: TownStaff) -> dict[str, int]:
    return {duty.grid: duty.person for duty in staff.duties if duty.role == "head"}


def test_every_grid_but_one_has_one_head_and_one_person_has_two(town: Town, staff: TownStaff) -> None:
    of_grid = heads(staff)
    assert len(of_grid) == sum(duty.role == "head" for duty in staff.duties)
    assert len({grid.code for grid in town.grids} - set(of_grid)) == 1
    assert sorted(Counter(Counter(of_grid.values()).values()).items())[1:] == [(2, 1)]


def test_every_grid_of_level_3_but_one_has_a_member(town: Town, staff: TownStaff) -> None:
    served = {duty.grid for duty in staff.duties if duty.role == "member"}
    assert len({grid.code for grid in town.grids if grid.level == 3} - served) == 1


def test_pairs_are_neighbours_but_for_one(town: Town, staff: TownStaff) -> None:
    shapes = {grid.code: grid.geometry for grid in town.grids}
    apart = [
        (one, other)
        for one, other in staff.partners
        if shapely.length(shapely.intersection(shapes[one], shapes[other])) == 0
    ]
    assert len(apart) == 1
    assert len({one for one, _ in staff.partners}) == len(staff.partners)
    mutual = sum((other, one) in staff.partners for one, other in staff.partners)
    assert mutual >= len(staff.partners) - 2


def test_leaves_of_each_kind_and_one_duty_that_ends_soon(staff: TownStaff) -> None:
    kinds = {(leave.kind, leave.stand_in is None) for leave in staff.leaves}
    assert kinds == {("short", True), ("short", False), ("long", True)}
    assert sum(duty.ends_in_days is not None for duty in staff.duties) == 1
    partnered = {one for one, _ in staff.partners}
    grid_of = {person: grid for grid, person in heads(staff).items()}
    assert all(grid_of[leave.person] in partnered for leave in staff.leaves)


def test_nobody_can_be_rung_up(staff: TownStaff) -> None:
    phones = {person.phone for person in staff.persons} | {office.phone for office in staff.offices}
    assert all(phone is None or phone.startswith("000-5551-") for phone in phones)
    mobiles = [person.mobile for person in staff.persons]
    assert len(set(mobiles)) == len(mobiles)
    assert all(mobile is not None and mobile.startswith("1540") and len(mobile) == 11 for mobile in mobiles)
    names = [person.name for person in staff.persons]
    assert len(set(names)) == len(names)


def test_private_people_publish_nothing_unless_they_opted_in(staff: TownStaff) -> None:
    private = [person for person in staff.persons if person.kind == "private"]
    assert 0 < sum(person.is_opted_in for person in private) < len(private) / 3
    assert all(bool(person.published) is person.is_opted_in for person in private)
    official = [person for person in staff.persons if person.kind == "official"]
    assert not any(person.is_opted_in for person in official)
    for field in ("photo", "mobile", "name"):
        assert 0 < sum(field not in person.published for person in official) < len(official) / 2


def test_stations_stand_on_their_ground(town: Town, staff: TownStaff) -> None:
    shapes = {grid.code: grid.geometry for grid in town.grids}
    assert len({(station.lon, station.lat) for station in staff.stations}) == len(staff.stations) == 9
    assert all(shapes[each.grid].contains(shapely.Point(each.lon, each.lat)) for each in staff.stations)


def test_the_same_town_has_the_same_people(town: Town, staff: TownStaff) -> None:
    assert make_staff(town) == staff
    assert heads(make_staff(town_of(2))) != heads(staff)

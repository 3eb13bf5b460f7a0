"""What waits for somebody, by what they are."""

import pytest

from geo_grid.core.incidents.actions import Act
from geo_grid.core.permissions.deciding import Actor, Held
from geo_grid.core.permissions.roles import Role
from geo_grid.services.incidents.seeing import sight_of
from geo_grid.services.incidents.work import Work, work_of
from geo_grid.store.session import session_scope
from tests.services.incidents.conftest import Scene

pytestmark = pytest.mark.database


def work(scene: Scene, actor: Actor) -> Work:
    with session_scope(scene.engine) as session:
        return work_of(session, actor, scene.desk)


def numbers(found: Work) -> set[str]:
    return {row.number for row in found.mine}


def test_an_officer_has_what_their_office_was_given_though_they_see_more(scene: Scene) -> None:
    given = scene.report("0101")
    scene.act("dispatcher", given, Act.REASSIGN, office=scene.offices["department"])
    other = scene.report("0101")
    scene.act("dispatcher", other, Act.REASSIGN, office=scene.offices["community"])
    officer = scene.actors["officer"]
    assert given in numbers(work(scene, officer))
    assert other not in numbers(work(scene, officer))
    # The same with the town as ground, where all there is is seen: the outline.
    outline = next(grid.id for grid in scene.index.grids.values() if grid.level == 0)
    held = Held(Role.DEPARTMENT_OFFICER, grid=outline, office=scene.offices["department"])
    everywhere = Actor(officer.account, (held,))
    with session_scope(scene.engine) as session:
        assert sight_of(session, everywhere).everything
    assert given in numbers(work(scene, everywhere))
    assert other not in numbers(work(scene, everywhere))


def test_who_may_everything_everywhere_is_still_somebody(scene: Scene) -> None:
    own = scene.report("0101")
    leaf = scene.actors["leaf"]
    boundless = Actor(leaf.account, (*leaf.grants, Held(Role.DISPATCHER)))
    with session_scope(scene.engine) as session:
        sight = sight_of(session, boundless)
    assert (sight.everything, sight.person, sight.account) == (True, scene.people["leaf"], leaf.account)
    assert own in numbers(work(scene, boundless))

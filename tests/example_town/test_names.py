"""Names are given once."""

import numpy as np

from geo_grid.example_town.names import Names


def test_no_name_is_given_twice() -> None:
    names = Names(np.random.default_rng(0))
    given = [names.street(eastward=True) for _ in range(300)]
    given += [names.estate() for _ in range(600)]
    given += [names.village() for _ in range(150)]
    given += [names.alley(eastward=False) for _ in range(300)]
    assert len(set(given)) == len(given)


def test_a_name_taken_twice_gets_a_number() -> None:
    names = Names(np.random.default_rng(0))
    assert [names.take("云溪站"), names.take("云溪站"), names.take("云溪站")] == [
        "云溪站",
        "云溪站2",
        "云溪站3",
    ]


def test_the_main_streets_keep_their_names() -> None:
    stems = Names(np.random.default_rng(4)).through_roads(3, 3, (1, 1))
    assert (stems[1], stems[4]) == ("解放", "人民")
    assert len(set(stems)) == len(stems) == 7

"""Made-up incidents: the same for the same seed, of the last month, and some of each story."""

from geo_grid.example_town.incidents import DAYS, make_errands, make_incidents


def test_the_same_seed_makes_the_same_and_another_others() -> None:
    assert make_incidents(1) == make_incidents(1)
    assert make_incidents(1) != make_incidents(2)


def test_they_are_of_the_last_month_the_oldest_first() -> None:
    made = make_incidents()
    days = [each.days_ago for each in made]
    assert days == sorted(days, reverse=True)
    assert 0 < days[-1] < days[0] < DAYS + 1


def test_what_has_ended_had_the_time_to() -> None:
    ended = [each for each in make_incidents() if each.story and each.story[-1][0] == "verify"]
    assert ended
    assert all(each.days_ago * 24 > sum(hours for _, hours in each.story) for each in ended)


def test_a_grid_member_has_something_in_every_state_that_is_theirs_to_deal_with() -> None:
    made = make_errands()
    assert made == make_errands(1) != make_errands(2)
    assert all(each.for_member and each.is_sent for each in made)
    last = [each.story[-1][0] if each.story else "" for each in made]
    assert {"", "take", "note", "rework"} <= set(last)
    assert not any(each.for_member for each in make_incidents())

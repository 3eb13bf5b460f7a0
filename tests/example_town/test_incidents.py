"""Made-up incidents: the same for the same seed, of the last month, and some of each story."""

from geo_grid.example_town.incidents import DAYS, make_incidents


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

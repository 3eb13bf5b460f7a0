"""What comes with the program: a catalogue, and the calendars that chinesecalendar knows."""

from geo_grid.core.incidents.states import Kind, Stage
from geo_grid.core.incidents.working_calendar import WorkingCalendar, check_year
from geo_grid.services.incidents.default_catalogue import default_catalogue
from geo_grid.services.incidents.known_holidays import known_holidays
from tests.core.incidents.calendars import CALENDAR, holiday_year


def test_the_catalogue_has_the_classes_of_the_domain_and_all_that_they_need() -> None:
    catalogue = default_catalogue()
    classes = [each for each in catalogue.categories if each.parent is None]
    inside = [each for each in catalogue.categories if each.parent is not None]
    assert [each.names.zh for each in classes if not each.is_facility] == [
        "市容环境", "宣传广告", "施工管理", "街面秩序", "突发事件", "矛盾纠纷", "安全隐患", "便民服务",
    ]  # fmt: skip
    assert (sum(each.is_facility for each in classes), len(inside) >= 60) == (5, True)
    assert {each.kind for each in inside} == set(Kind)
    for category in inside:
        for stage in Stage:
            for level in (1, 2, 3):
                assert catalogue.limit(category.code, stage, level) is not None, (category.code, stage)
        assert category.tasks, category.code
        assert category.presses is (category.kind is Kind.EMERGENCY), category.code


def test_emergencies_are_always_reported_and_visited() -> None:
    pressing = [each for each in default_catalogue().categories if each.presses]
    assert len(pressing) >= 8 and all(each.must_report and each.must_visit for each in pressing)


def test_every_kind_of_grid_has_tasks_laid_down_and_tasks_to_choose() -> None:
    for ground in ("residential", "street", "extension"):
        tasks = default_catalogue().tasks(ground)
        assert len(tasks["set"]) >= 10 and len(tasks["chosen"]) >= 10


def test_the_known_calendars_are_those_of_the_notices() -> None:
    known = WorkingCalendar(known_holidays().values())
    for year in (2025, 2026):
        assert known.is_confirmed(year)
        said = {each.day: each.kind for each in known.years[year].days}
        assert said == {each.day: each.kind for each in holiday_year(year).days}
        assert all(known.is_working(day) is CALENDAR.is_working(day) for day in said)


def test_years_that_were_not_announced_are_not_known() -> None:
    years = known_holidays()
    assert min(years) <= 2010 and max(years) + 1 not in years
    assert all(check_year(year) == year for year in years.values())

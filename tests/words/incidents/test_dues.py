from geo_grid.core.incidents.deadlines import Limit, Pause, Unit, due_after_pauses
from geo_grid.words.incidents.dues import due_text, limit_text
from tests.core.incidents.calendars import CALENDAR, CHINA, at


def test_a_due_time_explains_itself_step_by_step() -> None:
    paused = [Pause(at("0930 16:30"), at("1009 09:00"))]
    found = due_after_pauses(at("0928 20:00"), Limit(2, Unit.WORKING_DAYS), paused, CALENDAR, None, CHINA)
    assert [due_text(step.code, step.params, "zh") for step in found.steps] == [
        "2025年9月28日 20:00（周日）不在办公时间，自 2025年9月29日 08:30（周一）起计。",
        "时限 2 个工作日。",
        "2025年9月30日 16:30（周二）至 2025年10月9日 09:00（周四）挂账，顺延其间的办公时间 1 小时 30 分钟。",
        "2025年10月1日至8日国庆节、中秋节放假，不计。",
        "应于 2025年10月9日 10:00（周四）前完成。",
    ]
    assert [due_text(step.code, step.params, "en") for step in found.steps] == [
        "28 Sep 2025 20:00 (Sun) is outside office hours: counted from 29 Sep 2025 08:30 (Mon).",
        "The limit is 2 working days.",
        (
            "Suspended from 30 Sep 2025 16:30 (Tue) to 9 Oct 2025 09:00 (Thu): the office hours in between, "
            "1 hour 30 minutes, are added."
        ),
        "1 to 8 Oct 2025: National Day and Mid-Autumn Festival, not counted.",
        "Due by 9 Oct 2025 10:00 (Thu).",
    ]


def test_it_says_where_it_rests_on_a_calendar_that_was_not_announced() -> None:
    found = due_after_pauses(at("2026-12-31 16:00"), Limit(2, Unit.HOURS), (), CALENDAR, None, CHINA)
    said = [due_text(step.code, step.params, "zh") for step in found.steps]
    assert "时限 2 小时，只计办公时间。" in said
    assert "2027 年的放假安排尚未公布，暂按周一至周五推算。" in said


def test_one_is_not_many() -> None:
    assert limit_text(1, "working_days", "en") == "1 working day"

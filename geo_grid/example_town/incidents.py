"""What happened in the example town: made-up incidents of the last month, in every state that there is."""

import random
from dataclasses import dataclass

#: Days back from now over which they are spread, the more of them the later.
DAYS = 30
#: How many.
COUNT = 120

#: Category, what somebody says of it, and where.
_SAID = (
    ("0101", "垃圾桶满了没人收，袋子堆到路边", "垃圾房旁"),
    ("0102", "装修垃圾堆在楼道口好几天了", "单元门前"),
    ("0103", "路面有泥水，车过溅人", "村口路段"),
    ("0104", "河里漂着塑料袋和树枝", "桥边河埠"),
    ("0106", "杂物堆在公共走道上", "楼道内"),
    ("0108", "夜里十一点还在放音响", "广场边"),
    ("0109", "有人在地头烧树叶，烟很大", "地头"),
    ("0201", "电线杆上贴满小广告", "沿街电线杆"),
    ("0203", "广告牌摆到人行道上", "商铺门前"),
    ("0301", "工地夜间施工，影响休息", "工地旁"),
    ("0304", "施工围挡占了半条路", "施工路段"),
    ("0402", "水果摊摆到店外", "菜场对面"),
    ("0404", "车停在消防通道上", "小区入口"),
    ("0407", "盲道被电动车占了", "公交站旁"),
    ("0502", "闻到燃气味，很浓", "楼道内"),
    ("0503", "路面塌了一个坑", "十字路口"),
    ("0508", "大树倒在路中间，车过不去", "河边路段"),
    ("0607", "两家为停车位争吵", "停车场"),
    ("0701", "消防通道堆满纸箱", "后门通道"),
    ("0702", "有人从楼上拉线给电动车充电", "楼下"),
    ("0704", "私拉电线，线头裸露", "出租屋门口"),
    ("0801", "询问医保怎么办转移", "服务大厅"),
    ("0808", "家里停水两天了", "住宅内"),
    ("1101", "井盖翘起来，骑车容易摔", "人行道上"),
    ("1102", "路灯坏了三盏，晚上很暗", "沿路"),
    ("1106", "消火栓旁的管子漏水", "绿化带边"),
)

#: What follows a report, each with the hours since the one before, by how often it comes about.
_STORIES: tuple[tuple[int, tuple[tuple[str, float], ...]], ...] = (
    (34, (("take", 1), ("arrive", 1), ("finish", 3), ("verify", 12), ("rate", 20))),
    (14, (("take", 2), ("arrive", 2), ("finish", 20), ("verify", 30))),
    (6, (("take", 1), ("arrive", 1), ("finish", 5), ("rework", 8), ("finish", 10), ("verify", 8))),
    (4, (("return", 3), ("dispatch", 2), ("take", 2), ("arrive", 1), ("finish", 9), ("verify", 9))),
    (9, (("take", 2),)),
    (8, (("take", 1), ("arrive", 1), ("note", 5))),
    (9, ()),
    (7, (("take", 1), ("arrive", 1), ("finish", 6))),
    (4, (("take", 2), ("arrive", 2), ("ask_suspension", 4), ("grant_suspension", 3))),
    (4, (("take", 2), ("ask_extension", 20))),
    (4, (("dispute", 4),)),
    (4, (("return", 5),)),
    (3, (("escalate", 30), ("take", 2))),
    (3, (("decline", 1),)),
    (3, (("withdraw", 2),)),
    (2, (("duplicate", 2),)),
    (2, (("take", 1), ("arrive", 1), ("finish", 4), ("verify", 6), ("reopen", 24))),
)
#: Category, days ago and what followed, of what waits for a grid member.
_ERRANDS: tuple[tuple[str, float, tuple[tuple[str, float], ...]], ...] = (
    ("1101", 2.2, (("take", 1), ("arrive", 1), ("finish", 6), ("rework", 14))),
    ("0704", 1.1, (("take", 2), ("arrive", 1), ("note", 3))),
    ("0404", 0.6, (("take", 1),)),
    ("1102", 0.3, ()),
    ("0106", 0.1, ()),
)
_CHANNELS = (("resident", 40), ("member", 34), ("hotline", 20), ("higher_office", 3), ("sensor", 3))
#: Of those that nothing followed yet, those that wait at the desk.
_WAITING = 0.3


@dataclass(frozen=True, slots=True)
class TownIncident:
    """Something that happened.

    Parameters
    ----------
    days_ago
        When it was reported.
    grid, east, north
        Which of the grids that nothing divides, and where in it: parts of the way from its label point to the
        corner of a box about it, from -1 to 1. Numbers from 0 to 1 choose the grid.
    is_sent
        Whether it was sent on its way by itself.
    story
        Acts that followed, each with the hours since the one before.
    for_member
        Whether it was given to the member of the first grid, whoever answers for the place.
    """

    days_ago: float
    category: str
    text: str
    place: str
    grid: float
    east: float
    north: float
    channel: str
    is_sent: bool
    story: tuple[tuple[str, float], ...]
    for_member: bool = False


def make_errands(seed: int = 1) -> list[TownIncident]:
    """What waits for the member of the first grid, the newest last: the same for the same seed."""
    chance = random.Random(f"errands {seed}")  # noqa: S311 - nothing here is secret
    said = {category: (words, place) for category, words, place in _SAID}
    return [
        TownIncident(
            days,
            category,
            *said[category],
            0.0,
            chance.uniform(-1, 1),
            chance.uniform(-1, 1),
            "resident",
            is_sent=True,
            story=story,
            for_member=True,
        )
        for category, days, story in _ERRANDS
    ]


def make_incidents(seed: int = 1, count: int = COUNT) -> list[TownIncident]:
    """Make them up, the oldest first: the same for the same seed."""
    chance = random.Random(f"incidents {seed}")  # noqa: S311 - nothing here is secret
    weights = [weight for weight, _ in _STORIES]
    made = []
    for number in range(count):
        story = chance.choices(_STORIES, weights)[0][1] if number >= len(_STORIES) else _STORIES[number][1]
        long = sum(hours for _, hours in story) / 24
        category, said, place = chance.choice(_SAID)
        # What is still to be done is of these days; what has ended may be older.
        has_ended = bool(story) and story[-1][0] in ("verify", "rate", "decline", "withdraw", "duplicate")
        days = chance.random() * (DAYS - long - 0.5 if has_ended else 3.5) + long + 0.02
        made.append(
            TownIncident(
                days,
                category,
                said,
                place,
                chance.random(),
                chance.uniform(-1, 1),
                chance.uniform(-1, 1),
                chance.choices([name for name, _ in _CHANNELS], [weight for _, weight in _CHANNELS])[0],
                bool(story) or chance.random() > _WAITING,
                story,
            )
        )
    return sorted(made, key=lambda each: -each.days_ago)

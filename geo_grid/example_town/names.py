"""Names as Chinese towns have them, each given once. None is meant for any place or firm there is."""

from collections.abc import Iterable, Iterator

from geo_grid.example_town.curves import Random

#: Towns of a city, the main one first.
TOWNS = (
    "云溪镇", "柳塘镇", "青禾镇", "白鹭镇", "石桥镇", "枫林镇", "梅湾镇", "莲浦镇", "松泾镇",
    "竹溪镇", "荷荡镇", "杏花镇",
)  # fmt: skip
#: Main streets first: the main street from north to south, then the one from west to east.
_MAIN = ("解放", "人民")
_ROADS = (
    "建设", "文昌", "中山", "新华", "和平", "胜利", "友谊", "东风", "光明", "团结", "振兴",
    "迎宾", "学府", "工业", "科技", "兴业", "环城", "云柳", "青云", "望湖", "凤鸣", "龙泉",
    "瑞祥", "长虹", "朝阳", "富民", "同心", "繁荣", "幸福", "康宁",
)  # fmt: skip
_FIRST = "文建新永长安兴福和泰康乐明清春秋景瑞祥云凤龙鹤梅兰竹菊荷桂松柏枫柳锦绣华丰盛昌德仁义"
_SECOND = "昌平安宁兴华丰盛泰和康乐园林泉溪湖塘桥亭台苑秀美景明光辉阳春晖云霞虹月荣福祥瑞德仁义信诚善"
_ALLEYS = (
    "桥东", "桥西", "桥南", "桥北", "井儿", "塔前", "塔后", "庙前", "米市", "鱼行", "竹竿",
    "铁匠", "染坊", "油车", "酱园", "茶馆", "书院", "学前", "西仓", "东仓", "石皮", "砖桥",
    "杏花", "柳荫", "槐树", "银杏", "香樟", "梧桐", "水阁", "河埠", "城隍", "当铺", "剪刀",
    "豆腐", "花鸟", "灯笼", "钟楼", "鼓楼", "状元", "探花",
)  # fmt: skip
_SURNAMES = "沈陆顾钱王张徐朱周吴陈姚金施俞蒋许潘范方汤戴费邵姜丁卞祝"
_VILLAGE = "埭浜湾桥塘港圩宅荡汇"
_ESTATES = (
    "锦绣", "云溪", "阳光", "碧水", "翠竹", "金桂", "香樟", "梅苑", "兰亭", "丽景", "滨河",
    "江南", "书香", "紫荆", "望江", "春江", "东方", "盛世", "名仕", "清华", "水岸", "御景",
    "天和", "永安", "金色", "银河", "百合", "玫瑰", "荷塘", "枫叶", "世纪", "星河", "绿洲",
    "景泰", "华庭", "文昌", "学府", "怡景", "康桥", "嘉和",
)  # fmt: skip
_ESTATE_KINDS = ("花园", "新村", "家园", "苑", "公寓", "名邸", "小区", "嘉园", "雅居", "华府")


class Names:
    """Gives out names, none twice.

    Parameters
    ----------
    rng
        Where chance comes from.
    """

    def __init__(self, rng: Random) -> None:
        self._given: set[str] = set()
        made = _mixed([a + b for a in _FIRST for b in _SECOND if a != b], rng)
        self._roads: Iterator[str] = iter([*_mixed(_ROADS, rng), *made])
        self._alleys: Iterator[str] = iter([*_mixed(_ALLEYS, rng), *reversed(made)])
        villages = [f"{name}家{end}" for name in _SURNAMES for end in _VILLAGE]
        self._villages: Iterator[str] = iter(_mixed(villages, rng))
        estates = [stem + end for stem in _ESTATES for end in _ESTATE_KINDS]
        more = [stem + end for stem in made for end in _ESTATE_KINDS[:4]]
        self._estates: Iterator[str] = iter([*_mixed(estates, rng), *more])

    def _first(self, candidates: Iterator[str], ending: str = "") -> str:
        for name in candidates:
            if name + ending not in self._given:
                self._given.add(name + ending)
                return name + ending
        raise ValueError("the example has more places than names")

    def take(self, name: str) -> str:
        """A name of one's own choice, with a number where it is taken."""
        number, wanted = 2, name
        while name in self._given:
            name, number = f"{wanted}{number}", number + 1
        self._given.add(name)
        return name

    def through_roads(self, columns: int, rows: int, main: tuple[int, int]) -> list[str]:
        """Stems of the arterial roads (columns, rows), then the whole name of the expressway."""
        stems = [self._first(self._roads) for _ in range(columns + rows)]
        stems[main[0]], stems[columns + main[1]] = _MAIN
        return [*stems, "云溪绕城高架路"]

    def street(self, *, eastward: bool) -> str:
        """A street: 路 from west to east, 街 from north to south."""
        return self._first(self._roads, "路" if eastward else "街")

    def alley(self, *, eastward: bool) -> str:
        """An alley."""
        return self._first(self._alleys, "弄" if eastward else "巷")

    def village(self) -> str:
        """A village."""
        return self._first(self._villages)

    def estate(self) -> str:
        """An estate."""
        return self._first(self._estates)

    def community(self) -> str:
        """A community of the town, without 社区."""
        return self._first(self._roads, "社区")[:-2]


def _mixed(names: Iterable[str], rng: Random) -> list[str]:
    listed = list(dict.fromkeys(names))
    return [listed[at] for at in rng.permutation(len(listed)).tolist()]

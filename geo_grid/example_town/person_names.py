"""Names of people who do not exist, each given once, and phone numbers that are nobody's."""

from collections.abc import Iterator
from itertools import product

from geo_grid.core.search.pinyin import reading
from geo_grid.example_town.curves import Random

#: Surnames of one reading only.
_SURNAMES = "沈陆顾钱王张徐朱周吴陈姚金施蒋许潘范方汤戴费邵姜丁胡林何高马梁宋郑谢唐韩冯程彭吕"
_FIRST = "云溪荷桥禾枫松竹梅兰莲柳春秋晓雨雪晨思文永安青明新志家建月海江远"
_SECOND = "青禾桥舟帆荷月林泉峰峦宁平和清远安华英梅兰芳霞君波涛亮明强军伟杰珍琴"


class PersonNames:
    """Gives out names and numbers, none twice.

    Parameters
    ----------
    rng
        Where chance comes from.
    """

    def __init__(self, rng: Random) -> None:
        given = [a + b for a, b in product(_FIRST, _SECOND) if a != b]
        pairs = list(product(_SURNAMES, given))
        self._names: Iterator[tuple[str, str]] = iter(pairs[at] for at in rng.permutation(len(pairs)))
        self._mobile = 0
        self._landline = 0

    def person(self) -> tuple[str, str]:
        """A name, and how it is written in English."""
        surname, given = next(self._names)
        return surname + given, f"{latin(surname)} {latin(given)}"

    def mobile(self) -> str:
        """A mobile number; 154 begins nobody's."""
        self._mobile += 1
        return f"1540000{self._mobile:04d}"

    def landline(self) -> str:
        """A number of an area code that no place has."""
        self._landline += 1
        return f"000-5551-{self._landline:04d}"


def latin(chinese: str) -> str:
    """One Chinese name in letters."""
    return reading(chinese).pinyin.capitalize()

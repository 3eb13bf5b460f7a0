"""Shops along the streets, stalls in the market, institutions; their phone numbers are nobody's."""

from collections.abc import Sequence
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np
import shapely

from geo_grid.example_town.addresses import Address
from geo_grid.example_town.building import Building
from geo_grid.example_town.curves import Random
from geo_grid.example_town.frame import Floats
from geo_grid.example_town.settle import Settled

_TRADES = (
    ("餐饮", 16, ("面馆", "饭店", "小吃店", "酒楼", "馄饨店", "火锅店")),
    ("便利店", 11, ("便利店", "超市", "烟酒店")),
    ("服装鞋帽", 8, ("服装店", "鞋店", "童装店", "布店")),
    ("果蔬生鲜", 8, ("水果店", "蔬菜店", "生鲜店")),
    ("五金建材", 6, ("五金店", "灯具店", "水暖店")),
    ("理发美容", 6, ("理发店", "美发厅")),
    ("药店", 4, ("大药房",)),
    ("早点茶饮", 6, ("早点铺", "茶馆", "奶茶店", "糕团店")),
    ("修理", 4, ("修车铺", "家电维修部", "钟表店")),
    ("通信数码", 3, ("手机店", "数码店")),
    ("文具图书", 3, ("文具店", "书店")),
    ("快递物流", 3, ("快递驿站",)),
    ("母婴", 2, ("母婴店",)),
    ("诊所", 2, ("口腔门诊部", "中医馆")),
    ("金融", 1, ("农商银行营业所", "储蓄所")),
    ("房产中介", 2, ("房产中介",)),
    ("洗衣家政", 2, ("洗衣店", "家政服务部")),
)
_STALLS = ("蔬菜", "水产", "肉类", "豆制品", "禽蛋", "熟食", "粮油", "干货", "水果", "调味品")
_WORKS = (
    "精密机械", "纺织", "包装", "电子", "塑业", "食品", "家具", "五金制品", "服饰", "新材料",
    "汽车配件", "印务", "玻璃", "管件",
)  # fmt: skip
_BRANDS = (
    "老张", "阿福", "顺兴", "好又来", "福满", "鑫源", "百味", "金牌", "小城", "家佳", "正阳",
    "同和", "吉祥", "万盛", "新天", "云香", "王记", "李记", "陈记", "沈记", "陆氏", "祥云",
    "亿家", "美好", "天天", "邻里", "大丰", "聚贤", "德胜", "永泰",
)  # fmt: skip
_INSTITUTIONS = MappingProxyType(
    {
        "school": "教育",
        "kindergarten": "教育",
        "hospital": "医疗",
        "government": "机关",
        "station": "交通",
        "park": "公园",
    }
)


@dataclass(frozen=True, slots=True)
class Organisation:
    """A shop or unit: business data only.

    Parameters
    ----------
    place
        (2,) metres.
    name, trade, phone, address
        Texts; None where unknown.
    """

    place: Floats
    name: str
    trade: str
    phone: str | None
    address: str | None


def open_shops(
    settled: Sequence[Settled],
    buildings: Sequence[Building],
    block_of: Sequence[int],
    compound_names: Sequence[str | None],
    addresses: Sequence[Address],
    rng: Random,
) -> list[Organisation]:
    """All organisations, in the order of their buildings."""
    text: dict[int, str] = {}
    of_block: dict[int, str] = {}
    for address in addresses:
        text.setdefault(address.building, address.text)
        of_block.setdefault(block_of[address.building], address.text)
    shares = np.cumsum([weight for _, weight, _ in _TRADES])
    found: list[Organisation] = []
    seen: set[int] = set()
    for row, building in enumerate(buildings):
        block = block_of[row]
        use, compound = settled[block].use, compound_names[block]
        if compound is not None and block not in seen and (use in _INSTITUTIONS or use == "factory"):
            seen.add(block)
            trade = _INSTITUTIONS.get(use, "制造业")
            found.append(Organisation(building.middle, compound, trade, _phone(rng), of_block.get(block)))
        for shop in range(building.shops):
            place = _front(building, (shop + 0.5) / building.shops)
            if use == "market":
                goods = _STALLS[int(rng.integers(len(_STALLS)))]
                name, trade = f"{compound or ''}{goods}{shop + 1}号摊", "市场摊位"
            else:
                trade, _, kinds = _TRADES[
                    int(np.searchsorted(shares, rng.integers(shares[-1]), side="right"))
                ]
                brand = _BRANDS[int(rng.integers(len(_BRANDS)))]
                name = f"{brand}{kinds[int(rng.integers(len(kinds)))]}"
            phone = _phone(rng) if rng.random() < 0.8 else None
            found.append(Organisation(place, name, trade, phone, text.get(row, of_block.get(block))))
    return found


def factory_name(town: str, rng: Random) -> str:
    """A factory's name."""
    brand = _BRANDS[int(rng.integers(len(_BRANDS)))]
    return f"{town.rstrip('镇')}{brand}{_WORKS[int(rng.integers(len(_WORKS)))]}厂"


def _front(building: Building, share: float) -> Floats:
    """A point inside a building behind its front, at a share of its width."""
    left, right, middle = building.ring[0], building.ring[1], building.middle
    front: Floats = left + (right - left) * share
    point = front * 0.8 + middle * 0.2
    if len(building.ring) == 4 and shapely.contains_xy(shapely.Polygon(building.ring), *point):
        return point
    inner: Floats = shapely.get_coordinates(shapely.point_on_surface(shapely.Polygon(building.ring)))[0]
    return inner


def _phone(rng: Random) -> str:
    return f"000-5550-{int(rng.integers(10_000)):04d}"

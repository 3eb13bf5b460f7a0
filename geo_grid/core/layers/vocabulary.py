"""Words of files for classes and kinds: Chinese and OpenStreetMap's, as the store spells them.

A word that is not known is kept as it was given among the attributes, and the field says `other`, or nothing
where there is no such value.
"""

from collections.abc import Mapping
from types import MappingProxyType


def _folded(words: Mapping[str, str]) -> Mapping[str, str]:
    """``value: "word word"`` the other way round."""
    return MappingProxyType(
        {word.casefold(): value for value, listed in words.items() for word in (value, *listed.split())}
    )


#: Layer → field → word in a file, folded → the store's value.
VOCABULARY: Mapping[str, Mapping[str, Mapping[str, str]]] = MappingProxyType(
    {
        "streets": {
            "class": _folded(
                {
                    "expressway": "motorway motorway_link trunk trunk_link "
                    "高速 高速公路 快速路 城市快速路 国道",
                    "arterial": "primary primary_link 主干路 主干道 城市主干路 主路 省道",
                    "secondary": "secondary_link 次干路 次干道 城市次干路 县道",
                    "branch": "tertiary tertiary_link unclassified residential road busway "
                    "支路 支道 城市支路 乡道",
                    "alley": "living_street service 街巷 巷 弄 胡同 里弄 小巷 内部路 村道",
                    "path": "footway pedestrian trail cycleway steps track bridleway corridor "
                    "小路 步道 步行道 人行道 步行街 自行车道 机耕路",
                }
            )
        },
        "water": {
            "kind": _folded(
                {
                    "river": "riverbank 河 河流 江 大河",
                    "canal": "ditch drain 运河 渠 水渠 沟渠 渠道 人工河",
                    "stream": "brook tidal_channel 溪 小溪 溪流 沟",
                    "lake": "reservoir lagoon oxbow 湖 湖泊 水库",
                    "pond": "basin fishpond 池 池塘 塘 坑塘 鱼塘",
                    "other": "water 水面 水域 水体 其他",
                }
            )
        },
        "buildings": {
            "use": _folded(
                {
                    "residential": "apartments house detached semidetached_house terrace dormitory bungalow "
                    "farm cabin hut houseboat static_caravan 住宅 居住 居民楼 民房 民居 住宅楼 宿舍 公寓",
                    "commercial": "retail shop supermarket kiosk hotel 商业 商铺 商住 商场 店铺 酒店 宾馆",
                    "office": "offices 办公 办公楼 写字楼",
                    "industrial": "warehouse factory manufacture hangar 工业 厂房 仓库 工厂 仓储",
                    "school": "kindergarten university college 学校 教学楼 教育 幼儿园",
                    "hospital": "clinic 医院 医疗 卫生院 卫生",
                    "public": "civic government train_station transportation church cathedral chapel temple "
                    "mosque religious sports_hall stadium fire_station museum library "
                    "公共 公建 公共设施 政府 文化 体育 交通 宗教",
                    "other": "garage garages carport shed roof greenhouse service construction ruins "
                    "其他 其它",
                }
            )
        },
        "compounds": {
            "kind": _folded(
                {
                    "residential": "小区 住宅小区 居住小区 居民小区 住宅区 居住 居民区 院落",
                    "school": "kindergarten university college 学校 中学 小学 大学 幼儿园 校园",
                    "factory": "industrial 工厂 厂区 工业园 园区 工业 企业",
                    "market": "marketplace mall 市场 集市 商场 农贸市场 商业",
                    "park": "garden playground recreation_ground 公园 绿地 游园 广场",
                    "government": "townhall courthouse 机关 政府 机关单位 政府机关 机关大院",
                    "hospital": "clinic 医院 卫生院 医疗",
                    "other": "其他 其它 单位",
                }
            )
        },
    }
)


def value_of(layer: str, field: str, word: str) -> str | None:
    """The store's value for a word; None where nobody knows it."""
    return VOCABULARY[layer][field].get(word.strip().casefold())


def unknown_value(layer: str, field: str) -> str | None:
    """What stands for a word that is not known: ``other`` where the field has it, else nothing."""
    return "other" if "other" in VOCABULARY[layer][field].values() else None

"""Headers under which files keep the fields of a base layer, so that they need not be named."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from geo_grid.core.errors import FieldError, InputError
from geo_grid.core.layers.kinds import Kind
from geo_grid.files.features import Features

#: Before the name of a service: ``services.独居老人``.
SERVICE = "services."
#: The field with an id of the source's own.
ID = "id"

_NAME = ("名称", "name_zh", "name_chn", "mc", "地名")

#: Layer → field → other headers it is found under, folded, likeliest first. The field's own name comes first.
HEADERS: Mapping[str, Mapping[str, Sequence[str]]] = MappingProxyType(
    {
        "streets": {
            "name": (*_NAME, "道路名称", "道路名", "路名", "街道名称", "road_name", "roadname"),
            "class": ("highway", "道路等级", "等级", "类别", "类型", "fclass", "road_class", "type"),
            "level": ("层级",),
            "bridge": ("桥梁",),
            "tunnel": ("隧道",),
        },
        "railways": {"name": (*_NAME, "线路名称", "铁路名称", "线名")},
        "water": {
            "name": (*_NAME, "河流名称", "水系名称", "河名"),
            "kind": ("waterway", "类别", "类型", "种类", "fclass", "type"),
        },
        "buildings": {
            "name": (*_NAME, "建筑名称", "楼名", "楼栋名称"),
            "use": ("用途", "建筑用途", "使用性质", "功能", "building", "type"),
            "storeys": ("层数", "楼层数", "楼层", "地上层数", "building:levels", "floors", "floor", "levels"),
        },
        "compounds": {
            "name": (*_NAME, "小区名称", "单位名称", "小区名"),
            "kind": ("类别", "类型", "种类", "性质", "fclass", "type"),
        },
        "addresses": {
            "text": (
                "地址", "详细地址", "标准地址", "地址全称", "全地址", "地址名称", "门牌地址", "dzqc", "dz",
                "address", "full_address", "addr",
            ),
            "street": (
                "街路巷", "街路巷名称", "道路", "道路名称", "路名", "addr:street", "addr_street", "road",
            ),
            "number": (
                "门牌号", "门牌", "门楼牌号", "门牌号码", "楼牌号", "addr:housenumber", "addr_housenumber",
                "housenumber", "house_number", "mph",
            ),
            "compound": ("小区", "小区名称", "院落", "院落名称"),
            "households": ("户数", "住户数", "总户数", "hushu", "hs"),
            "people": (
                "人数", "人口", "人口数", "总人数", "常住人口", "居住人数", "population", "renshu", "rks",
            ),
        },
        "organisations": {
            "name": (*_NAME, "单位名称", "商户名称", "店名", "企业名称", "招牌"),
            "trade": ("行业", "行业类别", "经营类别", "经营范围", "类别", "类型", "shop", "type"),
            "phone": ("电话", "单位电话", "营业电话", "店铺电话", "tel", "telephone"),
            "address": ("地址", "详细地址", "单位地址", "经营地址"),
        },
        "facilities": {
            "class_code": ("部件代码", "小类代码", "部件小类代码", "类别代码", "分类代码"),
            "class_name": ("部件名称", "小类名称", "部件小类", "小类", "类别", "类型", "type"),
            "name": ("名称", "编号名称"),
            "owner": ("权属单位", "产权单位", "主管单位", "主管部门", "管理单位"),
        },
    }
)  # fmt: skip
_IDS = ("编号", "代码", "标识码", "osm_id", "code", "fid", "objectid", "gid", "uuid")


def columns_of(features: Features, kind: Kind, wanted: Mapping[str, str]) -> dict[str, str]:
    """Field of the layer → column of the file.

    Parameters
    ----------
    features
        What was read.
    kind
        The layer.
    wanted
        What the user says, field → column; ``services.NAME`` for a service of addresses.

    Returns
    -------
    What was named, then every field found under a usual header that nothing else uses; ``id`` too.

    Raises
    ------
    InputError
        ``layer_target_unknown`` where the layer has no such field.
    FieldError
        ``field_missing`` where the file has no such column.
    """
    known = {*kind.fields, ID}
    is_address = kind.layer == "addresses"
    unknown = [
        target
        for target in wanted
        if target not in known
        and not (is_address and target.startswith(SERVICE) and len(target) > len(SERVICE))
    ]
    if unknown:
        listed = [*kind.fields, ID, *([f"{SERVICE}…"] if is_address else [])]
        raise InputError("layer_target_unknown", layer=kind.layer, given=unknown, known=listed)
    folded = {name.strip().casefold(): name for name in reversed(features.fields)}
    found: dict[str, str] = {}
    for target, column in wanted.items():
        name = column if column in features.fields else folded.get(column.casefold())
        if name is None:
            raise FieldError("field_missing", field=column, fields=features.fields, file=features.path.name)
        found[target] = name
    used = set(found.values())
    for target, headers in _searched(kind):
        if target in found:
            continue
        name = next((folded[header] for header in headers if header in folded), None)
        if name is not None and name not in used:
            found[target] = name
            used.add(name)
    if is_address:
        services = [name for name in features.fields if name.startswith(SERVICE) and name not in used]
        found |= {name: name for name in services if len(name) > len(SERVICE)}
    return found


def _searched(kind: Kind) -> list[tuple[str, tuple[str, ...]]]:
    """Fields with the headers that may hold them; a column under a field's own name is that field's."""
    own = [(target, (target,)) for target in (*kind.fields, ID)]
    usual = [(target, tuple(HEADERS[kind.layer].get(target, ()))) for target in kind.fields]
    return [*own, *usual, (ID, _IDS)]

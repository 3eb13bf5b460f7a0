"""What the audit writes as codes, in words: acts, fields of what was before and after, kinds of subjects.

Whoever notes something new gives it its words here; tests/words/test_audit.py finds what has none.
"""

from collections.abc import Mapping
from typing import NamedTuple


class Both(NamedTuple):
    """The same in Chinese and in English."""

    zh: str
    en: str


#: What was done.
ACTS: Mapping[str, Both] = {
    "account.add": Both("添加账号", "Added an account"),
    "account.change": Both("修改账号", "Changed an account"),
    "account.reset": Both("给重设密码的链接", "Gave a link to reset a password"),
    "assignment.add": Both("任职", "Gave a duty"),
    "assignment.cancel": Both("撤销未开始的任职", "Cancelled a duty to come"),
    "assignment.end": Both("结束任职", "Ended a duty"),
    "audit.export": Both("导出操作记录", "Exported the audit log"),
    "code_scheme.set": Both("设定编码规则", "Set the code scheme"),
    "edition.publish": Both("发布版次", "Published an edition"),
    "grant.make": Both("授予职责", "Granted a role"),
    "grant.revoke": Both("收回职责", "Revoked a role"),
    "layer.load": Both("载入图层", "Loaded a layer"),
    "layer.remove": Both("移除图层", "Removed a layer"),
    "leave.cancel": Both("撤销未开始的请假", "Cancelled a leave to come"),
    "leave.end": Both("结束请假", "Ended a leave"),
    "leave.give": Both("登记请假", "Recorded a leave"),
    "office.add": Both("添加机构", "Added an office"),
    "office.assign": Both("指定机构的网格", "Assigned an office its grids"),
    "office.change": Both("修改机构", "Changed an office"),
    "partner.set": Both("设定 AB 岗", "Set an AB post"),
    "password.set": Both("设置密码", "Set a password"),
    "people.demo": Both("载入示例人员", "Loaded made-up people"),
    "people.demo_end": Both("结束示例人员", "Ended made-up people"),
    "person.add": Both("添加人员", "Added a person"),
    "person.change": Both("修改人员", "Changed a person"),
    "person.delete": Both("删除人员", "Deleted a person"),
    "person.end": Both("人员离岗", "Ended a person's service"),
    "person.photo": Both("更换照片", "Changed a photo"),
    "person.read": Both("查看人员", "Looked at people"),
    "session.end": Both("结束一处登录", "Ended a session"),
    "session.end_all": Both("结束所有登录", "Ended all sessions"),
    "sign_in": Both("登录", "Signed in"),
    "sign_in.fail": Both("登录失败", "Failed to sign in"),
    "sign_out": Both("退出登录", "Signed out"),
    "station.add": Both("添加工作站", "Added a work station"),
    "station.change": Both("修改工作站", "Changed a work station"),
    "token.add": Both("生成令牌", "Made a token"),
    "token.revoke": Both("撤销令牌", "Revoked a token"),
}

#: Keys of what was before and after, at any depth.
FIELDS: Mapping[str, Both] = {
    "account": Both("账号", "Account"),
    "action": Both("做了什么", "What was done"),
    "actions": Both("可以做的事", "Allowed to"),
    "actor": Both("谁", "Who"),
    "address": Both("地址", "Address"),
    "by": Both("经办人", "By"),
    "closed": Both("已撤销", "Closed"),
    "days": Both("有效天数", "Days valid"),
    "digits": Both("各级位数", "Digits of each level"),
    "disabled": Both("已停用", "Disabled"),
    "duties": Both("岗位数", "Duties"),
    "effective": Both("生效时间", "Takes effect"),
    "end_duties": Both("同时结束任职", "Duties ended too"),
    "ended": Both("结束的登录数", "Sessions ended"),
    "expires_at": Both("失效时间", "Expires"),
    "file": Both("文件", "File"),
    "form": Both("文件格式", "File format"),
    "grid": Both("网格", "Grid"),
    "grids": Both("管的网格", "Grids"),
    "hours": Both("办公时间", "Office hours"),
    "ids": Both("编号", "Numbers"),
    "kind": Both("类别", "Kind"),
    "language": Both("语言", "Language"),
    "lat": Both("纬度", "Latitude"),
    "login": Both("登录名", "Login"),
    "lon": Both("经度", "Longitude"),
    "mobile": Both("手机", "Mobile"),
    "name": Both("名称", "Name"),
    "name_en": Both("英文名称", "Name in English"),
    "name_zh": Both("中文名称", "Name in Chinese"),
    "office": Both("机构", "Office"),
    "parent_id": Both("上级机构", "Office above"),
    "partner": Both("AB 岗网格", "AB post"),
    "persons": Both("人数", "Persons"),
    "phone": Both("电话", "Phone"),
    "photo": Both("照片", "Photo"),
    "post": Both("职务", "Post"),
    "published": Both("公开的内容", "Published"),
    "reason": Both("缘由", "Reason"),
    "reception_hours": Both("接待时间", "Reception hours"),
    "role": Both("职责", "Role"),
    "rows_closed": Both("结束的网格行数", "Grid rows closed"),
    "rows_kept": Both("采用的行数", "Rows kept"),
    "rows_opened": Both("新增的网格行数", "Grid rows opened"),
    "rows_read": Both("读入的行数", "Rows read"),
    "services": Both("服务事项", "Services"),
    "session": Both("登录编号", "Session"),
    "sessions_ended": Both("结束的登录数", "Sessions ended"),
    "sets_outline": Both("设定外轮廓", "Sets the outline"),
    "shift": Both("班次", "Shift"),
    "since": Both("从", "From"),
    "specialty": Both("专业", "Specialty"),
    "stand_in": Both("顶岗人", "Stand-in"),
    "subject": Both("对象", "Subject"),
    "title": Both("标题", "Title"),
    "unlocked": Both("解锁的网格", "Grids unlocked"),
    "until": Both("到", "Until"),
    "valid_from": Both("起始时间", "From"),
    "valid_until": Both("截止时间", "Until"),
    "version": Both("图层版本", "Version of the layer"),
}

#: Kinds of what was acted on, as a subject names them before a colon.
SUBJECTS: Mapping[str, Both] = {
    "account": Both("账号", "account"),
    "assignment": Both("任职", "duty"),
    "edition": Both("版次", "edition"),
    "grant": Both("授权", "grant"),
    "grid": Both("网格", "grid"),
    "layer": Both("图层", "layer"),
    "leave": Both("请假", "leave"),
    "office": Both("机构", "office"),
    "person": Both("人员", "person"),
    "station": Both("工作站", "work station"),
    "token": Both("令牌", "token"),
}

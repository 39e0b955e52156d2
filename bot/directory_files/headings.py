"""The words of the directory's tables: sheets, file names and headings, in Chinese as an office has them and as the JSON form has them."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass

NOTE = "note"  # 备注: for people only; a row whose note begins with 示例 is left out
EXAMPLE = "示例"


@dataclass(frozen=True, slots=True)
class Column:
    """`key` of the JSON form, and the headings that mean it; the first is the template's."""

    key: str
    headings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TableForm:
    """One table: its JSON key, the sheet's names, its columns."""

    key: str
    names: tuple[str, ...]
    columns: tuple[Column, ...]

    @property
    def sheet(self) -> str:
        return self.names[0]

    def column_of(self, heading: str) -> str | None:
        """The column a heading means, or None when there is no such column."""
        return self._known().get(plain(heading))

    def _known(self) -> Mapping[str, str]:
        return {plain(heading): column.key for column in self.columns for heading in (column.key, *column.headings)}


def plain(heading: str) -> str:
    """Without spaces, points, marks of what is required, and remarks in brackets."""
    told = unicodedata.normalize("NFKC", heading).lower()
    return re.sub(r"\(.*?\)|[\s*、,/]", "", told)


_ACTIVE = Column("active", ("在用", "启用", "在任", "有效"))
_NOTE = Column(NOTE, ("备注", "说明"))

STATIONS = TableForm(
    "stations",
    ("联络站", "代表联络站"),
    (
        Column("code", ("编号", "联络站编号", "代码")),
        Column("name", ("名称", "联络站名称", "联络站")),
        Column("township", ("乡镇街道", "乡镇", "镇", "街道", "所属乡镇")),
        Column("areas", ("覆盖村社区", "村社区", "村", "社区", "覆盖范围")),
        Column("hours", ("开放时间", "接待时间", "时间")),
        Column("telephone", ("电话", "联系电话", "联络站电话")),
        _ACTIVE,
        _NOTE,
    ),
)
DEPARTMENTS = TableForm(
    "departments",
    ("承办单位", "单位"),
    (
        Column("code", ("编号", "单位编号", "代码")),
        Column("name", ("名称", "单位名称", "承办单位")),
        Column("aliases", ("别名", "简称", "俗称")),
        Column("matters", ("职责事项", "职责", "事项")),
        Column("keywords", ("关键词",)),
        Column("level", ("层级", "级别")),
        Column("form", ("交办方式", "方式")),
        _ACTIVE,
        _NOTE,
    ),
)
PEOPLE = TableForm(
    "people",
    ("人员", "人员名单"),
    (
        Column("name", ("姓名", "名字")),
        Column("role", ("角色", "身份")),
        Column("station", ("联络站", "所属联络站", "联络站编号")),
        Column("department", ("承办单位", "单位", "单位编号")),
        Column("congress", ("哪级代表", "代表级别")),
        Column("district", ("选区",)),
        Column("duties", ("专责",)),
        Column("accounts.wecom", ("企业微信账号", "wecom账号", "企业微信")),
        Column("accounts.official_account", ("公众号账号", "official_account账号", "openid", "公众号openid")),
        Column("accounts.webchat", ("网页聊天账号", "webchat账号")),
        Column("accounts", ("账号", "帐号")),
        _ACTIVE,
        _NOTE,
    ),
)
GROUPS = TableForm(
    "groups",
    ("群", "群组"),
    (
        Column("name", ("群名", "名称", "群名称")),
        Column("audience", ("面向", "对象", "受众")),
        Column("channel", ("渠道",)),
        Column("address", ("地址", "webhookkey", "key")),
        Column("robot", ("机器人", "机器人名称")),
        _ACTIVE,
        _NOTE,
    ),
)
TABLES = (STATIONS, DEPARTMENTS, PEOPLE, GROUPS)
NOTES_SHEET = "填写说明"


def table_named(name: str) -> TableForm | None:
    """The table a sheet or a file is named after."""
    wanted = plain(name)
    return next((form for form in TABLES if wanted in {form.key, *form.names}), None)

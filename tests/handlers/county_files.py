"""A small directory for tests: its rows, and the books they are taken into."""

from datetime import UTC, datetime

from sqlalchemy import Connection

from handlers.directory_content import DirectoryContent, ImportReport, RawRow
from handlers.directory_import import import_directory
from storage.keys import Keyring

KEYS = Keyring([("k1", b"k" * 32)])
NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
Row = dict[str, object]

STATIONS: list[Row] = [
    {"code": "ST01", "name": "城关镇代表联络站", "township": "城关镇", "areas": ["东街社区", "西关村", "石桥村"]},
    {"code": "ST02", "name": "河西镇代表联络站", "township": "河西镇", "areas": ["上营村", "西关村二组", "石桥村"]},
]
DEPARTMENTS: list[Row] = [
    {"code": "CG", "name": "城市管理局", "aliases": ["城管局"], "keywords": ["路灯"]},
    {"code": "CWH", "name": "村民委员会", "form": "不得交办"},
]
ZHAO: Row = {"name": "赵敏", "role": "liaison_officer", "station": "ST01", "accounts": {"wecom": "zhaomin"}}
WANG: Row = {"name": "王强", "role": "case_officer", "department": "CG", "accounts": {"wecom": "wangqiang"}}
SONG: Row = {"name": "宋涛", "role": "unit_head", "department": "CG"}
LI: Row = {"name": "李梅", "role": ["deputy", "leader"], "station": "ST01", "accounts": {"official_account": "oLM01"}}
CHEN: Row = {"name": "陈志远", "role": "commission"}
ZHENG: Row = {"name": "郑宝", "role": "secrecy_officer", "duties": ["secrecy"]}
GROUP: Row = {"name": "机关工作群", "audience": "office", "channel": "wecom_group", "address": "KEY"}


def content(
    people: list[Row] | None = None,
    stations: list[Row] | None = None,
    departments: list[Row] | None = None,
    groups: list[Row] | None = None,
) -> DirectoryContent:
    def rows(table: str, given: list[Row] | None) -> tuple[RawRow, ...]:
        return tuple(RawRow(f"{table} 第{number}行", row) for number, row in enumerate(given or [], 1))

    return DirectoryContent(
        rows("stations", stations), rows("departments", departments), rows("people", people), rows("groups", groups)
    )


COUNTY = content([ZHAO, WANG, SONG, LI, CHEN, ZHENG], STATIONS, DEPARTMENTS, [GROUP])


def take(connection: Connection, file: DirectoryContent) -> ImportReport:
    return import_directory(connection, KEYS, file, NOW)


def names(people: tuple[object, ...]) -> list[str]:
    return [str(getattr(person, "name", "")) for person in people]

"""The contract's example of a directory in its three forms, and what of a file is found wrong."""

import csv
import json
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest
from openpyxl import Workbook

from bot.directory_files.reading import read_directory_file
from handlers.directory_check import check_content
from handlers.directory_content import DirectoryContent, DirectoryError, Entries

# The example of the contract.
EXAMPLE: dict[str, list[dict[str, object]]] = {
    "stations": [
        {"code": "ST01", "name": "城关镇代表联络站", "township": "城关镇", "areas": ["东街社区", "西关村"]},
    ],
    "departments": [
        {
            "code": "CG",
            "name": "城市管理局",
            "aliases": ["城管局", "城管"],
            "matters": ["路灯不亮"],
            "keywords": ["路灯"],
            "level": "county",
            "form": "交办",
        },
    ],
    "people": [
        {"name": "赵敏", "role": "liaison_officer", "station": "ST01", "accounts": {"wecom": "zhaomin"}},
        {"name": "王强", "role": "case_officer", "department": "CG", "accounts": {"wecom": "wangqiang"}},
        {
            "name": "李梅",
            "role": "deputy",
            "station": "ST01",
            "congress": "county",
            "district": "第三选区",
            "accounts": {"wecom": "limei", "official_account": "oLM01"},
        },
        {"name": "郑宝", "role": "secrecy_officer", "duties": ["secrecy", "crisis"], "accounts": {}},
    ],
    "groups": [
        {"name": "县人大代表交流群", "audience": "deputies", "channel": "wecom_group", "address": "WEBHOOK-KEY"},
        {"name": "机关工作群", "audience": "office", "channel": "wecom_group", "address": "WEBHOOK-KEY-2"},
    ],
}

Grid = Sequence[Sequence[object]]
SHEETS: Mapping[str, Grid] = {
    "联络站": [
        ["编号*", "名称*", "乡镇街道", "覆盖村、社区（可多个）"],
        ["ST01", "城关镇代表联络站", "城关镇", "东街社区、西关村"],
    ],
    "承办单位": [
        ["编号", "名称", "别名", "职责事项", "关键词", "层级", "交办方式"],
        ["CG", "城市管理局", "城管局；城管", "路灯不亮", "路灯", "县级", "交办"],
    ],
    "人员": [
        ["姓名", "角色", "联络站", "承办单位", "哪级代表", "选区", "专责", "wecom 账号", "公众号账号"],
        ["赵敏", "联络站工作人员", "城关镇代表联络站", None, None, None, None, "zhaomin"],
        ["王强", "承办单位经办人", None, "CG", None, None, None, "wangqiang"],
        ["李梅", "代表", "ST01", None, "县", "第三选区", None, "limei", "oLM01"],
        ["郑宝", "保密员", None, None, None, None, "涉密，危机"],
    ],
    "群": [
        ["群名", "面向", "渠道", "地址"],
        ["县人大代表交流群", "代表", "企业微信群", "WEBHOOK-KEY"],
        ["机关工作群", "机关", "wecom_group", "WEBHOOK-KEY-2"],
    ],
}


def understood(content: DirectoryContent) -> Entries:
    return check_content(content, {}, {})


def meaning(entries: Entries) -> list[object]:
    """What was said, whatever the file called its rows and columns."""
    tables = (entries.stations, entries.departments, entries.people, entries.groups)
    return [[getattr(entry, name) for name in entry.__slots__ if name != "row"] for table in tables for entry in table]


def write_json(path: Path, whole: object) -> Path:
    path.write_text(json.dumps(whole, ensure_ascii=False), encoding="utf-8")
    return path


def write_folder(folder: Path, sheets: Mapping[str, Grid], encoding: str = "utf-8-sig") -> Path:
    folder.mkdir(exist_ok=True)
    for name, lines in sheets.items():
        with (folder / f"{name}.csv").open("w", encoding=encoding, newline="") as file:
            csv.writer(file).writerows(lines)
    return folder


def write_book(path: Path, sheets: Mapping[str, Grid]) -> Path:
    book = Workbook()
    book.remove(book.worksheets[0])
    for name, lines in sheets.items():
        sheet = book.create_sheet(name)
        for line in lines:
            sheet.append(list(line))
    book.save(path)
    return path


def mistakes(path: Path) -> list[tuple[str, str]]:
    """Where and in which column; that every one has a reason is taken along."""
    with pytest.raises(DirectoryError) as refused:
        understood(read_directory_file(path))
    assert all(row.why for row in refused.value.rows)
    return [(row.where, row.column) for row in refused.value.rows]

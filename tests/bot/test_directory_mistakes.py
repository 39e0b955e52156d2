"""Mistakes in directory files: each is named by table, row and column, all at once, and in words."""

from pathlib import Path

import pytest

from bot.directory_files.grid import rows_of_grid
from bot.directory_files.headings import PEOPLE
from bot.directory_files.reading import read_directory_file
from handlers.directory_content import DirectoryError
from tests.bot.directory_samples import (
    SHEETS,
    Grid,
    mistakes,
    understood,
    write_book,
    write_folder,
    write_json,
)


@pytest.mark.parametrize(
    ("table", "row", "column"),
    [
        ("people", {"role": "deputy"}, "name"),
        ("people", {"name": "李梅"}, "role"),
        ("people", {"name": "李梅", "role": []}, "role"),
        ("people", {"name": "李梅", "role": "voter"}, "role"),
        ("people", {"name": "李梅", "role": "局长"}, "role"),
        ("people", {"name": "李梅", "role": {"deputy": True}}, "role"),
        ("people", {"name": ["李梅"], "role": "deputy"}, "name"),
        ("people", {"name": "李" * 101, "role": "deputy"}, "name"),
        ("people", {"name": "李梅", "role": "deputy", "station": "ST09"}, "station"),
        ("people", {"name": "王强", "role": "case_officer", "department": "没有的局"}, "department"),
        ("people", {"name": "李梅", "role": "deputy", "duties": ["all"]}, "duties"),
        ("people", {"name": "李梅", "role": "deputy", "accounts": {"qq": "12345"}}, "accounts"),
        ("people", {"name": "李梅", "role": "deputy", "accounts": {"wecom": {"id": 1}}}, "accounts"),
        ("people", {"name": "李梅", "role": "deputy", "accounts": "limei"}, "accounts"),
        ("people", {"name": "李梅", "role": "deputy", "accounts": {"wecom": "li mei"}}, "accounts"),
        ("people", {"name": "李梅", "role": "deputy", "active": "也许"}, "active"),
        ("people", {"name": "李梅", "role": "deputy", "salary": 1}, "salary"),
        ("stations", {"name": "城关镇代表联络站"}, "code"),
        ("stations", {"code": "ST 01", "name": "城关镇代表联络站"}, "code"),
        ("stations", {"code": "ST01"}, "name"),
        ("departments", {"code": "CG", "name": "城市管理局", "form": "督办"}, "form"),
        ("groups", {"audience": "office", "channel": "wecom_group", "address": "K"}, "name"),
        ("groups", {"name": "群", "channel": "wecom_group", "address": "K"}, "audience"),
        ("groups", {"name": "群", "audience": "office", "address": "K"}, "channel"),
        ("groups", {"name": "群", "audience": "office", "channel": "qq", "address": "K"}, "channel"),
        ("groups", {"name": "群", "audience": "office", "channel": "wecom_group"}, "address"),
    ],
)
def test_a_bad_row_is_named_with_its_place_and_column(
    tmp_path: Path, table: str, row: dict[str, object], column: str
) -> None:
    path = write_json(tmp_path / "directory.json", {table: [row]})
    assert mistakes(path) == [(f"{table} 第1行", column)]


def test_every_mistake_of_a_file_is_named_at_once(tmp_path: Path) -> None:
    lines: Grid = [["姓名", "角色", "联络站"], ["赵敏", "代表", "ST09"], ["", "代表", None], ["王强", "局长", None]]
    path = write_book(tmp_path / "directory.xlsx", {"人员": lines})
    assert sorted(mistakes(path)) == [("人员 第2行", "联络站"), ("人员 第3行", "姓名"), ("人员 第4行", "角色")]


def test_the_same_account_twice_is_a_bad_row_and_is_not_repeated_in_words(tmp_path: Path) -> None:
    whole = {
        "people": [
            {"name": "李梅", "role": "deputy", "accounts": {"wecom": "limei-canary"}},
            {"name": "王强", "role": "deputy", "accounts": {"wecom": "LiMei-Canary"}},
        ]
    }
    with pytest.raises(DirectoryError) as refused:
        understood(read_directory_file(write_json(tmp_path / "directory.json", whole)))
    assert [(row.where, row.column) for row in refused.value.rows] == [("people 第2行", "accounts")]
    assert "people 第1行" in str(refused.value)
    assert "canary" not in str(refused.value).lower()


def test_codes_and_group_addresses_may_not_come_twice(tmp_path: Path) -> None:
    station = {"code": "ST01", "name": "城关镇代表联络站"}
    body = {"code": "CG", "name": "城市管理局"}
    group = {"name": "群", "audience": "office", "channel": "wecom_group", "address": "K"}
    whole = {"stations": [station, station], "departments": [body, body], "groups": [group, group]}
    assert mistakes(write_json(tmp_path / "directory.json", whole)) == [
        ("stations 第2行", "code"),
        ("departments 第2行", "code"),
        ("groups 第2行", "address"),
    ]


def test_the_same_person_twice_without_an_account_is_a_bad_row(tmp_path: Path) -> None:
    whole = {"people": [{"name": "李梅", "role": "deputy"}, {"name": "李梅", "role": "deputy"}]}
    assert mistakes(write_json(tmp_path / "directory.json", whole)) == [("people 第2行", "name")]


@pytest.mark.parametrize("name", ["工资", "姓 名 2", "身高"])
def test_a_heading_nobody_knows_is_refused_by_name(tmp_path: Path, name: str) -> None:
    lines: Grid = [["姓名", "角色", name], ["李梅", "代表", "1"]]
    assert mistakes(write_book(tmp_path / "directory.xlsx", {"人员": lines})) == [("人员 第1行", name)]


def test_a_column_that_comes_twice_is_refused() -> None:
    with pytest.raises(DirectoryError) as refused:
        rows_of_grid(PEOPLE, "人员", [(1, ["姓名", "角色", "名字"]), (2, ["李梅", "代表", "梅"])])
    assert refused.value.rows[0].column == "名字"


def test_something_written_beside_the_table_is_refused(tmp_path: Path) -> None:
    lines: Grid = [["姓名", "角色"], ["李梅", "代表", "写到外面了"]]
    assert mistakes(write_book(tmp_path / "directory.xlsx", {"人员": lines})) == [("人员 第2行", "")]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("directory.json", b'{"people": [\n{"name" "x"}]}'),
        ("directory.json", b"[1, 2]"),
        ("directory.json", b'{"people": {"name": "x"}}'),
        ("directory.json", b'{"people": ["x"]}'),
        ("directory.json", b'{"persons": []}'),
        ("directory.json", b"[" * 100_000),
        ("directory.json", b"\xff\xff\xff"),
        ("directory.xlsx", b"no workbook"),
        ("directory.xlsx", b""),
        ("directory.docx", b"something else"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_in_words(tmp_path: Path, name: str, content: bytes) -> None:
    (tmp_path / name).write_bytes(content)
    assert mistakes(tmp_path / name)


def test_a_missing_file_is_refused_in_words(tmp_path: Path) -> None:
    assert mistakes(tmp_path / "directory.xlsx")


def test_a_broken_json_is_named_with_its_line(tmp_path: Path) -> None:
    (tmp_path / "directory.json").write_text('{"people": [\n{"name" "x"}]}')
    assert mistakes(tmp_path / "directory.json") == [("directory.json 第2行", "")]


def test_a_folder_without_tables_and_a_sheet_nobody_knows_are_refused(tmp_path: Path) -> None:
    assert mistakes(tmp_path)
    book = write_book(tmp_path / "directory.xlsx", {**SHEETS, "工资表": [["姓名"], ["李梅"]]})
    assert mistakes(book) == [("directory.xlsx", "工资表")]
    assert mistakes(write_folder(tmp_path / "files", {"salaries": [["name"], ["李梅"]]})) == [("salaries.csv", "")]


def test_a_csv_with_an_open_quote_is_named_with_its_line(tmp_path: Path) -> None:
    (tmp_path / "people.csv").write_text('name,role\n李梅,deputy\n"王强,deputy\n', encoding="utf-8")
    assert mistakes(tmp_path) == [("people 第3行", "")]

"""Directory files as offices bring them: three forms that mean the same, and mistakes named by table, row and column."""

import csv
import json
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook

from bot.directory_files.grid import rows_of_grid
from bot.directory_files.headings import PEOPLE, TABLES, table_named
from bot.directory_files.reading import read_directory_file
from bot.directory_files.template import write_template
from handlers.directory_check import check_content
from handlers.directory_content import DirectoryContent, DirectoryError, Entries
from handlers.rules.case_flow import Role

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


def test_the_contracts_example_is_understood(tmp_path: Path) -> None:
    entries = understood(read_directory_file(write_json(tmp_path / "directory.json", EXAMPLE)))
    assert [person.name for person in entries.people] == ["赵敏", "王强", "李梅", "郑宝"]
    assert entries.people[2].accounts == (("wecom", "limei"), ("official_account", "oLM01"))
    assert entries.people[3].duties == ("secrecy", "crisis")
    assert entries.departments[0].aliases == ("城管局", "城管")


def test_a_workbook_with_chinese_headings_means_the_same_as_the_json(tmp_path: Path) -> None:
    expected = meaning(understood(read_directory_file(write_json(tmp_path / "directory.json", EXAMPLE))))
    assert meaning(understood(read_directory_file(write_book(tmp_path / "directory.xlsx", SHEETS)))) == expected


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_a_folder_of_csv_means_the_same_however_it_was_saved(tmp_path: Path, encoding: str) -> None:
    expected = meaning(understood(read_directory_file(write_json(tmp_path / "directory.json", EXAMPLE))))
    english = {form.key: SHEETS[form.sheet] for form in TABLES}
    assert meaning(understood(read_directory_file(write_folder(tmp_path / "files", english, encoding)))) == expected


def test_english_headings_serve_too(tmp_path: Path) -> None:
    lines = [
        ["name", "role", "accounts", "accounts.webchat", "active"],
        ["李梅", "deputy", "wecom limei", "li", "false"],
    ]
    entries = understood(read_directory_file(write_folder(tmp_path / "files", {"people": lines})))
    assert entries.people[0].accounts == (("wecom", "limei"), ("webchat", "li"))
    assert not entries.people[0].is_active


def test_columns_may_come_in_any_order_and_blank_lines_between(tmp_path: Path) -> None:
    lines: Grid = [["角色", "姓名"], [None, None], ["代表", "李梅"], ["", " "], ["领导", "林国栋"]]
    content = read_directory_file(write_book(tmp_path / "directory.xlsx", {"人员": lines}))
    assert [(row.where, row.cells["name"]) for row in content.people] == [
        ("人员 第3行", "李梅"),
        ("人员 第5行", "林国栋"),
    ]


def test_a_line_is_counted_as_the_file_counts_it_also_after_a_cell_of_two_lines(tmp_path: Path) -> None:
    lines = [["name", "role", "district"], ["李梅", "deputy", "第三\n选区"], ["", "", "第四选区"]]
    assert mistakes(write_folder(tmp_path / "files", {"people": lines})) == [
        ("people 第4行", "name"),
        ("people 第4行", "role"),
    ]


def test_examples_of_the_form_are_skipped(tmp_path: Path) -> None:
    lines: Grid = [["姓名", "角色", "备注"], ["赵敏", "代表", "示例：可删"], ["李梅", "代表", "新当选"]]
    content = read_directory_file(write_book(tmp_path / "directory.xlsx", {"人员": lines}))
    assert [row.cells["name"] for row in content.people] == ["李梅"]


def test_a_code_of_digits_stays_the_code_it_looks_like(tmp_path: Path) -> None:
    lines: Grid = [["编号", "名称"], [12, "城关镇代表联络站"], [13.0, "河西镇代表联络站"]]
    entries = understood(read_directory_file(write_book(tmp_path / "directory.xlsx", {"联络站": lines})))
    assert [station.code for station in entries.stations] == ["12", "13"]


def test_a_separator_inside_brackets_separates_nothing(tmp_path: Path) -> None:
    lines: Grid = [["编号", "名称", "职责事项"], ["ZJ", "住建局", "房屋质量（漏水；裂缝）、物业"]]
    entries = understood(read_directory_file(write_book(tmp_path / "directory.xlsx", {"承办单位": lines})))
    assert entries.departments[0].matters == ("房屋质量（漏水；裂缝）", "物业")


def test_roles_may_be_several(tmp_path: Path) -> None:
    whole = {"people": [{"name": "李梅", "role": ["deputy", "leader"]}, {"name": "何勇", "role": "代表、领导"}]}
    entries = understood(read_directory_file(write_json(tmp_path / "directory.json", whole)))
    assert [person.roles for person in entries.people] == [(Role.DEPUTY, Role.LEADER)] * 2


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


def unmark_examples(path: Path) -> None:
    """What an office does when it takes the examples for its own."""
    book = load_workbook(path)
    for sheet in book.worksheets:
        form = table_named(sheet.title)
        if form is not None:
            note = [column.key for column in form.columns].index("note") + 1
            for row in range(2, sheet.max_row + 1):
                sheet.cell(row=row, column=note).value = None
    book.save(path)


def test_the_empty_form_brings_nothing(tmp_path: Path) -> None:
    write_template(tmp_path / "form.xlsx")
    assert meaning(understood(read_directory_file(tmp_path / "form.xlsx"))) == []


def test_the_forms_examples_are_a_good_directory(tmp_path: Path) -> None:
    write_template(tmp_path / "form.xlsx")
    unmark_examples(tmp_path / "form.xlsx")
    entries = understood(read_directory_file(tmp_path / "form.xlsx"))
    assert [person.name for person in entries.people] == ["赵敏", "王强", "李梅", "郑宝"]
    assert entries.people[0].station == "ST01"
    assert entries.people[2].accounts == (("wecom", "limei"), ("official_account", "oLM01"))
    assert [body.form for body in entries.departments] == ["交办", "函转"]


def test_the_form_offers_what_may_be_chosen_and_explains_itself(tmp_path: Path) -> None:
    write_template(tmp_path / "form.xlsx")
    book = load_workbook(tmp_path / "form.xlsx")
    offered = [rule.formula1 for sheet in book.worksheets for rule in sheet.data_validations.dataValidation]
    assert '"交办,函转,转送,不得交办"' in offered
    assert any(formula is not None and "联络站工作人员" in formula for formula in offered)
    assert "示例" in "".join(str(cell) for row in book["填写说明"].iter_rows(values_only=True) for cell in row)
    assert book["人员"].freeze_panes == "A2"


def test_every_heading_of_the_form_is_known_to_the_reader() -> None:
    for form in TABLES:
        assert [form.column_of(column.headings[0]) for column in form.columns] == [one.key for one in form.columns]

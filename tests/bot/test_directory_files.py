"""Directory files as offices bring them: three forms that mean the same, and the form to fill in."""

from pathlib import Path

import pytest
from openpyxl import load_workbook

from bot.directory_files.headings import TABLES, table_named
from bot.directory_files.reading import read_directory_file
from bot.directory_files.template import write_template
from handlers.rules.case_flow import Role
from tests.bot.directory_samples import (
    EXAMPLE,
    SHEETS,
    Grid,
    meaning,
    mistakes,
    understood,
    write_book,
    write_folder,
    write_json,
)


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


def test_a_stations_hours_and_telephone_are_read_in_every_form(tmp_path: Path) -> None:
    grid: Grid = [
        ["编号", "名称", "开放时间", "电话"],
        ["ST01", "城关镇代表联络站", "工作日 8:30-17:30，每月15日代表接待", "0000-1234567"],
    ]
    told = dict(zip(("code", "name", "hours", "telephone"), map(str, grid[1]), strict=True))
    for file in (
        write_json(tmp_path / "directory.json", {"stations": [told]}),
        write_book(tmp_path / "directory.xlsx", {"联络站": grid}),
        write_folder(tmp_path / "files", {"stations": grid}),
    ):
        [station] = understood(read_directory_file(file)).stations
        assert (station.hours, station.telephone) == (told["hours"], told["telephone"])
    write_template(tmp_path / "form.xlsx")
    headings = [cell.value for cell in load_workbook(tmp_path / "form.xlsx")["联络站"][1]]
    assert {"开放时间", "电话"} <= set(headings)


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

"""The blank sheet for the counter: what is on it, how it prints, and the one line that says why not."""

import os
from pathlib import Path

import pytest
from openpyxl import load_workbook

from bot.cli import main
from tests.bot.office_folder import new_office

FIELDS = ["时间", "姓名", "电话", "地址", "反映事项", "诉求", "接待代表", "备注"]


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in [name for name in os.environ if name.startswith("LIAISON_")]:
        monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)
    new_office(tmp_path).with_tables()
    return tmp_path


def test_a_sheet_bears_the_station_s_name_and_prints_on_one_a4_page(folder: Path) -> None:
    assert main(["seed-demo"]) == 0
    assert main(["reception-sheet", "--out", "登记表.xlsx", "--station", "ST01"]) == 0
    sheet = load_workbook(folder / "登记表.xlsx").worksheets[0]
    assert sheet["A1"].value == "城关镇代表联络站代表接待登记表"
    assert [cell.value for cell in sheet[2]] == FIELDS
    assert [cell.value for cell in sheet[3]] == [None] * len(FIELDS)
    assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)
    assert (sheet.page_setup.fitToWidth, sheet.print_title_rows) == (1, "$1:$2")


def test_without_a_station_the_name_is_left_open(folder: Path) -> None:
    assert main(["reception-sheet", "--out", "blank.xlsx"]) == 0
    assert load_workbook(folder / "blank.xlsx").worksheets[0]["A1"].value == "＿＿＿＿＿＿代表联络站代表接待登记表"


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (["--out", "x.xlsx", "--station", "ST99"], "ST99"),
        (["--out", "x.docx"], ".xlsx"),
        (["--out", "nowhere/x.xlsx"], "nowhere"),
    ],
)
def test_what_cannot_be_written_is_one_line(words: list[str], why: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["seed-demo"]) == 0
    capsys.readouterr()
    assert main(["reception-sheet", *words]) == 2
    error = capsys.readouterr().err
    assert why in error
    assert error.count("\n") == 1

"""The papers an office hands out and fills in: the sheet of invitations, the duty roster."""

import os
import re
import stat
import zipfile
from collections.abc import Sequence
from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
import segno
from openpyxl import Workbook, load_workbook

from storage.duty import DutyRoster
from storage.engine import make_engine
from storage.keys import Keyring
from tests.bot.office_folder import Office, new_office, said

HEADINGS = ("日期", "值班员", "电话", "带班领导", "电话")


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Office:
    for name in [name for name in os.environ if name.startswith("LIAISON_")]:
        monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)
    made = new_office(tmp_path).with_tables()
    said(capsys, "seed-demo")
    return made


def sheet_rows(path: Path) -> list[tuple[str, ...]]:
    book = load_workbook(path)
    return [tuple(str(cell or "") for cell in row) for row in book.worksheets[0].iter_rows(values_only=True)]


def write_roster(path: Path, rows: Sequence[Sequence[object]], headings: Sequence[str] = HEADINGS) -> None:
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = "值班表"
    for row in (headings, *rows):
        sheet.append(list(row))
    book.save(path)


def on(office: Office, day: date) -> list[tuple[str, bool, bool, str]]:
    """Name, leader or not, known or not, telephone."""
    engine = make_engine(f"sqlite:///{office.database}")
    with engine.connect() as connection:
        rows = DutyRoster(connection, Keyring.load_or_create(office.folder / "var" / "liaison.key")).of(day)
    engine.dispose()
    return [(row.name, row.is_leader, row.person_id is not None, row.telephone) for row in rows]


# --- invitations ---------------------------------------------------------------------------------------------------


@pytest.mark.filterwarnings("ignore")  # without a library for pictures openpyxl reads a sheet without them, and says so
def test_the_sheet_has_one_row_and_one_code_a_person(office: Office, capsys: pytest.CaptureFixture[str]) -> None:
    assert "已写好56人的绑定码" in said(capsys, "invite", "--out", "codes.xlsx")
    note, headings, *rows = sheet_rows(office.folder / "codes.xlsx")
    assert "一人一码" in note[0]
    assert headings == ("姓名", "身份", "联络站或单位", "绑定码", "有效期至", "微信里发", "或扫码")
    assert rows[0][:3] == ("赵敏", "联络站工作人员", "城关镇代表联络站")
    codes = [row[3] for row in rows]
    assert len(set(codes)) == len(codes) == 56
    assert all(re.fullmatch(r"[1-9]\d{7}", code) for code in codes)
    assert [row[5] for row in rows] == [f"绑定 {code}" for code in codes]


@pytest.mark.filterwarnings("ignore")
def test_the_picture_opens_the_built_in_chat_with_the_code(office: Office, capsys: pytest.CaptureFixture[str]) -> None:
    said(capsys, "invite", "--out", "codes.xlsx")
    code = sheet_rows(office.folder / "codes.xlsx")[2][3]
    expected = BytesIO()
    address = f"http://127.0.0.1:{office.port}/chat?s=bind-{code}"
    segno.make(address, error="m", micro=False).save(expected, kind="png", scale=6, border=2)
    with zipfile.ZipFile(office.folder / "codes.xlsx") as package:
        pictures = [package.read(name) for name in package.namelist() if name.startswith("xl/media/")]
    assert len(pictures) == 56
    assert expected.getvalue() in pictures


def test_only_the_owner_reads_the_sheet(office: Office, capsys: pytest.CaptureFixture[str]) -> None:
    (office.folder / "codes.xlsx").write_bytes(b"")
    said(capsys, "invite", "--out", "codes.xlsx")
    assert stat.S_IMODE((office.folder / "codes.xlsx").stat().st_mode) == 0o600


def test_a_sheet_that_cannot_be_written_leaves_the_old_codes_good(
    office: Office, capsys: pytest.CaptureFixture[str]
) -> None:
    said(capsys, "invite", "--out", "codes.xlsx")
    (office.folder / "folder.xlsx").mkdir()
    assert "写不了文件" in said(capsys, "invite", "--out", "folder.xlsx", code=2)
    assert ".xlsx" in said(capsys, "invite", "--out", "codes.pdf", code=2)
    engine = make_engine(f"sqlite:///{office.database}")
    with engine.connect() as connection:
        alive = connection.exec_driver_sql("SELECT count(*) FROM invites WHERE undone_at IS NULL").scalar_one()
    engine.dispose()
    assert alive == 56


def test_an_empty_directory_has_nobody_to_invite(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "config.toml").write_text("", encoding="utf-8")
    line = said(capsys, "--config", str(tmp_path / "config.toml"), "invite", "--out", str(tmp_path / "x.xlsx"), code=1)
    assert "先导入名单" in line
    assert not (tmp_path / "x.xlsx").exists()


# --- the duty roster -----------------------------------------------------------------------------------------------


def test_a_roster_is_taken_in_in_the_order_of_its_rows(office: Office, capsys: pytest.CaptureFixture[str]) -> None:
    write_roster(
        office.folder / "roster.xlsx",
        [
            (date(2026, 11, 23), "门卫老刘", 13800000001, "林国栋", "0371-5550001"),
            (date(2026, 11, 23), "何秀兰", "138 0000 0002", "林国栋", "0371-5550001"),
            ("2026年11月24日", "赵 敏", "１３８００００００３３", None, None),
            ("2026/11/25", None, None, None, None),
        ],
    )
    assert said(capsys, "duty", "import", "roster.xlsx") == (
        "已导入2天、4人次；名单里认不出：门卫老刘（机器人通知不到他们，只有电话）\n"
    )
    assert on(office, date(2026, 11, 23)) == [
        ("门卫老刘", False, False, "13800000001"),
        ("何秀兰", False, True, "138 0000 0002"),
        ("林国栋", True, True, "0371-5550001"),
    ]
    assert on(office, date(2026, 11, 24)) == [("赵敏", False, True, "13800000033")]


def test_a_day_is_replaced_and_other_days_stay(office: Office, capsys: pytest.CaptureFixture[str]) -> None:
    monday, tuesday = date(2026, 11, 23), date(2026, 11, 24)
    write_roster(office.folder / "a.xlsx", [(monday, "赵敏", None, None, None), (tuesday, "何秀兰", None, None, None)])
    write_roster(office.folder / "b.xlsx", [(tuesday, "刘芳", None, None, None)])
    for name in ("a.xlsx", "a.xlsx", "b.xlsx"):
        said(capsys, "duty", "import", name)
    assert [row[0] for row in on(office, monday)] == ["赵敏"]
    assert [row[0] for row in on(office, tuesday)] == ["刘芳"]


def test_merged_cells_of_one_day_count_for_all_its_rows(office: Office, capsys: pytest.CaptureFixture[str]) -> None:
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.append(HEADINGS)
    sheet.append([date(2026, 11, 23), "赵敏", None, "林国栋", None])
    sheet.append([None, "何秀兰"])
    sheet.merge_cells("A2:A3")
    sheet.merge_cells("D2:D3")
    book.save(office.folder / "merged.xlsx")
    said(capsys, "duty", "import", "merged.xlsx")
    assert [row[0] for row in on(office, date(2026, 11, 23))] == ["赵敏", "何秀兰", "林国栋"]


def test_every_bad_row_is_named_and_nothing_is_taken_in(office: Office, capsys: pytest.CaptureFixture[str]) -> None:
    day = date(2026, 11, 23)
    before = on(office, day)
    write_roster(
        office.folder / "bad.xlsx",
        [
            (day, "赵敏", None, None, None),
            (day, "赵敏", None, None, None),
            ("11月24日", "何秀兰", None, None, None),
            (None, "刘芳", None, None, None),
            ("2026-11-31", "刘芳", "打手机", None, None),
            (day, None, "13800000001", None, None),
        ],
    )
    lines = said(capsys, "duty", "import", "bad.xlsx", code=2)
    assert lines == (
        "值班表有错，一行都没有导入。值班表 第3行“值班员”：同一天写了两次\n"
        "值班表 第4行“日期”：要写完整的日期，如 2026-11-23\n"
        "值班表 第5行“日期”：要写完整的日期，如 2026-11-23\n"
        "值班表 第6行“日期”：要写完整的日期，如 2026-11-23\n"
        "值班表 第6行“值班员电话”：电话号码看不懂，只写数字和短横\n"
        "值班表 第7行“值班员”：有电话没有名字\n"
    )
    assert on(office, day) == before


@pytest.mark.parametrize(
    ("headings", "why"),
    [
        (("日期", "姓名"), "没有“姓名”这一栏"),
        (("电话", "日期", "值班员"), "没有“电话”这一栏"),
        (("日期", "备注"), "第一行要有“日期”和“值班员”"),
        ((), "第一行要有“日期”和“值班员”"),
    ],
)
def test_a_sheet_with_other_headings_is_no_roster(
    office: Office, capsys: pytest.CaptureFixture[str], headings: Sequence[str], why: str
) -> None:
    write_roster(office.folder / "other.xlsx", [], headings)
    assert why in said(capsys, "duty", "import", "other.xlsx", code=2)


def test_what_is_no_workbook_is_said(office: Office, capsys: pytest.CaptureFixture[str]) -> None:
    (office.folder / "text.xlsx").write_text("不是表", encoding="utf-8")
    assert "不是 Excel 工作簿" in said(capsys, "duty", "import", "text.xlsx", code=2)
    assert "无法读取" in said(capsys, "duty", "import", "none.xlsx", code=2)
    assert "里面一天都没有" in _empty(office, capsys)


def _empty(office: Office, capsys: pytest.CaptureFixture[str]) -> str:
    """The form as it was written, not filled in."""
    assert "已写好空白值班表" in said(capsys, "duty", "template", "form.xlsx")
    assert sheet_rows(office.folder / "form.xlsx")[0] == HEADINGS
    return said(capsys, "duty", "import", "form.xlsx", code=2)


def test_a_filled_in_form_is_taken_in(office: Office, capsys: pytest.CaptureFixture[str]) -> None:
    said(capsys, "duty", "template", "form.xlsx")
    book = load_workbook(office.folder / "form.xlsx")
    sheet = book.worksheets[0]
    sheet["B2"], sheet["C2"] = "赵敏", "13800000001"
    book.save(office.folder / "form.xlsx")
    assert said(capsys, "duty", "import", "form.xlsx") == "已导入1天、1人次\n"

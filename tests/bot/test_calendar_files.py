"""The yearly notice of days off: taken in from .ics and .csv, shown, refused where it cannot be right."""

import os
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.calendar import days_of, shipped_notices, statutory, work_calendar
from bot.calendar_files import read_notice_file
from bot.cli import main
from bot.config_sections import Notice
from handlers.rules.notices import BadNotice, ToldDay, YearsDays, runs, written, years_told
from storage.engine import make_engine
from storage.notices import all_notices, calendar_version
from tests.bot.notices_of_2027 import as_csv, as_ics
from tests.bot.office_folder import Office, new_office


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Office:
    for name in [name for name in os.environ if name.startswith("LIAISON_")]:
        monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)
    return new_office(tmp_path)


def said(capsys: pytest.CaptureFixture[str], *words: str, code: int = 0) -> str:
    ended = main(words)
    out, err = capsys.readouterr()
    assert ended == code, err
    return err if code else out


def told(tmp_path: Path, name: str, text: str, encoding: str = "utf-8") -> dict[int, YearsDays]:
    (tmp_path / name).write_text(text, encoding=encoding)
    return years_told(read_notice_file(tmp_path / name))


@pytest.mark.parametrize(("name", "text"), [("a.ics", as_ics()), ("a.csv", as_csv())])
def test_a_notice_is_the_same_from_a_calendar_and_from_a_list(tmp_path: Path, name: str, text: str) -> None:
    found = told(tmp_path, name, text)
    assert list(found) == [2027]
    assert len(found[2027].off) == 3 + 8 + 3 + 5 + 1 + 1 + 7
    assert sorted(found[2027].work) == [date(2027, 1, 30), date(2027, 2, 20), date(2027, 4, 25), date(2027, 10, 9)]
    assert date(2027, 2, 4) in found[2027].off
    assert date(2027, 2, 12) not in found[2027].off
    assert date(2027, 2, 14) not in found[2027].off, "a feast is no day off"


@pytest.mark.parametrize(
    ("text", "remark"),
    [
        ("2027-01-01,休\n2027-10-01,休\n2027-10-09,班\n", "no headings"),
        (
            "date,name,isOffDay\n2027-01-01,元旦,true\n2027-10-01,国庆,true\n2027-10-09,国庆,false\n",
            "as programs write it",
        ),
        ("日期,类型\n2027年1月1日,放假\n2027/10/1,休息\n20271009,补班\n", "as people write it"),
        ("\ufeff日期,安排\n２０２７-01-01,（休）\n2027-10-01,休\n\n2027-10-09,班\n", "full-width, a mark in front"),
    ],
)
def test_a_list_may_be_written_in_many_ways(tmp_path: Path, text: str, remark: str) -> None:
    found = told(tmp_path, "a.csv", text)[2027]
    assert found == YearsDays(frozenset({date(2027, 1, 1), date(2027, 10, 1)}), frozenset({date(2027, 10, 9)})), remark


def test_an_older_excel_writes_its_own_characters(tmp_path: Path) -> None:
    assert list(told(tmp_path, "a.csv", as_csv(), encoding="gb18030")) == [2027]


def test_how_apple_marks_them_and_a_new_year_that_begins_in_december(tmp_path: Path) -> None:
    lines = [
        "BEGIN:VCALENDAR",
        "BEGIN:VEVENT",
        "DTSTART;VALUE=DATE:20261231",
        "DTEND;VALUE=DATE:20270103",
        "SUMMARY:元旦",
        "X-APPLE-SPECIAL-DAY:WORK-HOLIDAY",
        "END:VEVENT",
        "BEGIN:VEVENT",
        "DTSTART;VALUE=DATE:20261227",
        "SUMMARY:元旦",
        "X-APPLE-SPECIAL-DAY:ALTERNATE-WORKDAY",
        "END:VEVENT",
        "END:VCALENDAR",
    ]
    found = told(tmp_path, "a.ics", "\r\n".join(lines))
    assert found == {
        2027: YearsDays(
            frozenset({date(2026, 12, 31), date(2027, 1, 1), date(2027, 1, 2)}), frozenset({date(2026, 12, 27)})
        )
    }


def test_of_several_years_those_only_begun_are_left_out(tmp_path: Path) -> None:
    found = told(tmp_path, "a.csv", as_csv() + "2028-01-01,2028-01-02,休,元旦\n2026-10-01,,休,国庆节\n")
    assert list(found) == [2026, 2027]


@pytest.mark.parametrize(
    ("name", "text", "words"),
    [
        ("a.txt", "x", ".ics 或 .csv"),
        ("a.ics", "BEGIN:NONSENSE", "没有找到"),
        ("a.ics", "BEGIN:VCALENDAR\r\nEND:VCALENDAR", "没有找到"),
        ("a.csv", "", "空的"),
        ("a.csv", "日期,节日\n2027-01-01,元旦\n", "缺一列"),
        ("a.csv", "2027-01-01,休\n2027-13-01,休\n", "第2行：不是日期"),
        ("a.csv", "2027-01-01,休\n2027-02-01,什么\n", "第2行：看不出"),
        ("a.csv", "2027-01-01,休\n2027-01-01,班\n", "第2行：2027-01-01 既放假又上班"),
        ("a.csv", "2027-01-01..2027-12-31,休\n", "不像一次放假"),
    ],
)
def test_what_is_no_notice_is_refused_with_its_line(tmp_path: Path, name: str, text: str, words: str) -> None:
    with pytest.raises(BadNotice, match=words):
        told(tmp_path, name, text)


@pytest.mark.parametrize("year", [2025, 2026])
def test_the_shipped_notices_give_every_holiday_of_the_law(year: int) -> None:
    assert statutory(year) <= days_of(year, shipped_notices()[year]).off


def test_the_working_days_of_a_year_are_those_of_the_official_count() -> None:
    calendar = work_calendar({})
    for year in (2025, 2026):
        assert calendar.workdays_between(date(year - 1, 12, 31), date(year, 12, 31)) == 248


@given(st.frozensets(st.dates(date(2027, 1, 1), date(2027, 12, 31)), max_size=40))
def test_days_are_read_as_they_are_written(days: frozenset[date]) -> None:
    assert days_of(2027, Notice(off=written(days))).off == days
    assert sum((last - first).days + 1 for first, last in runs(days)) == len(days)


@given(st.lists(st.builds(ToldDay, st.dates(date(2025, 1, 1), date(2028, 12, 31)), st.booleans()), max_size=30))
def test_whatever_days_a_file_tells_none_is_put_into_a_year_that_does_not_bear_it(days: list[ToldDay]) -> None:
    try:
        found = years_told(days)
    except BadNotice:
        return
    for year, of_year in found.items():
        assert all(day.year == year or (day.year == year - 1 and day.month == 12) for day in of_year.off | of_year.work)


def test_a_notice_is_imported_once_and_shown(office: Office, capsys: pytest.CaptureFixture[str]) -> None:
    (office.folder / "2027.ics").write_text(as_ics(), encoding="utf-8")
    assert "暂定" in said(capsys, "calendar", "show", "2027")

    first = said(capsys, "calendar", "import", "2027.ics", "--source", "国办发明电〔2026〕9号")
    assert first == "已导入2027年放假安排：放假28天，调休上班4天；在办件的期限会自动重算\n"
    assert "没有变化" in said(capsys, "calendar", "import", "2027.ics")
    engine = make_engine(f"sqlite:///{office.database}")
    with engine.connect() as connection:
        assert calendar_version(connection) == 1
        assert [row.source for row in all_notices(connection)] == ["国办发明电〔2026〕9号"]
    engine.dispose()

    shown = said(capsys, "calendar", "show", "2027")
    assert "国办发明电〔2026〕9号" in shown
    assert "放假：2027年2月4日（周四） 至 2027年2月11日（周四），共8天" in shown
    assert "上班：2027年10月9日（周六）" in shown
    assert "工作日共" in shown


def test_a_part_of_a_year_is_taken_in_with_a_warning(office: Office, capsys: pytest.CaptureFixture[str]) -> None:
    (office.folder / "2027.csv").write_text("2027-02-05..2027-02-11,休\n", encoding="utf-8")
    lines = said(capsys, "calendar", "import", "2027.csv").splitlines()
    assert "已导入2027年" in lines[0]
    assert "2027-10-01" in lines[1]


def test_what_stands_in_the_configuration_is_not_written_over(
    office: Office, capsys: pytest.CaptureFixture[str]
) -> None:
    config = office.folder / "config.toml"
    written_there = '\n[calendar.2027]\noff = ["2027-10-01..2027-10-07"]\n'
    config.write_text(config.read_text(encoding="utf-8") + written_there, encoding="utf-8")
    (office.folder / "2027.ics").write_text(as_ics(), encoding="utf-8")
    assert "calendar.2027" in said(capsys, "calendar", "import", "2027.ics", code=2)
    assert "写在 config.toml" in said(capsys, "calendar", "show", "2027")


@pytest.mark.parametrize(
    ("words", "told_why"),
    [
        (("show", "二七"), "请写年份"),
        (("import",), "请写文件"),
        (("import", "missing.ics"), "没有导入"),
        (("import", "bad.csv"), "第1行"),
    ],
)
def test_a_mistake_is_one_line(
    office: Office, capsys: pytest.CaptureFixture[str], words: tuple[str, ...], told_why: str
) -> None:
    (office.folder / "bad.csv").write_text("2027-01-01,什么\n", encoding="utf-8")
    line = said(capsys, "calendar", *words, code=2)
    assert told_why in line
    assert line.count("\n") == 1


def test_without_a_year_this_one_and_the_next_are_shown(office: Office, capsys: pytest.CaptureFixture[str]) -> None:
    assert said(capsys, "calendar", "show").count("工作日共") == 2

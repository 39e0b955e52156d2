"""The duty roster as .xlsx: one row a person on duty, several rows a day in the order in which they are called."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from pathlib import Path
from xml.etree.ElementTree import ParseError
from zipfile import BadZipFile

from openpyxl import Workbook, load_workbook
from openpyxl.styles import Font, PatternFill
from openpyxl.utils.exceptions import InvalidFileException
from openpyxl.worksheet.worksheet import Worksheet

from bot.directory_files.headings import plain
from handlers import duty_import as keys
from handlers.directory_content import BadRow, DirectoryError
from handlers.duty_import import RosterLine
from handlers.words import duty_rows as words

HEADINGS = ("日期", "值班员", "电话", "带班领导", "电话")
_TEMPLATE_DAYS = 31
_HEADING = PatternFill("solid", start_color="FFDCE6F1")
_MEANINGS = {
    "日期": keys.DAY,
    "值班日期": keys.DAY,
    "值班员": keys.OFFICER,
    "值班人员": keys.OFFICER,
    "值班员电话": keys.OFFICER_TELEPHONE,
    "带班领导": keys.LEADER,
    "带班": keys.LEADER,
    "带班领导电话": keys.LEADER_TELEPHONE,
}
_TELEPHONE_OF = {keys.OFFICER: keys.OFFICER_TELEPHONE, keys.LEADER: keys.LEADER_TELEPHONE}
_TELEPHONES = frozenset({"电话", "联系电话", "手机", "手机号"})
_FOR_PEOPLE = frozenset({"星期", "周几", "备注", "说明"})


def read_roster(path: Path) -> list[RosterLine]:
    """Its first sheet. DirectoryError where it is no roster at all."""
    try:
        book = load_workbook(path, data_only=True)
    except OSError:
        raise DirectoryError((BadRow(path.name, "", words.UNREADABLE),)) from None
    except (BadZipFile, InvalidFileException, KeyError, ValueError, ParseError):
        raise DirectoryError((BadRow(path.name, "", words.NOT_XLSX),)) from None
    sheet = book.worksheets[0]
    lines = [(number, cells) for number, cells in enumerate(_cells(sheet), 1) if any(_filled(cell) for cell in cells)]
    if not lines:
        raise DirectoryError((BadRow(path.name, "", words.NO_HEADINGS),))
    columns = _columns(path.name, lines[0][1])
    return [
        RosterLine(f"{sheet.title} 第{number}行", {key: cell for key, cell in zip(columns, cells, strict=True) if key})
        for number, cells in lines[1:]
    ]


def _cells(sheet: Worksheet) -> Iterator[list[object]]:
    """Row by row; cells that were merged all say what the first of them says: offices merge the rows of one day."""
    merged = {
        (row, column): sheet.cell(span.min_row, span.min_col).value
        for span in sheet.merged_cells.ranges
        for row in range(span.min_row, span.max_row + 1)
        for column in range(span.min_col, span.max_col + 1)
    }
    for number, cells in enumerate(sheet.iter_rows(values_only=True), 1):
        yield [merged.get((number, place), cell) for place, cell in enumerate(cells, 1)]


def _filled(cell: object) -> bool:
    return cell is not None and bool(str(cell).strip())


def _columns(called: str, headings: Sequence[object]) -> list[str | None]:
    """A telephone belongs to whoever stands in front of it."""
    columns: list[str | None] = []
    whose: str | None = None
    for heading in headings:
        said = plain(str(heading)) if _filled(heading) else ""
        key = _TELEPHONE_OF.get(whose or "") if said in _TELEPHONES else _MEANINGS.get(said)
        if said and key is None and said not in _FOR_PEOPLE:
            raise DirectoryError((BadRow(called, "", words.unknown_heading(str(heading))),))
        whose = key if key in _TELEPHONE_OF else whose
        columns.append(key)
    if keys.DAY not in columns or keys.OFFICER not in columns:
        raise DirectoryError((BadRow(called, "", words.NO_HEADINGS),))
    return columns


def write_roster_form(path: Path, first: date) -> None:
    """The days from `first` on, to be filled in. OSError when the file cannot be written."""
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = words.SHEET
    sheet.append(list(HEADINGS))
    for cell in sheet[1]:
        cell.font, cell.fill = Font(bold=True), _HEADING
    for number in range(_TEMPLATE_DAYS):
        sheet.append([first + timedelta(days=number)])
        sheet.cell(row=sheet.max_row, column=1).number_format = "yyyy-mm-dd"
    for letter, width in zip("ABCDE", (14, 12, 18, 12, 18), strict=True):
        sheet.column_dimensions[letter].width = width
        for cell in sheet[letter][1:] if letter in "CE" else ():
            cell.number_format = "@"
    sheet.freeze_panes = "A2"
    book.save(path)

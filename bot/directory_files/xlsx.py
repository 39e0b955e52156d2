"""The directory file as .xlsx, the form an office has: one sheet a table."""

from pathlib import Path
from xml.etree.ElementTree import ParseError
from zipfile import BadZipFile

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException
from openpyxl.workbook import Workbook

from bot.directory_files.grid import rows_of_grid
from bot.directory_files.headings import NOTES_SHEET, table_named
from handlers.directory_content import BadRow, DirectoryContent, DirectoryError, RawRow
from handlers.words import directory_rows as words


def read_xlsx(path: Path) -> DirectoryContent:
    try:
        book = load_workbook(path, read_only=True, data_only=True)
    except OSError:
        raise DirectoryError((BadRow(path.name, "", words.UNREADABLE),)) from None
    except (BadZipFile, InvalidFileException, KeyError, ValueError, ParseError):
        raise DirectoryError((BadRow(path.name, "", words.NOT_XLSX),)) from None
    try:
        return _content(book, path.name)
    finally:
        book.close()


def _content(book: Workbook, called: str) -> DirectoryContent:
    tables: dict[str, tuple[RawRow, ...]] = {}
    faults = []
    for sheet in book.worksheets:
        form = table_named(sheet.title)
        lines = list(enumerate(sheet.iter_rows(values_only=True), 1))
        if form is not None:
            tables[form.key] = (*tables.get(form.key, ()), *rows_of_grid(form, sheet.title, lines))
        elif sheet.title != NOTES_SHEET and any(cell is not None for _, cells in lines for cell in cells):
            faults.append(BadRow(called, sheet.title, words.UNKNOWN_TABLE))
    if faults or not tables:
        raise DirectoryError(tuple(faults) or (BadRow(called, "", words.NO_TABLES),))
    return DirectoryContent(**tables)

"""The directory file as a folder of .csv, one file a table."""

import csv
import io
from collections.abc import Iterator
from pathlib import Path

from bot.directory_files.encoding import read_chinese
from bot.directory_files.grid import Line, rows_of_grid
from bot.directory_files.headings import TableForm, table_named
from handlers.directory_content import BadRow, DirectoryContent, DirectoryError, RawRow
from handlers.words import directory_rows as words


def read_csv_folder(folder: Path) -> DirectoryContent:
    files = sorted(path for path in folder.iterdir() if path.suffix.lower() == ".csv")
    named = [(path, table_named(path.stem)) for path in files]
    faults = tuple(BadRow(path.name, "", words.UNKNOWN_TABLE) for path, form in named if form is None)
    if faults or not named:
        raise DirectoryError(faults or (BadRow(folder.name, "", words.NO_TABLES),))
    tables: dict[str, tuple[RawRow, ...]] = {}
    for path, form in named:
        if form is not None:
            tables[form.key] = (*tables.get(form.key, ()), *read_csv(path, form))
    return DirectoryContent(**tables)


def read_csv(path: Path, form: TableForm) -> tuple[RawRow, ...]:
    return rows_of_grid(form, path.stem, _lines(path))


def _lines(path: Path) -> Iterator[Line]:
    """A cell may hold line breaks, so a row is named by the line it begins on."""
    reader = csv.reader(io.StringIO(read_chinese(path), newline=""), strict=True)
    begins = 1
    try:
        for cells in reader:
            yield begins, cells
            begins = reader.line_num + 1
    except csv.Error:
        raise DirectoryError((BadRow(f"{path.stem} 第{begins}行", "", words.NOT_CSV),)) from None

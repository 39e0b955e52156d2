"""The directory file as .json, the form other systems write."""

import json
from pathlib import Path

from bot.directory_files.encoding import read_chinese
from bot.directory_files.headings import TABLES
from handlers.directory_content import BadRow, DirectoryContent, DirectoryError, RawRow
from handlers.words import directory_rows as words


def read_json(path: Path) -> DirectoryContent:
    text = read_chinese(path)
    try:
        whole = json.loads(text)
    except json.JSONDecodeError as fault:
        raise DirectoryError((BadRow(f"{path.name} 第{fault.lineno}行", "", words.NOT_JSON),)) from None
    except RecursionError:
        raise DirectoryError((BadRow(path.name, "", words.NOT_JSON),)) from None
    return content_of(whole, path.name)


def content_of(whole: object, called: str) -> DirectoryContent:
    """The content of what a JSON text meant."""
    if not isinstance(whole, dict):
        raise DirectoryError((BadRow(called, "", words.NO_TABLES),))
    known = {form.key for form in TABLES}
    faults = tuple(BadRow(called, str(key), words.UNKNOWN_TABLE) for key in whole if key not in known)
    if faults:
        raise DirectoryError(faults)
    return DirectoryContent(**{key: _rows(key, rows) for key, rows in whole.items()})


def _rows(table: str, rows: object) -> tuple[RawRow, ...]:
    if not isinstance(rows, list):
        raise DirectoryError((BadRow(table, "", words.NOT_ROWS),))
    faults = tuple(
        BadRow(f"{table} 第{number}行", "", words.NOT_A_ROW)
        for number, row in enumerate(rows, 1)
        if not isinstance(row, dict)
    )
    if faults:
        raise DirectoryError(faults)
    return tuple(RawRow(f"{table} 第{number}行", row) for number, row in enumerate(rows, 1))

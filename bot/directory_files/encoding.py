"""Reads a text file as offices save it: UTF-8 with or without its mark, or GB18030 from an older Excel."""

from pathlib import Path

from handlers.directory_content import BadRow, DirectoryError
from handlers.words import directory_rows as words


def read_chinese(path: Path) -> str:
    try:
        raw = path.read_bytes()
    except OSError:
        raise DirectoryError((BadRow(path.name, "", words.UNREADABLE),)) from None
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise DirectoryError((BadRow(path.name, "", words.ENCODING),))

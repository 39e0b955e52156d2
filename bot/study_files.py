"""Study cards as offices keep them: a sheet with one card a row, a Word file with a heading a card, or Markdown files with a head."""

import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import ParseError
from zipfile import BadZipFile

from handlers.directory_content import BadRow, DirectoryError
from handlers.study_import import CardLine
from handlers.words import study_rows as words

_MEANINGS = {heading: name for name, heading in words.HEADINGS.items()} | {
    "题目": "title",
    "内容": "text",
    "出处": "source",
    "网址": "link",
    "发布日期": "date",
    "面向": "audience",
    "顺序": "position",
    "图片": "files",
    "配图": "files",
}
PICTURES = "pictures"  # of a Word file: the bytes themselves
FOLDER = "folder"  # where files that are named lie
_HEAD = re.compile(r"\A---\s*\n(?P<head>.*?)\n---\s*\n(?P<text>.*)\Z", re.DOTALL)
_LABEL = re.compile(r"^(来源|链接|日期|对象|系列|序号|标签|休息日也发|附件|图片|配图)\s*[:：]\s*(.+)$")


def read_cards(path: Path) -> list[CardLine]:
    """DirectoryError where a file is not what it seems."""
    if path.is_dir():
        return [card for file in sorted(path.rglob("*.md")) for card in _markdown(file)]
    readers = {".xlsx": _sheet, ".docx": _word, ".md": _markdown}
    reader = readers.get(path.suffix.lower())
    if reader is None:
        raise DirectoryError((BadRow(path.name, "", words.NOT_THIS_KIND),))
    try:
        return list(reader(path))
    except OSError:
        raise DirectoryError((BadRow(path.name, "", words.UNREADABLE),)) from None
    except (BadZipFile, KeyError, ValueError, ParseError):
        raise DirectoryError((BadRow(path.name, "", words.BROKEN),)) from None


def _sheet(path: Path) -> Iterator[CardLine]:
    from openpyxl import load_workbook

    sheet = load_workbook(path, data_only=True).worksheets[0]
    rows = [(number, row) for number, row in enumerate(sheet.iter_rows(values_only=True), 1) if any(row)]
    if not rows:
        return
    columns = _columns(path.name, rows[0][1])
    for number, row in rows[1:]:
        cells = {name: cell for name, cell in zip(columns, row, strict=False) if name and cell is not None}
        yield CardLine(f"{sheet.title} 第{number}行", {**cells, FOLDER: str(path.parent)})


def _columns(called: str, headings: Sequence[object]) -> list[str]:
    columns = []
    for heading in headings:
        said = str(heading).strip() if heading is not None else ""
        if said and said not in _MEANINGS:
            raise DirectoryError((BadRow(called, "", words.unknown_heading(said)),))
        columns.append(_MEANINGS.get(said, ""))
    if not {"title", "text", "source"} <= set(columns):
        raise DirectoryError((BadRow(called, "", words.NO_HEADINGS),))
    return columns


def _word(path: Path) -> Iterator[CardLine]:
    """Each Heading 1 begins a card; 来源：… and the like at its head are its fields, the other paragraphs its text."""
    from docx import Document
    from docx.opc.exceptions import PackageNotFoundError

    try:
        paragraphs = Document(str(path)).paragraphs
    except PackageNotFoundError:
        raise DirectoryError((BadRow(path.name, "", words.BROKEN),)) from None
    cells: dict[str, Any] = {}
    for paragraph in paragraphs:
        text = paragraph.text.strip()
        style = paragraph.style.name if paragraph.style is not None else ""
        if style in {"Heading 1", "标题 1"} and text:
            if cells:
                yield CardLine(f"{path.name} 《{cells['title']}》", cells)
            cells = {"title": text, FOLDER: str(path.parent)}
        elif cells:
            _take(cells, text)
            cells[PICTURES] = [*cells.get(PICTURES, []), *_pictures(paragraph)]
    if cells:
        yield CardLine(f"{path.name} 《{cells['title']}》", cells)


def _pictures(paragraph: Any) -> list[bytes]:
    """Those that stand within the paragraph."""
    from docx.oxml.ns import qn

    names = [blip.get(qn("r:embed")) for blip in paragraph._p.iter(qn("a:blip"))]
    return [paragraph.part.related_parts[name].blob for name in names if name in paragraph.part.related_parts]


def _take(cells: dict[str, Any], text: str) -> None:
    label = _LABEL.match(text)
    if not text:
        return
    if label is not None:
        cells[_MEANINGS[label[1]]] = label[2].strip()
    else:
        cells["text"] = f"{cells['text']}\n{text}" if "text" in cells else text


def _markdown(path: Path) -> Iterator[CardLine]:
    """`title`, `date`, `audience` and the other fields at its head; a folder below is a series of its own."""
    found = _HEAD.match(path.read_text(encoding="utf-8-sig").replace("\r\n", "\n"))
    if found is None:
        raise DirectoryError((BadRow(path.name, "", words.NO_HEAD),))
    head = _fields(path.name, found["head"])
    yield CardLine(path.name, {**head, "text": found["text"].strip(), FOLDER: str(path.parent)})


def _fields(called: str, head: str) -> Mapping[str, str]:
    fields = {}
    for line in filter(str.strip, head.split("\n")):
        name, colon, value = re.split(r"([:：])", line, maxsplit=1) if re.search(r"[:：]", line) else (line, "", "")
        name = _MEANINGS.get(name.strip(), name.strip().lower())
        if not colon or name not in words.HEADINGS:
            raise DirectoryError((BadRow(called, "", words.unknown_heading(line.strip())),))
        fields[name] = value.strip().strip("\"'[]")
    return fields

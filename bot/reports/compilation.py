"""《年度学习资料汇编》 as .docx: cover, contents, months, sources, index; laid out by the custom of official papers (GB/T 9704).

An office's own template gives page, fonts and heading styles; without one they are set here.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from io import BytesIO
from itertools import count, groupby
from pathlib import Path
from typing import Any

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_BREAK, WD_TAB_ALIGNMENT, WD_TAB_LEADER
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from bot.reports.paper import (
    BODY,
    FANG,
    HEI,
    KAI,
    SONG,
    TYPE_WIDTH,
    add_field,
    add_run,
    fill_in_fields,
    set_font,
    set_up,
)

_HIGHEST_PICTURE = Mm(150)


@dataclass(frozen=True, slots=True)
class Entry:
    """One card as it went out. `audience` in Chinese; `pictures` are JPEG, `attachments` their names."""

    on_day: date
    title: str
    text: str
    source: str
    link: str
    audience: str
    tags: Sequence[str]
    pictures: Sequence[bytes] = ()
    attachments: Sequence[str] = ()


def write_compilation(
    path: Path, title: str, office: str, first: date, last: date, entries: Sequence[Entry], template: Path | None
) -> None:
    """`entries` in order of their days. OSError when the file cannot be written."""
    paper = _Paper(Document(str(template)) if template else Document(), is_ours=template is None)
    paper.cover(title, office, first, last, len(entries))
    marks = {id(entry): f"card{number}" for number, entry in zip(count(1), entries, strict=False)}
    paper.contents(entries, marks)
    for month, group in groupby(entries, key=lambda entry: (entry.on_day.year, entry.on_day.month)):
        paper.month(month, list(group), marks)
    paper.sources(entries)
    paper.index(entries, marks)
    fill_in_fields(paper.document)
    paper.document.save(str(path))


class _Paper:
    def __init__(self, document: Any, *, is_ours: bool) -> None:
        self.document = document
        self._bookmarks = count(1)
        if is_ours:
            set_up(document)

    def cover(self, title: str, office: str, first: date, last: date, cards: int) -> None:
        for _ in range(6):
            self._line("")
        self._line(title, font=SONG, size=26, is_bold=True)
        self._line(f"（{first:%Y.%m.%d}—{last:%Y.%m.%d}，共{cards}篇）", font=KAI, size=16)
        for _ in range(9):
            self._line("")
        self._line(office, font=HEI, size=16)
        self._line(f"{last.year}年{last.month}月", font=KAI, size=16)
        self._new_page()

    def contents(self, entries: Sequence[Entry], marks: dict[int, str]) -> None:
        self._line("目　录", font=HEI, size=22)
        for month, group in groupby(entries, key=lambda entry: (entry.on_day.year, entry.on_day.month)):
            self._entry_line(_month(month), "", is_bold=True)
            for entry in group:
                self._entry_line(f"　{entry.title}", marks[id(entry)])
        for heading in ("来源一览", "索引"):
            self._entry_line(heading, _AT_THE_END[heading], is_bold=True)

    def month(self, month: tuple[int, int], entries: Iterable[Entry], marks: dict[int, str]) -> None:
        self._heading(_month(month), 1, new_page=True)
        for entry in entries:
            self._heading(entry.title, 2, mark=marks[id(entry)])
            for part in entry.text.splitlines():
                self._body(part)
            for picture in entry.pictures:
                self._picture(picture)
            if entry.attachments:
                self._body(f"（附件：{'、'.join(f'《{name}》' for name in entry.attachments)}）", font=KAI)
            where = f"{entry.on_day.month}月{entry.on_day.day}日 推送{entry.audience}　来源：{entry.source}"
            self._body(f"（{where}）", font=KAI)
            if entry.link:
                self._body(entry.link, font=KAI)

    def sources(self, entries: Sequence[Entry]) -> None:
        self._heading("来源一览", 1, new_page=True, mark=_AT_THE_END["来源一览"])
        by_source = sorted(entries, key=lambda entry: entry.source)
        for source, group in groupby(by_source, key=lambda entry: entry.source):
            self._body(f"{source}：{len(list(group))}篇")

    def index(self, entries: Sequence[Entry], marks: dict[int, str]) -> None:
        """By tag, and what has none by its title."""
        self._heading("索引", 1, new_page=True, mark=_AT_THE_END["索引"])
        words = sorted({tag for entry in entries for tag in entry.tags})
        for word in words:
            self._entry_line(word, "", is_bold=True)
            for entry in (entry for entry in entries if word in entry.tags):
                self._entry_line(f"　{entry.title}", marks[id(entry)])
        untagged = sorted((entry for entry in entries if not entry.tags), key=lambda entry: entry.title)
        if words and untagged:
            self._entry_line("其他", "", is_bold=True)
        for entry in untagged:
            self._entry_line(entry.title, marks[id(entry)])

    def _line(self, text: str, *, font: str = FANG, size: int = 16, is_bold: bool = False) -> None:
        paragraph = self.document.add_paragraph()
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        paragraph.paragraph_format.first_line_indent = Pt(0)
        add_run(paragraph, text, font=font, size=size, is_bold=is_bold)

    def _heading(self, text: str, level: int, *, new_page: bool = False, mark: str = "") -> None:
        heading = self.document.add_heading(level=level)
        heading.paragraph_format.page_break_before = new_page
        run = heading.add_run(text)
        set_font(run, HEI if level == 1 else KAI)
        if mark:
            _bookmark(heading, mark, next(self._bookmarks))

    def _body(self, text: str, *, font: str = FANG) -> None:
        paragraph = self.document.add_paragraph()
        paragraph.paragraph_format.first_line_indent = BODY * 2
        add_run(paragraph, text, font=font)

    def _picture(self, picture: bytes) -> None:
        """As wide as the type area at most; the fixed distance of lines would cut it off."""
        paragraph = self.document.add_paragraph()
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        paragraph.paragraph_format.line_spacing = 1.0
        shape = paragraph.add_run().add_picture(BytesIO(picture))
        scale = min(1.0, TYPE_WIDTH / shape.width, _HIGHEST_PICTURE / shape.height)
        shape.width, shape.height = int(shape.width * scale), int(shape.height * scale)

    def _entry_line(self, text: str, mark: str, *, is_bold: bool = False) -> None:
        """A title, dots, and the page on which it stands: the page is a field, which Word and LibreOffice fill in."""
        paragraph = self.document.add_paragraph()
        paragraph.paragraph_format.first_line_indent = Pt(0)
        paragraph.paragraph_format.tab_stops.add_tab_stop(TYPE_WIDTH, WD_TAB_ALIGNMENT.RIGHT, WD_TAB_LEADER.DOTS)
        add_run(paragraph, text, font=HEI if is_bold else FANG)
        if mark:
            add_run(paragraph, "\t")
            add_field(paragraph, f"PAGEREF {mark} \\h")

    def _new_page(self) -> None:
        self.document.add_paragraph().add_run().add_break(WD_BREAK.PAGE)


_AT_THE_END = {"来源一览": "sources", "索引": "index"}


def _month(month: tuple[int, int]) -> str:
    return f"{month[0]}年{month[1]}月"


def _bookmark(paragraph: Any, name: str, number: int) -> None:
    start, end = OxmlElement("w:bookmarkStart"), OxmlElement("w:bookmarkEnd")
    for element in (start, end):
        element.set(qn("w:id"), str(number))
    start.set(qn("w:name"), name)
    paragraph._p.insert(1, start)
    paragraph._p.append(end)

"""《年度学习资料汇编》 as .docx: cover, contents, months, sources, index; laid out by the custom of official papers (GB/T 9704).

An office's own template gives page, fonts and heading styles; without one they are set here.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import count, groupby
from pathlib import Path
from typing import Any

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_BREAK, WD_TAB_ALIGNMENT, WD_TAB_LEADER
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

SONG, HEI, FANG, KAI = "宋体", "黑体", "仿宋", "楷体"
# GB/T 9704-2012: A4, a type area of 156 by 225 mm, 仿宋 三号 with 28 points from line to line.
_MARGINS = {"top_margin": 37, "bottom_margin": 35, "left_margin": 28, "right_margin": 26}
_TYPE_WIDTH = Mm(156)
_BODY, _LINE = Pt(16), Pt(28)


@dataclass(frozen=True, slots=True)
class Entry:
    """One card as it went out. `audience` in Chinese."""

    on_day: date
    title: str
    text: str
    source: str
    link: str
    audience: str
    tags: Sequence[str]


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
    paper.document.save(str(path))


class _Paper:
    def __init__(self, document: Any, *, is_ours: bool) -> None:
        self.document = document
        self._bookmarks = count(1)
        if is_ours:
            _set_up(document)

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
        for entry in untagged:
            self._entry_line(entry.title, marks[id(entry)])

    def _line(self, text: str, *, font: str = FANG, size: int = 16, is_bold: bool = False) -> None:
        paragraph = self.document.add_paragraph()
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        paragraph.paragraph_format.first_line_indent = Pt(0)
        _run(paragraph, text, font=font, size=size, is_bold=is_bold)

    def _heading(self, text: str, level: int, *, new_page: bool = False, mark: str = "") -> None:
        heading = self.document.add_heading(level=level)
        heading.paragraph_format.page_break_before = new_page
        run = heading.add_run(text)
        _font(run, HEI if level == 1 else KAI)
        if mark:
            _bookmark(heading, mark, next(self._bookmarks))

    def _body(self, text: str, *, font: str = FANG) -> None:
        paragraph = self.document.add_paragraph()
        paragraph.paragraph_format.first_line_indent = _BODY * 2
        _run(paragraph, text, font=font)

    def _entry_line(self, text: str, mark: str, *, is_bold: bool = False) -> None:
        """A title, dots, and the page on which it stands: the page is a field, which Word and LibreOffice fill in."""
        paragraph = self.document.add_paragraph()
        paragraph.paragraph_format.first_line_indent = Pt(0)
        paragraph.paragraph_format.tab_stops.add_tab_stop(_TYPE_WIDTH, WD_TAB_ALIGNMENT.RIGHT, WD_TAB_LEADER.DOTS)
        _run(paragraph, text, font=HEI if is_bold else FANG)
        if mark:
            _run(paragraph, "\t")
            _field(paragraph, f"PAGEREF {mark} \\h")

    def _new_page(self) -> None:
        self.document.add_paragraph().add_run().add_break(WD_BREAK.PAGE)


_AT_THE_END = {"来源一览": "sources", "索引": "index"}


def _month(month: tuple[int, int]) -> str:
    return f"{month[0]}年{month[1]}月"


def _set_up(document: Any) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    for name, millimetres in _MARGINS.items():
        setattr(section, name, Mm(millimetres))
    normal = document.styles["Normal"]
    normal.font.size = _BODY
    _style_font(normal, FANG)
    normal.paragraph_format.line_spacing = _LINE
    normal.paragraph_format.space_before = normal.paragraph_format.space_after = Pt(0)
    for level, font, size in ((1, HEI, 22), (2, KAI, 16)):
        style = document.styles[f"Heading {level}"]
        _style_font(style, font)
        style.font.size, style.font.bold, style.font.color.rgb = Pt(size), level == 2, None
    footer = section.footer.paragraphs[0]
    footer.alignment = WD_ALIGN_PARAGRAPH.CENTER
    _run(footer, "— ", font=SONG, size=14)
    _field(footer, "PAGE", font=SONG, size=14)
    _run(footer, " —", font=SONG, size=14)


def _run(paragraph: Any, text: str, *, font: str = FANG, size: int = 16, is_bold: bool = False) -> None:
    run = paragraph.add_run(text)
    run.font.size, run.font.bold = Pt(size), is_bold
    _font(run, font)


def _font(run: Any, name: str) -> None:
    """Word keeps the font of Han characters apart from that of Latin ones."""
    run.font.name = "Times New Roman"
    run._element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), name)


def _style_font(style: Any, name: str) -> None:
    style.font.name = "Times New Roman"
    style.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), name)


def _field(paragraph: Any, code: str, *, font: str = FANG, size: int = 16) -> None:
    run = paragraph.add_run()
    run.font.size = Pt(size)
    _font(run, font)
    for kind, text in (("begin", ""), ("", code), ("separate", ""), ("end", "")):
        element = OxmlElement("w:instrText" if text else "w:fldChar")
        if text:
            element.text = text
        else:
            element.set(qn("w:fldCharType"), kind)
        run._element.append(element)


def _bookmark(paragraph: Any, name: str, number: int) -> None:
    start, end = OxmlElement("w:bookmarkStart"), OxmlElement("w:bookmarkEnd")
    for element in (start, end):
        element.set(qn("w:id"), str(number))
    start.set(qn("w:name"), name)
    paragraph._p.insert(1, start)
    paragraph._p.append(end)

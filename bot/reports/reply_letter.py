"""答复函 as .docx: by the custom of official papers, in the office's words; or in the office's own template, its {fields} filled in."""

import zipfile
from collections.abc import Iterable, Iterator, Mapping
from io import BytesIO
from pathlib import Path
from typing import Any

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_TAB_ALIGNMENT
from docx.shared import Pt, RGBColor

from bot.config_sections import ReplyLetterTexts
from bot.reports.paper import BODY, HEI, KAI, SONG, TYPE_WIDTH, add_rule, add_run, set_up
from handlers.reply_letters import ReplyLetter
from handlers.rules.letter_fields import filled, unknown_fields

_RED = "C00000"
_TO_FILL = "　" * 8
_LONG_AGO = (1980, 1, 1, 0, 0, 0)


class BadTemplate(Exception):
    """The office's .docx cannot be used; the message says why."""


def letter_bytes(letter: ReplyLetter, texts: ReplyLetterTexts, congress: str) -> bytes:
    """The same letter is the same bytes. BadTemplate when the office's own cannot be used."""
    values = values_of(letter, texts, congress)
    document = _from_template(Path(texts.template), values) if texts.template else _ours(letter, texts, values)
    document.core_properties.title = filled(texts.title, values)
    document.core_properties.author = letter.department
    made = BytesIO()
    document.save(made)
    return _without_times(made.getvalue())


def values_of(letter: ReplyLetter, texts: ReplyLetterTexts, congress: str) -> Mapping[str, str]:
    everybody = "、".join((letter.lead, *letter.cosigners))
    known = {"单位": letter.department, "大会": congress}
    copies = [*(filled(one, known) for one in texts.copies), *letter.copies]
    return known | {
        "编号": letter.number,
        "立案编号": letter.formal_number,
        "标题": letter.title,
        "类别": letter.answer_class,
        "类别说明": letter.class_term,
        "代表": everybody,
        "领衔代表": letter.lead,
        "内容": letter.text,
        "承诺日期": _day(letter.promised_on) if letter.promised_on else "",
        "日期": _day(letter.on_day),
        "年": str(letter.on_day.year),
        "经办人": letter.officer,
        "电话": texts.telephones.get(letter.department_code, _TO_FILL),
        "抄送": "，".join(copies),
    }


def _day(day: Any) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


def _ours(letter: ReplyLetter, texts: ReplyLetterTexts, values: Mapping[str, str]) -> Any:
    document = Document()
    set_up(document)
    _head(document, texts, values)
    _line(document, filled(texts.greeting, values))
    _body(document, [filled(texts.opening, values), *letter.text.splitlines()])
    if letter.promised_on:
        _body(document, [filled(texts.promise, values)])
    _body(document, [filled(texts.closing, values)])
    _line(document, "")
    for text in (letter.department, values["日期"]):
        _line(document, text, align=WD_ALIGN_PARAGRAPH.RIGHT, right=BODY * 4)
    _body(document, [f"（{filled(texts.contact, values)}）"])
    if values["抄送"]:
        _line(document, "")
        copies = _line(document, f"抄送：{values['抄送']}。", size=14, left=BODY)
        add_rule(copies, "top")
        add_rule(copies, "bottom")
    return document


def _head(document: Any, texts: ReplyLetterTexts, values: Mapping[str, str]) -> None:
    """The class in the corner, whose paper it is, its number and who signs, the red line, the title."""
    _line(document, filled(texts.corner, values), font=HEI, align=WD_ALIGN_PARAGRAPH.RIGHT)
    name = _line(document, "", align=WD_ALIGN_PARAGRAPH.CENTER)
    name.paragraph_format.line_spacing = Pt(48)
    run = add_run(name, filled(texts.heading, values), font=SONG, size=32, is_bold=True)
    run.font.color.rgb = RGBColor.from_string(_RED)
    number = _line(document, filled(texts.number, values))
    number.paragraph_format.tab_stops.add_tab_stop(TYPE_WIDTH, WD_TAB_ALIGNMENT.RIGHT)
    add_run(number, f"\t签发人：{_TO_FILL}", font=KAI)
    add_rule(number, "bottom", colour=_RED, eighths=12)
    _line(document, "")
    _line(document, filled(texts.title, values), font=SONG, size=22, is_bold=True, align=WD_ALIGN_PARAGRAPH.CENTER)
    _line(document, "")


def _line(
    document: Any, text: str, *, size: int = 16, align: Any = None, left: Any = None, right: Any = None, **look: Any
) -> Any:
    paragraph = document.add_paragraph()
    paragraph.alignment = align
    paragraph.paragraph_format.left_indent, paragraph.paragraph_format.right_indent = left, right
    if text:
        add_run(paragraph, text, size=size, **look)
    return paragraph


def _body(document: Any, texts: Iterable[str]) -> None:
    for text in texts:
        if text:
            _line(document, text).paragraph_format.first_line_indent = BODY * 2


def _from_template(path: Path, values: Mapping[str, str]) -> Any:
    from docx.opc.exceptions import PackageNotFoundError

    try:
        document = Document(str(path))
    except (OSError, KeyError, ValueError, PackageNotFoundError, zipfile.BadZipFile):
        raise BadTemplate("不是能打开的 .docx 文件") from None
    for paragraph in _paragraphs(document):
        text = paragraph.text
        wrong = unknown_fields(text)
        if wrong:
            raise BadTemplate(f"没有 {{{wrong[0]}}} 这一项")
        if "{" in text:
            _fill(paragraph, filled(text, values))
    return document


def _fill(paragraph: Any, text: str) -> None:
    """A field may be cut into several runs: the first one's look is kept. Lines become breaks within the paragraph."""
    first, *others = paragraph.runs
    first.text = text
    for run in others:
        run._element.getparent().remove(run._element)


def _paragraphs(document: Any) -> Iterator[Any]:
    parts = [document]
    for section in document.sections:
        parts += [section.header, section.footer]
    for part in parts:
        yield from part.paragraphs
        for table in part.tables:
            for row in table.rows:
                for cell in row.cells:
                    yield from cell.paragraphs


def _without_times(made: bytes) -> bytes:
    """A .docx keeps the hour at which each of its pieces was written; ours does not."""
    out = BytesIO()
    with zipfile.ZipFile(BytesIO(made)) as before, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as after:
        for piece in before.infolist():
            after.writestr(
                zipfile.ZipInfo(piece.filename, _LONG_AGO), before.read(piece), compress_type=zipfile.ZIP_DEFLATED
            )
    return out.getvalue()

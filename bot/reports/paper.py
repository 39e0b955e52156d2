"""A page by the custom of official papers (GB/T 9704-2012): A4, margins, fonts, distances, and the page's number."""

from typing import Any

from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

SONG, HEI, FANG, KAI = "宋体", "黑体", "仿宋", "楷体"
# A type area of 156 by 225 mm, 仿宋 三号 with 28 points from line to line.
_MARGINS = {"top_margin": 37, "bottom_margin": 35, "left_margin": 28, "right_margin": 26}
TYPE_WIDTH = Mm(156)
BODY, _LINE = Pt(16), Pt(28)


def set_up(document: Any) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    for name, millimetres in _MARGINS.items():
        setattr(section, name, Mm(millimetres))
    normal = document.styles["Normal"]
    normal.font.size = BODY
    _style_font(normal, FANG)
    normal.paragraph_format.line_spacing = _LINE
    normal.paragraph_format.space_before = normal.paragraph_format.space_after = Pt(0)
    for level, font, size in ((1, HEI, 22), (2, KAI, 16)):
        style = document.styles[f"Heading {level}"]
        _style_font(style, font)
        style.font.size, style.font.bold, style.font.color.rgb = Pt(size), level == 2, None
    footer = section.footer.paragraphs[0]
    footer.alignment = WD_ALIGN_PARAGRAPH.CENTER
    add_run(footer, "— ", font=SONG, size=14)
    add_field(footer, "PAGE", font=SONG, size=14)
    add_run(footer, " —", font=SONG, size=14)


def add_run(paragraph: Any, text: str, *, font: str = FANG, size: int = 16, is_bold: bool = False) -> Any:
    run = paragraph.add_run(text)
    run.font.size, run.font.bold = Pt(size), is_bold
    set_font(run, font)
    return run


def set_font(run: Any, name: str) -> None:
    """Word keeps the font of Han characters apart from that of Latin ones."""
    run.font.name = "Times New Roman"
    run._element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), name)


def _style_font(style: Any, name: str) -> None:
    style.font.name = "Times New Roman"
    style.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), name)


def add_field(paragraph: Any, code: str, *, font: str = FANG, size: int = 16) -> None:
    run = paragraph.add_run()
    run.font.size = Pt(size)
    set_font(run, font)
    for kind, text in (("begin", ""), ("", code), ("separate", ""), ("end", "")):
        element = OxmlElement("w:instrText" if text else "w:fldChar")
        if text:
            element.text = text
        else:
            element.set(qn("w:fldCharType"), kind)
        run._element.append(element)


def fill_in_fields(document: Any) -> None:
    """Word fills in the pages of the contents when it opens the paper, and asks before it does."""
    wanted = OxmlElement("w:updateFields")
    wanted.set(qn("w:val"), "true")
    document.settings.element.append(wanted)


def add_rule(paragraph: Any, side: str, *, colour: str = "000000", eighths: int = 6) -> None:
    """A line across the type area, above or below the paragraph; its width in eighths of a point."""
    properties = paragraph._p.get_or_add_pPr()
    borders = properties.find(qn("w:pBdr"))
    if borders is None:
        borders = OxmlElement("w:pBdr")
        properties.append(borders)
    line = OxmlElement(f"w:{side}")
    for name, value in (("val", "single"), ("sz", str(eighths)), ("space", "1"), ("color", colour)):
        line.set(qn(f"w:{name}"), value)
    borders.append(line)

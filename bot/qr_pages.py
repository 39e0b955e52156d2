"""The code that hangs at a station's door: a picture for whoever prints it elsewhere, and an A4 page that is ready to print."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import segno
from jinja2 import Environment, FileSystemLoader

_TEMPLATES = Environment(loader=FileSystemLoader(Path(__file__).parent / "templates"), autoescape=True)
_PNG_SIDE = 1200  # points; about ten centimetres in good print
_BORDER = 4  # modules of white, which readers need


@dataclass(frozen=True, slots=True)
class Code:
    """What one picture carries, and the words beneath it. `name` is that of its PNG."""

    name: str
    address: str
    caption: str


@dataclass(frozen=True, slots=True)
class Page:
    """One sheet. `deputy` is empty on a station's own; `until` is the last day of a code that ends."""

    congress: str
    station: str
    hours: str
    telephone: str
    deputy: str
    district: str
    codes: Sequence[Code]
    until: date | None


def write_page(folder: Path, name: str, page: Page) -> None:
    """The pictures and the page. OSError when they cannot be written."""
    for code in page.codes:
        drawn = _drawn(code.address)
        scale = max(1, _PNG_SIDE // drawn.symbol_size(border=_BORDER)[0])
        drawn.save(str(folder / f"{code.name}.png"), kind="png", scale=scale, border=_BORDER)
    svgs = [_drawn(code.address).svg_inline(border=_BORDER, omitsize=True) for code in page.codes]
    html = _TEMPLATES.get_template("qr_page.html").render(page=page, codes=list(zip(page.codes, svgs, strict=True)))
    (folder / f"{name}.html").write_text(html, encoding="utf-8")


def _drawn(address: str) -> segno.QRCode:
    """A quarter of it may be scratched or wet."""
    return segno.make_qr(address, error="q")

"""The sheet of invitations an office prints and cuts: one row a person, with the code to type and a picture to scan."""

from collections.abc import Mapping, Sequence
from io import BytesIO
from pathlib import Path
from zoneinfo import ZoneInfo

import segno
from openpyxl import Workbook
from openpyxl.drawing.image import Image
from openpyxl.drawing.spreadsheet_drawing import AnchorMarker, OneCellAnchor
from openpyxl.drawing.xdr import XDRPositiveSize2D
from openpyxl.styles import Alignment, Font, PatternFill

from handlers.invitations import Invitation

HEADINGS = ("姓名", "身份", "联络站或单位", "绑定码", "有效期至", "微信里发", "或扫码")
NOTE = "一人一码，只能用一次；这张表等于钥匙，请当面给本人，发完销毁。"
_WIDTHS = (12, 18, 26, 14, 14, 20, 18)
_HEADING = PatternFill("solid", start_color="FFDCE6F1")
_SIDE, _ROW_POINTS = 116, 92
_EMU = 9525  # in a pixel


class QrPicture(Image):
    """A QR code as PNG in a cell. openpyxl's own class wants a library for pictures, only to learn the size we know."""

    def __init__(self, content: str, row: int, column: int) -> None:
        stream = BytesIO()
        segno.make(content, error="m", micro=False).save(stream, kind="png", scale=6, border=2)
        self._png = stream.getvalue()
        self.width = self.height = _SIDE
        self.format = "png"
        size = XDRPositiveSize2D(_SIDE * _EMU, _SIDE * _EMU)
        inside = 3 * _EMU
        self.anchor = OneCellAnchor(AnchorMarker(column - 1, inside, row - 1, inside), size)

    def _data(self) -> bytes:
        return self._png


def write_invitations(
    path: Path, invitations: Sequence[Invitation], pictures: Mapping[str, str], timezone: ZoneInfo
) -> None:
    """`pictures` says what each code's picture carries. OSError when the file cannot be written.

    Nobody but the owner may read the file.
    """
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = "绑定码"
    sheet.append([NOTE])
    sheet.append(list(HEADINGS))
    sheet["A1"].font = Font(bold=True, color="FFC00000")
    for cell in sheet[2]:
        cell.font, cell.fill = Font(bold=True), _HEADING
    for row, one in enumerate(invitations, 3):
        until = f"{one.expires_at.astimezone(timezone):%Y-%m-%d %H:%M}"
        sheet.append([one.name, one.roles, one.place, one.code, until, f"绑定 {one.code}"])
        sheet.row_dimensions[row].height = _ROW_POINTS
        for cell in sheet[row]:
            cell.alignment = Alignment(vertical="center", wrap_text=True)
        sheet.add_image(QrPicture(pictures[one.code], row, len(HEADINGS)))
    for letter, width in zip("ABCDEFG", _WIDTHS, strict=True):
        sheet.column_dimensions[letter].width = width
    sheet.freeze_panes = "A3"
    path.touch(mode=0o600)
    path.chmod(0o600)
    book.save(path)

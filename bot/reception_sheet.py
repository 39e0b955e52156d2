"""The blank sheet a station prints for people who come in person; a clerk types it in afterwards with 登记."""

from pathlib import Path

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

TITLE = "代表接待登记表"
# Heading and width in characters; together they fill an A4 page that lies on its side.
FIELDS = (
    ("时间", 12),
    ("姓名", 10),
    ("电话", 15),
    ("地址", 20),
    ("反映事项", 40),
    ("诉求", 24),
    ("接待代表", 11),
    ("备注", 12),
)
_ROWS = 12
_HEIGHT = 34.0  # two lines of handwriting
_FOOT = "姓名、电话只用于回访，不公开。情况紧急请打110、119、120。登记后请在机器人里发：登记 姓名 电话 内容"
_THIN = Side(style="thin")
_GRID = Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN)


def write_reception_sheet(path: Path, station: str) -> None:
    """`station` is its name, empty for one written in by hand. OSError when the file cannot be written."""
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = "接待登记"
    last = get_column_letter(len(FIELDS))
    _line(sheet, 1, last, f"{station or '＿＿＿＿＿＿代表联络站'}{TITLE}", Font(size=18, bold=True), 36.0, "center")
    for place, (heading, width) in enumerate(FIELDS, 1):
        sheet.column_dimensions[get_column_letter(place)].width = width
        cell = sheet.cell(row=2, column=place, value=heading)
        cell.font = Font(bold=True)
        cell.alignment = Alignment(horizontal="center", vertical="center")
        for row in range(2, _ROWS + 3):
            sheet.cell(row=row, column=place).border = _GRID
    for row in range(3, _ROWS + 3):
        sheet.row_dimensions[row].height = _HEIGHT
    _line(sheet, _ROWS + 3, last, _FOOT, Font(size=10), 20.0, "left")
    _set_up_page(sheet, last)
    book.save(path)


def _line(sheet: Worksheet, row: int, last: str, text: str, font: Font, height: float, side: str) -> None:
    """One line of words over the whole width."""
    sheet.merge_cells(f"A{row}:{last}{row}")
    cell = sheet.cell(row=row, column=1, value=text)
    cell.font = font
    cell.alignment = Alignment(horizontal=side, vertical="center")
    sheet.row_dimensions[row].height = height


def _set_up_page(sheet: Worksheet, last: str) -> None:
    """A4 on its side, as wide as the page, the headings on every page."""
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = 9  # A4
    sheet.page_setup.fitToWidth = 1
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.print_title_rows = "1:2"
    sheet.print_area = f"A1:{last}{_ROWS + 3}"
    sheet.print_options.horizontalCentered = True
    sheet.page_margins.left = sheet.page_margins.right = 0.4
    sheet.page_margins.top = sheet.page_margins.bottom = 0.5

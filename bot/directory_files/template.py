"""The empty form an office fills in: .xlsx with headings, examples that are skipped, lists to choose from, and notes."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from bot.directory_files.headings import EXAMPLE, NOTE, NOTES_SHEET, TABLES, TableForm
from bot.directory_files.template_words import CHOICES, EXAMPLES, NOTES, REMARKS, REQUIRED, WIDTHS, Choice

_LAST_ROW = 2000  # choices are offered down to here
_HEADING = PatternFill("solid", start_color="FFDCE6F1")
_MUST = PatternFill("solid", start_color="FFFCE4D6")
_GREY = Font(italic=True, color="FF808080")


def write_template(path: Path) -> None:
    """OSError when the file cannot be written."""
    book = Workbook()
    notes = book.active
    if isinstance(notes, Worksheet):
        book.remove(notes)
    for form in TABLES:
        _fill(book.create_sheet(form.sheet), form)
    _explain(book.create_sheet(NOTES_SHEET))
    book.save(path)


def _fill(sheet: Worksheet, form: TableForm) -> None:
    keys = [column.key for column in form.columns if column.headings]
    sheet.append([column.headings[0] for column in form.columns])
    for place, key in enumerate(keys, 1):
        _dress(sheet, place, key, is_required=key in REQUIRED[form.key], remark=REMARKS[form.key].get(key, ""))
    _add_examples(sheet, keys, EXAMPLES[form.key])
    for place, key in enumerate(keys, 1):
        choice = CHOICES[form.key].get(key)
        if choice is not None:
            _offer(sheet, get_column_letter(place), choice)
    sheet.freeze_panes = "A2"


def _dress(sheet: Worksheet, place: int, key: str, *, is_required: bool, remark: str) -> None:
    cell = sheet.cell(row=1, column=place)
    cell.font = Font(bold=True)
    cell.fill = _MUST if is_required else _HEADING
    cell.alignment = Alignment(vertical="center", wrap_text=True)
    if remark:
        cell.comment = Comment(remark, "", height=90, width=260)
    sheet.column_dimensions[get_column_letter(place)].width = WIDTHS.get(key, 16)


def _add_examples(sheet: Worksheet, keys: Sequence[str], examples: Sequence[Mapping[str, str]]) -> None:
    for example in examples:
        row = {**example, NOTE: f"{EXAMPLE}：不会导入，可删"}
        sheet.append([row.get(key) for key in keys])
        for cell in sheet[sheet.max_row]:
            cell.font = _GREY


def _offer(sheet: Worksheet, letter: str, choice: Choice) -> None:
    """Text that is not on the list stays possible where several may stand in one cell."""
    listed = DataValidation(type="list", formula1=choice.formula, allow_blank=True)
    listed.showErrorMessage = choice.is_strict
    listed.errorTitle, listed.error = "不在可选项内", "请从下拉列表中选一项"
    listed.add(f"{letter}2:{letter}{_LAST_ROW}")
    sheet.add_data_validation(listed)


def _explain(sheet: Worksheet) -> None:
    for line in NOTES:
        sheet.append([line])
    sheet.column_dimensions["A"].width = 100
    for row in sheet.iter_rows():
        row[0].alignment = Alignment(wrap_text=True, vertical="top")
    sheet["A1"].font = Font(bold=True, size=14)

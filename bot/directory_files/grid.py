"""A table as sheets and .csv files have it, a line of headings and lines of cells, becomes the rows of the directory."""

from collections.abc import Iterable, Sequence

from bot.directory_files.headings import EXAMPLE, NOTE, TableForm
from handlers.directory_content import BadRow, DirectoryError, RawRow
from handlers.words import directory_rows as words

Line = tuple[int, Sequence[object]]


def rows_of_grid(form: TableForm, called: str, lines: Iterable[Line]) -> tuple[RawRow, ...]:
    """`called` is the table's name in the file. Blank lines, and examples of the template, are left out."""
    filled = [(number, cells) for number, cells in lines if any(not _is_blank(cell) for cell in cells)]
    if not filled:
        return ()
    number, heading_cells = filled[0]
    headings = ["" if _is_blank(cell) else str(cell).strip() for cell in heading_cells]
    columns = _columns(form, f"{called} 第{number}行", headings)
    rows = (_row(f"{called} 第{number}行", headings, columns, cells) for number, cells in filled[1:])
    return tuple(_without_note(row) for row in rows if not _is_example(row))


def _columns(form: TableForm, where: str, headings: Sequence[str]) -> list[str | None]:
    columns = [form.column_of(heading) if heading else None for heading in headings]
    faults = [
        BadRow(where, heading, words.UNKNOWN_COLUMN)
        for heading, column in zip(headings, columns, strict=True)
        if heading and column is None
    ]
    faults += [
        BadRow(where, heading, words.COLUMN_TWICE)
        for place, (heading, column) in enumerate(zip(headings, columns, strict=True))
        if column is not None and column in columns[:place]
    ]
    if faults:
        raise DirectoryError(tuple(faults))
    return columns


def _row(where: str, headings: Sequence[str], columns: Sequence[str | None], cells: Sequence[object]) -> RawRow:
    stray = [cell for place, cell in enumerate(cells) if (place >= len(columns) or columns[place] is None)]
    if any(not _is_blank(cell) for cell in stray):
        raise DirectoryError((BadRow(where, "", words.NO_HEADING),))
    named = [(column, heading) for column, heading in zip(columns, headings, strict=True) if column]
    pairs = zip(columns, cells, strict=False)
    return RawRow(where, {column: cell for column, cell in pairs if column and not _is_blank(cell)}, dict(named))


def _is_blank(cell: object) -> bool:
    return cell is None or (isinstance(cell, str) and not cell.strip())


def _is_example(row: RawRow) -> bool:
    return str(row.cells.get(NOTE, "")).strip().startswith(EXAMPLE)


def _without_note(row: RawRow) -> RawRow:
    return RawRow(row.where, {key: cell for key, cell in row.cells.items() if key != NOTE}, row.headings)

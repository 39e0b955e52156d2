"""Opens a directory file of any of its three forms."""

from pathlib import Path

from bot.directory_files.csv import read_csv_folder
from bot.directory_files.json import read_json
from handlers.directory_content import BadRow, DirectoryContent, DirectoryError
from handlers.words import directory_rows as words


def read_directory_file(path: Path) -> DirectoryContent:
    """DirectoryError names what cannot be read; what the rows say is checked by the import."""
    if path.is_dir():
        return read_csv_folder(path)
    if not path.is_file():
        raise DirectoryError((BadRow(str(path), "", words.UNREADABLE),))
    if path.suffix.lower() == ".json":
        return read_json(path)
    if path.suffix.lower() == ".xlsx":
        from bot.directory_files.xlsx import read_xlsx  # openpyxl is slow to load and rarely needed

        return read_xlsx(path)
    raise DirectoryError((BadRow(path.name, "", words.UNKNOWN_FORM),))

"""Pictures and papers that come with imported cards: named in a column, or standing in the Word file itself."""

import hashlib
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from bot.media.kinds import file_type
from bot.media.making import Workshop
from bot.study_files import FOLDER, PICTURES
from handlers.directory_content import BadRow, DirectoryError
from handlers.study_import import CardLine
from handlers.words import study_rows as words
from storage.keys import Keyring
from storage.post_files import OwnFile

_APART = re.compile(r"[、，,;；\n]+")
_HEADING = words.HEADINGS["files"]
# A card with its files named, and those files as (name on disk, bytes).
WithFiles = tuple[CardLine, list[tuple[str, bytes]]]


class _Sent(NamedTuple):
    title: str
    data: bytes


async def files_of_cards(lines: Sequence[CardLine], keys: Keyring) -> list[WithFiles]:
    """Made as if they had been sent in chat. DirectoryError names every one that is not there or cannot be used."""
    workshop, faults, made = Workshop(), list[BadRow](), list[WithFiles]()
    for line in lines:
        kept: list[tuple[OwnFile, bytes]] = []
        for sent in _sent(line, faults):
            one = await _made(workshop, keys, line, sent)
            if one is None:
                faults.append(BadRow(line.where, _HEADING, words.unfit_file(sent.title or _HEADING)))
            else:
                kept.append(one)
        with_files = replace(line, files=tuple(file for file, _ in kept))
        made.append((with_files, [(file.name, data) for file, data in kept]))
    if faults:
        raise DirectoryError(tuple(faults))
    return made


def _sent(line: CardLine, faults: list[BadRow]) -> Iterator[_Sent]:
    pictures = line.cells.get(PICTURES, ())
    if isinstance(pictures, list):
        yield from (_Sent("", data) for data in pictures)
    for name in filter(None, (part.strip() for part in _APART.split(line.text("files")))):
        try:
            yield _Sent(Path(name).name, (Path(line.text(FOLDER)) / name).read_bytes())
        except OSError:
            faults.append(BadRow(line.where, _HEADING, words.no_file(name)))


async def _made(workshop: Workshop, keys: Keyring, line: CardLine, sent: _Sent) -> tuple[OwnFile, bytes] | None:
    """The same file of the same card has the same name each time: a second import changes nothing."""
    found = file_type(sent.data)
    made = await workshop.prepare_for_groups(sent.data, found) if found is not None else None
    if made is None:
        return None
    digest = hashlib.sha256(sent.data).hexdigest()
    whose = "\0".join(("study", line.text("audience"), line.text("series"), line.text("title"), digest))
    kind = made.found.kind.value
    title = sent.title if kind == "file" else ""
    return OwnFile(keys.mac(whose.encode())[:32], kind, title[:100], made.found.content_type, len(made.data)), made.data

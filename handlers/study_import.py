"""Takes study cards into the books, all of a file or nothing; what is imported waits to be agreed to like anything typed."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, TypeAlias

from handlers.directory_content import BadRow, DirectoryError
from handlers.post_files import MOST
from handlers.rules.personal import cut
from handlers.rules.post_drafts import read_audience, read_day
from handlers.words import study_rows as words
from storage.post_files import OwnFile
from storage.posts import PostRow
from storage.store import Store

FIELDS = ("title", "text", "source", "link", "date", "audience", "series", "position", "tags", "on_day_off", "files")
_LONGEST = {"title": 200, "source": 300, "link": 500, "series": 100}
_YES = frozenset({"是", "true", "1", "yes", "发", "照发"})


# Columns of a post, its words, and the files that come with it.
_Card: TypeAlias = tuple[dict[str, Any], dict[str, Any], Sequence[OwnFile]]


@dataclass(frozen=True, slots=True)
class CardLine:
    """One card as written; `where` is the place as people find it, `cells` go by FIELDS; `files` lie on disk already."""

    where: str
    cells: Mapping[str, object] = field(repr=False)
    files: Sequence[OwnFile] = ()

    def text(self, name: str) -> str:
        value = self.cells.get(name)
        if isinstance(value, datetime):
            return value.date().isoformat()
        return "" if value is None else str(value).strip()


@dataclass(frozen=True, slots=True)
class ImportedCards:
    """What was done: new cards, cards whose words changed, cards that were as they are; and the numbers of the first two."""

    added: int
    changed: int
    same: int
    numbers: tuple[int, ...]


def import_cards(
    store: Store, lines: Sequence[CardLine], *, towns: Iterable[str], sources: Sequence[str], now: datetime
) -> ImportedCards:
    """DirectoryError names every bad row; then nothing was applied. Importing twice changes nothing."""
    faults: list[BadRow] = []
    known = list(towns)
    cards = [_read(line, known, sources, place, faults) for place, line in enumerate(lines, 1)]
    if not lines:
        faults.append(BadRow("", "", words.EMPTY))
    if faults:
        raise DirectoryError(tuple(faults))
    return _apply(store, cards, now)


def _apply(store: Store, cards: Sequence[_Card], now: datetime) -> ImportedCards:
    added, changed, same = [], [], 0
    for columns, said, files in cards:
        known = store.posts.find_key(columns["source_key"])
        if known is None:
            added.append(store.posts.add(columns, said, by=None, now=now))
            _keep(store, added[-1], files, now)
        elif known.state != "posted" and _differs(known, columns, said):
            plan = {name: columns[name] for name in ("planned_on", "on_day_off", "position")}
            store.posts.set(known.id, **plan)
            if any(getattr(known, name) != value for name, value in said.items()):
                store.posts.revise(known, said, by=None, now=now)
            _keep(store, known.id, files, now)
            changed.append(known.id)
        else:
            same += 1
    return ImportedCards(len(added), len(changed), same, (*added, *changed))


def _keep(store: Store, post_id: int, files: Sequence[OwnFile], now: datetime) -> None:
    for one in files:
        store.post_files.keep(post_id, one, now)


def _differs(known: PostRow, columns: Mapping[str, Any], said: Mapping[str, Any]) -> bool:
    plan = ("planned_on", "on_day_off", "position")
    return any(getattr(known, name) != value for name, value in said.items()) or any(
        getattr(known, name) != columns[name] for name in plan
    )


def _read(line: CardLine, towns: Sequence[str], sources: Sequence[str], place: int, faults: list[BadRow]) -> _Card:
    for name in ("title", "text", "source"):
        if not line.text(name):
            faults.append(BadRow(line.where, words.HEADINGS[name], words.NOTHING_THERE))
    for name, most in _LONGEST.items():
        if len(line.text(name)) > most:
            faults.append(BadRow(line.where, words.HEADINGS[name], words.too_long(most)))
    if cut(f"{line.text('title')}\n{line.text('text')}").items:
        faults.append(BadRow(line.where, words.HEADINGS["text"], words.PERSONAL))
    if sources and line.text("source") and not any(name in line.text("source") for name in sources):
        faults.append(BadRow(line.where, words.HEADINGS["source"], words.SOURCE))
    audience = _audience(line, towns, faults)
    series = line.text("series") or None
    position = _position(line, place, faults)
    columns = {
        "kind": "study",
        "audience": audience,
        "series": series,
        "position": position if series else None,
        "planned_on": _day(line, faults),
        "on_day_off": line.text("on_day_off").lower() in _YES,
        "source_key": _key(audience, series, line.text("title")),
    }
    tags = [tag for tag in line.text("tags").replace("，", "、").replace(",", "、").split("、") if tag.strip()]
    said = {name: line.text(name) for name in ("title", "text", "source", "link")} | {"tags": tags}
    if line.files:  # a file that names none leaves what was sent in chat
        said["media"] = [one.name for one in line.files]
    if len(line.files) > MOST:
        faults.append(BadRow(line.where, words.HEADINGS["files"], words.too_many_files(MOST)))
    return columns, said, line.files


def _audience(line: CardLine, towns: Sequence[str], faults: list[BadRow]) -> str:
    said = line.text("audience")
    audience = read_audience(said, towns) if said else "office"
    if audience is None:
        faults.append(BadRow(line.where, words.HEADINGS["audience"], words.no_audience(said)))
    return audience or ""


def _day(line: CardLine, faults: list[BadRow]) -> date | None:
    said = line.text("date")
    day = read_day(said) if said else None
    if said and day is None:
        faults.append(BadRow(line.where, words.HEADINGS["date"], words.NO_DAY))
    return day


def _position(line: CardLine, place: int, faults: list[BadRow]) -> int:
    said = line.text("position").removesuffix(".0")
    if said and not said.isdigit():
        faults.append(BadRow(line.where, words.HEADINGS["position"], words.NO_NUMBER))
    return int(said) if said.isdigit() else place


def _key(audience: str, series: str | None, title: str) -> str:
    """The same title for the same audience in the same series is the same card."""
    return hashlib.sha256("\0".join((audience, series or "", title)).encode()).hexdigest()

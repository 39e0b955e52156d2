"""One piece of what a person sends: heard, its personal items cut out, kept with its case, and understood."""

from dataclasses import dataclass, replace
from typing import Any

from handlers.desk import Desk, Turn
from handlers.rules.classify import classify
from handlers.rules.forwarded import problem_of
from handlers.rules.no_matter import without_insults
from handlers.rules.own_town import complains_of_own
from handlers.rules.personal import Item, cut
from handlers.rules.speech import Heard, hear, strip_mention, title_of
from handlers.rules.titles import matter_of
from handlers.rules.viewing import NEVER

_LINK = "link"
_SILENT = Heard(place=None, has_matter=False, is_small_talk=False, asks_own_case=False, matters=())


@dataclass(frozen=True, slots=True)
class Piece:
    """What this message adds. `said` is verbatim and never stored; `text` is what may be, `items` what was cut out."""

    kind: str
    said: str
    text: str
    items: tuple[Item, ...]
    heard: Heard
    media: tuple[dict[str, str], ...] = ()
    recognised: bool = False
    channel: str = ""

    @property
    def is_sound(self) -> bool:
        return self.kind == "voice"

    @property
    def is_whole(self) -> bool:
        """Names a place and a matter of its own."""
        return self.heard.place is not None and self.heard.has_matter

    @property
    def has_unneeded(self) -> bool:
        """An identity number or a bank card, which nobody asked for."""
        return any(item.kind in NEVER for item in self.items)

    @property
    def kept_items(self) -> list[tuple[str, str, str]]:
        return [(item.kind.value, item.placeholder, item.value) for item in self.items]


def piece_of(turn: Turn, desk: Desk, *, said: str | None = None) -> Piece:
    """The piece this message brings, or only the words `said` of it."""
    message = turn.message
    text = strip_mention(message.text if said is None else said, desk.settings.bot_name).strip()
    heard = hear(problem_of(text), desk.directory.gazetteer) if text else _SILENT
    if message.kind == "location":
        # a label such as 垃圾站 names a place, never a matter
        heard = replace(heard, place=heard.place or text or "位置", has_matter=False, is_small_talk=False)
        text = _with_position(text, message.latitude, message.longitude)
    found = cut(text)
    return Piece(message.kind, text, found.text, found.items, heard, message.media, message.recognised, message.channel)


def _with_position(label: str, latitude: float | None, longitude: float | None) -> str:
    if latitude is None or longitude is None:
        return label
    return f"{label}（位置 {latitude:.5f}, {longitude:.5f}）"


def add_fragment(desk: Desk, piece: Piece, case_id: int, report_id: int | None) -> int:
    """Keep a piece with its case; its id. Its files are written down to be fetched; where they lie is nobody else's to read."""
    fragment_id = desk.store.opinions.add_fragment(
        {
            "case_id": case_id,
            "report_id": report_id,
            "kind": piece.kind,
            "text": piece.text,
            "media": [one if one["kind"] == _LINK else {"kind": one["kind"]} for one in piece.media],
            "recognised": piece.recognised,
            "at": desk.now,
        }
    )
    for one in piece.media:
        if one["kind"] != _LINK:
            desk.store.media.expect({"fragment_id": fragment_id}, piece.channel, one, desk.store.new_name(), desk.now)
    return fragment_id


def understood(turn: Turn, desk: Desk, text: str) -> dict[str, Any]:
    """Columns of a case that all its words so far decide."""
    return columns_of_words(desk, text, _station(turn, desk, text)) | place_of_complaint(text)


def place_of_complaint(text: str) -> dict[str, Any]:
    """A complaint about the town's own people goes to the commission; no station of that town has it."""
    return {"station": None, "for_commission": True} if complains_of_own(text) else {}


def columns_of_words(desk: Desk, text: str, station: str | None) -> dict[str, Any]:
    """Title, nature, field, urgency and likely departments; `station` is already known, or is not."""
    text = problem_of(text)
    told = classify(text)
    suggested = desk.directory.suggest(matter_of(text), station) or desk.directory.suggest(text, station)
    return {
        "title": title_of(without_insults(text)) if text else "",
        "nature": told.nature,
        "category": told.category,
        "urgency": told.urgency.value,
        "station": station,
        "suggested": [suggestion.code for suggestion in suggested],
        "suggested_words": list(suggested[0].words) if suggested else [],
    }


def _station(turn: Turn, desk: Desk, text: str) -> str | None:
    """The scanned code's, else the one the text names, else the sender's own."""
    scanned = desk.directory.stations.get(turn.speaker.station_scanned or "")
    if scanned is not None and scanned.is_active:
        return scanned.code
    person = turn.speaker.person
    return desk.directory.station_named_in(text) or (person.station if person else None)

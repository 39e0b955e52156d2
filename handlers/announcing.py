"""A case waits for review: its station's clerks, or the commission, are told."""

from collections.abc import Mapping, Sequence
from typing import Any

from handlers import notify
from handlers.buttons import case_facts, for_clerk
from handlers.desk import Desk
from handlers.knowledge import Offer, offers
from handlers.rules.asides import speaks_for
from handlers.rules.forwarded import forwarded, problem_of
from handlers.words import cases as words
from handlers.words import knowledge as saved_words
from handlers.words.asides import notes

Button = tuple[str, str]


def announce(
    desk: Desk,
    number: str,
    case_id: int,
    text: str,
    case: Mapping[str, Any],
    *,
    except_person: int | None = None,
    only_words: bool = False,
) -> None:
    """`case` holds the columns title, station, suggested, suggested_words, urgency, needs_listening, human_first.

    `only_words`: nothing but words was said so far; then no files are looked for.
    """
    names = [desk.directory.departments[code].name for code in case["suggested"]]
    station = case["station"]
    told, notes = _as_told(desk, case_id, text)
    notice = words.new_case(
        number,
        case["title"],
        "\n".join((told, *notes)) if told else "",
        suggested=names,
        words=case["suggested_words"],
        urgency=case["urgency"],
        station=desk.directory.stations[station].name if station else None,
        listen=case["needs_listening"],
        look_first=case["human_first"],
    )
    buttons = for_clerk(
        desk, number, case["suggested"], must_listen=case["needs_listening"], look_first=case["human_first"]
    )
    offered = [] if case["human_first"] else offers(desk, text)
    notice, pressed = with_offers(notice, buttons, number, offered)
    people = [one for one in desk.directory.liaison_officers(station) if one.id != except_person]
    line = words.new_case_line(notice.splitlines()[0], names)
    at_once = notify.cannot_wait(case)
    known = case_facts(number, station=desk.directory.stations[station].name if station else "")
    files = () if only_words else desk.store.media.of_case(case_id)
    notify.tell_of_work(
        desk, people, notice, case_id, at_once=at_once, buttons=tuple(pressed), facts=known, line=line, files=files
    )


def _as_told(desk: Desk, case_id: int, text: str) -> tuple[str, tuple[str, ...]]:
    """The matter without the frame of pasted talk, and what the clerk should know of how it was told."""
    speakers = 0
    if "\n" in text:
        pieces = [piece.text for piece in desk.store.opinions.fragments_of(case_id) if piece.text]
        speakers = sum(talk.speakers for talk in map(forwarded, pieces) if talk)
        text = "\n".join(map(problem_of, pieces)) if speakers else text
    return text, notes(speakers=speakers, whom=speaks_for(text))


def with_offers(
    notice: str, buttons: Sequence[Button], number: str, offered: Sequence[Offer]
) -> tuple[str, list[Button]]:
    """A saved answer that fits is offered, with the words by which it fits."""
    lines = [saved_words.offered(one.answer.title, one.words) for one in offered]
    direct = [(saved_words.button(one.answer.title), f"直答 {number} 知识{one.answer.id}") for one in offered]
    return "\n".join([notice, *lines]), [*buttons, *direct]

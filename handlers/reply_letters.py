"""答复函: the answer to a suggestion as a paper that its department signs; of a 分办 one of each department.

A paper has a name of its own (`letter-12-34`): whoever carries it to somebody builds it then, from what is in the books.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from handlers.casefile import about, leads_of, meant, whole
from handlers.desk import Desk, Turn
from handlers.notify import shown_media
from handlers.part_view import is_shared
from handlers.rules.case_flow import Step
from handlers.rules.errors import Missing
from handlers.rules.personal import restore
from handlers.rules.viewing import NEVER
from handlers.words import letters as words
from storage.cases import CaseRow
from storage.handling import ReplyRow
from storage.outbox import Letter
from storage.parts import PartReplyRow

_NAME = re.compile(r"(letter|part)-(\d{1,12})-(\d{1,12})")


@dataclass(frozen=True, slots=True)
class ReplyLetter:
    """What stands in one letter. `text` has its personal items; `telephone` is the office's own, by department."""

    number: str
    formal_number: str
    title: str
    answer_class: str
    class_term: str
    department: str
    department_code: str
    lead: str
    cosigners: tuple[str, ...]
    text: str
    promised_on: date | None
    on_day: date
    officer: str
    copies: tuple[str, ...]

    @property
    def file_name(self) -> str:
        return f"{self.number}{self.department}答复函.docx"


def show(turn: Turn, desk: Desk) -> None:
    """答复函 12, or 答复函 12 住建局 of a 分办: the papers themselves where the channel carries files."""
    if turn.command is None or not turn.command.cases:
        raise Missing(step=Step.REPLY, what="letter_case")
    case = meant(turn, desk, Step.REPLY)
    with about(case):
        if case.kind != "suggestion":
            raise Missing(step=Step.REPLY, what="letter_suggestions_only")
        named = _wanted(turn, desk, case)
        if not named:
            raise Missing(step=Step.REPLY, what="no_letter")
    for name in named:  # the look into personal items is recorded here, where somebody asks
        answer = _answer(desk, name)
        if answer is not None:
            whole(desk, case.id, answer.text, person_id=turn.speaker.person_id, why="答复函")
    media, _ = shown_media(turn.message.channel, named)
    if not media:
        desk.say(turn, words.elsewhere(case.number, case.title), case_id=case.id)
        return
    desk.say(turn, words.here(case.number, case.title, len(media)), case_id=case.id)
    letter = Letter(
        turn.message.channel,
        words.PAPER,
        "aside",
        desk.now,
        account_id=turn.speaker.account_id,
        media=media,
        case_id=case.id,
    )
    desk.post(replace(letter, channel=turn.speaker.channel_out) if turn.is_group else letter)


def _wanted(turn: Turn, desk: Desk, case: CaseRow) -> list[str]:
    """Of a department its own; a deputy has what was let through. Behind the number a department may be named."""
    rows = letters_of(desk, case, released=not turn.speaker.is_staff)
    code, _ = desk.directory.allotment.take(turn.command.rest if turn.command else "")
    person = turn.speaker.person
    own = {post.department for post in person.posts} if person else set()
    meant_for = {code} if code else {row.department for row in rows} & own
    return [name_of(row) for row in rows if not meant_for or row.department in meant_for]


def letters_of(desk: Desk, case: CaseRow, *, released: bool) -> list[ReplyRow | PartReplyRow]:
    """The answers that stand, of a 分办 one of each lead; without `released` those still being looked at, too."""
    out = desk.store.handling.released_reply(case.id)
    reply = out if released else desk.store.handling.latest_reply(case.id) or out
    if not is_shared(desk, case):
        return [reply] if reply is not None else []
    if reply is None and released:
        return []
    last_round = reply.round if released and reply is not None else case.round
    leads = {row.id for row in leads_of(desk, case)}
    rows = [row for row in desk.store.parts.of(case.id) if row.dispatch_id in leads and not row.awaits_sign_off]
    return [row for row in rows if row.round == last_round] or [row for row in rows if row.round == case.round - 1]


def name_of(row: ReplyRow | PartReplyRow) -> str:
    return f"{'part' if isinstance(row, PartReplyRow) else 'letter'}-{row.case_id}-{row.id}"


def is_letter(name: str) -> bool:
    return _NAME.fullmatch(name) is not None


def _answer(desk: Desk, name: str) -> ReplyRow | PartReplyRow | None:
    found = _NAME.fullmatch(name)
    if found is None:
        return None
    case_id, row_id = int(found[2]), int(found[3])
    if found[1] == "part":
        return next((row for row in desk.store.parts.of(case_id) if row.id == row_id), None)
    return next((row for row in desk.store.handling.replies_of(case_id) if row.id == row_id), None)


def letter_named(desk: Desk, name: str) -> ReplyLetter | None:
    """The letter of this name as the books stand; None when there is no such answer any more."""
    answer = _answer(desk, name)
    return letter_of(desk, desk.store.cases.get(answer.case_id), answer) if answer else None


def letter_of(desk: Desk, case: CaseRow, answer: ReplyRow | PartReplyRow) -> ReplyLetter:
    known = desk.store.suggestions.get(case.id)
    signed = [row.person_id for row in desk.store.suggestions.cosigners_of(case.id) if row.agrees]
    department = desk.directory.departments[answer.department]
    return ReplyLetter(
        number=case.number,
        formal_number=known.formal_number or case.number,
        title=case.title,
        answer_class=answer.answer_class,
        class_term=desk.settings.class_term(answer.answer_class),
        department=department.name,
        department_code=department.code,
        lead=_person(desk, known.lead_id),
        cosigners=tuple(_person(desk, person_id) for person_id in signed),
        text=_restored(desk, case.id, answer.text),
        promised_on=answer.promised_on,
        on_day=desk.settings.local_day(_day_of(case, answer)),
        officer=_officer(desk, answer),
        copies=_copies(desk, case, department.code),
    )


def _day_of(case: CaseRow, answer: ReplyRow | PartReplyRow) -> datetime:
    """成文日期: the day on which it was let through, or as long as it is not, on which it was submitted."""
    released = answer.released_at if isinstance(answer, ReplyRow) else None
    return released or answer.submitted_at


def _officer(desk: Desk, answer: ReplyRow | PartReplyRow) -> str:
    person = desk.directory.people.get(answer.submitted_by or 0)
    officers: Sequence[object] = desk.directory.case_officers(answer.department)
    if person is not None and person in officers:
        return person.name
    first = desk.directory.case_officers(answer.department)[:1]
    return first[0].name if first else ""


def _copies(desk: Desk, case: CaseRow, own: str) -> tuple[str, ...]:
    """Whoever else has it in hand."""
    others = (row.department for row in desk.store.handling.dispatches_of(case.id) if row.department != own)
    return tuple(desk.directory.departments[code].name for code in dict.fromkeys(others))


def _restored(desk: Desk, case_id: int, text: str) -> str:
    if "〔" not in text:
        return text
    items = [item for item in desk.store.vault.items_of(case_id) if item.placeholder in text and item.kind not in NEVER]
    return restore(text, {item.placeholder: item.value for item in items})


def _person(desk: Desk, person_id: int) -> str:
    person = desk.directory.people.get(person_id)
    return person.name if person else "原代表"

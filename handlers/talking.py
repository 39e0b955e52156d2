"""联系代表 and 面商: a department speaks with the deputies before it answers; a telephone call is a contact, but no 面商."""

import re

from handlers import notify
from handlers.casefile import about, check, keep, meant, take
from handlers.cases import words_of
from handlers.desk import Desk, Turn
from handlers.part_view import is_shared, own_row
from handlers.rules.case_flow import Step
from handlers.rules.errors import Missing
from handlers.rules.limits import LimitName
from handlers.words import suggestions as words
from storage.cases import CaseRow
from storage.suggestions import TalkRow

_AT_A_DISTANCE = re.compile(r"电话|微信|视频|短信|线上|网上|语音")


def meet(turn: Turn, desk: Desk) -> None:
    """面商 12 地点 内容; the deputies say whether it was so."""
    case = meant(turn, desk, Step.MEET)
    check(turn, desk, case, Step.MEET)
    said = words_of(turn, case, Step.MEET)
    with about(case):
        if _AT_A_DISTANCE.search(said):
            raise Missing(step=Step.MEET, what="no_meeting")
        if len(said.split(maxsplit=1)) < 2:
            raise Missing(step=Step.MEET, what="meeting_words")
    said = _write_down(turn, desk, case, Step.MEET, said)
    text = words.meeting_for_deputy(case.number, case.title, _department(turn, desk), said)
    buttons = (("确认面商", f"确认面商 {case.number}"), ("没有面商", f"没有面商 {case.number}"))
    notify.tell_reporters(desk, case, text, buttons=buttons)
    desk.say(turn, words.met(case.number, case.title), case_id=case.id)


def contact(turn: Turn, desk: Desk) -> None:
    """联系代表 12 电话 内容: for the file, and the limit of the first contact is met."""
    case = meant(turn, desk, Step.CONTACT)
    check(turn, desk, case, Step.CONTACT)
    _write_down(turn, desk, case, Step.CONTACT, words_of(turn, case, Step.CONTACT))
    desk.say(turn, words.contacted(case.number, case.title), case_id=case.id)


def _write_down(turn: Turn, desk: Desk, case: CaseRow, step: Step, said: str) -> str:
    kept = keep(desk, case.id, said)
    take(turn, desk, case, step, note=kept)
    desk.store.suggestions.add_talk(
        {
            "case_id": case.id,
            "department": turn.speaker.person.department if turn.speaker.person else None,
            "is_meeting": step is Step.MEET,
            "text": kept,
            "by_person": turn.speaker.person_id,
            "at": desk.now,
        }
    )
    row = own_row(turn, desk, case) if is_shared(desk, case) else None
    first = [
        clock.id
        for clock in desk.store.clocks.of(case.id)
        if clock.name == LimitName.FIRST_CONTACT and (row is None or clock.department == row.department)
    ]
    if first:
        desk.store.clocks.end(first, desk.now)
    return kept


def _department(turn: Turn, desk: Desk) -> str:
    person = turn.speaker.person
    department = desk.directory.departments.get(person.department or "") if person else None
    return department.name if department else ""


def confirm(turn: Turn, desk: Desk) -> None:
    """确认面商 12, by a deputy who was there."""
    case, talk = _waiting(turn, desk, Step.CONFIRM_MEETING)
    take(turn, desk, case, Step.CONFIRM_MEETING)
    desk.store.suggestions.confirm_talk(talk.id, desk.now)
    desk.say(turn, words.meeting_confirmed(case.number, case.title), case_id=case.id)


def deny(turn: Turn, desk: Desk) -> None:
    """没有面商 12: the record stays unconfirmed, and whoever dispatched the case hears of it."""
    case, _ = _waiting(turn, desk, Step.DENY_MEETING)
    take(turn, desk, case, Step.DENY_MEETING)
    told = words.meeting_denied_for_clerk(case.number, case.title)
    notify.tell_staff(desk, notify.dispatcher_of(desk, case), told, case)
    desk.say(turn, words.meeting_denied(case.number, case.title), case_id=case.id)


def _waiting(turn: Turn, desk: Desk, step: Step) -> tuple[CaseRow, TalkRow]:
    """The latest meeting that no deputy has confirmed."""
    case = meant(turn, desk, step)
    check(turn, desk, case, step)
    talks = [talk for talk in desk.store.suggestions.talks_of(case.id) if talk.is_meeting and talk.confirmed_at is None]
    if not talks:
        with about(case):
            raise Missing(step=step, what="no_talk")
    return case, talks[-1]

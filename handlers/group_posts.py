"""转群: plain text that a clerk pastes into an ordinary WeChat group. Made of fixed words, never of what somebody wrote."""

from datetime import datetime, time

from handlers.casefile import about, actor_of, facts_of, meant, text_of, today
from handlers.desk import Desk, Turn
from handlers.rules import access
from handlers.rules.case_flow import Status, Step
from handlers.rules.errors import Missing
from handlers.rules.matters import topics
from handlers.words import group_posts as words
from storage.cases import CaseRow

_MOST = 15


def to_group(turn: Turn, desk: Desk) -> None:
    """转群 12."""
    case = meant(turn, desk, Step.MESSAGE)
    with about(case):
        if case.sealed:
            raise Missing(step=Step.MESSAGE, what="not_for_groups")
        if case.human_first and case.taken_over_by is None:
            raise Missing(step=Step.MESSAGE, what="take_over")
    _hand_out(turn, desk, words.one(_notice(desk, case)), case.id)


def day_notices(turn: Turn, desk: Desk) -> None:
    """今日转群: what was handed over and answered today, in one text."""
    day = today(desk)
    midnight = datetime.combine(day, time(), tzinfo=desk.settings.timezone)
    actor = actor_of(turn.speaker)
    moved = [case for case in desk.store.cases.moved_since(day, midnight) if _may_be_told(case)]
    seen = [case for case in moved if access.sees(actor, facts_of(desk, turn.speaker, case))]
    if not seen:
        desk.say(turn, words.NOTHING_TODAY)
        return
    _hand_out(turn, desk, words.of_the_day([_notice(desk, case) for case in seen[:_MOST]]), None)


def posted(turn: Turn, desk: Desk) -> None:
    """已发 3: the entry that it was posted, by whose hand and when."""
    ref = turn.command.cases[0] if turn.command and turn.command.cases else None
    post = desk.store.assisted.find(ref.seq, by=turn.speaker.person_id or 0) if ref and ref.year is None else None
    if post is None:
        desk.say(turn, words.NO_SUCH_POST)
    elif post.posted_at is not None:
        desk.say(turn, words.posted_before(desk.settings.local(post.posted_at)))
    else:
        desk.store.assisted.posted(post.id, desk.now)
        desk.say(turn, words.POSTED)


def _hand_out(turn: Turn, desk: Desk, text: str, case_id: int | None) -> None:
    if turn.speaker.person_id is None:
        return
    post_id = desk.store.assisted.add(case_id, text, by=turn.speaker.person_id, now=desk.now)
    desk.say(turn, text, buttons=(("已发", f"已发 {post_id}"),), case_id=case_id)


def _may_be_told(case: CaseRow) -> bool:
    is_gone = Status(case.status) in {Status.WITHDRAWN, Status.MERGED}
    return not is_gone and not case.sealed and not (case.human_first and case.taken_over_by is None)


def _notice(desk: Desk, case: CaseRow) -> str:
    """The village, the kind of matter and how far it is: no name, no house, no word of the writer."""
    text = text_of(desk, case.id)
    department = desk.directory.departments.get(case.department or "")
    return words.notice(
        case.number,
        _village(desk, case, text),
        sorted(topics(case.title) or topics(text))[:3] or ([case.category] if case.category else []),
        Status(case.status),
        department=department.name if department else None,
        due=case.reply_due,
    )


def _village(desk: Desk, case: CaseRow, text: str) -> str:
    areas = [area for station in desk.directory.stations.values() for area in station.areas if area in text]
    if areas:
        return max(areas, key=len)
    station = desk.directory.stations.get(case.station or "")
    return station.township if station else ""

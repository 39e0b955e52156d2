"""查, 我的件, 待办, 逾期, 帮助: questions that change nothing."""

from collections.abc import Callable, Iterable, Sequence

from handlers.announcing import with_offers
from handlers.case_view import is_overdue
from handlers.casefile import actor_of, facts_of, named, near, root_of, text_of, today, whole
from handlers.clocks import is_tentative
from handlers.desk import Desk, Turn
from handlers.disclosure import Look, shown, viewer_of, words_for
from handlers.knowledge import Offer, offers
from handlers.media_links import lines
from handlers.notify import CLERKS
from handlers.part_view import waits_for
from handlers.persons import Post
from handlers.rules import access
from handlers.rules.case_flow import ENDED, MOVES, OPEN, Role, Status, Step
from handlers.rules.commands import likeliest_commands
from handlers.rules.errors import Missing, WhichCase
from handlers.rules.pauses import waited
from handlers.rules.viewing import Viewer
from handlers.suggestion_view import suggestion_lines
from handlers.words import lists as words
from handlers.words import media as media_words
from handlers.words import scanning
from handlers.words.linking import line as linked_line
from handlers.words.my_data import ASKED_ON_CASE
from handlers.words.refusals import VOTER_TERMS
from storage.cases import CaseRow
from storage.handling import DispatchRow
from storage.history import HistoryRow

_SHOWN = 20
_DIRECT = MOVES[Step.ANSWER_DIRECT].sources - {Status.REDO}
_RUNNING = (Status.DISPATCHED, Status.RETURN_REQUESTED, Status.HANDLING, Status.REDO)

# What waits for whom: 待办 by role.
WAITING: dict[Role, tuple[Status, ...]] = {
    Role.LIAISON_OFFICER: (Status.COLLECTING, Status.REVIEW, Status.TO_DISPATCH, Status.REPLY_REVIEW),
    Role.COMMISSION: (
        Status.COLLECTING,
        Status.REVIEW,
        Status.TO_DISPATCH,
        Status.RETURN_REQUESTED,
        Status.REPLY_REVIEW,
        Status.CONSULTATION,
    ),
    Role.SUPERVISION: (Status.RETURN_REQUESTED,),
    Role.CASE_OFFICER: (Status.DISPATCHED, Status.HANDLING, Status.REDO, Status.FOLLOW_UP),
    Role.UNIT_HEAD: (Status.DISPATCHED, Status.HANDLING, Status.REDO, Status.FOLLOW_UP),
    Role.LEADER: (Status.CONSULTATION,),
}


def status(turn: Turn, desk: Desk) -> None:
    """查 12, or 咋样了 while only one case of one's own is open."""
    if turn.command is not None and turn.command.cases:
        case = named(desk, turn.speaker, turn.command.cases[0])
    else:
        case = _only_own(turn, desk)
    is_office = turn.speaker.is_staff
    text = _for_staff(turn, desk, case) if is_office else for_voter(turn, desk, case)
    offered = _offers(desk, case) if turn.speaker.roles & CLERKS else []
    text, buttons = with_offers(text, (), case.number, offered)
    desk.say(turn, text, buttons=tuple(buttons), case_id=case.id)


def _offers(desk: Desk, case: CaseRow) -> list[Offer]:
    """Saved answers, while a clerk may still answer directly."""
    if case.sealed or case.human_first or Status(case.status) not in _DIRECT:
        return []
    return offers(desk, text_of(desk, case.id))


def _only_own(turn: Turn, desk: Desk) -> CaseRow:
    raised = own(turn, desk)
    still_open = [case for case in raised if Status(case.status) not in ENDED or case.status == Status.MERGED]
    fitting = still_open or raised[:1]
    if not fitting:
        raise Missing(step=Step.ADD, what="nothing_open")
    if len(fitting) > 1:
        raise WhichCase(cases=tuple((case.number, case.title) for case in fitting[:5]))
    return fitting[0]


def own(turn: Turn, desk: Desk) -> list[CaseRow]:
    """What this person raised or supports, newest first; sealed ones are not spoken of."""
    raised = desk.store.cases.raised_by(turn.speaker.account_id, turn.speaker.person_id)
    return [case for case in raised if not case.sealed]


def for_voter(turn: Turn, desk: Desk, case: CaseRow) -> str:
    """Personal items of an answer are for those it was given to; other deputies of the station see it without."""
    shown = root_of(desk, case)
    reply = desk.store.handling.released_reply(shown.id)
    text = reply.text if reply else None
    facts = facts_of(desk, turn.speaker, case)
    if case.is_draft:
        return "\n".join([words.one_line(case.number, case.title, words.DRAFT), *suggestion_lines(desk, case)])
    if text and (facts.is_reporter or facts.is_supporter):
        text = whole(desk, shown.id, text, person_id=turn.speaker.person_id, why="反映人查看答复")
    told = words.status_for_voter(
        case.number,
        case.title,
        Status(case.status),
        department=_name(desk, shown.department),
        due=shown.reply_due,
        into=shown.number if shown.id != case.id else None,
        reply=text,
    )
    told = "\n".join([told, *suggestion_lines(desk, case)])
    return f"{told}\n{scanning.THROUGH_YOU}" if facts.is_through else told


def _for_staff(turn: Turn, desk: Desk, case: CaseRow) -> str:
    person = turn.speaker.person
    look = Look(viewer_of(person, case), (person,) if person else (), "查看办件")
    handed = desk.store.handling.dispatches_of(case.id)
    history = desk.store.history.of(case.id)[-5:]
    steps = [
        words.step_line(desk.settings.local(row.at), Step(row.step), shown(desk, case, row.note or "", look))
        for row in history
        if row.step in MOVES and not _is_private(row, case, look)
    ]
    steps = [*suggestion_lines(desk, case), *steps]
    linked = desk.store.links.of(case.id)
    if linked:
        steps.append(linked_line(linked))
    deputies = _deputies_of(desk, case)
    if deputies:
        steps.append(scanning.came_through(deputies))
    if desk.store.erasing.asked_on(case.id):
        steps.append(ASKED_ON_CASE)
    unreached = desk.store.opinions.not_reached([case.id]).get(case.id, 0)
    if unreached:
        steps.append(words.not_reached(unreached))
    steps += lines(desk, desk.store.media.of_case(case.id), turn.speaker.account_id)
    steps += [media_words.heard(text) for text, _ in desk.store.media.transcripts_of(case.id)]
    return words.status_for_staff(
        case.number,
        case.title,
        Status(case.status),
        text=words_for(desk, case, look),
        department=_leads(desk, handed) or _name(desk, case.department),
        co=[desk.directory.departments[row.department].name for row in handed if not row.is_lead],
        due=case.reply_due,
        tentative=case.reply_due is not None and is_tentative(desk, case.reply_due),
        is_paused=case.paused_on is not None,
        waited_days=waited(case.received_on, today(desk)) if Status(case.status) in OPEN else None,
        overdue=_is_overdue(desk, case),
        suggested=[desk.directory.departments[code].name for code in case.suggested],
        station=desk.directory.stations[case.station].name if case.station else None,
        steps=steps,
    )


def _leads(desk: Desk, handed: Sequence[DispatchRow]) -> str:
    return "、".join(desk.directory.departments[row.department].name for row in handed if row.is_lead)


def _is_private(row: HistoryRow, case: CaseRow, look: Look) -> bool:
    """What deputies say of an answer is not a department's to read before all have said it."""
    from_department = look.viewer not in {Viewer.CLERK, Viewer.DUTY}
    return from_department and case.kind == "suggestion" and case.status == Status.REPLIED and row.step == Step.RATE


def _deputies_of(desk: Desk, case: CaseRow) -> list[str]:
    """By whose codes the case came, those still in office."""
    ids = dict.fromkeys(report.through_id or 0 for report in desk.store.opinions.reports_of(case.id))
    return [desk.directory.people[one].name for one in ids if one in desk.directory.people]


def mine(turn: Turn, desk: Desk) -> None:
    """我的件: one's own open cases; staff are shown what waits for them."""
    if turn.speaker.is_staff and not turn.speaker.is_deputy:
        worklist(turn, desk)
        return
    raised = own(turn, desk)
    listed = [_listed("您的件", raised), _listed(scanning.LIST, _through(turn, desk))]
    desk.say(turn, "\n".join(text for text in listed if text) or words.NOTHING_OF_YOURS)


def _listed(head: str, cases: Sequence[CaseRow]) -> str:
    """Those that are open, in the words people are told; empty when none is."""
    still_open = [case for case in cases if Status(case.status) in OPEN or case.status == Status.MERGED]
    lines = [words.one_line(case.number, case.title, _soft_term(case)) for case in still_open]
    return words.listed(head, lines[:_SHOWN], total=len(lines)) if lines else ""


def _soft_term(case: CaseRow) -> str:
    return words.DRAFT if case.is_draft else VOTER_TERMS[Status(case.status)]


def _through(turn: Turn, desk: Desk) -> list[CaseRow]:
    """What voters raised after scanning this deputy's code, as far as a deputy sees it."""
    if not turn.speaker.is_deputy:
        return []
    found = desk.store.cases.raised_through(turn.speaker.person_id or 0)
    return [case for case in found if not case.sealed and not case.for_commission]


def worklist(turn: Turn, desk: Desk) -> None:
    """待办: what waits for this person's office, and for the offices of those they stand in for."""
    cases = _near(turn, desk, lambda post: [status for role in post.roles for status in WAITING.get(role, ())])
    cases = [*_under_seal(turn, desk), *cases, *_entrusted(turn, desk, cases)]
    unreached = _unreached(turn, desk)
    if not cases and not unreached:
        desk.say(turn, words.NOTHING_WAITING)
        return
    lines = _lines(desk, cases)
    if turn.speaker.roles & CLERKS and desk.store.knowledge.usable(today(desk)):
        lines = [line + _offered(desk, case) for line, case in zip(lines, cases, strict=False)]
    desk.say(turn, "\n".join([words.listed("待办", lines, total=len(cases)), *unreached]))


def _entrusted(turn: Turn, desk: Desk, listed: Sequence[CaseRow]) -> list[CaseRow]:
    """What the supervision office is to hand on to the government's departments."""
    person = turn.speaker.person
    if person is None or not any(Role.SUPERVISION in post.roles for post in person.posts):
        return []
    known = {case.id for case in listed}
    waiting = desk.store.cases.in_status([Status.TO_DISPATCH.value])
    return [case for case in waiting if case.is_entrusted and not case.sealed and case.id not in known]


def _unreached(turn: Turn, desk: Desk) -> list[str]:
    """Answers of the clerk's cases that have not arrived (未送达): somebody may have to telephone."""
    told = _near(turn, desk, lambda post: (Status.REPLIED,) if post.roles & CLERKS else ())
    found = desk.store.opinions.not_reached([case.id for case in told])
    return [words.not_reached_line(one.number, one.title, found[one.id]) for one in told if one.id in found][:_SHOWN]


def _offered(desk: Desk, case: CaseRow) -> str:
    first = _offers(desk, case)[:1]
    return words.may_be_answered(first[0].answer.id) if first else ""


def overdue(turn: Turn, desk: Desk) -> None:
    """逾期: of the cases this person sees, those whose reply is late."""
    running = _near(turn, desk, lambda post: _RUNNING if post.roles & WAITING.keys() else ())
    late = [case for case in running if _is_overdue(desk, case)]
    if not late:
        desk.say(turn, words.NOTHING_LATE)
        return
    desk.say(turn, words.listed("逾期", _lines(desk, late), total=len(late)))


def _near(turn: Turn, desk: Desk, wanted: Callable[[Post], Iterable[Status]]) -> list[CaseRow]:
    """Cases of this person's station, department or of the whole county, in these statuses; sealed ones never."""
    person = turn.speaker.person
    if person is None:
        return []
    found = near(desk, ((post, [status.value for status in wanted(post)]) for post in person.posts))
    found = [case for case in found if not case.sealed and not case.is_draft]
    return [case for case in found if _waits_for_one_of(desk, case, person.posts)]


def _waits_for_one_of(desk: Desk, case: CaseRow, posts: Sequence[Post]) -> bool:
    """A department that has answered its part of a 分办 waits like the rest."""
    return any(waits_for(desk, case, post.department) for post in posts)


def _under_seal(turn: Turn, desk: Desk) -> list[CaseRow]:
    """受限件 that are open, for whoever has the duty; of danger to life also for today's 值班."""
    person = turn.speaker.person
    if person is None or not (person.duties or turn.speaker.is_on_duty):
        return []
    found = desk.store.cases.sealed([status.value for status in OPEN])
    return [case for case in found if access.sees(actor_of(turn.speaker), facts_of(desk, turn.speaker, case))]


def _lines(desk: Desk, cases: Sequence[CaseRow]) -> list[str]:
    return [
        words.one_line(
            case.number,
            case.title,
            Status(case.status).term,
            due=case.reply_due if case.status in _RUNNING else None,
            overdue=_is_overdue(desk, case),
        )
        for case in cases[:_SHOWN]
    ]


def _is_overdue(desk: Desk, case: CaseRow) -> bool:
    return is_overdue(case, today(desk))


def _name(desk: Desk, code: str | None) -> str | None:
    return desk.directory.departments[code].name if code else None


def show_help(turn: Turn, desk: Desk) -> None:
    desk.say(turn, words.help_for(turn.speaker.roles))


def did_not_understand(turn: Turn, desk: Desk) -> None:
    """Staff typed something that is no command: never a case, but the two likeliest commands."""
    desk.say(turn, words.did_you_mean(likeliest_commands(turn.message.text)))

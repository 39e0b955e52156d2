"""One case on the desk: found for a person, moved by a step, its words kept with personal items cut out."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from handlers import clocks
from handlers.cards import close_cards
from handlers.desk import Desk, Turn
from handlers.persons import Person, Post
from handlers.rules import access
from handlers.rules.case_flow import MOVES, OPEN, Role, Status, Step, advance
from handlers.rules.commands import CaseRef
from handlers.rules.errors import Missing, NoSuchCase, NotFromHere, RuleBroken, WhichCase
from handlers.rules.forwarded import problem_of
from handlers.rules.intake import Question
from handlers.rules.personal import ItemKind, cut, restore
from handlers.rules.viewing import NEVER, given
from handlers.speaker import Speaker
from storage.cases import CaseRow, StaleCase
from storage.handling import DispatchRow
from storage.history import Entry
from storage.opinions import ReportRow, one_each


def actor_of(speaker: Speaker) -> access.Actor:
    person = speaker.person
    if person is None:
        return access.Actor(speaker.roles)
    own = person.own_post
    covers = tuple(access.Actor(post.roles, post.station, post.department) for post in person.covers)
    duties = person.duties | speaker.duties_today
    return access.Actor(own.roles, own.station, own.department, duties, covers=covers, is_on_duty=speaker.is_on_duty)


def is_clerk_of(person: Person, case: CaseRow) -> bool:
    """The commission, or a liaison officer of the case's station; of a complaint about their own town they are not."""
    own = not case.for_commission and person.serves(Role.LIAISON_OFFICER, station=case.station)
    return own or person.serves(Role.COMMISSION)


def is_mine(report: ReportRow, speaker: Speaker) -> bool:
    same_person = speaker.person is not None and report.person_id == speaker.person.id
    return report.account_id == speaker.account_id or same_person


def facts_of(desk: Desk, speaker: Speaker, case: CaseRow) -> access.Facts:
    """What decides whether this person sees the case and what they may do. A merged case's reporters stay its own."""
    own = desk.store.opinions.report_of(case.id, speaker.account_id, speaker.person.id if speaker.person else None)
    reports = desk.store.opinions.reports_of(case.id)
    mine = own or next((report for report in reports if is_mine(report, speaker)), None)
    handed = desk.store.handling.dispatches_of(case.id) if case.department else []
    is_suggestion = case.kind == "suggestion"
    return access.Facts(
        status=Status(case.status),
        station=case.station,
        for_commission=case.for_commission,
        lead=case.department,
        leads=frozenset(row.department for row in handed if row.is_lead),
        co_departments=frozenset(row.department for row in handed if not row.is_lead),
        sealed=case.sealed,
        human_first=case.human_first,
        is_taken_over=speaker.person_id is not None and case.taken_over_by == speaker.person_id,
        is_suggestion=is_suggestion,
        is_entrusted=case.is_entrusted,
        is_consulted=is_suggestion and _is_consulted(desk, speaker, case),
        is_invited=is_suggestion and _is_invited(desk, speaker, case),
        is_reporter=mine is not None and not mine.is_supporter,
        is_supporter=mine is not None and mine.is_supporter,
        is_through=speaker.is_deputy and desk.store.opinions.came_through(case.id, speaker.person_id or 0),
        reporters=len(one_each([report for report in reports if not report.is_supporter])),
    )


def _is_consulted(desk: Desk, speaker: Speaker, case: CaseRow) -> bool:
    """Until it is handed over; from then on the departments that have it see it."""
    asked = [] if case.department else desk.store.suggestions.get(case.id).consulted or []
    return speaker.person is not None and speaker.person.department in asked


def _is_invited(desk: Desk, speaker: Speaker, case: CaseRow) -> bool:
    cosigners = desk.store.suggestions.cosigners_of(case.id)
    return any(row.person_id == speaker.person_id and row.agrees is not False for row in cosigners)


def named(desk: Desk, speaker: Speaker, ref: CaseRef) -> CaseRow:
    """The case a person names. NoSuchCase also when it exists but not for them; WhichCase when two years fit."""
    seen = seen_by(desk, speaker, ref)
    if not seen:
        raise NoSuchCase(said=f"{ref.year}-{ref.seq:04d}" if ref.year else str(ref.seq))
    return _of_one_year(desk, seen)


def seen_by(desk: Desk, speaker: Speaker, ref: CaseRef) -> list[CaseRow]:
    """Cases of this number, of whatever year, that this person may see."""
    if ref.year is not None:
        found = [desk.store.cases.find_number(ref.year, ref.seq)]
    else:
        found = list(desk.store.cases.with_seq(ref.seq))
    return [case for case in found if case and access.sees(actor_of(speaker), facts_of(desk, speaker, case))]


def _of_one_year(desk: Desk, seen: list[CaseRow]) -> CaseRow:
    still_open = [case for case in seen if Status(case.status) in OPEN]
    if len(still_open) > 1:
        raise WhichCase(cases=tuple((case.number, case.title) for case in still_open))
    if still_open:
        return still_open[0]
    this_year = desk.settings.local_day(desk.now).year
    return next((case for case in seen if case.year == this_year), seen[0])


def meant(turn: Turn, desk: Desk, step: Step, *, rank: Callable[[CaseRow], int] | None = None) -> CaseRow:
    """The case a command is about: the one it names, or the only one on which this person may take the step now.

    With a `rank` only those of the lowest count as meant.
    """
    if turn.command is not None and turn.command.cases:
        return named(desk, turn.speaker, turn.command.cases[0])
    fitting = [case for case in candidates(desk, turn.speaker, step) if _may(desk, turn.speaker, case, step)]
    if rank is not None and fitting:
        first = min(map(rank, fitting))
        fitting = [case for case in fitting if rank(case) == first]
    if len(fitting) == 1:
        return fitting[0]
    if not fitting:
        raise Missing(step=step, what="case")
    raise WhichCase(cases=tuple((case.number, case.title) for case in fitting[:5]))


def candidates(desk: Desk, speaker: Speaker, step: Step) -> list[CaseRow]:
    """Cases in a status from which the step leads, near this person: their own, their department's, their station's."""
    sources = [status.value for status in MOVES[step].sources]
    person = speaker.person
    if person is None or not speaker.is_staff:
        raised = desk.store.cases.raised_by(speaker.account_id, person.id if person else None)
        return [case for case in raised if case.status in sources]
    found = near(desk, ((post, sources) for post in person.posts))
    if step is Step.TAKE_OVER:  # who has the duty or is on duty need not sit where the case belongs
        found += [case for case in desk.store.cases.sealed(sources) if case.id not in {one.id for one in found}]
    return found


def near(desk: Desk, wanted: Iterable[tuple[Post, Sequence[str]]]) -> list[CaseRow]:
    """Cases in these statuses at these posts, each once: the department's, the station's, or the whole county's."""
    found = [case for post, statuses in wanted if statuses for case in _at_post(desk, post, statuses)]
    return list({case.id: case for case in found}.values())


def _at_post(desk: Desk, post: Post, statuses: Sequence[str]) -> list[CaseRow]:
    if post.department is not None:
        return desk.store.cases.at_department(post.department, statuses)
    everywhere = post.roles & {Role.COMMISSION, Role.SUPERVISION, Role.LEADER}
    return desk.store.cases.in_status(statuses, stations=None if everywhere else [post.station, None])


def _may(desk: Desk, speaker: Speaker, case: CaseRow, step: Step) -> bool:
    actor, facts = actor_of(speaker), facts_of(desk, speaker, case)
    try:
        return access.sees(actor, facts) and access.acting_role(actor, step, facts) is not None
    except RuleBroken:
        return False


def take(
    turn: Turn,
    desk: Desk,
    case: CaseRow,
    step: Step,
    *,
    to: Status | None = None,
    note: str = "",
    changes: dict[str, Any] | None = None,
) -> CaseRow:
    """Take a step on a case for the person of this turn: allowed, in the table, written down; or RuleBroken, nothing done."""
    with about(case):
        role = access.acting_role(actor_of(turn.speaker), step, facts_of(desk, turn.speaker, case))
        return move(
            desk,
            case,
            step,
            role,
            to=to,
            note=note,
            changes=changes,
            actor_person=turn.speaker.person_id,
            actor_account=turn.speaker.account_id,
        )


def check(turn: Turn, desk: Desk, case: CaseRow, step: Step) -> None:
    """RuleBroken where this person could not take the step on the case as it stands."""
    with about(case):
        access.acting_role(actor_of(turn.speaker), step, facts_of(desk, turn.speaker, case))
        if Status(case.status) not in MOVES[step].sources:
            raise NotFromHere(step=step, status=Status(case.status))


@contextmanager
def about(case: CaseRow) -> Iterator[None]:
    """Whatever is refused in here is refused on this case, and says so."""
    try:
        yield
    except RuleBroken as broken:
        broken.case = broken.case or (case.number, case.title)
        raise


def move(
    desk: Desk,
    case: CaseRow,
    step: Step,
    role: Role,
    *,
    to: Status | None = None,
    note: str = "",
    changes: dict[str, Any] | None = None,
    actor_person: int | None = None,
    actor_account: int | None = None,
) -> CaseRow:
    """Move the case by one row of the table and write the step into its history, guarded by its version."""
    before = Status(case.status)
    after = advance(before, step, to)
    entry = Entry(desk.now, step, before, after, role, actor_person, actor_account, keep(desk, case.id, note))
    row = desk.store.history.chained(case.number, case.history_count + 1, case.history_head, entry)
    values = {
        **(changes or {}),
        "status": after.value,
        "history_count": case.history_count + 1,
        "history_head": row["mac"],
    }
    if after is not before and "timer" not in values:
        values |= {"timer": None, "timer_at": None}
    was_paused = case.paused_on is not None and after is not before
    if was_paused:
        values["paused_on"] = None
    try:
        desk.store.cases.change(case, values)
    except StaleCase:
        status = Status(desk.store.cases.get(case.id).status)
        if status is before:  # only its clock was set meanwhile: the step is tried again on the case as it is now
            raise
        raise NotFromHere(step=step, status=status) from None
    desk.store.history.add(case.id, row)
    close_cards(desk, case, step, after, actor_account)
    if after is not before:
        clocks.follow(desk, case.id, before, after)
    if was_paused:
        clocks.recount(desk, case, clocks.pauses_of(desk, case.id))
        return desk.store.cases.get(case.id)
    return replace(case, version=case.version + 1, **values)


def keep(desk: Desk, case_id: int, text: str, *, account_id: int | None = None) -> str:
    """The text as it may be stored: personal items go to the vault, placeholders stay."""
    if not text:
        return text
    found = cut(text)
    if not found.items:
        return found.text
    counts = desk.store.vault.counts(case_id)
    found = cut(text, taken={kind: counts.get(kind.value, 0) for kind in ItemKind})
    kept = [(item.kind.value, item.placeholder, item.value) for item in found.items]
    on_purpose = given(text, found.items) if account_id is not None else frozenset()
    desk.store.vault.put(case_id, account_id, kept, desk.now, given=on_purpose)
    return found.text


def whole(desk: Desk, case_id: int, text: str, *, person_id: int | None, why: str) -> str:
    """Words of the office with their items put back, for those they are meant for; the look is recorded."""
    if "〔" not in text:
        return text
    items = [item for item in desk.store.vault.items_of(case_id) if item.placeholder in text and item.kind not in NEVER]
    desk.store.vault.looked((item.id for item in items), person_id=person_id, why=why, now=desk.now)
    return restore(text, {item.placeholder: item.value for item in items})


def root_of(desk: Desk, case: CaseRow) -> CaseRow:
    """The case that is handled for this one: itself, or the one it was merged into in the end."""
    while case.merged_into is not None:
        case = desk.store.cases.get(case.merged_into)
    return case


def text_of(desk: Desk, case_id: int) -> str:
    """What was written, fragments one a line, personal items replaced."""
    return "\n".join(piece.text for piece in desk.store.opinions.fragments_of(case_id) if piece.text)


def told_of(desk: Desk, case_id: int) -> str:
    """The same as it tells the matter: pasted talk without who said it when."""
    return "\n".join(problem_of(piece.text) for piece in desk.store.opinions.fragments_of(case_id) if piece.text)


def leads_of(desk: Desk, case: CaseRow) -> list[DispatchRow]:
    """The standing dispatches of those who lead: one, or of a 分办 several."""
    return [row for row in desk.store.handling.dispatches_of(case.id) if row.is_lead]


def lead_dispatch(desk: Desk, case: CaseRow, department: str | None = None) -> DispatchRow:
    """The first lead's, or of a 分办 this department's own."""
    leads = leads_of(desk, case)
    return next((row for row in leads if row.department == department), leads[0])


def open_question(turn: Turn, desk: Desk) -> Question | None:
    """The last question put to this person, while it may still be answered."""
    speaker = turn.speaker
    if speaker.question is None or speaker.question_at is None:
        return None
    if desk.now - speaker.question_at > timedelta(hours=desk.settings.question_hours):
        return None
    return Question(speaker.question)


def today(desk: Desk) -> date:
    return desk.settings.local_day(desk.now)

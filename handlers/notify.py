"""Who is told of what: letters to people, to everyone who raised a case, and the morning list of staff (contract, "Who is told")."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

from handlers.casefile import is_clerk_of, keep, leads_of
from handlers.contacts import WALK_IN, contact_of
from handlers.desk import Desk
from handlers.directory import Account, Person
from handlers.media_links import lines
from handlers.rules.case_flow import Role, Step
from handlers.rules.hours import at_local, end_of_quiet, is_working_time, next_working_morning
from handlers.rules.unasked import may_tell
from handlers.sealing import in_duty
from handlers.words import walk_ins as words
from handlers.words.post_files import elsewhere
from storage.cases import CaseRow
from storage.media import MediaRow
from storage.opinions import ReportRow, one_each
from storage.outbox import Letter
from storage.people import AccountRow

CLERKS = frozenset({Role.LIAISON_OFFICER, Role.COMMISSION})
Buttons = tuple[tuple[str, str], ...]
Facts = tuple[tuple[str, str], ...]
Files = Sequence[MediaRow]
# Members of 企业微信 may be sent as many messages as it needs; everywhere else each counts, and the link does.
_CARRIES = frozenset({"wecom_app", "wecom_aibot"})
_CARRIED = 3
# Where a post's pictures and papers can be sent to one person at all.
_SHOWS = _CARRIES | {"webchat"}

# Where a person with several accounts is reached first: staff live in 企业微信.
_PREFERRED = ("wecom", "official_account", "webchat")


def tell_person(
    desk: Desk,
    person: Person,
    text: str,
    *,
    case_id: int | None = None,
    purpose: str = "notice",
    buttons: Buttons = (),
    facts: Facts = (),
    due_at: datetime | None = None,
    files: Files = (),
    media: Sequence[str] = (),
) -> None:
    """A letter to one person of the directory, where they are best reached; somebody without an account gets none.

    `files` of the case: a link of their own to each, and the first ones themselves where messages are not counted.
    `media` of a post: they go themselves, or it is said that they cannot.
    """
    account = best_account(desk, person)
    if account is None:
        return
    channel = desk.settings.channel_out(account)
    shown, instead = shown_media(channel, media)
    carried = tuple(row.name for row in files[:_CARRIED]) if channel in _CARRIES else ()
    desk.post(
        Letter(
            channel=channel,
            account_id=account.id,
            text="\n".join([text, *lines(desk, files, account.id), *filter(None, [instead])]),
            media=carried or shown,
            buttons=buttons,
            facts=facts,
            purpose=purpose,
            due_at=due_at or desk.now,
            case_id=case_id,
        )
    )


def shown_media(channel: str, names: Sequence[str]) -> tuple[tuple[str, ...], str]:
    """What of a post's files goes to a person on this channel, and what is said where none can."""
    if channel in _SHOWS:
        return tuple(names), ""
    return (), elsewhere(len(names)) if names else ""


def written_to(desk: Desk, account: AccountRow) -> Account | AccountRow:
    """The account itself; but who was heard through the robot alone is written to by another of theirs if there is one.

    A robot may not write to whom it knows from a group only, and without its long connection to nobody at all.
    """
    person = desk.directory.people.get(account.person_id) if account.of_robot and account.person_id else None
    best = best_account(desk, person) if person is not None else None
    return best or account


def best_account(desk: Desk, person: Person) -> Account | None:
    usable = [account for account in person.accounts if account.namespace in desk.settings.namespaces]
    order = sorted(usable, key=lambda account: (_PREFERRED.index(account.namespace), account.of_robot, account.id))
    return order[0] if order else None


def tell_staff(
    desk: Desk,
    people: Iterable[Person],
    text: str,
    case: CaseRow,
    *,
    buttons: Buttons = (),
    facts: Facts = (),
    line: str = "",
    except_person: int | None = None,
    files: Files = (),
) -> None:
    """Work on a case that is known; whoever did the step need not be told of it."""
    others = (person for person in people if person.id != except_person)
    tell_of_work(
        desk,
        others,
        text,
        case.id,
        at_once=cannot_wait(asdict(case)),
        buttons=buttons,
        facts=facts,
        line=line,
        files=files,
    )


def cannot_wait(case: Mapping[str, Any]) -> bool:
    """特急, and what a person must look at first, is told at any hour."""
    return case["urgency"] == "critical" or bool(case["human_first"])


def tell_of_work(
    desk: Desk,
    people: Iterable[Person],
    text: str,
    case_id: int,
    *,
    at_once: bool,
    buttons: Buttons = (),
    facts: Facts = (),
    line: str = "",
    files: Files = (),
) -> None:
    """New work. Outside working hours it waits as one line of the next working morning's list, unless it cannot wait."""
    waits_until = None if at_once else morning_of_work(desk)
    kept = keep(desk, case_id, line or text) if waits_until else ""
    for person in dict.fromkeys(people):
        if waits_until:
            desk.store.morning.hold(person.id, case_id, kept, _morning_of(desk, person, waits_until))
        else:
            tell_person(desk, person, text, case_id=case_id, buttons=buttons, facts=facts, files=files)


def _morning_of(desk: Desk, person: Person, morning: datetime) -> datetime:
    """A department's people get one message a morning, and that is the one of the reminders."""
    if person.roles & CLERKS or not person.roles & {Role.CASE_OFFICER, Role.UNIT_HEAD}:
        return morning
    settings = desk.settings
    return max(morning, at_local(settings.local_day(morning), settings.remind_at, settings.timezone))


def morning_of_work(desk: Desk) -> datetime | None:
    """When staff may be told of what can wait; None for now."""
    settings = desk.settings
    hours, calendar, tz = settings.working_hours, settings.calendar, settings.timezone
    if settings.staff_at_once or is_working_time(desk.now, hours, calendar, tz):
        return None
    return next_working_morning(desk.now, hours, calendar, tz)


def clerks_of(desk: Desk, case: CaseRow) -> tuple[Person, ...]:
    """The liaison officers of the case's station, or the commission."""
    return desk.directory.liaison_officers(case.station)


def dispatcher_of(desk: Desk, case: CaseRow) -> tuple[Person, ...]:
    """Who handed the case over, if still a clerk, with whoever stands in for them; otherwise the station's clerks."""
    person = desk.directory.people.get(case.dispatched_by) if case.dispatched_by is not None else None
    if person is None or not person.roles & CLERKS:
        return clerks_of(desk, case)
    return (person, *desk.directory.covering(person))


def ruling_people(desk: Desk) -> tuple[Person, ...]:
    """Who rules on returns: the supervision office and the commission."""
    return (*desk.directory.with_role(Role.SUPERVISION), *desk.directory.with_role(Role.COMMISSION))


def lead_officers(desk: Desk, case: CaseRow) -> tuple[Person, ...]:
    """Of a 分办 those of every lead."""
    if not case.department:
        return ()
    if case.kind != "suggestion":
        return desk.directory.case_officers(case.department)
    leads = dict.fromkeys(row.department for row in leads_of(desk, case)) or {case.department: None}
    return tuple(person for code in leads for person in desk.directory.case_officers(code))


def all_officers(desk: Desk, case: CaseRow) -> tuple[Person, ...]:
    """Case officers of every department that has the case now, lead first."""
    handed = desk.store.handling.dispatches_of(case.id)
    return tuple(person for row in handed for person in desk.directory.case_officers(row.department))


def reporters_of(desk: Desk, case: CaseRow) -> list[ReportRow]:
    """Everyone who raised or supports the case, once: somebody who wrote to two cases that became one is one person."""
    return one_each(desk.store.opinions.reports_of(case.id))


def tell_reporters(
    desk: Desk,
    case: CaseRow,
    text: str,
    *,
    buttons: Buttons = (),
    except_account: int = 0,
    worth_a_call: bool = True,
    due_at: datetime | None = None,
) -> None:
    """The same words to everyone who raised or supports the case."""
    for report in reporters_of(desk, case):
        if report.account_id != except_account:
            tell_reporter(desk, report, text, buttons=buttons, worth_a_call=worth_a_call, due_at=due_at)


def tell_reporter(
    desk: Desk,
    report: ReportRow,
    text: str,
    *,
    buttons: Buttons = (),
    facts: Facts = (),
    purpose: str = "notice",
    due_at: datetime | None = None,
    tells_reply: bool = False,
    worth_a_call: bool = True,
) -> None:
    """A letter to the account the matter came from, after quiet hours. `tells_reply`: its delivery starts the time to rate.

    Somebody registered without an account is telephoned by a clerk, where it is `worth_a_call`. What is not, mere progress,
    is left out once they were told enough (查 shows it).
    """
    account = desk.store.people.get_account(report.account_id)
    if account.namespace == WALK_IN:
        if worth_a_call:
            _ask_to_telephone(desk, report, text, ticks=tells_reply)
        return
    if not may_tell(report.unasked, is_needed=worth_a_call, has_answer=report.told_at is not None):
        return
    desk.store.opinions.told_unasked(report.id)
    out = written_to(desk, account)
    desk.post(
        Letter(
            channel=desk.settings.channel_out(out),
            account_id=out.id,
            text=text,
            buttons=buttons,
            facts=facts,
            purpose=purpose,
            due_at=due_at or after_quiet(desk),
            case_id=report.case_id,
            report_id=report.id if tells_reply else None,
        )
    )


def _ask_to_telephone(desk: Desk, report: ReportRow, text: str, *, ticks: bool) -> None:
    """Whoever registered the case, else its clerks; `ticks`: that it was told is ticked off."""
    case = desk.store.cases.get(report.case_id)
    home = desk.store.cases.get(report.home_case_id)
    clerks = tuple(dict.fromkeys(_registrars(desk, home) or _in_duty(desk, case)))
    contact = contact_of(desk, report.account_id, clerks, why="电话告知反映人")
    buttons = (("已电话告知", f"已告知 {home.number}"),) if ticks else ()
    asked = words.please_telephone(home.number, contact, text)
    for clerk in clerks:
        tell_person(desk, clerk, asked, case_id=home.id, buttons=buttons, due_at=morning_of_work(desk))


def _registrars(desk: Desk, home: CaseRow) -> tuple[Person, ...]:
    """Who typed 登记, if still a clerk, and whoever stands in for them today."""
    while home.split_from is not None:
        home = desk.store.cases.get(home.split_from)
    if home.sealed:
        return ()
    first = desk.store.history.of(home.id)[0]
    person = desk.directory.people.get(first.actor_person or 0)
    if first.step != Step.REGISTER or person is None or not is_clerk_of(person, home):
        return ()
    return (person, *desk.directory.covering(person))


def _in_duty(desk: Desk, case: CaseRow) -> tuple[Person, ...]:
    if not case.sealed:
        return clerks_of(desk, case)
    person = desk.directory.people.get(case.taken_over_by or 0)
    return (person,) if person else in_duty(desk, case.sealed)


def tell_duty(desk: Desk, duty: str, text: str, case_id: int) -> None:
    """Words about a sealed case, without its content, to those for whom it exists."""
    for person in in_duty(desk, duty):
        tell_person(desk, person, text, case_id=case_id)


def after_quiet(desk: Desk) -> datetime:
    """Now, or when people are awake again."""
    return end_of_quiet(desk.now, desk.settings.quiet, desk.settings.timezone)


def commission(desk: Desk) -> tuple[Person, ...]:
    return desk.directory.with_role(Role.COMMISSION)

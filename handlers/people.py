"""Who is speaking: known by the account, a voter otherwise; the hellos and goodbyes of an account."""

from dataclasses import replace
from typing import Any

from handlers import notify
from handlers.asking import is_dropped
from handlers.cards import as_typed, read_press
from handlers.desk import Desk, Turn
from handlers.message import APP, ROBOT, Message
from handlers.rules.commands import parse_command
from handlers.rules.intake import Question
from handlers.rules.quoting import case_in, command_about
from handlers.rules.speech import hear, strip_mention
from handlers.rules.windows import Grant, Window, grant_of, is_noted
from handlers.scanning import scanned_deputy, scanned_station
from handlers.speaker import Speaker
from handlers.words import opinions as words
from handlers.words.opinions import GROUP_LINE, RECALL_LINE
from storage.people import AccountRow


def open_turn(message: Message, desk: Desk) -> Turn:
    """The speaker of a message and the command it holds. An account never seen before is noted down."""
    account = desk.store.people.find_account(message.namespace, message.account)
    if account is not None and account.question == Question.ERASED:
        desk.store.erasing.unlink(account.id)
        account = None
    has_spoken = account is not None
    window = _window(message, account)
    if account is None:
        of_robot = message.channel == ROBOT
        account = desk.store.people.add_account(
            message.namespace, message.account, desk.now, of_robot=of_robot, **window
        )
    elif window:
        desk.store.people.open_window(account.id, **window)
    if account.of_robot and message.channel == APP:
        desk.store.people.heard_by_app(account.id)
        account = replace(account, of_robot=False)
    if not account.is_reachable and message.is_sign_of_life:
        desk.store.people.set_reachable(account.id, is_reachable=True)
    press = read_press(desk, message, account.id) if message.event == "card" else None
    if press is not None:
        desk.pressed = press.card.id if press.card else None
        message = as_typed(message, press)
    said = strip_mention(message.text, desk.settings.bot_name) if message.kind == "text" else ""
    if message.event == "click":
        said = message.scene
    elif message.task and message.kind == "text":
        said = _chosen(message, account.id, desk) or said
    command = parse_command(said) if said else None
    if account.question is not None and is_dropped(account.question, command):
        desk.store.people.clear_question(account.id)
        account = replace(account, question=None)
    speaker = speaker_of(account, desk, has_spoken=has_spoken)
    return _with_quote(Turn(message, speaker, command, press), desk, said)


def _with_quote(turn: Turn, desk: Desk, said: str) -> Turn:
    """Words under a message of ours about a case mean that case; under somebody else's matter in a group, they pass it on."""
    quoted = turn.message.quoted
    case = case_in(quoted)
    if case is not None:
        return replace(turn, command=command_about(said, case) if said else turn.command, quoted=case)
    is_passed_on = turn.is_group and quoted not in {"", GROUP_LINE, RECALL_LINE}
    if not is_passed_on or turn.command is not None or not turn.speaker.is_deputy:
        return turn
    own, other = hear(said, desk.directory.gazetteer), hear(quoted, desk.directory.gazetteer)
    if (own.has_matter and own.place) or not other.has_matter:
        return turn
    return replace(turn, message=replace(turn.message, text=f"{quoted}\n{said}".strip()))


def _window(message: Message, account: AccountRow | None) -> dict[str, Any]:
    """What this lets us send on the 公众号, as far as the books do not say so yet."""
    grant = grant_of(message.kind, message.event) if message.namespace == "official_account" else None
    if grant is None:
        return {}
    if account is not None and is_noted(Window(account.spoke_at, account.spoke_used), grant, message.at):
        return {}
    if grant is Grant.TAP:
        return {"tapped_at": message.at, "tapped_used": 0}
    return {"spoke_at": message.at, "spoke_used": 0}


def _chosen(message: Message, account_id: int, desk: Desk) -> str | None:
    """The command of a word chosen from a menu message (msgmenu) of ours to this person."""
    outbox_id = message.task.partition("-")[0]
    if not (outbox_id.isascii() and outbox_id.isdigit() and len(outbox_id) <= 12):
        return None
    return desk.store.outbox.command_of(int(outbox_id), account_id, message.text.strip())


def speaker_of(account: AccountRow, desk: Desk, *, has_spoken: bool) -> Speaker:
    person = desk.directory.people.get(account.person_id) if account.person_id is not None else None
    out = notify.written_to(desk, account)
    is_on_duty = person is not None and desk.store.duty.has(desk.settings.local_day(desk.now), person.id)
    return Speaker(
        account_id=account.id,
        namespace=account.namespace,
        channel_out=desk.settings.channel_out(out),
        account_out=out.id,
        person=person,
        station_scanned=account.station,
        deputy_scanned=account.deputy_id,
        question=account.question,
        question_case_id=account.question_case_id,
        question_at=account.question_at,
        has_spoken=has_spoken,
        is_on_duty=is_on_duty,
        duties_today=desk.directory.default_duties if is_on_duty else frozenset(),
    )


# 企业微信 tells of every time somebody opens the app; other platforms of the first of a day, or of somebody new.
_TELLS_EVERY_OPENING = APP


def is_stranger(turn: Turn, _desk: Desk) -> bool:
    """Somebody unknown who writes through 企业微信, where only staff and deputies are."""
    return turn.speaker.person is None and turn.speaker.namespace == "wecom"


def tell_stranger(turn: Turn, desk: Desk) -> None:
    """Whom to ask; nothing of what they said is kept. Opening the app is answered the first time."""
    if turn.message.kind == "event" and turn.speaker.has_spoken and turn.message.event != "card":
        return
    desk.say(turn, words.STRANGER)


def arrived(turn: Turn, desk: Desk) -> None:
    """subscribe, scan, enter: a greeting; a scanned station or deputy is remembered for what comes next."""
    is_first = desk.store.counters.first_notice(turn.speaker.account_id)
    if turn.message.event == "enter" and turn.message.channel == _TELLS_EVERY_OPENING and not is_first:
        return
    scene = turn.message.scene
    deputy = scanned_deputy(desk, scene)
    station = scanned_station(desk, deputy.station if deputy else scene)
    if deputy is not None or station is not None:
        desk.store.people.scanned(
            turn.speaker.account_id, station.code if station else None, deputy.id if deputy else None
        )
    name = desk.settings.congress_name
    if turn.speaker.is_staff and not turn.speaker.is_deputy:
        desk.say(turn, words.WELCOME_STAFF.format(name=name))
        return
    text = words.welcome(name, station.name if station else "", deputy.name if deputy else "")
    desk.say(turn, text + (words.PRIVACY if is_first else ""))


def left(turn: Turn, desk: Desk) -> None:
    """unsubscribe: cannot be reached until they write again."""
    desk.store.people.set_reachable(turn.speaker.account_id, is_reachable=False)


def stay_silent(_turn: Turn, _desk: Desk) -> None:
    """An event that asks for nothing."""


def unknown_kind(turn: Turn, desk: Desk) -> None:
    desk.say(turn, words.UNKNOWN_KIND)


def call_person(turn: Turn, desk: Desk) -> None:
    """人工: the station's clerks are told that somebody wants to talk."""
    person = turn.speaker.person
    station = person.station if person else turn.speaker.station_scanned
    latest = desk.store.opinions.latest(turn.speaker.account_id)
    case = desk.store.cases.get(latest.case_id) if latest else None
    text = words.wants_person(turn.speaker.name, case.number if case else "")
    clerks = desk.directory.liaison_officers(case.station if case else station)
    if case is not None:
        notify.tell_staff(desk, clerks, text, case)
    else:
        for clerk in clerks:
            notify.tell_person(desk, clerk, text, due_at=notify.morning_of_work(desk))
    desk.say(turn, words.PERSON_CALLED)

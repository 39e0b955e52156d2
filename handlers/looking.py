"""先看: what a person must look at before anything moves; the right sentence is said at once, the ordinary flow waits."""

from handlers import notify
from handlers.announcing import announce
from handlers.casefile import take
from handlers.desk import Desk, Turn
from handlers.opening import open_case, write_down
from handlers.pieces import Piece, piece_of
from handlers.rules.case_flow import Role, Step
from handlers.rules.intake import Question
from handlers.rules.look_first import Danger, Look, look, split_mixed
from handlers.rules.no_matter import NoMatterKind
from handlers.words import looking as words
from handlers.words.opinions import PRIVACY

_SAID = {"accusation": words.ACCUSATION, "secrecy": words.SECRET}
_COMMISSION_ONLY = frozenset({Danger.PRESSURE_ON_RATING})


def is_looked_at(turn: Turn, _desk: Desk) -> bool:
    """Speech of a voter or a deputy in which something calls for a person."""
    speaks = bool(turn.speaker.roles & {Role.VOTER, Role.DEPUTY})
    return speaks and bool(turn.message.text) and bool(look(turn.message.text))


def report(turn: Turn, desk: Desk) -> None:
    """A mixed message is split: the road stays an ordinary case, the accusation is sealed."""
    piece = piece_of(turn, desk)
    looks = look(piece.said)
    sealing = next((one for one in looks if one.duty), None)
    if sealing is None:
        _open(turn, desk, piece, looks)
        return
    ordinary, sealed = split_mixed(piece.said, looks)
    _seal(turn, desk, piece_of(turn, desk, said=sealed or piece.said), sealing)
    rest = piece_of(turn, desk, said=ordinary) if ordinary.strip() else None
    if rest is not None and rest.heard.has_matter:
        open_case(turn, desk, rest)


def _open(turn: Turn, desk: Desk, piece: Piece, looks: tuple[Look, ...]) -> None:
    """A case that waits for 接手: announced with 【先看】, at any hour."""
    first = looks[0]
    if first.kind is Danger.FAVOUR:
        desk.store.counters.no_matter(desk.settings.local_day(desk.now), NoMatterKind.TENDER_OR_FAVOUR.value)
        desk.say(turn, words.FAVOUR)
        return
    changes: dict[str, object] = {"human_first": True}
    if any(one.threatens_life for one in looks):
        changes["urgency"] = "critical"
    if first.kind in _COMMISSION_ONLY:
        desk.say(turn, words.PRESSED)
        return
    case = write_down(turn, desk, piece, changes)
    told = words.looked_at_first(first.kind, case.number)
    if not any(one.threatens_life for one in looks) and desk.store.counters.first_notice(turn.speaker.account_id):
        told += PRIVACY
    desk.say(turn, told, case_id=case.id)
    announce(desk, case.number, case.id, piece.text, case.values, only_words=not piece.media)


def _seal(turn: Turn, desk: Desk, piece: Piece, sealing: Look) -> None:
    """受限件: exists only for people with the duty; what is told about it has no word of the content."""
    duty = sealing.duty or ""
    columns: dict[str, object] = {
        "nature": None,
        "category": None,
        "suggested": [],
        "suggested_words": [],
        "needs_listening": False,
    }
    case = write_down(turn, desk, piece, {**columns, "sealed": duty, "human_first": True, "title": "受限件"})
    desk.say(turn, _SAID[duty])
    if duty == "accusation":
        desk.store.people.put_question(turn.speaker.account_id, Question.CONSENT.value, case.id, desk.now)
    notify.tell_duty(desk, duty, words.sealed_for_duty(case.number, duty), case.id)


def consents(turn: Turn, _desk: Desk) -> bool:
    return turn.speaker.question == Question.CONSENT and turn.message.text.strip(" 。.!！") == "转交"


def consent(turn: Turn, desk: Desk) -> None:
    """转交: sealed and passed on by one person, to nobody else."""
    case_id = turn.speaker.question_case_id
    desk.store.people.clear_question(turn.speaker.account_id)
    if case_id is None:
        return
    case = desk.store.cases.get(case_id)
    take(turn, desk, case, Step.ADD, note="同意封存转送")
    notify.tell_duty(desk, case.sealed or "accusation", words.consent_for_duty(case.number), case.id)
    desk.say(turn, words.CONSENTED)


def is_pressed(turn: Turn, _desk: Desk) -> bool:
    return turn.message.text.strip(" 。.!！") == "有人找我" and not turn.speaker.is_staff


def pressed(turn: Turn, desk: Desk) -> None:
    """有人找我: only the commission hears of it; there is no case that a department could see."""
    who = f"代表{turn.speaker.name}" if turn.speaker.name else "一位选民"
    for person in notify.commission(desk):
        notify.tell_person(desk, person, words.pressed_for_commission(who))
    desk.say(turn, words.PRESSED_TAKEN)

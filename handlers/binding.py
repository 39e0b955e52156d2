"""绑定: whoever types or scans a code of an invitation is that person on that channel from then on; admins see it and undo it."""

from collections.abc import Iterable

from handlers.desk import Desk, Turn
from handlers.directory import Person
from handlers.finding_people import described, find_person, place_of
from handlers.notify import tell_person
from handlers.rules.case_flow import Role
from handlers.rules.one_time_codes import (
    WAIT,
    WRONG_ALLOWED,
    WRONG_ALLOWED_TOGETHER,
    code_in_scene,
    is_code,
    must_wait,
)
from handlers.rules.verbs import Verb
from handlers.words import binding as words
from handlers.words.people import channel_name
from storage.invites import InviteRow
from storage.outbox import Letter


def is_binding(turn: Turn, _desk: Desk) -> bool:
    """A code typed on any channel, by strangers too, or scanned."""
    if turn.message.kind == "event":
        return turn.message.event in {"subscribe", "scan", "enter"} and code_in_scene(turn.message.scene) is not None
    return turn.command is not None and turn.command.verb is Verb.BIND


def bind(turn: Turn, desk: Desk) -> None:
    code = turn.command.rest if turn.command else code_in_scene(turn.message.scene)
    if not code:
        desk.say(turn, words.HOW)
        return
    refusal = _too_often(turn, desk)
    if refusal:
        desk.say(turn, refusal)
        return
    invite = desk.store.invites.find(code) if is_code(code) else None
    person = desk.directory.people.get(invite.person_id) if invite else None
    fault = words.WRONG if invite is None else _fault(invite, person, desk)
    if person is not None and turn.speaker.person_id == person.id:
        desk.say(turn, words.already(person.name))
    elif fault:
        _count_wrong(turn, desk)
        desk.say(turn, fault)
    elif turn.speaker.person is not None:
        desk.say(turn, words.taken(turn.speaker.name, [admin.name for admin in _admins(desk)]))
    elif invite is not None and person is not None:
        _make_theirs(turn, desk, invite, person)


def _too_often(turn: Turn, desk: Desk) -> str:
    """Why no code is looked at now, not even a good one."""
    book = desk.store.invites
    if must_wait(book.wrong_times(turn.speaker.account_id, WRONG_ALLOWED), desk.now):
        return words.WAIT
    together = book.wrong_since(turn.speaker.namespace, desk.now - WAIT)
    return words.BUSY if together >= WRONG_ALLOWED_TOGETHER else ""


def _fault(invite: InviteRow, person: Person | None, desk: Desk) -> str:
    if invite.undone_at is not None:
        return words.UNDONE
    if invite.used_by is not None:
        return words.USED
    if invite.expires_at <= desk.now:
        return words.EXPIRED
    return words.NOT_IN_OFFICE if person is None else ""


def _count_wrong(turn: Turn, desk: Desk) -> None:
    """Admins hear of it when somebody seems to be guessing."""
    book, namespace = desk.store.invites, turn.speaker.namespace
    book.add_wrong(turn.speaker.account_id, desk.now)
    if book.wrong_since(namespace, desk.now - WAIT) == WRONG_ALLOWED_TOGETHER:
        for admin in _admins(desk):
            tell_person(desk, admin, words.guessing(channel_name(namespace)))


def _make_theirs(turn: Turn, desk: Desk, invite: InviteRow, person: Person) -> None:
    if not desk.store.invites.use(invite.id, turn.speaker.account_id, desk.now):
        desk.say(turn, words.USED)
        return
    desk.store.people.bind(turn.speaker.account_id, person.id)
    what = described(desk.directory, person)
    desk.say(turn, words.welcome(person.name, what, person.own_post.roles))
    told = words.told_admin(person.name, what, channel_name(turn.speaker.namespace), _unmistakable(desk, person))
    for admin in _admins(desk):
        if admin.id != person.id:
            tell_person(desk, admin, told)


def _unmistakable(desk: Desk, person: Person) -> str:
    """The name, with the place where two people share it."""
    same = [one for one in desk.directory.people.values() if one.name == person.name]
    return person.name if len(same) == 1 else f"{place_of(desk.directory, person)}{person.name}"


def _admins(desk: Desk) -> tuple[Person, ...]:
    return desk.directory.with_role(Role.ADMIN) or desk.directory.with_role(Role.COMMISSION)


def unbind(turn: Turn, desk: Desk) -> None:
    """解除绑定 李梅: their accounts are a voter's again; both are told."""
    said = turn.command.rest if turn.command else ""
    if not said:
        desk.say(turn, words.WHOM)
        return
    person = find_person(desk, said)
    if person.id == turn.speaker.person_id:
        desk.say(turn, words.NOT_YOURSELF)
    elif not (accounts := desk.store.people.bound_to(person.id)):
        desk.say(turn, words.not_bound(person.name))
    else:
        _take_back(desk, accounts)
        desk.say(turn, words.unbound(person.name, _channels(namespace for _, namespace in accounts)))


def _take_back(desk: Desk, accounts: Iterable[tuple[int, str]]) -> None:
    for account_id, namespace in accounts:
        desk.store.people.unbind(account_id)
        desk.store.invites.undo(account_id, desk.now)
        if namespace in desk.settings.namespaces:
            channel = desk.settings.channel_out(desk.store.people.get_account(account_id))
            desk.post(Letter(channel, words.UNBOUND_SELF, "notice", desk.now, account_id=account_id))


def bindings(turn: Turn, desk: Desk) -> None:
    """绑定名单: who is bound on which channel, and who is not yet."""
    people = sorted(desk.directory.people.values(), key=lambda person: person.id)
    bound = [
        (one.name, described(desk.directory, one), "、".join(_channels(account.namespace for account in one.accounts)))
        for one in people
        if one.accounts
    ]
    desk.say(turn, words.bindings(bound, [one.name for one in people if not one.accounts]))


def _channels(namespaces: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(channel_name(namespace) for namespace in namespaces))

"""我的数据, 删除我的数据: what is kept about a person in plain words, and what the law lets go when they want it gone."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from handlers.casefile import root_of
from handlers.desk import Desk, Turn
from handlers.directory import Person
from handlers.rules.case_flow import OPEN, Role, Status
from handlers.rules.intake import Question
from handlers.rules.personal import ItemKind
from handlers.rules.viewing import masked
from handlers.words import my_data as words
from handlers.words.people import ROLE_TERMS
from storage.cases import CaseRow
from storage.erasing import to_unlink
from storage.vault import VaultItem

CONFIRM_WITHIN = timedelta(minutes=10)
_EVERY = 1_000_000


@dataclass(frozen=True, slots=True)
class _Kept:
    """A person's own cases: those in hand, those that are over, and those nobody speaks of."""

    still_open: tuple[CaseRow, ...]
    over: tuple[CaseRow, ...]
    sealed: tuple[CaseRow, ...]

    @property
    def in_hand(self) -> tuple[int, ...]:
        """Cases about which everything stays."""
        return tuple(case.id for case in (*self.still_open, *self.sealed))


def _kept(turn: Turn, desk: Desk) -> _Kept:
    raised = desk.store.cases.raised_by(turn.speaker.account_id, turn.speaker.person_id, limit=_EVERY)
    own = [case for case in raised if not case.sealed]
    still_open = [case for case in own if Status(root_of(desk, case).status) in OPEN]
    over = [case for case in own if case not in still_open]
    return _Kept(tuple(still_open), tuple(over), tuple(case for case in raised if case.sealed))


def _accounts(turn: Turn) -> list[int]:
    person = turn.speaker.person
    return sorted({turn.speaker.account_id, *(account.id for account in (person.accounts if person else ()))})


def show(turn: Turn, desk: Desk) -> None:
    """我的数据: matters, items masked, since when, which offices looked."""
    kept = _kept(turn, desk)
    own = (*kept.still_open, *kept.over)
    items = _items(turn, desk, own)
    if own:
        text = words.my_data(
            matters=len(own),
            still_open=len(kept.still_open),
            items=_by_kind(items),
            since=desk.settings.local_day(min(case.received_at for case in own)),
            lookers=_lookers(desk, items),
        )
    else:
        text = words.NOTHING
    desk.say(turn, f"{text}\n{words.IN_DIRECTORY}" if turn.speaker.person else text)


def _items(turn: Turn, desk: Desk, own: Sequence[CaseRow]) -> list[VaultItem]:
    ids = {case.id for case in own}
    return [item for item in desk.store.vault.items_from(_accounts(turn)) if item.case_id in ids]


def _by_kind(items: Sequence[VaultItem]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    for item in items:
        shown = masked(ItemKind(item.kind), item.placeholder, item.value)
        shown = "已隐去" if shown == item.placeholder else shown
        if shown not in found[item.kind]:
            found[item.kind].append(shown)
    return dict(found)


def _lookers(desk: Desk, items: Sequence[VaultItem]) -> dict[str, int]:
    looks = desk.store.vault.looks_at([item.id for item in items])
    people = (desk.directory.people.get(person_id) for person_id, _, _ in looks if person_id is not None)
    return dict(Counter(_office(desk, person) for person in people))


def _office(desk: Desk, person: Person | None) -> str:
    """Where somebody works; never their name."""
    if person is None:
        return words.SOMEBODY
    if person.department is not None:
        return desk.directory.departments[person.department].name
    if person.station is not None and Role.LIAISON_OFFICER in person.roles:
        return desk.directory.stations[person.station].name
    return ROLE_TERMS[min(person.own_post.roles)]


def ask_erasure(turn: Turn, desk: Desk) -> None:
    """删除我的数据: asked once whether it is meant."""
    if turn.speaker.question == Question.IN_DANGER:
        desk.say(turn, words.NOT_NOW)
        return
    desk.store.people.put_question(turn.speaker.account_id, Question.ERASE.value, None, desk.now)
    desk.say(turn, words.ASK)


def erase(turn: Turn, desk: Desk) -> None:
    """确认删除: what belongs to matters that are over goes; what is in hand, archived or under seal stays."""
    speaker = turn.speaker
    if speaker.question != Question.ERASE or speaker.question_at is None:
        desk.say(turn, words.NOT_ASKED)
        return
    desk.store.people.clear_question(speaker.account_id)
    if desk.now - speaker.question_at > CONFIRM_WITHIN:
        desk.say(turn, words.NOT_ASKED)
        return
    kept = _kept(turn, desk)
    gone = _let_go(turn, desk, kept)
    desk.store.erasing.note(
        speaker.account_id, gone, {"open": len(kept.still_open), "archive": len(kept.over)}, desk.now
    )
    for kind in ("items", "media", "chat_lines", "uploads", "letters"):
        desk.store.removals.note(kind, gone[kind], desk.now)
    text = words.erased(
        gone["items"], files=gone["media"], lines=gone["chat_lines"] + gone["letters"], still_open=len(kept.still_open)
    )
    desk.say(turn, f"{text}{words.IN_DIRECTORY}" if speaker.person else text)


def _let_go(turn: Turn, desk: Desk, kept: _Kept) -> dict[str, int]:
    speaker, erasing = turn.speaker, desk.store.erasing
    account = desk.store.people.open_account(desk.store.people.get_account(speaker.account_id))
    accounts, over = _accounts(turn), [case.id for case in kept.over]
    is_chat, nothing_left = speaker.namespace == "webchat", not kept.still_open and not kept.sealed
    gone = {
        "items": desk.store.vault.let_go(accounts, over),
        "media": desk.store.media.let_go(accounts, over, desk.now),
        "chat_lines": erasing.forget_chat(account) if is_chat else 0,
        "uploads": erasing.forget_uploads(account, desk.now) if is_chat else 0,
        "letters": erasing.forget_letters(accounts, kept.in_hand),
        "account": int(nothing_left and speaker.person is None),
    }
    if gone["account"]:  # not before the answer has arrived; whatever they write next comes from somebody new
        desk.store.people.put_question(speaker.account_id, Question.ERASED.value, None, desk.now)
    return gone


def unlink_erased(desk: Desk) -> None:
    """Accounts that were let go and have had their last answer."""
    for account_id in to_unlink(desk.store.connection, Question.ERASED.value, desk.now - CONFIRM_WITHIN):
        desk.store.erasing.unlink(account_id)

"""知识条目: answers kept for what many people ask, offered where one fits, used by 直答."""

from dataclasses import dataclass

from handlers.casefile import today
from handlers.desk import Desk, Turn
from handlers.rules.case_flow import Step
from handlers.rules.errors import Missing
from handlers.rules.likeness import Likeness, likeness
from handlers.rules.numerals import plain
from handlers.rules.personal import cut
from handlers.rules.saved_answers import read_draft
from handlers.words import knowledge as words
from storage.knowledge import SavedAnswer

_MOST_OFFERED = 2
_LONGEST_TITLE = 60


@dataclass(frozen=True, slots=True)
class Offer:
    """A saved answer that fits a case, and why."""

    answer: SavedAnswer
    likeness: Likeness

    @property
    def words(self) -> tuple[str, ...]:
        return self.likeness.words


def offers(desk: Desk, text: str) -> list[Offer]:
    """Saved answers that fit this text and have not expired, best first."""
    if not text:
        return []
    usable = desk.store.knowledge.usable(today(desk))
    found = [Offer(answer, like) for answer in usable if (like := likeness(answer.title, text))]
    return sorted(found, key=lambda one: -one.likeness.share)[:_MOST_OFFERED]


def save(turn: Turn, desk: Desk) -> None:
    """新建知识 标题｜内容｜来源｜2027-06-30."""
    draft = read_draft(turn.command.rest if turn.command else "")
    if not draft.is_whole:
        desk.say(turn, words.HOW)
        return
    if draft.expires_on is not None and draft.expires_on < today(desk):
        desk.say(turn, words.ALREADY_EXPIRED)
        return
    if cut(draft.title).items or len(draft.title) > _LONGEST_TITLE:
        desk.say(turn, words.TITLE_TOO_MUCH)
        return
    values = {"title": draft.title, "text": draft.text, "source": draft.source, "expires_on": draft.expires_on}
    answer_id = desk.store.knowledge.add(values, by=turn.speaker.person_id, now=desk.now)
    desk.say(turn, words.saved(answer_id, draft.title, draft.expires_on))


def show(turn: Turn, desk: Desk) -> None:
    """知识: all of them, expired ones marked."""
    lines = [
        words.line(one.id, one.title, one.source, one.expires_on, today(desk)) for one in desk.store.knowledge.all()
    ]
    desk.say(turn, words.listed(lines))


def drop(turn: Turn, desk: Desk) -> None:
    """删知识 3."""
    said = "".join(char for char in plain(turn.command.rest if turn.command else "") if char.isdigit())
    answer = desk.store.knowledge.find(int(said)) if said and len(said) < 7 else None
    if answer is None:
        desk.say(turn, words.no_such(said))
        return
    desk.store.knowledge.drop(answer.id, desk.now)
    desk.say(turn, words.dropped(answer.id, answer.title))


def usable_answer(desk: Desk, answer_id: int) -> SavedAnswer:
    """The one that 直答 12 知识3 means; Missing when it is not there or not to be used any more."""
    answer = desk.store.knowledge.find(answer_id)
    if answer is None:
        raise Missing(step=Step.ANSWER_DIRECT, what="saved_answer", detail=str(answer_id))
    if answer.expires_on is not None and answer.expires_on < today(desk):
        raise Missing(step=Step.ANSWER_DIRECT, what="saved_answer_expired", detail=answer.title)
    return answer

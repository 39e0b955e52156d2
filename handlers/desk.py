"""What a handler works with: the books, the clock's hand, the directory, and the letters it leaves to be sent."""

from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import TYPE_CHECKING

from handlers.directory import Directory
from handlers.message import Message
from handlers.rules.commands import CaseRef, Command
from handlers.rules.look_first import Danger, look
from handlers.rules.personal import cut
from handlers.settings import Settings
from handlers.speaker import Speaker
from handlers.words.opinions import GROUP_LINE, RECALL_LINE
from storage.outbox import Letter
from storage.store import Store

if TYPE_CHECKING:  # a card is a thing of the desk, and the desk is what cards are handled with
    from handlers.cards import Changed, Press

Buttons = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Turn:
    """One message, who sent it, and the command it holds, if it holds one; `press` where it is a card's button.

    `quoted` is the case that it points at by quoting words of ours.
    """

    message: Message
    speaker: Speaker
    command: Command | None = None
    press: "Press | None" = None
    quoted: CaseRef | None = None

    @property
    def is_group(self) -> bool:
        return bool(self.message.conversation)


@dataclass(slots=True)
class Desk:
    """One unit of work. Handlers change the books and leave letters; nobody here calls a platform.

    The directory is that of the day: with whoever stands in for somebody today. `pressed` is the card whose button this
    turn is, `changed` what becomes of it.
    """

    store: Store
    now: datetime
    directory: Directory
    settings: Settings
    letters: list[Letter] = field(default_factory=list)
    answer: Letter | None = None
    pressed: int | None = None
    changed: "Changed | None" = None

    def __post_init__(self) -> None:
        if self.directory.stand_ins:
            self.directory = self.directory.on(self.settings.local_day(self.now))

    def say(self, turn: Turn, text: str, *, buttons: Buttons = (), case_id: int | None = None) -> None:
        """Answer the message of this turn. There is one answer at most: a second sentence joins the first.

        In a group the answer is one short line without content, and the words go to the person alone.
        """
        if turn.is_group:
            self._answer(turn, group_line(turn.message.text), (), None, conversation=turn.message.conversation)
            alone = turn.speaker.in_private(self._letter(turn, text, buttons, case_id))
            self.post(replace(alone, purpose="aside"))
        else:
            self._answer(turn, text, buttons, case_id, conversation="")

    def _answer(self, turn: Turn, text: str, buttons: Buttons, case_id: int | None, *, conversation: str) -> None:
        if self.answer is None:
            self.answer = self._letter(turn, text, buttons, case_id, conversation)
        elif not conversation:
            joined = f"{self.answer.text}\n{text}"
            self.answer = replace(self.answer, text=joined, buttons=(*self.answer.buttons, *buttons))

    def _letter(self, turn: Turn, text: str, buttons: Buttons, case_id: int | None, conversation: str = "") -> Letter:
        """An answer goes back the way the message came; what is said unasked goes the way people are written to."""
        return Letter(
            channel=turn.message.channel,
            account_id=turn.speaker.account_id,
            text=text,
            buttons=buttons,
            purpose="answer",
            rank=0,
            due_at=self.now,
            case_id=case_id,
            inbox_id=turn.message.inbox_id,
            conversation=conversation,
        )

    def post(self, letter: Letter) -> None:
        """Leave a letter that is no answer to the message at hand."""
        self.letters.append(letter)


def group_line(text: str) -> str:
    """All that a group hears: the words went on in private; and that somebody's own data should not stand there.

    A person in danger is not bothered with it.
    """
    if not cut(text).items or any(one.kind is Danger.SELF_HARM for one in look(text)):
        return GROUP_LINE
    return RECALL_LINE

"""What a handler works with: the books, the clock's hand, the directory, and the letters it leaves to be sent."""

from dataclasses import dataclass, field, replace
from datetime import datetime

from handlers.directory import Directory
from handlers.message import Message
from handlers.rules.commands import Command
from handlers.settings import Settings
from handlers.speaker import Speaker
from storage.outbox import Letter
from storage.store import Store


@dataclass(frozen=True, slots=True)
class Turn:
    """One message, who sent it, and the command it holds, if it holds one."""

    message: Message
    speaker: Speaker
    command: Command | None = None

    @property
    def is_group(self) -> bool:
        return bool(self.message.conversation)


@dataclass(slots=True)
class Desk:
    """One unit of work. Handlers change the books and leave letters; nobody here calls a platform."""

    store: Store
    now: datetime
    directory: Directory
    settings: Settings
    letters: list[Letter] = field(default_factory=list)
    answer: Letter | None = None

    def say(
        self, turn: Turn, text: str, *, buttons: tuple[tuple[str, str], ...] = (), case_id: int | None = None
    ) -> None:
        """Answer the message of this turn. There is one answer at most; a second sentence joins the first."""
        if self.answer is not None:
            self.answer = replace(
                self.answer, text=f"{self.answer.text}\n{text}", buttons=(*self.answer.buttons, *buttons)
            )
            return
        self.answer = Letter(
            channel=turn.speaker.channel_out,
            account_id=turn.speaker.account_id,
            conversation=turn.message.conversation,
            text=text,
            buttons=buttons,
            purpose="answer",
            rank=0,
            due_at=self.now,
            case_id=case_id,
            inbox_id=turn.message.inbox_id,
        )

    def post(self, letter: Letter) -> None:
        """Leave a letter that is no answer to the message at hand."""
        self.letters.append(letter)

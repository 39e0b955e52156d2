"""A letter of reply on its way to somebody: built when it is sent, of what the books say then."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass

import structlog
from sqlalchemy import Connection

from bot.channels.base import Attachment, MessageKind
from bot.config_sections import ReplyLetterTexts
from bot.writing import Memory
from handlers.desk import Desk
from handlers.reply_letters import ReplyLetter, letter_named

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
log = structlog.get_logger("letters")


@dataclass(frozen=True, slots=True)
class LetterFiles:
    memory: Memory
    desk: Callable[[Connection], Desk]
    texts: ReplyLetterTexts
    congress: str

    async def load(self, name: str) -> Attachment | None:
        """None for an answer that stands no more. A template that cannot be used gives way to our own form, and is logged."""
        letter = await self.memory.read(lambda connection: letter_named(self.desk(connection), name))
        if letter is None:
            return None
        content = await asyncio.to_thread(self._written, letter)
        return Attachment(MessageKind.FILE, letter.file_name, DOCX, content)

    def _written(self, letter: ReplyLetter) -> bytes:
        from bot.reports.reply_letter import BadTemplate, letter_bytes  # python-docx is slow to load

        try:
            return letter_bytes(letter, self.texts, self.congress)
        except BadTemplate as bad:
            log.warning("letter_template_unusable", reason=str(bad))
            return letter_bytes(letter, self.texts.model_copy(update={"template": ""}), self.congress)

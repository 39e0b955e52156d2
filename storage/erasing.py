"""删除我的数据: what of an account is let go, what is noted of it, and the account that cannot be traced any more."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, delete, insert, or_, select, update

from storage.keys import Keyring
from storage.media import forget_uploads
from storage.outbox import EMPTY
from storage.tables.cases import reports
from storage.tables.chat import chat_media, chat_messages, chat_reads
from storage.tables.directory import accounts, consents
from storage.tables.messages import outbox
from storage.tables.office import erasures


class Erasing:
    """The book of erasures within one transaction."""

    def __init__(self, connection: Connection, keys: Keyring) -> None:
        self._connection = connection
        self._keys = keys

    def note(self, account_id: int, gone: Mapping[str, int], kept: Mapping[str, int], now: datetime) -> None:
        """That it was done, in counts."""
        row = {"account_id": account_id, "at": now, "gone": dict(gone), "kept": dict(kept)}
        self._connection.execute(insert(erasures), row)

    def asked_on(self, case_id: int) -> bool:
        """Whether somebody who raised or supports the case has since wanted their data gone."""
        query = (
            select(erasures.c.id)
            .join(reports, reports.c.account_id == erasures.c.account_id)
            .where(
                or_(reports.c.case_id == case_id, reports.c.home_case_id == case_id),
                erasures.c.at >= reports.c.reported_at,
            )
        )
        return self._connection.execute(query.limit(1)).first() is not None

    def forget_chat(self, account: str) -> int:
        """What this account and the bot said to each other in the built-in chat, and what it said in its groups."""
        private = f"bot:{account}"
        mine = or_(chat_messages.c.conversation == private, chat_messages.c.sender == account)
        self._connection.execute(delete(chat_reads).where(chat_reads.c.conversation == private))
        return self._connection.execute(delete(chat_messages).where(mine)).rowcount

    def forget_uploads(self, account: str, now: datetime) -> int:
        """What this account sent in the built-in chat is not handed out there any more, and goes where no case has it."""
        return forget_uploads(self._connection, chat_media.c.account == account, now)

    def forget_letters(self, account_ids: Sequence[int], kept_cases: Sequence[int]) -> int:
        """The words of letters that have come to their end, but for those about these cases. That they went stays known."""
        about_others = or_(outbox.c.case_id.is_(None), outbox.c.case_id.not_in(kept_cases))
        done = outbox.c.settled_at.is_not(None) & (outbox.c.body != EMPTY)
        mine = update(outbox).where(outbox.c.account_id.in_(account_ids), done, about_others)
        return self._connection.execute(mine.values(body=EMPTY)).rowcount

    def unlink(self, account_id: int) -> None:
        """Nothing leads from the person to this row any more: whoever writes again from there is somebody new."""
        row = self._connection.execute(select(accounts).where(accounts.c.id == account_id)).one()
        self._forget_last_words(row)
        values = {
            "account_index": f"gone-{account_id}",
            "account": self._keys.seal(b"", f"account:{row.namespace}"),
            "is_reachable": False,
            "station": None,
            "question": None,
            "question_case_id": None,
            "question_at": None,
            "spoke_at": None,
            "tapped_at": None,
        }
        self._connection.execute(delete(consents).where(consents.c.account_id == account_id))
        self._connection.execute(update(accounts).where(accounts.c.id == account_id).values(**values))

    def _forget_last_words(self, row: Row[Any]) -> None:
        """The request itself and its answer; not what somebody new has just said from there."""
        self.forget_letters([row.id], ())
        if row.namespace == "webchat" and row.question_at is not None:
            account = self._keys.open(row.account, f"account:{row.namespace}").decode()
            said = or_(chat_messages.c.sender == "", chat_messages.c.at <= row.question_at)
            mine = chat_messages.c.conversation == f"bot:{account}"
            self._connection.execute(delete(chat_messages).where(mine, said))


def to_unlink(connection: Connection, question: str, before: datetime) -> Sequence[int]:
    """Accounts whose erasure was confirmed before this time: by now the last answer has reached them."""
    query = select(accounts.c.id).where(accounts.c.question == question, accounts.c.question_at <= before)
    return connection.execute(query).scalars().all()

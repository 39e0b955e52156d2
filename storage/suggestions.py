"""代表建议 beyond what every case has: their leads, their co-signers, the talks about them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, insert, select, update

from storage.rows import columns_of, reader
from storage.tables.cases import cases
from storage.tables.suggestions import cosigners, suggestions, talks


@dataclass(frozen=True, slots=True)
class SuggestionRow:
    case_id: int
    lead_id: int
    congress: str
    from_case: int | None
    submitted_at: datetime | None
    formal_number: str | None
    is_key: bool
    consulted: list[str] | None


@dataclass(frozen=True, slots=True)
class CosignerRow:
    """`agrees` is None until they have answered for themselves, `withdraws` until they were asked to take it back."""

    id: int
    case_id: int
    person_id: int
    account_id: int | None
    agrees: bool | None
    withdraws: bool | None


@dataclass(frozen=True, slots=True)
class TalkRow:
    id: int
    case_id: int
    department: str | None
    is_meeting: bool
    text: str
    by_person: int | None
    at: datetime
    confirmed_at: datetime | None


_read = reader(SuggestionRow)
_read_cosigner = reader(CosignerRow)
_read_talk = reader(TalkRow)


class Suggestions:
    """The book of suggestions within one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, values: dict[str, Any]) -> None:
        self._connection.execute(insert(suggestions), values)

    def get(self, case_id: int) -> SuggestionRow:
        query = select(*columns_of(suggestions, SuggestionRow)).where(suggestions.c.case_id == case_id)
        return _read(self._connection.execute(query).one())

    def made_from(self, case_id: int, lead_id: int) -> int | None:
        """The case that this deputy made of an opinion."""
        mine = (suggestions.c.from_case == case_id) & (suggestions.c.lead_id == lead_id)
        return self._connection.execute(select(suggestions.c.case_id).where(mine).limit(1)).scalar_one_or_none()

    def change(self, case_id: int, values: dict[str, Any]) -> None:
        self._connection.execute(update(suggestions).where(suggestions.c.case_id == case_id).values(**values))

    def key_cases(self) -> list[int]:
        """重点督办, those that are not over."""
        over = ("closed", "rejected", "merged", "withdrawn", "referred")
        query = select(cases.c.id).join(suggestions, suggestions.c.case_id == cases.c.id)
        query = query.where(suggestions.c.is_key, cases.c.status.not_in(over)).order_by(cases.c.id)
        return list(self._connection.execute(query).scalars())

    # --- 联名 ------------------------------------------------------------------------------------------------------

    def invite(self, case_id: int, person_id: int, now: datetime) -> None:
        row = {"case_id": case_id, "person_id": person_id, "invited_at": now}
        self._connection.execute(insert(cosigners), row)

    def cosigners_of(self, case_id: int) -> list[CosignerRow]:
        query = select(*columns_of(cosigners, CosignerRow)).where(cosigners.c.case_id == case_id)
        return [_read_cosigner(row) for row in self._connection.execute(query.order_by(cosigners.c.id))]

    def answer(self, cosigner_id: int, values: dict[str, Any]) -> None:
        self._connection.execute(update(cosigners).where(cosigners.c.id == cosigner_id).values(**values))

    def ask_anew(self, case_id: int) -> Sequence[int]:
        """The words have changed: whoever had agreed has not answered yet. Who they are."""
        agreed = (cosigners.c.case_id == case_id) & cosigners.c.agrees
        people = list(self._connection.execute(select(cosigners.c.person_id).where(agreed)).scalars())
        self._connection.execute(update(cosigners).where(agreed).values(agrees=None, answered_at=None))
        return people

    def ask_withdrawal(self, case_id: int) -> None:
        """Whoever signed is asked, and has not answered yet."""
        signed = (cosigners.c.case_id == case_id) & cosigners.c.agrees
        self._connection.execute(update(cosigners).where(signed).values(withdraws=False))

    # --- 面商 ------------------------------------------------------------------------------------------------------

    def add_talk(self, values: dict[str, Any]) -> None:
        self._connection.execute(insert(talks), values)

    def talks_of(self, case_id: int) -> list[TalkRow]:
        query = select(*columns_of(talks, TalkRow)).where(talks.c.case_id == case_id).order_by(talks.c.id)
        return [_read_talk(row) for row in self._connection.execute(query)]

    def confirm_talk(self, talk_id: int, now: datetime) -> None:
        self._connection.execute(update(talks).where(talks.c.id == talk_id).values(confirmed_at=now))

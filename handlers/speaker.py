"""Who is speaking: an account, the person of the directory it belongs to, and the last question put to it."""

from dataclasses import dataclass, replace
from datetime import datetime

from handlers.directory import Person
from handlers.rules.case_flow import Role
from storage.outbox import Letter

_NOT_STAFF = frozenset({Role.DEPUTY, Role.VOTER})


@dataclass(frozen=True, slots=True)
class Speaker:
    """`channel_out` and `account_out`: where they are written to unasked, which may be another account than they speak with.

    `person` is None for whoever the directory does not know: a voter. `has_spoken`: not their first contact.

    `is_on_duty`: on today's 值班; `duties_today`: the duties for sealed cases that come with it.
    """

    account_id: int
    namespace: str
    channel_out: str
    account_out: int
    person: Person | None = None
    station_scanned: str | None = None
    deputy_scanned: int | None = None
    question: str | None = None
    question_case_id: int | None = None
    question_at: datetime | None = None
    has_spoken: bool = False
    is_on_duty: bool = False
    duties_today: frozenset[str] = frozenset()

    def in_private(self, letter: Letter) -> Letter:
        """Said to them alone, where they are written to."""
        return replace(letter, channel=self.channel_out, account_id=self.account_out)

    @property
    def person_id(self) -> int | None:
        return self.person.id if self.person else None

    @property
    def roles(self) -> frozenset[Role]:
        return self.person.roles if self.person else frozenset({Role.VOTER})

    @property
    def is_voter(self) -> bool:
        return Role.VOTER in self.roles

    @property
    def is_deputy(self) -> bool:
        return Role.DEPUTY in self.roles

    @property
    def is_staff(self) -> bool:
        """Has a role besides deputy; a deputy may hold an office, too."""
        return bool(self.roles - _NOT_STAFF)

    @property
    def name(self) -> str:
        return self.person.name if self.person else ""

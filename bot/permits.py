"""The book of what the 公众号 may send to whom, as its channel asks for it: each question is one small transaction."""

from collections.abc import Callable
from typing import TypeVar
from zoneinfo import ZoneInfo

from sqlalchemy import Connection
from typing_extensions import override

from bot.channels.base import Outbound
from bot.channels.official_account_out import NAME, Permit, Permits
from bot.channels.template_fields import ONCE, Template
from bot.clock import Clock
from bot.writing import Memory
from handlers.rules.windows import Grant, Quota, Window, granted, left
from storage.keys import Keyring
from storage.people import AccountRow
from storage.store import Store

T = TypeVar("T")
_USED = {Grant.WORD: "spoke_used", Grant.TAP: "tapped_used"}
_MANY = 1_000_000  # more than any platform allows: nothing is left until the next word


class KeptPermits(Permits):
    def __init__(self, memory: Memory, keys: Keyring, clock: Clock, timezone: ZoneInfo, quota: Quota) -> None:
        self._memory = memory
        self._keys = keys
        self._clock = clock
        self._timezone = timezone
        self._quota = quota
        self._taken: dict[str, Grant] = {}

    @override
    async def ask(self, message: Outbound, template: Template | None) -> Permit:
        def look(store: Store, account: AccountRow) -> tuple[Permit, Grant | None]:
            has_consent = template is not None and store.consents.left(account.id, template.id) > 0
            has_other_way = template is not None and (has_consent or not template.needs_consent)
            found = left(_window(account), self._quota, self._clock.now())
            grant = granted(found, message.parts - message.part, has_other_way=has_other_way)
            if grant is not None:
                store.people.use_window(account.id, _USED[grant], 1)
            facts = self._facts(store, message) if has_other_way else {}
            return Permit(grant is not None, has_consent, facts), grant

        found = await self._write(message, look)
        if found is None:
            return Permit(may_serve=True)
        permit, grant = found
        if grant is not None:
            self._taken[message.key] = grant
        return permit

    @override
    async def unused(self, message: Outbound) -> None:
        grant = self._taken.pop(message.key, None)
        if grant is not None:
            await self._write(message, lambda store, account: store.people.use_window(account.id, _USED[grant], -1))

    @override
    async def closed(self, message: Outbound) -> None:
        self._taken.pop(message.key, None)
        used = dict.fromkeys(_USED.values(), _MANY)
        await self._write(message, lambda store, account: store.people.open_window(account.id, **used))

    @override
    async def consent_used(self, message: Outbound, template: Template) -> None:
        if template.kind == ONCE:
            now = self._clock.now()
            await self._write(message, lambda store, account: store.consents.use(account.id, template.id, now))

    @override
    async def consent_gone(self, message: Outbound, template: Template) -> None:
        await self._write(message, lambda store, account: store.consents.withdraw(account.id, template.id))

    async def _write(self, message: Outbound, work: Callable[[Store, AccountRow], T]) -> T | None:
        def write(connection: Connection) -> T | None:
            store = Store(connection, self._keys)
            account = store.people.find_account(NAME, message.account)
            return None if account is None else work(store, account)

        return await self._memory.write(write)

    def _facts(self, store: Store, message: Outbound) -> dict[str, str]:
        """Of a sealed case nothing is told where a screen may show it."""
        now = self._clock.now().astimezone(self._timezone)
        day = f"{now.year}年{now.month:02}月{now.day:02}日"
        facts = {"date": day, "time": f"{day} {now:%H:%M}"}
        case = store.outbox.case_of(message.outbox_id)
        return facts if case is None else {**facts, "number": case[0], "title": case[1]}


def _window(account: AccountRow) -> Window:
    return Window(account.spoke_at, account.spoke_used, account.tapped_at, account.tapped_used)

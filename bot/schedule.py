"""Everything that happens by itself, and when. APScheduler only knocks; what is due is asked of the books."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from functools import partial, wraps

import structlog
from apscheduler.schedulers.asyncio import AsyncIOScheduler
from sqlalchemy import Connection

from bot.calendar import fingerprint
from bot.clock import Clock
from bot.failure_places import place_of
from bot.heads import DailyHeads
from bot.retention import Retention
from bot.writing import Memory
from handlers.desk import Desk
from handlers.directory import Directory
from handlers.mornings import every_morning
from handlers.my_data import unlink_erased
from handlers.recounting import carry_on
from handlers.rules.workdays import WorkCalendar
from handlers.settings import Settings
from handlers.timers import due_cases, run_timer
from handlers.watching import watch
from storage.allowances import forget_allowances
from storage.cases import StaleCase
from storage.keys import Keyring
from storage.response_urls import forget_response_urls
from storage.slots import claim_slot, forget_slots
from storage.store import Store

TIMER_SECONDS = 1
MORNING_SECONDS = 20
CALENDAR_SECONDS = 1
HOUSEKEEPING_SECONDS = 600
SWEEP_SECONDS = 30
WATCH_SECONDS = 20
# A knock that comes late still counts: the books say what is due.
GRACE_SECONDS = 3600
# A timer that failed is tried again after this, and does not hold up the others.
AFTER_FAILURE = timedelta(minutes=10)

log = structlog.get_logger("schedule")


@dataclass(frozen=True, slots=True)
class Hands:
    """What the schedule works with. `on_letters` is told when delivery has something to look at.

    `down` are the channels whose platform refuses.
    """

    memory: Memory
    keys: Keyring
    clock: Clock
    settings: Callable[[], Settings]
    directory: Callable[[], Directory]
    on_letters: Callable[[], None]
    retention: Retention
    down: Callable[[], tuple[str, ...]]
    heads: DailyHeads


class Schedule:
    """Started with the service, stopped before the writer."""

    def __init__(self, hands: Hands) -> None:
        self._hands = hands
        self._carried: WorkCalendar | None = None  # the calendar by which every running clock was counted
        self._scheduler = AsyncIOScheduler(timezone=hands.settings().timezone)

    def start(self) -> None:
        for job, seconds in (
            (self.run_timers, TIMER_SECONDS),
            (self.morning, MORNING_SECONDS),
            (self.carry_calendar, CALENDAR_SECONDS),
            (self.keep_house, HOUSEKEEPING_SECONDS),
            (self.sweep, SWEEP_SECONDS),
            (self.watch, WATCH_SECONDS),
        ):
            self._scheduler.add_job(
                _unless_stopped(job),
                "interval",
                seconds=seconds,
                misfire_grace_time=GRACE_SECONDS,
                coalesce=True,
                max_instances=1,
            )
        self._scheduler.start()

    def stop(self) -> None:
        if self._scheduler.running:
            self._scheduler.shutdown(wait=False)

    async def run_timers(self) -> None:
        """Cases whose time has come, each in a transaction of its own."""
        for case_id in await self._hands.memory.read(self._due):
            try:
                self._tell(await self._hands.memory.write(partial(self._run_timer, case_id)))
            except StaleCase:  # somebody acted on it in the same moment: the next knock looks again
                continue
            except Exception as error:  # noqa: BLE001 (one case must not hold up the others; it is put off and named)
                log.error("timer_failed", case_id=case_id, error=type(error).__name__, at=place_of(error))
                await self._hands.memory.write(partial(self._put_off, case_id))

    async def morning(self) -> None:
        """The one list of a working morning; who is on duty, on every morning."""
        self._tell(await self._hands.memory.write(self._send_morning))

    async def carry_calendar(self) -> None:
        """Another calendar than that of the last time moves dates: a piece a knock, so that nobody waits long for it."""
        if self._hands.settings().calendar is not self._carried:
            self._tell(await self._hands.memory.write(self._carry))

    async def keep_house(self) -> None:
        await self._hands.memory.write(self._keep_house)
        await self._hands.retention.run_daily()
        await self._hands.heads.run_daily()

    async def sweep(self) -> None:
        """Files that were let go leave the disk."""
        await self._hands.retention.sweep()

    async def watch(self) -> None:
        """What is wrong with the machine is told; and logged, since nothing may be left to tell it by."""
        self._tell(await self._hands.memory.write(self._watch))

    def _due(self, connection: Connection) -> list[int]:
        return due_cases(Store(connection, self._hands.keys), self._hands.clock.now())

    def _run_timer(self, case_id: int, connection: Connection) -> bool:
        desk = self._desk(connection)
        run_timer(desk, case_id)
        return _leave(desk)

    def _send_morning(self, connection: Connection) -> bool:
        desk = self._desk(connection)
        every_morning(desk)
        return _leave(desk)

    def _watch(self, connection: Connection) -> bool:
        desk = self._desk(connection)
        began, over = watch(desk, self._hands.down())
        for name in began:
            log.error("trouble_began", trouble=name)
        for name in over:
            log.warning("trouble_over", trouble=name)
        return _leave(desk)

    def _carry(self, connection: Connection) -> bool:
        desk = self._desk(connection)
        if not carry_on(desk, fingerprint(desk.settings.calendar)):
            self._carried = desk.settings.calendar
        return _leave(desk)

    def _keep_house(self, connection: Connection) -> None:
        """Slots of last year go once a day; accounts that were let go are unlinked when their last answer has arrived."""
        now = self._hands.clock.now()
        midnight = now.replace(hour=0, minute=0, second=0, microsecond=0)
        if claim_slot(connection, "keep_house", midnight, now):
            forget_slots(connection, now)
            forget_allowances(connection)
        forget_response_urls(connection, now)
        unlink_erased(self._desk(connection))

    def _put_off(self, case_id: int, connection: Connection) -> None:
        Store(connection, self._hands.keys).cases.put_off(case_id, self._hands.clock.now() + AFTER_FAILURE)

    def _desk(self, connection: Connection) -> Desk:
        hands = self._hands
        return Desk(Store(connection, hands.keys), hands.clock.now(), hands.directory(), hands.settings())

    def _tell(self, has_letters: bool) -> None:
        if has_letters:
            self._hands.on_letters()


def _leave(desk: Desk) -> bool:
    """Letters go with the change that they report."""
    if desk.letters:
        desk.store.outbox.put(desk.letters, desk.now)
    return bool(desk.letters)


def _unless_stopped(job: Callable[[], Awaitable[None]]) -> Callable[[], Awaitable[None]]:
    """A knock that the end of the service cuts off is nobody's error: what was due is due after the start."""

    @wraps(job)
    async def knock() -> None:
        with suppress(asyncio.CancelledError):
            await job()

    return knock

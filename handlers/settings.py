"""What one congress has set, as handlers need it: names, times of day, limits and the calendar."""

from dataclasses import dataclass
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from handlers.rules.limits import TimeLimits
from handlers.rules.workdays import WorkCalendar


@dataclass(frozen=True, slots=True)
class Settings:
    """`working_hours` and `quiet` are from and to, local time; `quiet` may pass midnight."""

    congress_name: str
    bot_name: str
    timezone: ZoneInfo
    merge_minutes: int
    idle_minutes: int
    staff_at_once: bool
    working_hours: tuple[time, time]
    quiet: tuple[time, time]
    limits: TimeLimits
    calendar: WorkCalendar
    public_url: str
    confirm_minutes: int = 3
    has_alarm: bool = False  # the office set a command or an address that rings a telephone
    namespaces: frozenset[str] = frozenset({"official_account", "wecom", "webchat"})  # accounts that can be written to
    group_channels: frozenset[str] = frozenset({"wecom_group", "webchat"})  # groups that can be written to
    opinion_rungs: tuple[int, ...] = (-2, 0, 1, 3)
    suggestion_rungs: tuple[int, ...] = (-10, -5, -2, 0, 1, 3)
    remind_at: time = time(9, 0)
    collecting_hours: int = 24
    question_hours: int = 24
    extension_workdays: int = 10

    def local(self, at: datetime) -> datetime:
        """The same moment on the congress's own clock."""
        return at.astimezone(self.timezone)

    def local_day(self, at: datetime) -> date:
        """The day of the congress in which this moment falls."""
        return at.astimezone(self.timezone).date()

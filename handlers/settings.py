"""What one congress has set, as handlers need it: names, times of day, limits and the calendar."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Protocol
from zoneinfo import ZoneInfo

from handlers.rules.episodes import NEVER, Patience
from handlers.rules.limits import TimeLimits
from handlers.rules.proofing.proofer import Proofer
from handlers.rules.study_plan import Missed
from handlers.rules.verdicts import AnswerClass
from handlers.rules.workdays import WorkCalendar


class Reachable(Protocol):
    """An account, as far as it tells by which channel it is written to."""

    @property
    def namespace(self) -> str: ...

    @property
    def of_robot(self) -> bool:
        """Of 企业微信: heard through the 智能机器人 alone."""


@dataclass(frozen=True, slots=True)
class StudySettings:
    """`times` by audience (office, deputies, towns); None is never. `until`: the last moment for a post that was missed."""

    times: Mapping[str, time | None]
    missed: Missed
    until: time
    needs_leader: bool
    sources: tuple[str, ...]

    def time_of(self, audience: str) -> time | None:
        """A town's group has the towns' time."""
        return self.times[audience if audience in self.times else "towns"]


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
    study: StudySettings
    proofer: Callable[[], Proofer] = field(compare=False)
    confirm_minutes: int = 3
    has_alarm: bool = False  # the office set a command or an address that rings a telephone
    patience: Patience = NEVER  # with what is wrong with the machine
    watch_telephone: str = ""  # what the alarm rings then
    wecom_channel: str = "wecom_app"  # by which members of 企业微信 are written to
    robot_channel: str = ""  # by which those are whom only the 智能机器人 has heard, where there is one
    namespaces: frozenset[str] = frozenset({"official_account", "wecom", "webchat"})  # accounts that can be written to
    group_channels: frozenset[str] = frozenset({"wecom_group", "webchat"})  # groups that can be written to
    group_calls: int = 18  # of one group robot, within so many seconds
    group_seconds: int = 63
    opinion_rungs: tuple[int, ...] = (-2, 0, 1, 3)
    suggestion_rungs: tuple[int, ...] = (-10, -5, -2, 0, 1, 3)
    rating_rungs: tuple[int, ...] = (-2,)  # 催评: whoever has not rated, once
    remind_at: time = time(9, 0)
    flags: bool = False  # 黄牌, 红牌, shown to the unit alone
    digest_at: time | None = time(8, 30)
    collecting_hours: int = 24
    question_hours: int = 24
    extension_workdays: int = 10
    extension_needs_deputy: bool = True  # of a suggestion its lead deputy is asked before the ruling
    needs_evaluation: bool = False  # a suggestion twice 不满意 is evaluated before it is settled
    media_link_hours: int = 72  # how long a link to a photo or recording holds
    consent_url: str = ""  # where a voter of the 公众号 allows 订阅通知
    reply_notice: str = ""  # the template of it that tells of an answer
    pause_workdays: int = 10
    station_dispatch: str = "all"  # or "town": beyond its town a station puts a case before the commission
    government_via_supervision: bool = False
    unit_sign_off: bool = False
    rating_by: str = "each"  # or "lead": of a suggestion signed by several its lead rates alone
    answer_classes: Mapping[str, str] = field(default_factory=dict)  # what the letters mean here, where it differs
    sessions: tuple[tuple[date, date], ...] = ()  # when the congress sits, both days included

    def channel_out(self, account: Reachable) -> str:
        """The channel a message of ours takes to an account."""
        if account.namespace != "wecom":
            return account.namespace
        return self.robot_channel if account.of_robot and self.robot_channel else self.wecom_channel

    def class_term(self, letter: str) -> str:
        """What a class of answers is called here: the letters are the same everywhere, what they stand for is not."""
        return f"{letter}类：{self.answer_classes.get(letter) or AnswerClass(letter).term}"

    def local(self, at: datetime) -> datetime:
        """The same moment on the congress's own clock."""
        return at.astimezone(self.timezone)

    def local_day(self, at: datetime) -> date:
        """The day of the congress in which this moment falls."""
        return at.astimezone(self.timezone).date()

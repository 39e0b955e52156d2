"""config.toml, with the environment over it: read once, checked whole, refused in one line that names the key."""

import re
import tomllib
from collections.abc import Iterator, Mapping
from datetime import time, timedelta
from functools import partial
from pathlib import Path
from typing import Any, Self
from urllib.parse import unquote, urlsplit
from zoneinfo import ZoneInfo

from pydantic import BaseModel, Field, SecretStr, ValidationError

from bot import config_sections as sections
from bot.calendar import work_calendar
from bot.config_environment import Key, UnknownVariable, overrides, put
from bot.config_rules import problems, session_days
from bot.proofing_lexicon import proofer_of
from handlers.rules.episodes import Patience
from handlers.rules.local_limits import time_limits
from handlers.rules.study_plan import Missed
from handlers.settings import Settings, StudySettings
from storage.retention import Ages

SQLITE = "sqlite:///"


class ConfigError(Exception):
    """One line of Chinese that names the key and never a value."""


class Config(sections.Section):
    """Everything one deployment sets. Paths are absolute once loaded."""

    server: sections.Server = sections.Server()
    storage: sections.Storage = sections.Storage()
    security: sections.Security = sections.Security()
    congress: sections.Congress = sections.Congress()
    intake: sections.Intake = sections.Intake()
    channels: sections.Channels = sections.Channels()
    notices: sections.Notices = sections.Notices()
    quiet_hours: sections.QuietHours = sections.QuietHours()
    api: sections.Api = sections.Api()
    limits: sections.Limits = sections.Limits()
    workflow: sections.Workflow = sections.Workflow()
    letter: sections.ReplyLetterTexts = sections.ReplyLetterTexts()
    rating: sections.Rating = sections.Rating()
    reminders: sections.Reminders = sections.Reminders()
    study: sections.Study = sections.Study()
    proofing: sections.Proofing = sections.Proofing()
    history: sections.History = sections.History()
    digest: sections.Digest = sections.Digest()
    duty: sections.Duty = sections.Duty()
    alarm: sections.Alarm = sections.Alarm()
    watch: sections.Watch = sections.Watch()
    media: sections.MediaFiles = sections.MediaFiles()
    speech: sections.Speech = sections.Speech()
    retention: sections.Retention = sections.Retention()
    calendar: dict[sections.Year, sections.Notice] = Field({}, description="各年放假通知的表")

    @classmethod
    def load(cls, path: Path, environ: Mapping[str, str]) -> Self:
        """Read, override, check; the first thing that is wrong is told as a ConfigError."""
        tree = _read(path)
        told_by: dict[Key, str] = {}
        try:
            for name, key, value in overrides(environ, cls):
                put(tree, key, value)
                told_by[key] = f"环境变量 {name}"
        except UnknownVariable as unknown:
            raise ConfigError(f"环境变量 {unknown.name}：没有这个键") from None
        try:
            config = cls.model_validate(_below(tree, path.absolute().parent))
        except ValidationError as wrong:
            first = wrong.errors(include_input=False, include_context=False, include_url=False)[0]
            key = tuple(str(part) for part in first["loc"] if part != "[key]")
            raise _refusal(path.name, key, _words(cls, key, first["type"]), told_by) from None
        for dotted, words in problems(config):
            raise _refusal(path.name, tuple(dotted.split(".")), words, told_by)
        return config

    @property
    def is_sqlite(self) -> bool:
        return self.storage.url.startswith("sqlite")

    @property
    def database_file(self) -> Path | None:
        """The SQLite file; None on PostgreSQL."""
        return Path(self.storage.url.removeprefix(SQLITE)) if self.is_sqlite else None

    @property
    def media_dir(self) -> Path:
        return Path(self.storage.media_dir)

    @property
    def heads_dir(self) -> Path:
        return Path(self.history.heads_dir)

    @property
    def key_file(self) -> Path:
        return Path(self.security.key_file)

    def secrets(self) -> tuple[str, ...]:
        """Every word that may appear nowhere; the log cuts them out."""
        password = urlsplit(self.storage.url).password if not self.is_sqlite else None
        found = {*_secrets(self), password or "", unquote(password or "")}
        return tuple(sorted(found - {""}, key=len, reverse=True))


def settings_of(config: Config) -> Settings:
    """What handlers need of the configuration."""
    opening, closing = config.notices.working_hours.split("-")
    return Settings(
        congress_name=config.congress.name,
        bot_name=config.congress.bot_name,
        timezone=ZoneInfo(config.congress.timezone),
        merge_minutes=config.intake.merge_minutes,
        idle_minutes=config.intake.idle_minutes,
        staff_at_once=config.notices.staff == "at_once",
        working_hours=(time.fromisoformat(opening), time.fromisoformat(closing)),
        quiet=(time.fromisoformat(config.quiet_hours.from_), time.fromisoformat(config.quiet_hours.to)),
        limits=time_limits(config.limits.preset, config.limits.opinion, config.limits.suggestion),
        calendar=work_calendar(config.calendar),
        public_url=config.server.public_url.rstrip("/"),
        study=_study(config.study),
        proofer=partial(proofer_of, config.proofing.terms, config.proofing.officeholders),
        confirm_minutes=config.duty.confirm_minutes,
        has_alarm=bool(config.alarm.command or config.alarm.url.get_secret_value()),
        patience=_patience(config.watch),
        watch_telephone=config.watch.telephone,
        wecom_channel="wecom_app" if config.channels.wecom_app.enabled else "wecom_aibot",
        robot_channel="wecom_aibot" if config.channels.wecom_aibot.enabled else "",
        namespaces=frozenset(_namespaces(config.channels)),
        group_channels=frozenset(_group_channels(config.channels)),
        group_calls=config.channels.wecom_group.per_minute - sections.GROUP_MARGIN,
        group_seconds=sections.GROUP_SECONDS,
        opinion_rungs=config.reminders.opinion,
        suggestion_rungs=config.reminders.suggestion,
        rating_rungs=(-config.rating.remind_workdays,) if config.rating.remind_workdays else (),
        remind_at=time.fromisoformat(config.reminders.at),
        flags=config.reminders.flags,
        digest_at=time.fromisoformat(config.digest.at) if config.digest.at else None,
        collecting_hours=config.workflow.collecting_hours,
        question_hours=config.workflow.question_hours,
        extension_workdays=config.workflow.extension_workdays,
        extension_needs_deputy=config.workflow.extension_needs_deputy,
        needs_evaluation=config.workflow.needs_evaluation,
        media_link_hours=config.media.link_hours,
        consent_url=config.channels.official_account.consent_url,
        reply_notice=_reply_notice(config.channels.official_account),
        pause_workdays=config.workflow.pause_workdays,
        station_dispatch=config.workflow.station_dispatch,
        government_via_supervision=config.workflow.government_via_supervision,
        unit_sign_off=config.workflow.unit_sign_off,
        rating_by=config.rating.by,
        answer_classes={str(letter): term for letter, term in config.workflow.answer_classes.items()},
        sessions=tuple(days for written in config.workflow.sessions if (days := session_days(written))),
    )


def ages_of(section: sections.Retention) -> Ages:
    """How long what is kept for a time stays; 0 is for good."""

    def days(number: int) -> timedelta | None:
        return timedelta(days=number) if number else None

    return Ages(
        chat=days(section.chat_days),
        uploads=timedelta(hours=section.upload_hours),
        inbox=timedelta(days=section.inbox_days),
        letters=days(section.letter_days),
        media=days(section.media_days),
        looks=days(section.look_days),
    )


def _patience(section: sections.Watch) -> Patience:
    return Patience(
        timedelta(minutes=section.refused_minutes),
        timedelta(minutes=section.waiting_minutes),
        timedelta(minutes=section.silent_minutes),
    )


def _study(section: sections.Study) -> StudySettings:
    times = {"office": section.office, "deputies": section.deputies, "towns": section.towns}
    return StudySettings(
        {name: time.fromisoformat(at) if at else None for name, at in times.items()},
        Missed(section.missed),
        time.fromisoformat(section.until),
        section.leader,
        section.sources,
    )


def _reply_notice(account: sections.OfficialAccount) -> str:
    """Which 订阅通知 has to be allowed, so that an answer can be told later; a 模板消息 needs nobody's word."""
    reply = account.templates.get("reply")
    return reply.id if reply is not None and reply.kind != "template" else ""


def _namespaces(channels: sections.Channels) -> Iterator[str]:
    """The accounts that somebody can be written to: nobody over a channel that is off."""
    if channels.official_account.enabled:
        yield "official_account"
    robot = channels.wecom_aibot
    if channels.wecom_app.enabled or (robot.enabled and robot.mode == "websocket"):
        yield "wecom"
    if channels.webchat.enabled:
        yield "webchat"


def _group_channels(channels: sections.Channels) -> Iterator[str]:
    if channels.wecom_group.enabled:
        yield "wecom_group"
    if channels.webchat.enabled:
        yield "webchat"


def _read(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except FileNotFoundError:
        raise ConfigError(f"找不到配置文件 {path}") from None
    except OSError:
        raise ConfigError(f"读不了配置文件 {path}") from None
    except UnicodeDecodeError:
        raise ConfigError(f"{path.name} 不是 UTF-8 文本") from None
    except tomllib.TOMLDecodeError as wrong:
        line = re.search(r"at line (\d+)", str(wrong))
        where = f"第 {line[1]} 行" if line else "末尾"
        raise ConfigError(f"{path.name} {where}写法不对（不是正确的 TOML）") from None


def _below(tree: dict[str, Any], folder: Path) -> dict[str, Any]:
    """Relative paths start at the configuration file's folder, those of the defaults too."""
    storage = tree.setdefault("storage", {})
    security = tree.setdefault("security", {})
    study = tree.setdefault("study", {})
    letter = tree.setdefault("letter", {})
    history = tree.setdefault("history", {})
    for table, key, default in (
        (storage, "media_dir", sections.Storage().media_dir),
        (security, "key_file", sections.Security().key_file),
        (history, "heads_dir", sections.History().heads_dir),
        (study, "template", sections.Study().template),
        (letter, "template", sections.ReplyLetterTexts().template),
    ):
        if isinstance(table, dict) and isinstance(table.setdefault(key, default), str) and table[key].strip():
            table[key] = str(folder / table[key])
    speech = tree.get("speech")
    if isinstance(speech, dict) and isinstance(speech.get("model_dir"), str) and speech["model_dir"].strip():
        speech["model_dir"] = str(folder / speech["model_dir"])
    if isinstance(storage, dict):
        storage["url"] = _database(storage.get("url", sections.Storage().url), folder)
    return tree


def _database(url: Any, folder: Path) -> Any:
    if not isinstance(url, str) or not re.match(r"sqlite:///[^/\s:]", url):
        return url
    return f"{SQLITE}{folder / url.removeprefix(SQLITE)}"


def _refusal(file: str, key: Key, words: str, told_by: Mapping[Key, str]) -> ConfigError:
    for length in range(len(key), 0, -1):
        if key[:length] in told_by:
            return ConfigError(f"{told_by[key[:length]]}：{words}")
    return ConfigError(f"{file} 的 {'.'.join(key)}：{words}")


def _words(model: type[BaseModel], key: Key, kind: str) -> str:
    """What is wrong with the value of this key, out of the field's own description."""
    if kind == "extra_forbidden":
        return "没有这个键"
    description = _description(model, key)
    if not description:
        return "应是一张表"
    return f"应是 {description}" if description[0].isascii() else f"应是{description}"


def _description(model: Any, key: Key) -> str:
    """Of the deepest field the key passes; a section has none."""
    found = ""
    for part in key:
        if not (isinstance(model, type) and issubclass(model, BaseModel)):
            break
        fields = {field.alias or name: field for name, field in model.model_fields.items()}
        if part not in fields:
            break
        found, model = fields[part].description or "", fields[part].annotation
    return found


def _secrets(section: BaseModel) -> Iterator[str]:
    for name in type(section).model_fields:
        value = getattr(section, name)
        for item in value if isinstance(value, tuple) else (value,):
            if isinstance(item, SecretStr):
                yield item.get_secret_value()
            elif isinstance(item, BaseModel):
                yield from _secrets(item)

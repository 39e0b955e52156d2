"""check-config: what is in force, secrets masked; and what the directory lacks."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pydantic import BaseModel, SecretStr
from sqlalchemy.exc import OperationalError

from bot.commands.database import keys_of
from bot.config import Config
from bot.media.listening import lacking
from handlers.directory import load_directory
from storage.engine import make_engine
from storage.revisions import head, revision_of

DUTIES = {"accusation": "检举控告", "secrecy": "保密", "crisis": "危急"}


def in_force(config: Config) -> Iterator[str]:
    """Every key with its value, one a line."""
    yield from _lines("", config)


def _lines(path: str, section: BaseModel) -> Iterator[str]:
    for name, field in type(section).model_fields.items():
        value = getattr(section, name)
        key = f"{path}{field.alias or name}"
        if isinstance(value, BaseModel):
            yield from _lines(f"{key}.", value)
        else:
            yield f"{key} = {_shown(key, value)}"


def _shown(key: str, value: Any) -> str:
    return _without_password(str(value)) if key == "storage.url" else _written(value)


def _written(value: Any) -> str:
    """As one writes it in config.toml; a secret is only told to be there."""
    match value:
        case SecretStr():
            return "***" if value.get_secret_value() else '""'
        case bool():
            return str(value).lower()
        case int() | float():
            return str(value)
        case BaseModel():
            return _written({name: one for name, one in value if one not in ("", ())})
        case dict():
            return f"{{ {', '.join(f'{name} = {_written(one)}' for name, one in value.items())} }}" if value else "{}"
        case tuple() | list() | frozenset():
            return f"[{', '.join(map(_written, value))}]"
        case _:
            return json.dumps(str(value), ensure_ascii=False)


def _without_password(url: str) -> str:
    head_part, at, host = url.rpartition("@")
    if not at:
        return f'"{url}"'
    scheme, _, user = head_part.partition("://")
    return f'"{scheme}://{user.partition(":")[0]}:***@{host}"'


def warnings(config: Config) -> Iterator[str]:
    """No alarm for a person in danger; duties that nobody holds, if there is a directory to look into."""
    if not (config.alarm.command or config.alarm.url.get_secret_value()):
        yield "注意：没有设置 [alarm]，有人危急时只能发消息，打不了电话"
    if config.speech.model_dir:
        why = lacking(Path(config.speech.model_dir))
        if why:
            yield f"注意：[speech] 用不了：{why}"
    if config.database_file is not None and not config.database_file.exists():
        return
    engine = make_engine(config.storage.url)
    try:
        if revision_of(engine) != head():
            return
        with engine.connect() as connection:
            directory = load_directory(connection, keys_of(config))
        for duty, term in DUTIES.items():
            if not directory.with_duty(duty):
                yield f"注意：没有人承担 {duty}（{term}），受限件会没有人知道"
    except OperationalError:
        yield "注意：数据库打不开，没有检查名单"
    finally:
        engine.dispose()

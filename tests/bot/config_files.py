"""Configuration files for tests, and what a configuration says, as TOML has it."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from pydantic import BaseModel, SecretStr

from bot.config import Config, ConfigError

SECRET = "hunter2hunter2hunter2hunter2hunter2hunter2X"  # 43 characters, so that an AES key may be it
ACCOUNT = "[channels.official_account]\nenabled = true\napp_id = 'wx1'\napp_secret = 's'\ntoken = 't'\n"
ROBOT = "[channels.wecom_aibot]\nenabled = true\ntoken = 't'\nencoding_aes_key = '%s'\n" % ("a" * 43)


def plain(value: Any) -> Any:
    """A section as TOML has it."""
    if isinstance(value, BaseModel):
        fields = type(value).model_fields
        return {field.alias or name: plain(getattr(value, name)) for name, field in fields.items()}
    if isinstance(value, SecretStr):
        return value.get_secret_value()
    return [plain(item) for item in value] if isinstance(value, tuple) else value


def leaves(tree: Mapping[str, Any], above: str = "") -> Iterator[tuple[str, Any]]:
    for key, value in tree.items():
        if isinstance(value, dict):
            yield from leaves(value, f"{above}{key}.")
        else:
            yield f"{above}{key}", value


def at(config: Config, dotted: str) -> Any:
    found = plain(config)
    for part in dotted.split("."):
        found = found[part]
    return found


def variable(dotted: str) -> str:
    return f"LIAISON__{dotted.upper().replace('.', '__')}"


def load(folder: Path, text: str = "", **environ: str) -> Config:
    path = folder / "config.toml"
    path.write_text(text, encoding="utf-8")
    return Config.load(path, environ)


def refusal(folder: Path, text: str = "", **environ: str) -> str:
    """The one line that says no."""
    with pytest.raises(ConfigError) as refused:
        load(folder, text, **environ)
    assert refused.value.__cause__ is None
    line = str(refused.value)
    assert "\n" not in line
    return line

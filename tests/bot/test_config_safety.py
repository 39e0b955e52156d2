"""What a configuration must never do: show a secret, or let strangers play a role."""

from pathlib import Path

import pytest

from bot.config import settings_of
from tests.bot.config_files import ACCOUNT, ROBOT, SECRET, at, load, refusal, variable

SECRET_KEYS = (
    "channels.official_account.app_secret",
    "channels.official_account.token",
    "channels.official_account.encoding_aes_key",
    "channels.wecom_app.secret",
    "channels.wecom_app.token",
    "channels.wecom_app.encoding_aes_key",
    "channels.wecom_aibot.token",
    "channels.wecom_aibot.encoding_aes_key",
    "channels.wecom_aibot.secret",
)
DEMO = "channels.webchat.demo_personas = true\n"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "server.host = 'localhost'",
        "server.host = '::1'\nserver.public_url = 'http://[::1]:8080'",
        "server.host = '127.0.0.2'\nserver.public_url = 'https://localhost'",
        f"{ACCOUNT}api_base = 'http://127.0.0.1:9'",
        f"{ROBOT}ws_url = 'ws://localhost:9'",
        "[channels.wecom_group]\nenabled = true\napi_base = 'http://127.0.0.1:9'",
        "channels.wecom_group.api_base = 'https://example.org'",
    ],
)
def test_one_may_play_any_role_while_nobody_can_come_in_and_nothing_can_go_out(tmp_path: Path, text: str) -> None:
    assert load(tmp_path, DEMO + text).channels.webchat.demo_personas


@pytest.mark.parametrize(
    "text",
    [
        "server.host = '0.0.0.0'",
        "server.host = '::'",
        "server.host = '192.168.1.5'",
        "server.host = 'office.example.org'",
        "server.host = 'localhost.example.org'",
        "server.public_url = 'http://office.example.org'",
        "server.public_url = 'http://127.0.0.1.example.org'",
        "server.public_url = 'http://127.0.0.1@example.org'",
        ACCOUNT,
        f"{ACCOUNT}api_base = 'https://127.0.0.1.example.org'",
        ROBOT,
        "channels.wecom_group.enabled = true",
    ],
)
def test_nobody_plays_a_role_where_others_could_come_in_or_words_go_out(tmp_path: Path, text: str) -> None:
    line = refusal(tmp_path, DEMO + text)
    assert line.startswith("config.toml 的 channels.webchat.demo_personas：")
    load(tmp_path, text)


@pytest.mark.parametrize("key", SECRET_KEYS)
def test_a_secret_is_shown_nowhere(tmp_path: Path, key: str) -> None:
    config = load(tmp_path, **{variable(key): SECRET})
    assert at(config, key) == SECRET
    assert SECRET in config.secrets()
    for shown in (str(config), repr(config), f"{config.channels}", repr(settings_of(config))):
        assert SECRET not in shown


def test_tokens_and_the_databases_password_are_shown_nowhere(tmp_path: Path) -> None:
    url = f"postgresql://liaison:p%40ss-{SECRET}@db/liaison"
    config = load(tmp_path, LIAISON__API__TOKENS=f'["{SECRET}", "{SECRET[::-1]}"]', LIAISON__STORAGE__URL=url)
    assert {SECRET, SECRET[::-1], f"p@ss-{SECRET}", f"p%40ss-{SECRET}"} == set(config.secrets())
    for shown in (str(config), repr(config), repr(config.storage), repr(config.api)):
        assert SECRET not in shown
        assert SECRET[::-1] not in shown


@pytest.mark.parametrize("key", [*SECRET_KEYS, "api.tokens", "storage.url"])
@pytest.mark.parametrize("shape", ["['{}']", "{{x = '{}'}}", "'{} '", "[['{}']]"])
def test_no_error_quotes_a_secret_however_it_was_written(tmp_path: Path, key: str, shape: str) -> None:
    text = f"{key} = {shape.format(SECRET)}\nserver.port = 'x'"
    assert SECRET not in refusal(tmp_path, text)
    assert SECRET not in refusal(tmp_path, **{variable(key): shape.format(SECRET), "LIAISON__SERVER__PORT": "x"})


def test_a_broken_line_with_a_secret_is_not_quoted(tmp_path: Path) -> None:
    assert SECRET not in refusal(tmp_path, f"[channels.wecom_app]\nsecret = {SECRET}")


@pytest.mark.parametrize(
    ("text", "namespaces"),
    [
        ("", {"webchat"}),
        ("channels.webchat.enabled = false", set()),
        (ACCOUNT, {"webchat", "official_account"}),
        (ROBOT, {"webchat"}),
        ("channels.wecom_group.enabled = true", {"webchat"}),
        (
            "[channels.webchat]\nenabled = false\n[channels.wecom_app]\nenabled = true\ncorp_id = 'ww1'\nagent_id = 2\n"
            f"secret = 's'\ntoken = 't'\nencoding_aes_key = '{'a' * 43}'",
            {"wecom"},
        ),
    ],
)
def test_nobody_is_written_to_over_a_channel_that_is_off(tmp_path: Path, text: str, namespaces: set[str]) -> None:
    assert settings_of(load(tmp_path, text)).namespaces == namespaces

"""config.toml and the environment: every key, its default, and how it is told."""

import tomllib
from datetime import time
from pathlib import Path

import pytest

from bot.config import Config, ConfigError, settings_of
from handlers.rules.limits import LimitName
from tests.bot.config_files import SECRET, at, leaves, load, plain, refusal, variable

ROOT = Path(__file__).parents[2]

# What the office is promised, word for word.
PROMISED = """
[server]
host = "127.0.0.1"
port = 8080
public_url = "http://127.0.0.1:8080"
[storage]
url = "sqlite:///var/liaison.db"
media_dir = "var/media"
[security]
key_file = "var/liaison.key"
[congress]
name = "示范县人大常委会"
bot_name = "小联"
timezone = "Asia/Shanghai"
[intake]
merge_minutes = 10
idle_minutes = 30
timestamp_window_minutes = 10
[channels.webchat]
enabled = true
demo_personas = false
[channels.official_account]
enabled = false
app_id = ""
app_secret = ""
token = ""
encoding_aes_key = ""
account_id = ""
api_base = "https://api.weixin.qq.com"
[channels.wecom_app]
enabled = false
corp_id = ""
agent_id = 0
secret = ""
token = ""
encoding_aes_key = ""
api_base = "https://qyapi.weixin.qq.com"
[channels.wecom_aibot]
enabled = false
mode = "url"
token = ""
encoding_aes_key = ""
bot_id = ""
secret = ""
ws_url = "wss://openws.work.weixin.qq.com"
[channels.wecom_group]
enabled = false
api_base = "https://qyapi.weixin.qq.com"
[notices]
staff = "working_hours"
working_hours = "08:30-17:30"
[quiet_hours]
from = "21:00"
to = "07:30"
[api]
tokens = []
"""
# What an office may have to change because the platforms do (docs/channels.md).
OF_PLATFORMS = (
    *(f"channels.official_account.{key}" for key in ("text_bytes", "menu_bytes", "service_", "event_", "templates")),
    *(f"channels.official_account.{key}" for key in ("consent_url", "menu")),
    "channels.wecom_app.menu",
    *(f"channels.wecom_group.{key}" for key in ("per_minute", "markdown")),
)
FURTHER = (
    "limits",
    "workflow",
    "rating",
    "reminders",
    "study",
    "letter",
    "proofing",
    "history",
    "digest",
    "duty",
    "alarm",
    "watch",
    "media",
    "speech",
    "retention",
    "calendar",
)


@pytest.mark.parametrize(("key", "value"), list(leaves(tomllib.loads(PROMISED))))
def test_every_promised_key_has_its_default(key: str, value: object) -> None:
    assert at(Config(), key) == value


def test_there_are_no_keys_but_the_promised_ones_in_the_promised_sections() -> None:
    known = {key for key, _ in leaves(plain(Config())) if not key.startswith(FURTHER + OF_PLATFORMS)}
    assert known == {key for key, _ in leaves(tomllib.loads(PROMISED))}
    assert set(Config.model_fields) >= set(FURTHER)


def test_the_promised_text_is_a_configuration(tmp_path: Path) -> None:
    assert settings_of(load(tmp_path, PROMISED)) == settings_of(load(tmp_path))


def test_the_repositorys_own_file_is_for_a_first_try_on_one_machine() -> None:
    config = Config.load(ROOT / "config.toml", {})
    assert config.channels.webchat.demo_personas
    assert config.notices.staff == "at_once"
    other = {key for key, value in leaves(plain(config)) if at(Config(), key) != value}
    paths = {"storage.url", "storage.media_dir", "security.key_file", "history.heads_dir"}
    assert other - paths == {"channels.webchat.demo_personas", "notices.staff"}


def test_the_repositorys_own_file_shows_every_section_and_key() -> None:
    text = (ROOT / "config.toml").read_text(encoding="utf-8")
    written = {key for key, _ in leaves(tomllib.loads(text))}
    assert {key for key, _ in leaves(plain(Config()))} <= written
    assert set(Config.model_fields) == set(tomllib.loads(text))


def test_every_limit_stands_in_the_repositorys_own_file_as_a_comment_with_its_default() -> None:
    lines = (ROOT / "config.toml").read_text(encoding="utf-8").splitlines()
    offered = tomllib.loads(
        "\n".join(line.removeprefix("# ") for line in lines if line.startswith(("# opinion.", "# sug")))
    )
    limits = settings_of(Config()).limits
    assert offered["opinion"] == {name: limit.written for name, limit in limits.opinion.items()}
    assert offered["suggestion"] == {name: limit.written for name, limit in limits.suggestion.items()}


def test_variables_of_others_are_none_of_our_business(tmp_path: Path) -> None:
    load(tmp_path, LIAISON_TEST_POSTGRES="x", LIAISON="x", PATH="/bin")


def test_a_variable_stands_over_the_file_and_is_named_when_it_is_wrong(tmp_path: Path) -> None:
    assert load(tmp_path, "server.port = 1", LIAISON__SERVER__PORT="8081").server.port == 8081
    assert refusal(tmp_path, LIAISON__SERVER__PORT="eighty").startswith("环境变量 LIAISON__SERVER__PORT：")
    assert "eighty" not in refusal(tmp_path, LIAISON__SERVER__PORT="eighty")
    named = refusal(tmp_path, LIAISON__LIMITS__PRESET="atlantis")
    assert named.startswith("环境变量 LIAISON__LIMITS__PRESET：")


@pytest.mark.parametrize(
    ("key", "written", "value"),
    [
        ("server.host", "0.0.0.0", "0.0.0.0"),
        ("server.port", "9000", 9000),
        ("congress.name", "123456", "123456"),
        ("congress.bot_name", "true", "true"),
        ("channels.webchat.enabled", "false", False),
        ("channels.webchat.enabled", "0", False),
        ("channels.official_account.account_id", "gh_1", "gh_1"),
        ("channels.wecom_app.agent_id", "1000002", 1000002),
        ("channels.wecom_app.secret", "123456", "123456"),
        ("channels.wecom_aibot.mode", "websocket", "websocket"),
        ("quiet_hours.from", "22:00", "22:00"),
        ("api.tokens", f'["{SECRET}"]', [SECRET]),
        ("reminders.opinion", "[-1, 0]", [-1, 0]),
        ("limits.opinion", '{"reply": "7W"}', {"reply": "7W"}),
        ("limits.opinion.reply", "7W", "7W"),
    ],
)
def test_every_kind_of_key_can_be_told_by_a_variable(tmp_path: Path, key: str, written: str, value: object) -> None:
    assert at(load(tmp_path, **{variable(key): written}), key) == value


def test_a_whole_section_and_a_years_notice_can_be_told_by_variables(tmp_path: Path) -> None:
    table = '{"from": "22:00", "to": "06:00"}'
    assert load(tmp_path, LIAISON__QUIET_HOURS=table).quiet_hours.to == "06:00"
    config = load(
        tmp_path, LIAISON__CALENDAR__2027__OFF='["2027-02-05..2027-02-11"]', LIAISON__CALENDAR__2027__SOURCE="国办发"
    )
    assert (config.calendar[2027].off, config.calendar[2027].source) == (("2027-02-05..2027-02-11",), "国办发")


def test_relative_paths_start_at_the_files_folder_not_at_the_callers(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "示范县 配置"
    folder.mkdir()
    monkeypatch.chdir(tmp_path)
    (folder / "config.toml").write_text("", encoding="utf-8")
    config = Config.load(Path("示范县 配置") / "config.toml", {})
    assert config.database_file == folder / "var" / "liaison.db"
    assert config.media_dir == folder / "var" / "media"
    assert config.key_file == folder / "var" / "liaison.key"


def test_absolute_paths_are_taken_as_they_are(tmp_path: Path) -> None:
    text = "[storage]\nurl = 'sqlite:////srv/x.db'\nmedia_dir = '/srv/media'\n[security]\nkey_file = '/srv/key'"
    config = load(tmp_path, text)
    assert (config.database_file, config.media_dir, config.key_file) == (
        Path("/srv/x.db"),
        Path("/srv/media"),
        Path("/srv/key"),
    )


def test_postgresql_has_no_file(tmp_path: Path) -> None:
    config = load(tmp_path, LIAISON__STORAGE__URL="postgresql://liaison:geheim@db/liaison")
    assert (config.is_sqlite, config.database_file) == (False, None)


def test_a_file_with_a_byte_order_mark_is_read_and_a_missing_one_is_named(tmp_path: Path) -> None:
    (tmp_path / "config.toml").write_bytes("﻿[server]\nport = 9000".encode())
    assert Config.load(tmp_path / "config.toml", {}).server.port == 9000
    for missing in (tmp_path / "none.toml", tmp_path):
        with pytest.raises(ConfigError, match=str(missing)):
            Config.load(missing, {})


@pytest.mark.parametrize(
    ("written", "url"),
    [
        ("port = 8099", "http://127.0.0.1:8099"),
        ('port = 8099\npublic_url = "http://127.0.0.1:8080"', "http://127.0.0.1:8099"),
        ('port = 8099\npublic_url = "https://rd.example.cn"', "https://rd.example.cn"),
    ],
)
def test_links_lead_to_our_port_until_the_office_has_an_address(tmp_path: Path, written: str, url: str) -> None:
    file = tmp_path / "config.toml"
    file.write_text(f"[server]\n{written}\n", encoding="utf-8")
    assert Config.load(file, {}).server.public_url == url


def test_what_was_set_reaches_the_handlers(tmp_path: Path) -> None:
    text = """
        [server]
        public_url = "https://npc.example.org/"
        [intake]
        merge_minutes = 5
        [notices]
        staff = "at_once"
        working_hours = "09:00-17:00"
        [quiet_hours]
        from = "22:00"
        to = "06:00"
        [limits]
        preset = "henan"
        opinion.reply = "7W"
        suggestion.return = "8W"
        [reminders]
        at = "08:30"
        [duty]
        confirm_minutes = 5
    """
    settings = settings_of(load(tmp_path, text))
    assert settings.public_url == "https://npc.example.org"
    assert (settings.merge_minutes, settings.confirm_minutes, settings.staff_at_once) == (5, 5, True)
    assert settings.working_hours == (time(9), time(17))
    assert (settings.quiet, settings.remind_at) == ((time(22), time(6)), time(8, 30))
    assert settings.limits.preset == "henan"
    assert settings.limits.opinion[LimitName.REPLY].written == "7W"
    assert settings.limits.suggestion[LimitName.RETURN].written == "8W"
    assert settings.limits.suggestion[LimitName.RATING].written == "10W"

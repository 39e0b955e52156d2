"""Mistakes in config.toml and in the environment: one line each, with the key and without the value."""

from pathlib import Path

import pytest

from bot.config import Config, ConfigError
from tests.bot.config_files import SECRET, refusal


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("prot = 1", "prot"),
        ("[server]\nprot = 1", "server.prot"),
        ("[sevrer]\nport = 1", "sevrer"),
        ("[channels.wecom]\nenabled = true", "channels.wecom"),
        ("[channels.wecom_app]\napp_secret = 'x'", "channels.wecom_app.app_secret"),
        ("[channels.webchat]\ntoken = 'x'", "channels.webchat.token"),
        ("[quiet_hours]\nfrom_ = '21:00'", "quiet_hours.from_"),
        ("[limits]\nopinion.replay = '10W'", "limits.opinion.replay"),
        ("[limits]\nopinion.first_contact = '10W'", "limits.opinion.first_contact"),
        ("[limits.motion]\nreply = '10W'", "limits.motion"),
        ("[calendar.2027]\noff = ['2027-01-01']\nworks = []", "calendar.2027.works"),
        ("[study]\ntime = '08:00'", "study.time"),
    ],
)
def test_an_unknown_key_is_refused_by_name(tmp_path: Path, text: str, key: str) -> None:
    assert refusal(tmp_path, text) == f"config.toml 的 {key}：没有这个键"


@pytest.mark.parametrize(
    "name",
    [
        "LIAISON__",
        "LIAISON__PORT",
        "LIAISON__SERVER__PROT",
        "LIAISON__SEVRER__PORT",
        "LIAISON__SERVER__PORT__NUMBER",
        "LIAISON__QUIET_HOURS__FROM_",
        "LIAISON__CHANNELS__WECOM_APP_SECRET",
        "liaison__server__prot",
    ],
)
def test_an_unknown_variable_is_refused_by_name(tmp_path: Path, name: str) -> None:
    assert refusal(tmp_path, **{name: SECRET}) == f"环境变量 {name}：没有这个键"


BAD = [
    ("server.host", '""'),
    ("server.host", "8080"),
    ("server.port", '"eighty"'),
    ("server.port", '"8080"'),
    ("server.port", "0"),
    ("server.port", "65536"),
    ("server.port", "true"),
    ("server.port", "80.5"),
    ("server.public_url", '"127.0.0.1:8080"'),
    ("server.public_url", '"ftp://example.org"'),
    ("server.public_url", '"http://"'),
    ("storage.url", '"mysql://root@localhost/liaison"'),
    ("storage.url", '"sqlite://var/liaison.db"'),
    ("storage.url", '"sqlite:///"'),
    ("storage.url", '"sqlite:///:memory:"'),
    ("storage.url", '""'),
    ("storage.media_dir", '" "'),
    ("security.key_file", "[]"),
    ("congress.name", '""'),
    ("congress.timezone", '"Asia/Beijing"'),
    ("congress.timezone", '"../etc/passwd"'),
    ("intake.merge_minutes", "-1"),
    ("intake.idle_minutes", "0"),
    ("intake.timestamp_window_minutes", "-1"),
    ("channels.webchat.enabled", '"yes"'),
    ("channels.webchat.demo_personas", "1"),
    ("channels.official_account.app_secret", "12345678"),
    ("channels.official_account.encoding_aes_key", '"too-short"'),
    ("channels.official_account.api_base", '"api.weixin.qq.com"'),
    ("channels.wecom_app.agent_id", '"1000002"'),
    ("channels.wecom_app.encoding_aes_key", '"0123456789012345678901234567890123456789abcd"'),
    ("channels.wecom_aibot.mode", '"telephone"'),
    ("channels.wecom_aibot.ws_url", '"https://openws.work.weixin.qq.com"'),
    ("notices.staff", '"always"'),
    ("notices.working_hours", '"8:30-17:30"'),
    ("notices.working_hours", '"17:30-08:30"'),
    ("quiet_hours.from", '"24:00"'),
    ("quiet_hours.to", "730"),
    ("api.tokens", '"one-token"'),
    ("api.tokens", '["short-token"]'),
    ("limits.preset", '"atlantis"'),
    ("limits.opinion.reply", '"77"'),
    ("limits.opinion.reply", "77"),
    ("limits.suggestion.reply", '"3Y"'),
    ("limits.suggestion.reply", '"0W"'),
    ("workflow.collecting_hours", "0"),
    ("reminders.at", '"9 Uhr"'),
    ("reminders.opinion", '["soon"]'),
    ("duty.confirm_minutes", '"three"'),
    ("calendar.2027.off", "20270101"),
]


EXAMPLES = {'""', "0", "1", "[]"}  # too short to tell from the words around them


@pytest.mark.parametrize(("key", "value"), BAD)
def test_a_bad_value_is_refused_in_one_line_that_names_the_key_and_not_the_value(
    tmp_path: Path, key: str, value: str
) -> None:
    line = refusal(tmp_path, f"{key} = {value}")
    assert line.startswith(f"config.toml 的 {key}")
    assert value not in line or value in EXAMPLES


@pytest.mark.parametrize(
    ("notice", "words"),
    [
        ("off = []", "off"),
        ("work = ['2027-02-14']", "off"),
        ("off = ['2027-02-30']", "off 第 1 项"),
        ("off = ['2027-01-01', 'new year']", "off 第 2 项"),
        ("off = ['2028-01-01']", "off 第 1 项"),
        ("off = ['2026-11-30']", "off 第 1 项"),
        ("off = ['2027-01-03..2027-01-01']", "off 第 1 项"),
        ("off = ['2027-01-01']\nwork = ['2027-01-01']", "2027-01-01"),
        ("off = ['2027-01-01']\nwork = ['2027-02-15']", "2027-02-15"),
    ],
)
def test_a_notice_that_cannot_be_right_is_refused_with_its_year(tmp_path: Path, notice: str, words: str) -> None:
    line = refusal(tmp_path, f"[calendar.2027]\n{notice}")
    assert line.startswith("config.toml 的 calendar.2027")
    assert words in line
    assert "new year" not in line


@pytest.mark.parametrize("year", ["next", "1999", "2100"])
def test_a_notice_of_no_year_is_refused(tmp_path: Path, year: str) -> None:
    assert "calendar" in refusal(tmp_path, f"[calendar.{year}]\noff = ['2027-01-01']")


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        (b"[server\nport = 1", "第 1 行"),
        (b"server.port = 1\nserver.host = = 2", "第 2 行"),
        (b"\xb3\xc2", "UTF-8"),
    ],
)
def test_a_file_that_cannot_be_read_is_named_with_the_line(tmp_path: Path, raw: bytes, words: str) -> None:
    path = tmp_path / "config.toml"
    path.write_bytes(raw)
    with pytest.raises(ConfigError, match=words):
        Config.load(path, {})


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("[channels.official_account]\nenabled = true", "channels.official_account.app_id"),
        ("[channels.official_account]\nenabled = true\napp_id = 'wx1'", "channels.official_account.app_secret"),
        ("[channels.wecom_app]\nenabled = true", "channels.wecom_app.corp_id"),
        ("[channels.wecom_app]\nenabled = true\ncorp_id = 'ww1'", "channels.wecom_app.agent_id"),
        ("[channels.wecom_aibot]\nenabled = true", "channels.wecom_aibot.token"),
        ("[channels.wecom_aibot]\nenabled = true\nmode = 'websocket'", "channels.wecom_aibot.bot_id"),
    ],
)
def test_a_channel_that_is_on_needs_its_keys(tmp_path: Path, text: str, key: str) -> None:
    assert refusal(tmp_path, text).startswith(f"config.toml 的 {key}：")

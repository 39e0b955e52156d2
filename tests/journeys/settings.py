"""config.toml as an office would write it, with the played platforms in the place of the real ones."""

import json
from pathlib import Path
from typing import Any

from tests.platforms.aibot import AibotPlatform
from tests.platforms.official_account import OfficialAccountPlatform
from tests.platforms.wecom import WecomPlatform

API_TOKEN = "api-token-of-the-office-0123456789abcdef"
Table = dict[str, Any]


class Platforms:
    """One account on each platform."""

    def __init__(self) -> None:
        self.official_account = OfficialAccountPlatform()
        self.wecom = WecomPlatform()
        self.robot = AibotPlatform(token="robot-token", aes_key="ZYXWVUTSRQPONMLKJIHGFEDCBA9876543210abcdefg")


def office_settings(platforms: Platforms, database_url: str, port: int = 8080) -> dict[str, Table]:
    """Staff are told at once and nobody's night is spared, so that no story depends on the hour it is told at."""
    account, wecom, robot = platforms.official_account, platforms.wecom, platforms.robot
    return {
        "server": {"port": port, "public_url": f"http://127.0.0.1:{port}"},
        "storage": {"url": database_url},
        "notices": {"staff": "at_once"},
        "quiet_hours": {"from": "00:00", "to": "00:00"},
        "api": {"tokens": [API_TOKEN]},
        "channels.official_account": {
            "enabled": True,
            "app_id": account.app_id,
            "app_secret": account.secret,
            "token": account.token,
            "encoding_aes_key": account.aes_key,
            "account_id": account.account_id,
            "api_base": account.base_url,
        },
        "channels.wecom_app": {
            "enabled": True,
            "corp_id": wecom.corp_id,
            "agent_id": wecom.agent_id,
            "secret": wecom.secret,
            "token": wecom.token,
            "encoding_aes_key": wecom.aes_key,
            "api_base": wecom.base_url,
        },
        "channels.wecom_aibot": {"enabled": True, "token": robot.token, "encoding_aes_key": robot.aes_key},
        "channels.wecom_group": {"enabled": True, "api_base": wecom.base_url},
    }


def write_config(folder: Path, tables: dict[str, Table]) -> Path:
    """JSON's strings, numbers, switches and lists of them are TOML's, too."""
    lines = []
    for name, table in tables.items():
        lines.append(f"[{name}]")
        lines += [f"{key} = {json.dumps(value, ensure_ascii=False)}" for key, value in table.items()]
    path = folder / "config.toml"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path

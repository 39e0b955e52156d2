"""What a person sent, as the work sees it: the channel's Inbound after it lay in the inbox."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

APP, ROBOT = "wecom_app", "wecom_aibot"


@dataclass(frozen=True, slots=True)
class Message:
    """One inbox row, opened. `at` is when we stored it; all else is as in bot/channels/base.py."""

    inbox_id: int
    channel: str
    account: str
    kind: str
    at: datetime
    text: str = ""
    conversation: str = ""
    media: tuple[dict[str, str], ...] = ()
    event: str = ""
    scene: str = ""
    latitude: float | None = None
    longitude: float | None = None
    recognised: bool = False
    task: str = ""
    choice: str = ""
    ticket: str = ""
    quoted: str = ""
    response_url: str = field(default="", repr=False)

    @property
    def is_sign_of_life(self) -> bool:
        """Somebody did something themselves; the platform's reports of what became of a message are nothing they said."""
        return self.event not in {"delivered", "unsubscribe"}

    @property
    def namespace(self) -> str:
        """The directory's account key: the app and the 智能机器人 share one."""
        return namespace_of(self.channel)

    @classmethod
    def from_payload(cls, inbox_id: int, at: datetime, payload: dict[str, Any]) -> "Message":
        fields = {name: payload[name] for name in cls.__slots__ if name in payload}
        return cls(**{**fields, "inbox_id": inbox_id, "at": at, "media": tuple(payload.get("media", ()))})


def namespace_of(channel: str) -> str:
    """wecom_app and wecom_aibot -> wecom; other channels are their own account key."""
    return "wecom" if channel in {APP, ROBOT} else channel

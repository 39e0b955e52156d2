"""Plays the robot's platform (智能机器人) calling our address: JSON in the same envelope, addressed to nobody."""

import json
from datetime import datetime
from typing import Any

from tests.platforms.callback_request import CallbackRequest, address
from tests.platforms.official_account import AES_KEY, TOKEN
from tests.platforms.wechat_xml import Sealer, next_message_id, next_nonce, seconds


class AibotPlatform:
    """A `group` given makes a message of that group, where people write `@robot` first."""

    def __init__(
        self,
        token: str = TOKEN,
        aes_key: str = AES_KEY,
        *,
        bot_name: str = "小联",
        path: str = "/callbacks/wecom-aibot",
    ) -> None:
        self.token, self.aes_key, self.bot_name, self.path = token, aes_key, bot_name, path
        self._sealer = Sealer(token, aes_key, "")

    # what the platform sends to us

    def check_url(self, echo: str = "3288432023552776189", *, now: datetime) -> CallbackRequest:
        sealed = self._sealer.seal(echo)
        return CallbackRequest("GET", address(self.path, **self._signed(sealed, now), echostr=sealed))

    def text(self, userid: str, text: str, *, now: datetime, msg_id: str = "", group: str = "") -> CallbackRequest:
        content = f"@{self.bot_name}\u2005{text}" if group else text
        return self.message(userid, {"msgtype": "text", "text": {"content": content}}, now, msg_id, group)

    def voice(self, userid: str, words: str, *, now: datetime, msg_id: str = "") -> CallbackRequest:
        return self.message(userid, {"msgtype": "voice", "voice": {"content": words}}, now, msg_id)

    def photo(self, userid: str, *, now: datetime, msg_id: str = "") -> CallbackRequest:
        image = {"url": "https://ww-aibot-img.example/photo-1"}
        return self.message(userid, {"msgtype": "image", "image": image}, now, msg_id)

    def mixed(self, userid: str, text: str, *, now: datetime, msg_id: str = "", group: str = "") -> CallbackRequest:
        """Words and a picture in one message (图文混排)."""
        content = f"@{self.bot_name} {text}" if group else text
        items = [
            {"msgtype": "text", "text": {"content": content}},
            {"msgtype": "image", "image": {"url": "https://ww-aibot-img.example/photo-2"}},
        ]
        return self.message(userid, {"msgtype": "mixed", "mixed": {"msg_item": items}}, now, msg_id, group)

    def event(self, userid: str, event: str, *, now: datetime, msg_id: str = "") -> CallbackRequest:
        body = {"msgtype": "event", "create_time": int(now.timestamp()), "event": {"eventtype": event}}
        return self.message(userid, body, now, msg_id)

    def poll(self, stream_id: str, *, now: datetime) -> CallbackRequest:
        """The platform asking how far an unfinished answer has come."""
        return self.message("zhangsan", {"msgtype": "stream", "stream": {"id": stream_id}}, now)

    def message(
        self, userid: str, body: dict[str, object], now: datetime, msg_id: str = "", group: str = ""
    ) -> CallbackRequest:
        place = {"chattype": "group", "chatid": group} if group else {"chattype": "single"}
        head = {"msgid": msg_id or next_message_id(), "aibotid": "aib-1", "from": {"userid": userid}}
        plain = json.dumps({**head, **place, **body}, ensure_ascii=False)
        return self.deliver(plain, now)

    def deliver(self, plain: str, now: datetime) -> CallbackRequest:
        sealed = self._sealer.seal(plain)
        body = json.dumps({"encrypt": sealed}).encode()
        return CallbackRequest("POST", address(self.path, **self._signed(sealed, now)), body, "application/json")

    # what the person sees of our answer

    def read_answer(self, body: bytes) -> str | None:
        if not body:
            return None
        plain = self.read_plain_answer(body)
        content = plain[plain["msgtype"]]["content"]
        assert isinstance(content, str)
        return content

    def read_plain_answer(self, body: bytes) -> dict[str, Any]:
        outer = json.loads(body)
        assert set(outer) == {"encrypt", "msgsignature", "timestamp", "nonce"}
        assert isinstance(outer["timestamp"], int)
        expected = self._sealer.signature(str(outer["timestamp"]), outer["nonce"], outer["encrypt"])
        assert outer["msgsignature"] == expected
        plain: dict[str, Any] = json.loads(self._sealer.unseal(outer["encrypt"]))
        return plain

    def _signed(self, sealed: str, now: datetime) -> dict[str, str]:
        timestamp, nonce = seconds(now), next_nonce()
        signature = self._sealer.signature(timestamp, nonce, sealed)
        return {"msg_signature": signature, "timestamp": timestamp, "nonce": nonce}

"""Plays the webhooks of 企业微信 groups (群机器人): what each shows in its group, and what it refuses."""

import base64
import hashlib
from typing import Any

from aiohttp import web

from tests.platforms.api_server import ApiServer, SentMessage
from tests.platforms.faults import Fault, error_code
from tests.platforms.wechat_xml import next_message_id

_MOST_BYTES = {"text": 2048, "markdown": 4096, "markdown_v2": 4096}


class GroupRobots(ApiServer):
    """`webhook_keys` are the robots that are in a group; none named, every key is good."""

    def __init__(self, secret: str, token_path: str) -> None:
        super().__init__(secret, token_path)
        self.webhook_keys: set[str] = set()
        self.most_bytes = 4096  # a webhook takes no more, whatever it is
        self.addresses |= {
            "/cgi-bin/webhook/send": self._webhook_send,
            "/cgi-bin/webhook/upload_media": self._webhook_upload,
        }

    async def _webhook_send(self, request: web.Request) -> web.Response:
        return await self.take(request, self._receive_for_group)

    async def _receive_for_group(self, request: web.Request) -> dict[str, object] | Fault:
        payload = await request.json()
        key, kind = request.query["key"], payload["msgtype"]
        if self.webhook_keys and key not in self.webhook_keys:
            return error_code(93000)
        text = _shown_in_group(payload)
        refusal = _refuse_size(kind, text, payload, self.most_bytes) if text else error_code(44004)
        if refusal is not None:
            return refusal
        self.sent.append(SentMessage(key, text, payload))
        return {"errcode": 0, "errmsg": "ok"}

    async def _webhook_upload(self, request: web.Request) -> web.Response:
        return await self.take(request, self._receive_file)

    async def _receive_file(self, request: web.Request) -> dict[str, object] | Fault:
        field = (await request.post())["media"]
        assert isinstance(field, web.FileField)
        media_id = f"media-{next_message_id()}"
        self.files[media_id] = field.file.read()
        return {"errcode": 0, "errmsg": "ok", "type": "file", "media_id": media_id}


def _shown_in_group(payload: dict[str, Any]) -> str:
    """What people see of it, in words."""
    kind = payload["msgtype"]
    shown = payload[kind]
    if kind == "news":
        return "\n".join(f"{one['title']} {one['url']}" for one in shown["articles"])
    if kind == "image":
        return "（图片）"
    return "（文件）" if kind == "file" else str(shown["content"])


def _refuse_size(kind: str, text: str, payload: dict[str, Any], most: int) -> Fault | None:
    if kind == "image":
        content = base64.b64decode(payload["image"]["base64"])
        digest = hashlib.md5(content, usedforsecurity=False).hexdigest()
        return None if digest == payload["image"]["md5"] and len(content) <= 2 * 1024 * 1024 else error_code(40009)
    if kind == "news":
        return None if 1 <= len(payload["news"]["articles"]) <= 8 else error_code(45008)
    return error_code(40058) if len(text.encode()) > min(most, _MOST_BYTES.get(kind, 2048)) else None

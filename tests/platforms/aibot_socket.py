"""Plays the robot's platform (智能机器人) at the other end of its long connection, with the faults of a bad day."""

import asyncio
import base64
import hashlib
import json
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from aiohttp import WSMsgType, web

from tests.platforms.api_server import NO_FAULTS
from tests.platforms.faults import CUT_AFTER_TAKING, NOT_JSON, SLOW_SECONDS, Fault, Faults, Trouble
from tests.platforms.wechat_xml import next_message_id

Frame = dict[str, Any]
STREAM_SECONDS = 360.0
LATE_SECONDS = 5.0
A_MINUTE = 30


@dataclass(frozen=True, slots=True)
class Said:
    """What reached a chat. `cmd` tells how: as the answer to a message, or by itself."""

    chat: str
    cmd: str
    body: Frame

    @property
    def text(self) -> str:
        kind = self.body.get("msgtype", "template_card")
        part = self.body.get(kind, {})
        if kind == "template_card":
            return "\n".join(filter(None, (part["main_title"]["title"], part.get("sub_title_text"))))
        return str(part.get("content", ""))


@dataclass(slots=True)
class Asked:
    """A callback that we brought, and the time it came."""

    chat: str
    cmd: str
    at: float
    task: str = ""
    first_frame: float | None = None


@dataclass(slots=True)
class Upload:
    head: Frame
    chunks: dict[int, bytes] = field(default_factory=dict)


class AibotSocketPlatform:
    """One robot. `late` moves the platform's own clock ahead; `drops_acks` of these commands are swallowed after they took effect."""

    def __init__(self, *, bot_name: str = "小联") -> None:
        self.bot_id, self.secret, self.bot_name = "aib-1", "long-connection", bot_name
        self.url = ""
        self.said: list[Said] = []
        self.files: dict[str, bytes] = {}
        self.frames: list[Frame] = []
        self.subscribes: list[int] = []
        self.drops_acks: set[str] = set()
        self.refuses: dict[str, int] = {}
        self.faults_to: dict[str, Faults] = {}
        self.calls_to: Counter[str] = Counter()
        self.spoken: set[str] = set()
        self.late = 0.0
        self.connections = 0
        self._live: web.WebSocketResponse | None = None
        self._asked: dict[str, Asked] = {}
        self._uploads: dict[str, Upload] = {}
        self._times: dict[str, list[float]] = {}
        self._number = 0
        self._joined = asyncio.Event()

    # how it is reached

    @asynccontextmanager
    async def serve(self, port: int = 0) -> AsyncIterator[str]:
        app = web.Application()
        app.router.add_get("/", self._connected)
        runner = web.AppRunner(app, shutdown_timeout=0.1)
        await runner.setup()
        self._joined = asyncio.Event()
        try:
            await web.TCPSite(runner, "127.0.0.1", port).start()
            self.url = f"ws://127.0.0.1:{runner.addresses[0][1]}"
            yield self.url
        finally:
            if self._live is not None:
                self.reset()
            await runner.cleanup()

    async def until_joined(self) -> None:
        async with asyncio.timeout(40):
            await self._joined.wait()

    @property
    def is_joined(self) -> bool:
        return self._joined.is_set()

    # what people do

    async def text(
        self, userid: str, text: str, *, group: str = "", msg_id: str = "", quote: Frame | None = None
    ) -> str:
        content = f"@{self.bot_name}\u2005{text}" if group else text
        body: Frame = {"msgtype": "text", "text": {"content": content}}
        return await self.message(userid, body | ({"quote": quote} if quote else {}), group=group, msg_id=msg_id)

    async def mixed(self, userid: str, text: str, url: str, aeskey: str, *, group: str = "") -> str:
        content = f"@{self.bot_name} {text}" if group else text
        items = [
            {"msgtype": "text", "text": {"content": content}},
            {"msgtype": "image", "image": {"url": url, "aeskey": aeskey}},
        ]
        return await self.message(userid, {"msgtype": "mixed", "mixed": {"msg_item": items}}, group=group)

    async def message(self, userid: str, body: Frame, *, group: str = "", msg_id: str = "") -> str:
        """Brought over the live connection; its req_id."""
        self.spoken.add(group or userid)
        place = {"chattype": "group", "chatid": group} if group else {"chattype": "single"}
        head = {"msgid": msg_id or next_message_id(), "aibotid": self.bot_id, "from": {"userid": userid}}
        return await self._bring(
            "aibot_msg_callback", {**head, **place, **body}, Asked(group or userid, "respond", self._now())
        )

    async def enters(self, userid: str) -> str:
        return await self.event(userid, {"eventtype": "enter_chat"}, "welcome")

    async def presses(self, userid: str, task: str, key: str) -> str:
        what = {"card_type": "button_interaction", "event_key": key, "task_id": task}
        event = {"eventtype": "template_card_event", "template_card_event": what}
        return await self.event(userid, event, "update", task=task)

    async def judges(self, userid: str, verdict: int) -> str:
        return await self.event(
            userid, {"eventtype": "feedback_event", "feedback_event": {"id": "f", "type": verdict}}, ""
        )

    async def event(self, userid: str, event: Frame, answered_by: str, *, task: str = "") -> str:
        self.spoken.add(userid)
        body = {
            "msgid": next_message_id(),
            "create_time": 0,
            "aibotid": self.bot_id,
            "chattype": "single",
            "from": {"userid": userid},
            "msgtype": "event",
            "event": event,
        }
        return await self._bring("aibot_event_callback", body, Asked(userid, answered_by, self._now(), task))

    def texts_to(self, chat: str) -> list[str]:
        return [one.text for one in self.said if one.chat == chat]

    # what goes wrong

    async def kick(self) -> None:
        """Somebody else has subscribed with this robot's secret."""
        live = self._live
        assert live is not None
        await self._throw_out(live)

    async def close_cleanly(self) -> None:
        live = self._live
        assert live is not None
        self._joined.clear()
        await live.close(code=1000)

    def reset(self) -> None:
        live = self._live
        self._joined.clear()
        if live is not None and live._req is not None and live._req.transport is not None:
            live._req.transport.abort()

    # the wire

    def _now(self) -> float:
        return asyncio.get_running_loop().time() + self.late

    async def _bring(self, cmd: str, body: Frame, asked: Asked) -> str:
        await self.until_joined()
        self._number += 1
        req_id = f"cb-{self._number}"
        self._asked[req_id] = asked
        assert self._live is not None
        await self._live.send_str(
            json.dumps({"cmd": cmd, "headers": {"req_id": req_id}, "body": body}, ensure_ascii=False)
        )
        return req_id

    async def _throw_out(self, live: web.WebSocketResponse) -> None:
        body = {"msgtype": "event", "event": {"eventtype": "disconnected_event"}}
        frame = {"cmd": "aibot_event_callback", "headers": {"req_id": "gone"}, "body": body}
        if live is self._live:
            self._joined.clear()
            self._live = None
        if not live.closed:
            await live.send_str(json.dumps(frame))
            await live.close(code=1000)

    async def _connected(self, request: web.Request) -> web.WebSocketResponse:
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        self.connections += 1
        try:
            async for message in socket:
                if message.type is WSMsgType.TEXT:
                    await self._frame(socket, json.loads(message.data))
        finally:
            if self._live is socket:
                self._joined.clear()
                self._live = None
        return socket

    async def _frame(self, socket: web.WebSocketResponse, frame: Frame) -> None:
        self.frames.append(frame)
        cmd, req_id = frame["cmd"], frame["headers"]["req_id"]
        body = frame.get("body") or {}
        if cmd == "aibot_subscribe":
            await self._subscribe(socket, req_id, body)
            return
        fault = self._fault(cmd, req_id, body)
        if fault is not None and not await self._goes_on_after(fault, socket, req_id):
            return
        code = 0
        more: Frame = {}
        if socket is not self._live:
            code = 93019
        elif cmd in self.refuses:
            code = self.refuses[cmd]
        else:
            code, more = self._take(cmd, req_id, body)
        if fault is CUT_AFTER_TAKING:
            self.reset()
        elif cmd not in self.drops_acks:
            await self._ack(socket, req_id, code, more)

    def _fault(self, cmd: str, req_id: str, body: Frame) -> Fault | None:
        """What befalls the frames that speak to a chat; uploads are for nobody."""
        if cmd == "ping":
            return None
        asked = self._asked.get(req_id)
        chat = str(body.get("chatid", asked.chat if asked else ""))
        self.calls_to[chat] += 1
        return self.faults_to.get(chat, NO_FAULTS).take()

    async def _goes_on_after(self, fault: Fault, socket: web.WebSocketResponse, req_id: str) -> bool:
        """Whether the frame is taken in the end."""
        match fault.trouble:
            case Trouble.SLOW:
                await asyncio.sleep(SLOW_SECONDS)
            case Trouble.CUT_BEFORE:
                self.reset()
            case Trouble.DROP:
                await self._ack(socket, req_id, 0, {})
            case Trouble.ANSWER if fault is NOT_JSON:
                await socket.send_str(fault.body)
            case Trouble.ANSWER:
                await self._ack(socket, req_id, json.loads(fault.body)["errcode"], {})
        return fault.trouble in {Trouble.SLOW, Trouble.CUT_AFTER}

    async def _ack(self, socket: web.WebSocketResponse, req_id: str, code: int, body: Frame) -> None:
        ack: Frame = {"headers": {"req_id": req_id}, "errcode": code, "errmsg": "ok" if not code else "refused"}
        if not socket.closed:
            await socket.send_str(json.dumps(ack | ({"body": body} if body else {})))

    async def _subscribe(self, socket: web.WebSocketResponse, req_id: str, body: Frame) -> None:
        is_known = body.get("bot_id") == self.bot_id and body.get("secret") == self.secret
        code = self.refuses.get("aibot_subscribe", 0 if is_known else 93019)
        self.subscribes.append(code)
        if code:
            await self._ack(socket, req_id, code, {})
            await socket.close()
            return
        before, self._live = self._live, socket
        if before is not None:
            await self._throw_out(before)
        await self._ack(socket, req_id, 0, {})
        self._joined.set()

    def _take(self, cmd: str, req_id: str, body: Frame) -> tuple[int, Frame]:
        if cmd == "ping":
            return 0, {}
        if cmd == "aibot_send_msg":
            return self._send(body), {}
        if cmd.startswith("aibot_upload_media_"):
            return self._upload(cmd.removeprefix("aibot_upload_media_"), body)
        return self._respond(cmd, req_id, body), {}

    def _respond(self, cmd: str, req_id: str, body: Frame) -> int:
        """Each callback has one command that answers it, in its time."""
        asked = self._asked.get(req_id)
        wanted = {
            "respond": "aibot_respond_msg",
            "welcome": "aibot_respond_welcome_msg",
            "update": "aibot_respond_update_msg",
        }
        if asked is None or wanted.get(asked.cmd) != cmd:
            return 846605
        now = self._now()
        if asked.cmd != "respond" and now - asked.at > LATE_SECONDS:
            return 846605
        if asked.cmd == "respond":
            asked.first_frame = asked.first_frame or now
            if now - asked.first_frame > STREAM_SECONDS:
                return 846608
            if "msg_item" in body.get("stream", {}):
                return 40058
            if not self._has_room(asked.chat):
                return 45009
        if asked.task and body["template_card"]["task_id"] != asked.task:
            return 42014
        self.said.append(Said(asked.chat, cmd, body))
        return 0

    def _send(self, body: Frame) -> int:
        chat, kind = body["chatid"], body["msgtype"]
        if kind not in {"markdown", "template_card", "file", "image", "voice", "video"}:
            return 40008
        if chat not in self.spoken:
            return 93006
        if not body[kind] or (kind == "markdown" and not body[kind].get("content")):
            return 93017
        if not self._has_room(chat):
            return 45009
        self.said.append(Said(chat, "aibot_send_msg", body))
        return 0

    def _has_room(self, chat: str) -> bool:
        now = self._now()
        times = self._times[chat] = [at for at in self._times.get(chat, []) if at > now - 60]
        if len(times) >= A_MINUTE:
            return False
        times.append(now)
        return True

    def _upload(self, step: str, body: Frame) -> tuple[int, Frame]:
        if step == "init":
            self._number += 1
            name = f"upload-{self._number}"
            self._uploads[name] = Upload(body)
            return (0 if body["total_chunks"] <= 100 else 40009), {"upload_id": name}
        upload = self._uploads.get(body["upload_id"])
        if upload is None:
            return 40007, {}
        if step == "chunk":
            chunk = base64.b64decode(body["base64_data"])
            upload.chunks[body["chunk_index"]] = chunk
            is_good = len(chunk) <= 512 * 1024 and 0 <= body["chunk_index"] < upload.head["total_chunks"]
            return (0 if is_good else 40009), {}
        content = b"".join(upload.chunks[place] for place in sorted(upload.chunks))
        md5 = hashlib.md5(content, usedforsecurity=False).hexdigest()
        if len(content) != upload.head["total_size"] or md5 != upload.head["md5"]:
            return 40009, {}
        media_id = f"media-{body['upload_id']}"
        self.files[media_id] = content
        return 0, {"type": upload.head["type"], "media_id": media_id, "created_at": "1"}

"""One live long connection of the robot (智能机器人): each frame out waits for its ack, each frame in is handed on."""

import asyncio
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from uuid import uuid4
from weakref import WeakValueDictionary

from aiohttp import ClientError, ClientWebSocketResponse, WSMsgType

from bot.channels.base import OutcomeUnknown, RefusedForNow

ACK_SECONDS = 5.0
PING_SECONDS = 30.0
MISSED_PINGS = 2
Fields = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Frame:
    """One frame that came in. An ack has no `cmd`, and the `req_id` of what it answers; its `code` is 0 when all is well."""

    cmd: str
    req_id: str
    body: Fields = field(repr=False)
    code: int


class AibotConnection:
    """`on_frame` is called for everything that is no ack; it must not wait."""

    def __init__(
        self,
        socket: ClientWebSocketResponse,
        on_frame: Callable[[Frame], None],
        *,
        ping_seconds: float = PING_SECONDS,
        ack_seconds: float = ACK_SECONDS,
    ) -> None:
        self._socket = socket
        self._on_frame = on_frame
        self._ping_seconds = ping_seconds
        self._ack_seconds = ack_seconds
        self._acks: dict[str, asyncio.Future[Frame]] = {}
        self._turns: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()

    @property
    def is_open(self) -> bool:
        return not self._socket.closed

    async def run(self) -> None:
        """Until the connection has ended, in whatever way: a clean close, a cut, or nobody answering."""
        pings = asyncio.create_task(self._ping())
        try:
            async for message in self._socket:
                if message.type is WSMsgType.TEXT:
                    self._take(message.data)
        finally:
            pings.cancel()
            await self.close()
            for ack in self._acks.values():
                if not ack.done():
                    ack.set_exception(OutcomeUnknown("cut"))

    async def close(self) -> None:
        await self._socket.close()

    async def call(self, cmd: str, body: Fields | None = None, req_id: str = "") -> Frame:
        """The platform's ack. Frames of one `req_id` go one after the other, each after the last one's ack."""
        req_id = req_id or f"{cmd}_{uuid4().hex}"
        turn = self._turns.setdefault(req_id, asyncio.Lock())
        async with turn:
            return await self._exchange(cmd, body, req_id)

    async def _exchange(self, cmd: str, body: Fields | None, req_id: str) -> Frame:
        if not self.is_open:
            raise RefusedForNow("not_connected", retry_after=1)
        frame: dict[str, object] = {"cmd": cmd, "headers": {"req_id": req_id}}
        if body is not None:
            frame["body"] = body
        ack = self._acks[req_id] = asyncio.get_running_loop().create_future()
        outcome: Frame | OutcomeUnknown = OutcomeUnknown("no_ack")
        try:
            await self._socket.send_str(json.dumps(frame, ensure_ascii=False))
            async with asyncio.timeout(self._ack_seconds):
                outcome = await ack
        except TimeoutError:
            pass
        except (ClientError, OSError):
            outcome = OutcomeUnknown("cut")
        finally:
            del self._acks[req_id]
        if isinstance(outcome, OutcomeUnknown):
            raise outcome
        return outcome

    async def _ping(self) -> None:
        missed = 0
        while missed < MISSED_PINGS:
            await asyncio.sleep(self._ping_seconds)
            try:
                await self.call("ping")
                missed = 0
            except RefusedForNow:
                return
            except OutcomeUnknown:
                missed += 1
        await self.close()

    def _take(self, text: str) -> None:
        frame = read_frame(text)
        if frame is None:
            return
        ack = self._acks.get(frame.req_id) if not frame.cmd else None
        if ack is not None and not ack.done():
            ack.set_result(frame)
        elif frame.cmd:
            self._on_frame(frame)


def read_frame(text: str) -> Frame | None:
    """None for what is no frame: there is nobody to tell of it."""
    try:
        frame = json.loads(text)
    except (ValueError, RecursionError):
        return None
    if not isinstance(frame, dict):
        return None
    headers, body = frame.get("headers"), frame.get("body")
    req_id = headers.get("req_id") if isinstance(headers, dict) else None
    cmd, code = frame.get("cmd"), frame.get("errcode", 0)
    return Frame(
        cmd if isinstance(cmd, str) else "",
        req_id if isinstance(req_id, str) else "",
        body if isinstance(body, dict) else {},
        code if isinstance(code, int) else -1,
    )

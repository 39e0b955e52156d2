"""What can go wrong when a platform is called, switched on by a test for the next calls."""

import asyncio
from dataclasses import dataclass
from enum import Enum, auto

from aiohttp import web


class Trouble(Enum):
    ANSWER = auto()
    HANG = auto()
    CUT_BEFORE = auto()
    CUT_AFTER = auto()
    SLOW = auto()
    DROP = auto()


@dataclass(frozen=True, slots=True)
class Fault:
    trouble: Trouble
    status: int = 200
    body: str = ""


def error_code(code: int) -> Fault:
    hint = f'{{"errcode": {code}, "errmsg": "refused hint: [x] from ip: 10.0.0.1, rid: 1"}}'
    return Fault(Trouble.ANSWER, body=hint)


def answer(body: str, status: int = 200) -> Fault:
    return Fault(Trouble.ANSWER, status, body)


BAD_GATEWAY = Fault(Trouble.ANSWER, 502, "<html>502 Bad Gateway</html>")
NOT_JSON = Fault(Trouble.ANSWER, 200, "<html>登录上网</html>")
HANG = Fault(Trouble.HANG)
CUT_BEFORE_READING = Fault(Trouble.CUT_BEFORE)
CUT_AFTER_TAKING = Fault(Trouble.CUT_AFTER)
SILENT_DROP = Fault(Trouble.DROP)  # taken with a friendly word, and nobody ever sees it
SLOW = Fault(Trouble.SLOW)  # an answer, but not soon
SLOW_SECONDS = 0.3


class Faults:
    """Faults to come, in order; then the standing one, if any."""

    def __init__(self) -> None:
        self._queue: list[Fault] = []
        self._standing: Fault | None = None

    def once(self, *faults: Fault) -> None:
        self._queue.extend(faults)

    def times(self, count: int, fault: Fault) -> None:
        self._queue.extend([fault] * count)

    def always(self, fault: Fault) -> None:
        self._standing = fault

    def clear(self) -> None:
        self._queue.clear()
        self._standing = None

    def take(self) -> Fault | None:
        return self._queue.pop(0) if self._queue else self._standing


async def play(fault: Fault, request: web.Request, released: asyncio.Event) -> web.Response:
    if fault.trouble is Trouble.HANG:
        await released.wait()
    if fault.trouble is not Trouble.ANSWER:
        if request.transport is not None:
            request.transport.abort()
        return web.Response()
    return web.Response(text=fault.body, status=fault.status, content_type="text/plain")

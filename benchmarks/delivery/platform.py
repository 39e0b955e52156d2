"""A platform (企业微信) across a real connection: takes every message at once, and remembers which one it was and when it came."""

import re
import sys
import time

from aiohttp import web

from benchmarks.delivery.places import HOST
from bot.event_loop import make_loop

_NUMBER = re.compile(r"第(\d+)条")


class Taken:
    """The calls so far: (number of the message, time)."""

    def __init__(self) -> None:
        self._calls: list[tuple[int, float]] = []

    async def token(self, _: web.Request) -> web.Response:
        return web.json_response({"errcode": 0, "errmsg": "ok", "access_token": "pass", "expires_in": 7200})

    async def send(self, request: web.Request) -> web.Response:
        at = time.time()
        payload = await request.json()
        found = _NUMBER.search(payload["text"]["content"])
        if found is not None:
            self._calls.append((int(found[1]), at))
        return web.json_response({"errcode": 0, "errmsg": "ok", "msgid": f"m{len(self._calls)}"})

    async def count(self, _: web.Request) -> web.Response:
        return web.json_response(len(self._calls))

    async def calls(self, _: web.Request) -> web.Response:
        """What there is, once."""
        calls, self._calls = self._calls, []
        return web.json_response(calls)


def main(port: int) -> None:
    taken, app = Taken(), web.Application()
    app.router.add_get("/cgi-bin/gettoken", taken.token)
    app.router.add_post("/cgi-bin/message/send", taken.send)
    app.router.add_get("/count", taken.count)
    app.router.add_post("/calls", taken.calls)
    web.run_app(app, host=HOST, port=port, access_log=None, print=None, loop=make_loop())


if __name__ == "__main__":
    main(int(sys.argv[1]))

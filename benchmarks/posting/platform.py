"""The platform of group robots across a real connection: takes every call at once, and remembers whose it was and when it came.

It refuses nothing: whether a robot was too fast is counted afterwards, over any minute.
"""

import sys
import time

from aiohttp import web

from benchmarks.delivery.places import HOST
from benchmarks.posting.counting import Call
from bot.event_loop import make_loop


class Taken:
    def __init__(self) -> None:
        self._calls: list[Call] = []

    async def send(self, request: web.Request) -> web.Response:
        self._calls.append((request.query["key"], time.time()))
        await request.read()
        return web.json_response({"errcode": 0, "errmsg": "ok"})

    async def count(self, _: web.Request) -> web.Response:
        return web.json_response(len(self._calls))

    async def calls(self, _: web.Request) -> web.Response:
        return web.json_response(self._calls)


def main(port: int) -> None:
    taken, app = Taken(), web.Application()
    app.router.add_post("/cgi-bin/webhook/send", taken.send)
    app.router.add_get("/count", taken.count)
    app.router.add_get("/calls", taken.calls)
    web.run_app(app, host=HOST, port=port, access_log=None, print=None, loop=make_loop())


if __name__ == "__main__":
    main(int(sys.argv[1]))

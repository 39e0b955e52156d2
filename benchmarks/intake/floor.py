"""The least that can be durable: a message is decrypted and one row of it committed by `sqlite3` itself, where it stands.

No thread, no log, no case: what one answer costs when it waits for one sync to disk.
"""

import sqlite3
import sys
from pathlib import Path

from aiohttp import web

from benchmarks.intake.account import AES_KEY, APP_ID, HOST, PATH, TOKEN, WINDOW_MINUTES
from benchmarks.intake.ours import DATABASE
from bot.channels.crypto import Envelope
from bot.channels.xml import read_fields
from bot.clock import SystemClock
from bot.event_loop import make_loop

ANSWER = b"success"


def application(database: Path) -> web.Application:
    envelope, clock = Envelope(TOKEN, AES_KEY, APP_ID), SystemClock()
    connection = sqlite3.connect(database, isolation_level=None)
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=FULL")
    connection.execute("CREATE TABLE inbox (message_key TEXT PRIMARY KEY, payload BLOB)")

    async def answer(request: web.Request) -> web.Response:
        sealed = read_fields(await request.read())["Encrypt"]
        plain = envelope.unseal(request.query, sealed, clock.now(), WINDOW_MINUTES)
        key = read_fields(plain)["MsgId"]
        connection.execute("INSERT INTO inbox VALUES (?, ?) ON CONFLICT DO NOTHING", (key, plain))
        return web.Response(body=ANSWER)

    app = web.Application()
    app.router.add_post(PATH, answer)
    return app


if __name__ == "__main__":
    port, folder = int(sys.argv[2]), Path(sys.argv[3])
    web.run_app(application(folder / DATABASE), host=HOST, port=port, access_log=None, print=None, loop=make_loop())

"""The service itself on a database of its own: `intake` takes messages in and does no more, `handling` does everything.

Platforms are played by channels that take each message after the time a real one needs.
"""

import asyncio
import sys
from collections.abc import Awaitable, Callable, Mapping
from pathlib import Path

from aiohttp import web

from benchmarks.intake.account import ACCOUNT_ID, AES_KEY, APP_ID, HOST, TOKEN, WINDOW_MINUTES
from bot.app import application, build
from bot.callbacks import Callbacks, Reception
from bot.channel_table import doors_in
from bot.channels.base import Allowance, Outbound, Receipt
from bot.clock import SystemClock
from bot.config import Config
from bot.demo.county import demo_content
from bot.event_loop import make_loop
from bot.first_words import FirstWordsDesk
from bot.intake import Intake
from bot.log import start_logging
from bot.metrics import Metrics
from bot.quiet_heap import freeze_heap
from bot.writing import Memory, announce_to
from handlers.directory_import import import_directory
from storage.engine import create_all, make_engine
from storage.keys import Keyring
from storage.reader import Reader
from storage.sqlite_writer import SqliteWriter

PLATFORM_SECONDS = 0.05
DATABASE = "bench.db"


class PlayedPlatform:
    """Takes what it is given, as slowly as a platform across the network."""

    def __init__(self, name: str) -> None:
        self.name = name

    def allowances(self, message: Outbound) -> tuple[Allowance, ...]:
        return ()

    async def send(self, message: Outbound) -> Receipt:
        await asyncio.sleep(PLATFORM_SECONDS)
        return Receipt(message.key)

    async def close(self) -> None:
        """Nothing is held."""


def configuration(folder: Path) -> Config:
    account = {
        "enabled": True,
        "app_id": APP_ID,
        "app_secret": "secret-of-the-benchmark",
        "token": TOKEN,
        "encoding_aes_key": AES_KEY,
        "account_id": ACCOUNT_ID,
    }
    return Config.model_validate(
        {
            "storage": {"url": f"sqlite:///{folder / DATABASE}", "media_dir": str(folder / "media")},
            "security": {"key_file": str(folder / "bench.key")},
            "intake": {"timestamp_window_minutes": WINDOW_MINUTES},
            "channels": {"official_account": account},
            "notices": {"staff": "at_once"},
        }
    )


def lay_out(config: Config) -> None:
    """The tables and the demo county."""
    engine, keys = make_engine(config.storage.url), Keyring.load_or_create(config.key_file)
    create_all(engine)
    with engine.begin() as connection:
        import_directory(connection, keys, demo_content(), SystemClock().now())
    engine.dispose()


async def intake_alone(config: Config) -> web.Application:
    """Verified, decrypted, stored, acknowledged; nobody is woken, so no callback waits for words."""
    keys, clock, app = Keyring.load_or_create(config.key_file), SystemClock(), web.Application()
    engine, reading = make_engine(config.storage.url), make_engine(config.storage.url, read_only=True)
    writer = SqliteWriter(engine, announce_to(asyncio.get_running_loop()))
    memory = Memory(writer, Reader(reading))
    intake = Intake(memory, keys, clock, lambda _sender: None)
    reception = Reception(intake, FirstWordsDesk(memory, keys, clock, wait_seconds=0))
    Callbacks(doors_in(config), reception, Metrics(), clock).register(app)

    async def stop(_: web.Application) -> None:
        await asyncio.to_thread(writer.stop)
        await asyncio.to_thread(memory.reader.stop)

    app.on_cleanup.append(stop)
    return app


async def whole_handling(config: Config) -> web.Application:
    """Everything, down to the notices of the clerks going out."""
    platforms = {name: PlayedPlatform(name) for name in ("official_account", "webchat")}
    return application(config, await build(config, SystemClock(), channels=platforms))


MODES: Mapping[str, Callable[[Config], Awaitable[web.Application]]] = {
    "intake": intake_alone,
    "handling": whole_handling,
}


async def ready(config: Config, mode: str) -> web.Application:
    app = await MODES[mode](config)
    freeze_heap()
    return app


def main(mode: str, port: int, folder: Path) -> None:
    """Logs, keeps its heap and turns its loop as `serve` does."""
    config = configuration(folder)
    start_logging(config.secrets())
    lay_out(config)
    web.run_app(ready(config, mode), host=HOST, port=port, access_log=None, print=None, loop=make_loop())


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), Path(sys.argv[3]))

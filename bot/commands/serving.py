"""serve: everything in one process, from the lock on the file to the last message written down."""

import asyncio
import contextlib
import os
import signal
import sys
from collections.abc import Awaitable, Callable, Iterator
from datetime import datetime

from aiohttp import web
from sqlalchemy.exc import OperationalError

from bot.app import application, build
from bot.clock import SystemClock
from bot.commands.database import engine_of, keys_of, make_folder, migrate
from bot.commands.problems import FAILED, CommandStopped
from bot.config import Config, settings_of
from bot.demo.county import demo_content, demo_personas
from bot.demo.roster import fill_roster
from bot.demo.story import tell_story
from bot.event_loop import make_loop
from bot.exclusive_lock import AlreadyServed, exclusive
from bot.log import start_logging
from bot.quiet_heap import freeze_heap
from handlers.directory_import import import_directory
from storage.directory import directory_version
from storage.keys import KeyringError
from storage.revisions import is_current
from storage.serving_lock import BeingRestored, serving_together

STOP_SECONDS = 8.0


def serve(config: Config, *, with_demo: bool) -> None:
    """Runs until SIGINT or SIGTERM."""
    start_logging(config.secrets())
    with _held(config):
        check_database(config)
        make_folder(config.media_dir, "storage.media_dir")
        if with_demo:
            seed_demo(config)
        with asyncio.Runner(loop_factory=make_loop) as runner:
            runner.run(_run(config))


@contextlib.contextmanager
def _held(config: Config) -> Iterator[None]:
    """A SQLite file has one service; PostgreSQL as many as one likes, but none while it is restored."""
    if config.database_file is None:
        with held_together(config):
            yield
        return
    make_folder(config.database_file.parent)
    try:
        with exclusive(config.database_file):
            yield
    except AlreadyServed as taken:
        raise CommandStopped(f"已有一个服务在使用 {taken.database}，不能再开第二个") from None


@contextlib.contextmanager
def held_together(config: Config) -> Iterator[None]:
    with contextlib.ExitStack() as stack:
        try:
            stack.enter_context(serving_together(config.storage.url))
        except BeingRestored:
            raise CommandStopped("数据库正在恢复，请等恢复完再启动") from None
        except OperationalError:
            raise CommandStopped("打不开数据库：storage.url 所指的 PostgreSQL") from None
        yield


def check_database(config: Config) -> None:
    """A SQLite file is brought up to date by its one service; PostgreSQL by whoever looks after it."""
    keys_of(config)
    if config.is_sqlite:
        migrate(config)
        return
    with engine_of(config) as engine:
        if not is_current(engine):
            raise CommandStopped("数据库的版本和程序不一致，请先运行 liaison migrate")


def seed_demo(config: Config) -> bool:
    """The demo county and its story, once: a directory that is there already is left alone."""
    keys, now = keys_of(config), SystemClock().now()
    with engine_of(config) as engine, engine.begin() as connection:
        if directory_version(connection):
            return False
        import_directory(connection, keys, demo_content(), now)
        settings = settings_of(config)
        tell_story(connection, keys, settings, now)
        fill_roster(connection, keys, settings.local_day(now))
    return True


async def _run(config: Config) -> None:
    stopping = told_to_stop()
    machine = await build(config, SystemClock())
    runner = web.AppRunner(application(config, machine), access_log=None, shutdown_timeout=1.0)
    try:
        await runner.setup()
    except KeyringError:
        await machine.stop()
        raise
    try:
        freeze_heap()
        await _listen(runner, config)
        print(greeting(config, SystemClock().now()), flush=True)
        await stopping.wait()
    finally:
        await stop_in_time(runner.cleanup)
    print("已停止。", flush=True)


def told_to_stop() -> asyncio.Event:
    """Set by the first SIGINT or SIGTERM."""
    stopping = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stopping.set)
    return stopping


async def stop_in_time(stop: Callable[[], Awaitable[object]]) -> None:
    """An end was promised: what hangs is left behind as if the machine had lost its power, and storage is made for that."""
    try:
        async with asyncio.timeout(STOP_SECONDS):
            await stop()
    except TimeoutError:
        print("未能按时停完，已强行结束。", file=sys.stderr, flush=True)
        os._exit(FAILED)


async def _listen(runner: web.AppRunner, config: Config) -> None:
    try:
        await web.TCPSite(runner, config.server.host, config.server.port).start()
    except OSError:
        address = f"{config.server.host}:{config.server.port}"
        other = config.server.port + 1 if config.server.port < 65535 else 8081
        raise CommandStopped(
            f"端口被占用或不能监听：{address}（server.port）。换一个端口：LIAISON__SERVER__PORT={other} make run"
        ) from None


def greeting(config: Config, now: datetime) -> str:
    """What a new user sees: where to go, and whom one may be."""
    url = config.server.public_url.rstrip("/")
    lines = [f"{config.congress.name} 代表联络机器人已启动（{settings_of(config).local(now):%Y-%m-%d %H:%M}）"]
    if config.channels.webchat.enabled:
        lines.append(f"  聊天      {url}/chat")
    lines += [f"  是否正常  {url}/readyz", f"  接口说明  {url}/api/v1/openapi.json"]
    if config.channels.webchat.enabled and config.channels.webchat.demo_personas:
        lines += ["演示县里可以扮演（每人一个标签页）：", *_who_is_who(url)]
    return "\n".join([*lines, "按 Ctrl-C 停止。"])


def _who_is_who(url: str) -> Iterator[str]:
    """One of each part in a case; everybody else is on the first page of the chat."""
    personas = demo_personas()
    parts = [one for one in personas if one.is_introduced]
    for one in parts:
        yield f"  {one.name}  {one.who}\n      {url}/chat?as={one.account}"
    yield f"  还有{len(personas) - len(parts)}人，在 {url}/chat 里选"

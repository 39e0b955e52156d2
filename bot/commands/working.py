"""worker: delivery and nothing else, beside as many others as one likes, on PostgreSQL."""

import asyncio

from bot.app import build
from bot.clock import SystemClock
from bot.commands.problems import CommandStopped
from bot.commands.serving import check_database, held_together, stop_in_time, told_to_stop
from bot.config import Config
from bot.log import start_logging
from bot.quiet_heap import freeze_heap


def work(config: Config) -> None:
    """Runs until SIGINT or SIGTERM."""
    if config.is_sqlite:
        raise CommandStopped("worker 需要 PostgreSQL（storage.url）；用 SQLite 时 serve 自己发消息")
    start_logging(config.secrets())
    with held_together(config):
        check_database(config)
        asyncio.run(_run(config))


async def _run(config: Config) -> None:
    stopping = told_to_stop()
    machine = await build(config, SystemClock())
    try:
        await machine.start_delivering()
        freeze_heap()
        print("正在发消息。按 Ctrl-C 停止。", flush=True)
        await stopping.wait()
    finally:
        await stop_in_time(machine.stop)
    print("已停止。", flush=True)

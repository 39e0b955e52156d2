"""The composition root: every concrete part is named here, once."""

import asyncio
from collections.abc import Mapping
from pathlib import Path

from aiohttp import ClientSession, web
from sqlalchemy import Connection

from bot.callbacks import Callbacks, Reception
from bot.channel_table import abilities, doors_in, quota, ways_out
from bot.channels.base import Channel
from bot.channels.platform_tokens import MemoryShelf, TokenShelf
from bot.channels.webchat import Webchat
from bot.chat_wiring import chat_board, open_chat
from bot.clock import Clock
from bot.config import Config, ages_of, settings_of
from bot.courier import Courier, Deliverer
from bot.delivery import Delivery
from bot.directory_cache import DirectoryCache
from bot.first_words import FirstWordsDesk
from bot.group_states import GroupStates
from bot.handling import Handling
from bot.heads import DailyHeads
from bot.intake import Intake
from bot.machine import Machine
from bot.media.fetching import MediaFetcher
from bot.media.files import MediaFiles
from bot.media.listening import Hearing, SherpaEngine
from bot.media.making import Workshop
from bot.media.sending import MediaLoader
from bot.media.sources import sources_of
from bot.metrics import Metrics
from bot.pages.api import Api
from bot.pages.chat_wall import ChatWall
from bot.pages.media import MediaPages
from bot.permits import KeptPermits
from bot.readiness import Readiness
from bot.response_book import ResponseBook
from bot.retention import Retention
from bot.robot_parts import RobotParts
from bot.robot_wiring import robot_of
from bot.route import Duties
from bot.router import Router
from bot.routes import ROUTES
from bot.schedule import Hands, Schedule
from bot.settings_in_force import SettingsInForce
from bot.token_rows import TokenRows
from bot.writing import Memory, announce_to
from handlers.answers import apologise, refuse
from handlers.cards import change_by_message, close_if_late, finish
from handlers.desk import Desk
from handlers.directory import load_directory
from handlers.people import open_turn
from handlers.post_files import lost
from handlers.rounds import reached
from storage.allowances import KeptAllowances, MemoryAllowances
from storage.engine import make_engine
from storage.keys import Keyring
from storage.postgres_writer import PostgresWriter
from storage.reader import Reader
from storage.sqlite_writer import SqliteWriter
from storage.store import Store

DUTIES = Duties(
    routes=ROUTES,
    open_turn=open_turn,
    finish=finish,
    change_by_message=change_by_message,
    refuse=refuse,
    apologise=apologise,
    load_directory=load_directory,
    on_settled=reached,
    on_card=close_if_late,
)


async def build(
    config: Config, clock: Clock, *, duties: Duties = DUTIES, channels: Mapping[str, Channel] | None = None
) -> Machine:
    """The machine, not started yet. `channels` takes the place of ways out, for tests and dry runs."""
    keys = Keyring.load_or_create(config.key_file)
    engine, reading = make_engine(config.storage.url), make_engine(config.storage.url, read_only=True)
    announce = announce_to(asyncio.get_running_loop())
    writer = SqliteWriter(engine, announce) if config.is_sqlite else PostgresWriter(engine, announce)
    reader, session = Reader(reading), ClientSession()
    memory = Memory(writer, reader)
    directory = DirectoryCache(memory, keys, duties)
    settings = SettingsInForce(memory, settings_of(config), config.calendar)

    def desk(connection: Connection) -> Desk:
        return Desk(Store(connection, keys), clock.now(), directory.current, settings.current)

    first_words = FirstWordsDesk(memory, keys, clock)
    board = chat_board(config, memory, keys, clock)
    permits = KeptPermits(memory, keys, clock, settings.current.timezone, quota(config))
    groups = GroupStates(memory, desk, lambda: directory.current)

    def shelf(account: str) -> TokenShelf:
        return MemoryShelf(clock.monotonic) if config.is_sqlite else TokenRows(memory, keys, account)

    files = MediaFiles(config.media_dir, keys)
    ways = dict(ways_out(config, session, clock, permits, groups, shelf, ResponseBook(memory, keys, clock)))
    if config.channels.webchat.enabled:
        ways["webchat"] = Webchat(ChatWall(board, memory, files, keys, clock.now))
    ways |= channels or {}
    allowances = MemoryAllowances(clock.monotonic) if config.is_sqlite else KeptAllowances(keys)
    courier = Courier(
        keys=keys,
        clock=clock,
        channels=ways,
        desk=desk,
        on_settled=duties.on_settled,
        on_card=duties.on_card,
        load_media=MediaLoader(memory, keys, files).load,
        abilities=abilities(config),
        allowances=allowances,
    )
    delivery = _delivery(config, memory, courier)
    # On PostgreSQL rows bring their jobs with them: nobody needs to be told.
    on_letters = delivery.wake if config.is_sqlite else _nobody
    handling = Handling(keys=keys, clock=clock, desk=desk, duties=duties, take_callback=first_words.claim)
    router = Router(memory, handling, first_words, on_letters)
    retention = Retention(
        memory=memory,
        keys=keys,
        clock=clock,
        settings=lambda: settings.current,
        ages=ages_of(config.retention),
        files=files,
    )
    workshop = Workshop()
    hearing = None
    if config.speech.model_dir:
        hearing = Hearing(
            memory=memory,
            keys=keys,
            desk=desk,
            files=files,
            workshop=workshop,
            engine=SherpaEngine(Path(config.speech.model_dir)),
            least=config.speech.least_confidence,
            on_letters=delivery.wake,
        )

    def give_up(connection: Connection, media_id: int, why: str) -> None:
        at_hand = desk(connection)
        lost(at_hand, media_id, why)
        at_hand.store.outbox.put(at_hand.letters, at_hand.now)

    fetcher = MediaFetcher(
        memory=memory,
        keys=keys,
        clock=clock,
        sources=sources_of(config, ways, session),
        files=files,
        workshop=workshop,
        most_bytes=config.media.most_mb * 1024 * 1024,
        on_kept=hearing.hear if hearing else None,
        on_lost=give_up,
        on_letters=on_letters,
    )
    hands = Hands(
        memory=memory,
        keys=keys,
        clock=clock,
        settings=lambda: settings.current,
        directory=lambda: directory.current,
        on_letters=on_letters,
        retention=retention,
        down=lambda: delivery.down,
        heads=DailyHeads(memory, keys, clock, lambda: settings.current, config.heads_dir),
    )
    return Machine(
        clock=clock,
        keys=keys,
        settings=settings,
        engines=(engine, reading),
        writer=writer,
        reader=reader,
        session=session,
        memory=memory,
        directory=directory,
        first_words=first_words,
        router=router,
        intake=Intake(memory, keys, clock, router.work_on),
        delivery=delivery,
        schedule=Schedule(hands),
        fetcher=fetcher,
        media=MediaPages(memory, keys, clock, desk, files),
        board=board,
        is_alone=config.is_sqlite,
        robot_parts=RobotParts(ways, allowances, desk),
    )


def _delivery(config: Config, memory: Memory, courier: Courier) -> Deliverer:
    if config.is_sqlite:
        return Delivery(memory, courier)
    from bot.cluster_delivery import ClusterDelivery  # procrastinate is slow to load, and SQLite has no need of it

    return ClusterDelivery(memory, courier, config.storage.url)


def _nobody() -> None:
    return


def application(config: Config, machine: Machine) -> web.Application:
    """The addresses of the machine; starting and stopping the application starts and stops the machine."""
    app = web.Application()
    metrics = Metrics()
    reception = Reception(machine.intake, machine.first_words)
    Callbacks(doors_in(config), reception, metrics, machine.clock).register(app)
    Readiness(machine.memory, machine.delivery, metrics, machine.clock).register(app)
    robot = robot_of(config, machine, reception, metrics)
    open_chat(app, config, machine)
    machine.media.register(app)
    tokens = [token.get_secret_value() for token in config.api.tokens]
    Api(tokens, machine.memory, lambda: machine.settings.current, machine.clock).register(app)

    async def start(_: web.Application) -> None:
        await machine.start()
        if robot is not None:
            await robot.start()

    async def stop(_: web.Application) -> None:
        if robot is not None:
            await robot.stop()
        await machine.stop()

    app.on_startup.append(start)
    app.on_cleanup.append(stop)
    return app

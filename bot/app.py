"""The composition root: the parts of the machine put together. Larger parts have a wiring of their own beside it."""

from collections.abc import Callable, Mapping

from aiohttp import web

from bot.callbacks import Callbacks, Reception
from bot.channel_table import doors_in
from bot.channels.base import Channel
from bot.chat_wiring import chat_board, open_chat
from bot.clock import Clock
from bot.config import Config, ages_of
from bot.courier import Deliverer
from bot.first_words import FirstWordsDesk
from bot.ground import Ground, lay_ground
from bot.handling import Handling
from bot.heads import DailyHeads
from bot.intake import Intake
from bot.machine import Machine
from bot.media_wiring import fetcher_of
from bot.metrics import Metrics
from bot.pages.api import Api
from bot.pages.media import MediaPages
from bot.readiness import Readiness
from bot.retention import Retention
from bot.robot_parts import RobotParts
from bot.robot_wiring import robot_of
from bot.route import Duties
from bot.router import Router
from bot.routes import ROUTES
from bot.schedule import Hands, Schedule
from bot.sending_wiring import allowances_of, delivery_of, ways_of
from handlers.answers import apologise, refuse
from handlers.cards import change_by_message, close_if_late, finish
from handlers.directory import load_directory
from handlers.people import open_turn
from handlers.rounds import reached

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
    ground = lay_ground(config, clock, duties)
    memory, keys = ground.memory, ground.keys
    board = chat_board(config, memory, keys, clock)
    ways = {**ways_of(ground, board), **(channels or {})}
    allowances = allowances_of(ground)
    delivery = delivery_of(ground, duties, ways, allowances)
    # On PostgreSQL rows bring their jobs with them: nobody needs to be told.
    on_letters = delivery.wake if config.is_sqlite else _nobody
    first_words = FirstWordsDesk(memory, keys, clock)
    handling = Handling(keys=keys, clock=clock, desk=ground.desk, duties=duties, take_callback=first_words.claim)
    router = Router(memory, handling, first_words, on_letters)
    return Machine(
        clock=clock,
        keys=keys,
        settings=ground.settings_in_force,
        engines=ground.engines,
        writer=ground.writer,
        reader=ground.reader,
        session=ground.session,
        memory=memory,
        directory=ground.directory_cache,
        first_words=first_words,
        router=router,
        intake=Intake(memory, keys, clock, router.work_on),
        delivery=delivery,
        schedule=_schedule(ground, delivery, on_letters),
        fetcher=fetcher_of(ground, ways, on_letters),
        media=MediaPages(memory, keys, clock, ground.desk, ground.files),
        board=board,
        is_alone=config.is_sqlite,
        robot_parts=RobotParts(ways, allowances, ground.desk),
    )


def _schedule(ground: Ground, delivery: Deliverer, on_letters: Callable[[], None]) -> Schedule:
    config, memory, keys, clock = ground.config, ground.memory, ground.keys, ground.clock
    retention = Retention(
        memory=memory,
        keys=keys,
        clock=clock,
        settings=ground.settings,
        ages=ages_of(config.retention),
        files=ground.files,
    )
    hands = Hands(
        memory=memory,
        keys=keys,
        clock=clock,
        settings=ground.settings,
        directory=ground.directory,
        on_letters=on_letters,
        retention=retention,
        down=lambda: delivery.down,
        heads=DailyHeads(memory, keys, clock, ground.settings, config.heads_dir),
    )
    return Schedule(hands)


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

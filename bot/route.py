"""One line of the table of everything people can say, and what the machine is given to do with what it hears."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from sqlalchemy import Connection

from handlers.desk import Desk, Turn
from handlers.directory import Directory
from handlers.message import Message
from handlers.rules.errors import RuleBroken
from handlers.rules.verbs import Verb
from storage.keys import Keyring


@dataclass(frozen=True, slots=True)
class Route:
    """Who takes a turn, if it fits; with a `verb` only a turn with that command fits."""

    name: str
    fits: Callable[[Turn, Desk], bool]
    handler: Callable[[Turn, Desk], None]
    verb: Verb | None = None


class RouteTable:
    """The first route that fits a turn takes it. Routes of other commands than the turn's are not even asked."""

    def __init__(self, routes: Sequence[Route]) -> None:
        self._by_verb = {verb: tuple(route for route in routes if route.verb in {None, verb}) for verb in (None, *Verb)}

    def first(self, turn: Turn, desk: Desk) -> Route | None:
        verb = turn.command.verb if turn.command is not None else None
        return next((route for route in self._by_verb[verb] if route.fits(turn, desk)), None)


class OnSettled(Protocol):
    """Told, in the same transaction, that a row which carries a report's reply went out or never will."""

    def __call__(self, desk: Desk, report_id: int, *, was_reached: bool) -> None: ...


class OnCard(Protocol):
    """Told, in the same transaction, that a row with buttons lies on a screen, and can be changed from now on."""

    def __call__(self, desk: Desk, outbox_id: int) -> None: ...


@dataclass(frozen=True, slots=True)
class Duties:
    """The work as the machine sees it: functions of handlers, named once in bot/app.py."""

    routes: RouteTable
    open_turn: Callable[[Message, Desk], Turn]
    refuse: Callable[[Turn, Desk, RuleBroken], None]
    apologise: Callable[[Turn, Desk], None]
    load_directory: Callable[[Connection, Keyring], Directory]
    on_settled: OnSettled
    on_card: OnCard
    finish: Callable[[Turn, Desk], None]
    change_by_message: Callable[[Desk], None]

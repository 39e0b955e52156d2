"""What the 智能机器人's long connection shares with delivery: the ways out, what may be taken of them, and a desk."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from sqlalchemy import Connection

from bot.channels.base import Channel
from handlers.desk import Desk
from storage.allowances import Allowances


@dataclass(frozen=True, slots=True)
class RobotParts:
    ways: Mapping[str, Channel]
    allowances: Allowances
    desk: Callable[[Connection], Desk]

"""The 智能机器人 as a member of staff sees it: it was thrown out of its connection, it may come back, what people thought of its answers."""

from handlers.desk import Desk, Turn
from handlers.message import ROBOT
from handlers.notify import commission, tell_person
from handlers.rules.case_flow import Role
from handlers.words import robot as words

CHANNEL = ROBOT
FEEDBACK = "robot_feedback"
_VERDICTS = {"1": "accurate", "2": "inaccurate", "3": "taken_back"}


def tell_kicked(desk: Desk) -> None:
    """Somebody who is none of ours has the robot's place now: nobody connects until a person says so."""
    for person in desk.directory.with_role(Role.ADMIN) or commission(desk):
        tell_person(desk, person, words.THROWN_OUT)


def resume(turn: Turn, desk: Desk) -> None:
    """恢复机器人."""
    desk.say(turn, words.RESUMED if desk.store.owners.unblock(CHANNEL) else words.NOT_BLOCKED)


def count_feedback(turn: Turn, desk: Desk) -> None:
    """准确 or 不准确 under an answer: a figure, and nobody's name."""
    verdict = _VERDICTS.get(turn.message.scene)
    if verdict is not None:
        desk.store.counters.add(f"{FEEDBACK}-{verdict}")

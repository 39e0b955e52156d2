"""What the 公众号 reports of itself: whether a message arrived after all, and which notices somebody allows."""

from handlers.desk import Desk, Turn
from handlers.rounds import came_back

_ARRIVED = "success"


def delivered(turn: Turn, desk: Desk) -> None:
    """A message the platform had taken did not arrive: it waits for the person's next word, and the answer was not told."""
    message = turn.message
    if message.choice == _ARRIVED or not message.task:
        return
    report_id = desk.store.outbox.came_back(message.channel, turn.speaker.account_id, message.task, message.choice)
    if report_id is not None:
        came_back(desk, report_id)


def consented(turn: Turn, desk: Desk) -> None:
    """订阅通知 that were allowed or refused, as accept:TEMPLATE and reject:TEMPLATE."""
    for word in turn.message.scene.split():
        answer, _, template_id = word.partition(":")
        if not template_id:
            continue
        if answer == "accept":
            desk.store.consents.allow(turn.speaker.account_id, template_id, desk.now)
        else:
            desk.store.consents.withdraw(turn.speaker.account_id, template_id)

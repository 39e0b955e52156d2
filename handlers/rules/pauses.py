"""When a clock stood, read off the recorded steps of a case; nothing else stops one."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from handlers.rules.case_flow import Step
from handlers.rules.deadlines import Pause


class PauseReason(StrEnum):
    """The reasons for which a clock may stand; an extension is no pause but a later last day."""

    MORE_TOLD = "补充材料"
    CONSULTATION = "会商"


@dataclass(frozen=True, slots=True)
class Recorded:
    """One step of a history, on its local day."""

    step: str
    on: date
    from_status: str | None
    to_status: str
    note: str = ""


_REASON = re.compile(rf"\s*({'|'.join(PauseReason)})\s*[:：,，、。]?\s*")


def read_reason(said: str) -> tuple[PauseReason | None, str]:
    """The reason that stands in front, and the rest; None where it is none of the listed."""
    match = _REASON.match(said)
    return (PauseReason(match[1]), said[match.end() :].strip()) if match else (None, said)


def pauses(steps: Iterable[Recorded], today: date) -> tuple[Pause, ...]:
    """Every pause so far; one that still lasts ends today. Who moves the case on lifts it, and so does 恢复计时."""
    found: list[Pause] = []
    since: Recorded | None = None
    for one in steps:
        if since is not None and _lifts(one, since):
            found.append(Pause(since.on, one.on, since.note))
            since = None
        if since is None and _stops(one):
            since = one
    if since is not None:
        found.append(Pause(since.on, today, since.note))
    return tuple(found)


def _stops(one: Recorded) -> bool:
    return one.step in {Step.PAUSE, Step.ASK_MORE}


def _lifts(one: Recorded, since: Recorded) -> bool:
    return one.step == Step.RESUME or one.to_status != since.to_status


def waited(received_on: date, until: date) -> int:
    """The days the person has waited: they run on, whatever stops the office's clock."""
    return max((until - received_on).days, 0)

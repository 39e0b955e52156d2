"""Why a step is refused. Data only: handlers/words says it in Chinese.

RuleBroken
├── NotFromHere      the case's status does not allow this step
├── NotYours         this person may not take this step
├── NoSuchCase       there is no such case for this person
├── WhichCase        a bare number or word fits several cases
├── WhichPerson      a name fits nobody of the directory, or several
├── TooLate          the limit for this step has passed
├── AlreadyDone      once only, and it was done
└── Missing          something needed was not said
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from handlers.rules.case_flow import Status, Step


class RuleBroken(Exception):
    """A person is told why, in one sentence; nothing has changed. `case` is its number and title, where one is meant."""

    case: tuple[str, str] | None = None


class NotFromHere(RuleBroken):
    def __init__(self, *, step: Step, status: Status | None) -> None:
        super().__init__(step, status)
        self.step = step
        self.status = status


class NotYours(RuleBroken):
    def __init__(self, *, step: Step) -> None:
        super().__init__(step)
        self.step = step


class NoSuchCase(RuleBroken):
    def __init__(self, *, said: str) -> None:
        super().__init__(said)
        self.said = said


class WhichCase(RuleBroken):
    """`numbers` with their titles, best first; empty when none fits."""

    def __init__(self, *, cases: tuple[tuple[str, str], ...]) -> None:
        super().__init__(cases)
        self.cases = cases


class WhichPerson(RuleBroken):
    """`found` are those whom the name fits, each with their place; empty when it fits nobody."""

    def __init__(self, *, said: str, found: tuple[str, ...] = ()) -> None:
        super().__init__(found)
        self.said = said
        self.found = found


class TooLate(RuleBroken):
    def __init__(self, *, step: Step, due: date) -> None:
        super().__init__(step, due)
        self.step = step
        self.due = due


class AlreadyDone(RuleBroken):
    def __init__(self, *, step: Step) -> None:
        super().__init__(step)
        self.step = step


class Missing(RuleBroken):
    """`what` names the missing thing: a key of handlers/words/refusals.py."""

    def __init__(self, *, step: Step, what: str, detail: str = "") -> None:
        super().__init__(step, what)
        self.step = step
        self.what = what
        self.detail = detail

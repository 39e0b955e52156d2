"""The limits as data: what each is called, what starts it, in which statuses it runs, and who is reminded, nearest first."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from handlers.rules.case_flow import Role, Status, Step
from handlers.rules.deadlines import Limit


class LimitName(StrEnum):
    """The steps that have a limit, as contract and configuration name them."""

    DISPATCH = "dispatch"
    ACCEPT = "accept"
    RETURN = "return"
    REASSIGN = "reassign"
    FIRST_CONTACT = "first_contact"
    CO_OPINION = "co_opinion"
    REPLY = "reply"
    REPLY_COMPLEX = "reply_complex"
    RATING = "rating"
    REDO = "redo"
    REPLY_URGENT = "reply_urgent"  # opinions of urgency `urgent` or `critical`


@dataclass(frozen=True, slots=True)
class LimitRule:
    """One limit, whatever its number. It ends by itself when the case leaves the statuses in which it runs.

    `ladder`: who of the office is reminded of it, the nearest first; twice who stays alone until the last day is past. Nobody is of
    a limit that only closes a door. One that is `for_raters` is theirs who were told of the answer: they are reminded once,
    of their own rating.
    """

    term: str
    starts_with: frozenset[Step]
    runs_in: frozenset[Status]
    ladder: tuple[Role, ...] = ()
    for_raters: bool = False

    @property
    def event(self) -> str:
        """The event it starts with, in Chinese."""
        return "、".join(dict.fromkeys(step.term for step in Step if step in self.starts_with))


_S = Status
_HANDED = frozenset({Step.DISPATCH, Step.ALLOW_RETURN})
_AT_DEPARTMENT = frozenset({_S.DISPATCHED, _S.RETURN_REQUESTED, _S.HANDLING, _S.REPLY_REVIEW})
_UNIT = (Role.CASE_OFFICER, Role.UNIT_HEAD)
_ALL_THE_WAY = (*_UNIT, Role.SUPERVISION, Role.LEADER)
_REPLY = LimitRule("答复", _HANDED, _AT_DEPARTMENT, _ALL_THE_WAY)

LIMIT_RULES: Mapping[LimitName, LimitRule] = {
    LimitName.DISPATCH: LimitRule(
        "交办",
        frozenset({Step.REPORT, Step.REGISTER}),
        frozenset({_S.REVIEW, _S.TO_DISPATCH}),
        (Role.LIAISON_OFFICER, Role.LIAISON_OFFICER, Role.COMMISSION),
    ),
    LimitName.ACCEPT: LimitRule("签收", _HANDED, frozenset({_S.DISPATCHED, _S.RETURN_REQUESTED}), _UNIT),
    LimitName.RETURN: LimitRule("申退", _HANDED, frozenset({_S.DISPATCHED, _S.HANDLING})),
    LimitName.REASSIGN: LimitRule(
        "重新交办",
        frozenset({Step.REQUEST_RETURN}),
        frozenset({_S.RETURN_REQUESTED, _S.TO_DISPATCH}),
        (Role.SUPERVISION, Role.COMMISSION),
    ),
    LimitName.FIRST_CONTACT: LimitRule("首次联系代表", _HANDED, _AT_DEPARTMENT, _UNIT),
    LimitName.CO_OPINION: LimitRule("协办意见", _HANDED, _AT_DEPARTMENT | {_S.REDO}, _UNIT),
    LimitName.REPLY: _REPLY,
    LimitName.REPLY_COMPLEX: _REPLY,
    LimitName.REPLY_URGENT: _REPLY,
    LimitName.RATING: LimitRule(
        "评价", frozenset({Step.RELEASE, Step.ANSWER_DIRECT}), frozenset({_S.REPLIED}), for_raters=True
    ),
    LimitName.REDO: LimitRule(
        "重新办理", frozenset({Step.RATE, Step.LAPSE, Step.SETTLE}), _AT_DEPARTMENT | {_S.REDO}, _ALL_THE_WAY
    ),
}

# Those by which the whole case is late or not.
LEADING = frozenset({LimitName.REPLY, LimitName.REPLY_COMPLEX, LimitName.REPLY_URGENT, LimitName.REDO})

Limits = Mapping[LimitName, Limit]


@dataclass(frozen=True, slots=True)
class TimeLimits:
    """The limits in force for both kinds of case; a step without one has no date. `preset` names who set the numbers."""

    opinion: Limits
    suggestion: Limits
    preset: str = "default"

    def of(self, kind: str, name: LimitName) -> Limit | None:
        """The limit of this step for an `opinion` or a `suggestion`."""
        return {"opinion": self.opinion, "suggestion": self.suggestion}[kind].get(name)

    def reply(self, kind: str, urgency: str, *, is_complex: bool = False) -> Limit:
        """The reply's limit by kind, urgency and size."""
        limits = self.opinion if kind == "opinion" else self.suggestion
        return limits[reply_limit(kind, urgency, is_complex=is_complex)]


def reply_limit(kind: str, urgency: str, *, is_complex: bool = False) -> LimitName:
    """Which of the reply's limits: opinions that are urgent or critical have their own, whatever their size."""
    if kind == "opinion" and urgency in {"urgent", "critical"}:
        return LimitName.REPLY_URGENT
    return LimitName.REPLY_COMPLEX if is_complex else LimitName.REPLY

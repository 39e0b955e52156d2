"""Who sees a case and who may take a step on it: one table each (contract §5, "Who sees" and "Steps").

Being refused is told apart from "there is no such case": whoever may not see a case is not told that it exists.
"""

from collections.abc import Callable
from dataclasses import dataclass

from handlers.rules.case_flow import MOVES, Role, Status, Step
from handlers.rules.errors import NotFromHere, NotYours


@dataclass(frozen=True, slots=True)
class Actor:
    """What decides about a person: roles, and where they serve. `covers`: the posts in which they stand in for others (代班).

    `is_on_duty`: on today's 值班.
    """

    roles: frozenset[Role]
    station: str | None = None
    department: str | None = None
    duties: frozenset[str] = frozenset()
    covers: tuple["Actor", ...] = ()
    is_on_duty: bool = False


@dataclass(frozen=True, slots=True)
class Facts:
    """What decides about a case, seen from one person. `reporters` counts accounts that raised it (supporters apart)."""

    status: Status | None = None
    station: str | None = None
    for_commission: bool = False
    lead: str | None = None
    leads: frozenset[str] = frozenset()  # of a 分办 all of them
    co_departments: frozenset[str] = frozenset()
    sealed: str | None = None
    human_first: bool = False
    is_suggestion: bool = False
    is_consulted: bool = False  # this person's department was asked beforehand whether it is theirs
    is_invited: bool = False  # to sign a suggestion with its lead, and has not declined
    is_reporter: bool = False
    is_supporter: bool = False
    is_through: bool = False  # raised by scanning this deputy's code
    reporters: int = 1
    is_entrusted: bool = False  # a clerk's order went to the supervision office
    is_taken_over: bool = False  # by this person

    @property
    def is_draft(self) -> bool:
        """A suggestion that its deputy has not submitted yet, or was given back."""
        return self.is_suggestion and self.status is Status.COLLECTING


# The duty of those who are told of a person in danger.
CRISIS = "crisis"

# Whoever took a case over (接手) speaks to the person, whatever their office.
BY_WHO_TOOK_OVER = frozenset({Step.MESSAGE})

Condition = Callable[[Actor, Facts], bool]


def _always(_actor: Actor, _facts: Facts) -> bool:
    return True


def _own(_actor: Actor, facts: Facts) -> bool:
    return facts.is_reporter or facts.is_supporter


def _own_or_own_station(actor: Actor, facts: Facts) -> bool:
    return _own(actor, facts) or _near_station(actor, facts)


def _near_station(actor: Actor, facts: Facts) -> bool:
    """A deputy's own station's case, or one raised by scanning their code."""
    through = facts.is_through and not facts.for_commission
    return through or (facts.station is not None and facts.station == actor.station)


def _own_station_or_none(actor: Actor, facts: Facts) -> bool:
    """A complaint about a town's own people is no case "without a station": it is the commission's."""
    return not facts.for_commission and facts.station in {None, actor.station}


def _leads_or_co_handles(actor: Actor, facts: Facts) -> bool:
    return _leads(actor, facts) or _co_handles(actor, facts)


def _handles_or_is_asked(actor: Actor, facts: Facts) -> bool:
    return facts.is_consulted or _leads_or_co_handles(actor, facts)


def _leads(actor: Actor, facts: Facts) -> bool:
    return actor.department is not None and actor.department in {facts.lead, *facts.leads}


def _leads_part(actor: Actor, facts: Facts) -> bool:
    return len(facts.leads) > 1 and _leads(actor, facts)


def _co_handles(actor: Actor, facts: Facts) -> bool:
    return actor.department is not None and actor.department in facts.co_departments


def _reported(_actor: Actor, facts: Facts) -> bool:
    return facts.is_reporter


def _only_reporter(_actor: Actor, facts: Facts) -> bool:
    return facts.is_reporter and facts.reporters == 1


def _leads_suggestion(_actor: Actor, facts: Facts) -> bool:
    return facts.is_suggestion and facts.is_reporter


def _entrusted(_actor: Actor, facts: Facts) -> bool:
    return facts.is_entrusted


def _consulted(_actor: Actor, facts: Facts) -> bool:
    return facts.is_consulted


def _handles_suggestion(actor: Actor, facts: Facts) -> bool:
    return facts.is_suggestion and _leads_or_co_handles(actor, facts)


def _signed_suggestion(actor: Actor, facts: Facts) -> bool:
    return facts.is_suggestion and _own(actor, facts)


def _signed_with_lead(_actor: Actor, facts: Facts) -> bool:
    return facts.is_suggestion and facts.is_supporter


def _invited(_actor: Actor, facts: Facts) -> bool:
    return facts.is_invited


def _before_dispatch(actor: Actor, facts: Facts) -> bool:
    return _own_station_or_none(actor, facts) and facts.status in {Status.REVIEW, Status.TO_DISPATCH, Status.MERGED}


# Ordinary cases. Roles that are missing here see none but their own.
SEES: dict[Role, Condition] = {
    Role.VOTER: _own,
    Role.DEPUTY: _own_or_own_station,
    Role.LIAISON_OFFICER: _own_station_or_none,
    Role.CASE_OFFICER: _handles_or_is_asked,
    Role.UNIT_HEAD: _leads_or_co_handles,
    Role.COMMISSION: _always,
    Role.SUPERVISION: _always,
    Role.LEADER: _always,
}

# On which cases a role may take a step that the table of moves gives it. Steps and roles not named: on each they see.
MAY_TAKE: dict[tuple[Step, Role], Condition] = {
    (Step.DISPATCH, Role.SUPERVISION): _entrusted,
    (Step.SEND_BACK, Role.SUPERVISION): _entrusted,
    (Step.ADD, Role.VOTER): _reported,
    (Step.ADD, Role.DEPUTY): _reported,
    (Step.SUPPORT, Role.DEPUTY): _near_station,
    (Step.REVISE_DRAFT, Role.DEPUTY): _leads_suggestion,
    (Step.INVITE, Role.DEPUTY): _leads_suggestion,
    (Step.SUBMIT, Role.DEPUTY): _leads_suggestion,
    (Step.UNIT_AGREES, Role.CASE_OFFICER): _consulted,
    (Step.UNIT_DECLINES, Role.CASE_OFFICER): _consulted,
    (Step.MEET, Role.CASE_OFFICER): _handles_suggestion,
    (Step.CONTACT, Role.CASE_OFFICER): _handles_suggestion,
    (Step.CONFIRM_MEETING, Role.DEPUTY): _signed_suggestion,
    (Step.DENY_MEETING, Role.DEPUTY): _signed_suggestion,
    (Step.AGREE_EXTENSION, Role.DEPUTY): _leads_suggestion,
    (Step.DECLINE_EXTENSION, Role.DEPUTY): _leads_suggestion,
    (Step.ASK_WITHDRAWAL, Role.DEPUTY): _leads_suggestion,
    (Step.AGREE_WITHDRAWAL, Role.DEPUTY): _signed_with_lead,
    (Step.COSIGN, Role.DEPUTY): _invited,
    (Step.NO_COSIGN, Role.DEPUTY): _invited,
    (Step.WITHDRAW, Role.VOTER): _only_reporter,
    (Step.WITHDRAW, Role.DEPUTY): _only_reporter,
    (Step.RATE, Role.VOTER): _own,
    (Step.RATE, Role.DEPUTY): _own,
    (Step.CONFIRM_PROMISE, Role.DEPUTY): _own,
    (Step.DENY_PROMISE, Role.DEPUTY): _own,
    (Step.ACCEPT, Role.CASE_OFFICER): _leads,
    (Step.ACCEPT_PART, Role.CASE_OFFICER): _leads_part,
    (Step.REPLY_PART, Role.CASE_OFFICER): _leads_part,
    (Step.REPLY_PART, Role.UNIT_HEAD): _leads_part,
    (Step.REQUEST_RETURN, Role.CASE_OFFICER): _leads,
    (Step.REQUEST_EXTENSION, Role.CASE_OFFICER): _leads,
    (Step.REPLY, Role.CASE_OFFICER): _leads,
    (Step.DRAFT_REPLY, Role.CASE_OFFICER): _leads,
    (Step.SIGN_OFF, Role.UNIT_HEAD): _leads,
    (Step.REFUSE_SIGN_OFF, Role.UNIT_HEAD): _leads,
    (Step.CO_OPINION, Role.CASE_OFFICER): _co_handles,
    (Step.KEEP_PROMISE, Role.CASE_OFFICER): _leads,
    (Step.MERGE, Role.LIAISON_OFFICER): _before_dispatch,
    (Step.SPLIT, Role.VOTER): _reported,
    (Step.SPLIT, Role.DEPUTY): _reported,
}


def sees(actor: Actor, facts: Facts) -> bool:
    """Whether the case exists for this person. Who stands in sees what the absent person sees, but for sealed cases."""
    if (actor.is_on_duty or facts.is_taken_over) and _waits_for_duty(facts):
        return True
    if facts.sealed:
        return facts.sealed in actor.duties
    if facts.is_draft:
        return _own(actor, facts) or facts.is_invited
    return any(_sees_from(post, facts) for post in (actor, *actor.covers))


def _sees_from(post: Actor, facts: Facts) -> bool:
    return any(role in SEES and SEES[role](post, facts) for role in post.roles)


def _waits_for_duty(facts: Facts) -> bool:
    """What today's 值班 may always be called for: a case that a person looks at first, and of sealed ones danger to life.

    The other duties are theirs for the day only where nobody has them by name: then they stand in `duties`.
    """
    return facts.human_first and facts.sealed in {None, CRISIS}


def acting_role(actor: Actor, step: Step, facts: Facts) -> Role:
    """The role in which this person takes the step. NotYours when none allows it at all, NotFromHere when only not now."""
    for post in (actor, *actor.covers):
        role = _role_from(post, step, facts)
        if role is not None:
            return role
    if step is Step.TAKE_OVER and (facts.sealed in actor.duties or (actor.is_on_duty and _waits_for_duty(facts))):
        return min(actor.roles)
    if facts.is_taken_over and step in BY_WHO_TOOK_OVER:
        return min(actor.roles)
    if step is Step.ANSWER_DIRECT and facts.sealed == CRISIS and sees(actor, facts):  # the end of a danger
        return min(actor.roles)
    if step is Step.MERGE and any(_merges_here(post, facts) for post in (actor, *actor.covers)):
        raise NotFromHere(step=step, status=facts.status)
    raise NotYours(step=step)


def _role_from(post: Actor, step: Step, facts: Facts) -> Role | None:
    for role in sorted(post.roles & MOVES[step].actors):
        condition = MAY_TAKE.get((step, role)) or SEES.get(role, _always)
        if condition(post, facts):
            return role
    return None


def _merges_here(post: Actor, facts: Facts) -> bool:
    return Role.LIAISON_OFFICER in post.roles and _own_station_or_none(post, facts)

"""Which step a card's button asks for, and when a card has nothing left to ask."""

from collections.abc import Mapping, Sequence

from handlers.rules.case_flow import MOVES, Status, Step
from handlers.rules.commands import Verb, parse_command

STEPS: Mapping[Verb, Step] = {
    Verb.TAKE_OVER: Step.TAKE_OVER,
    Verb.ACCEPT_CASE: Step.ACCEPT_CASE,
    Verb.DISPATCH: Step.DISPATCH,
    Verb.REJECT: Step.REJECT,
    Verb.ANSWER_DIRECT: Step.ANSWER_DIRECT,
    Verb.AGREE_WITHDRAWAL: Step.AGREE_WITHDRAWAL,
    Verb.SUBMIT: Step.SUBMIT,
    Verb.TWO_PART: Step.RATE,
    Verb.CONFIRM_MEETING: Step.CONFIRM_MEETING,
    Verb.DENY_MEETING: Step.DENY_MEETING,
    Verb.COSIGN: Step.COSIGN,
    Verb.NO_COSIGN: Step.NO_COSIGN,
    Verb.ACCEPT: Step.ACCEPT,
    Verb.UNIT_AGREES: Step.UNIT_AGREES,
    Verb.REQUEST_RETURN: Step.REQUEST_RETURN,
    Verb.REQUEST_EXTENSION: Step.REQUEST_EXTENSION,
    Verb.ALLOW_EXTENSION: Step.ALLOW_EXTENSION,
    Verb.REFUSE_EXTENSION: Step.REFUSE_EXTENSION,
    Verb.SIGN_OFF: Step.SIGN_OFF,
    Verb.RELEASE: Step.RELEASE,
    Verb.SEND_BACK: Step.SEND_BACK,
    Verb.CONFIRM_PROMISE: Step.CONFIRM_PROMISE,
    Verb.DENY_PROMISE: Step.DENY_PROMISE,
    Verb.SPLIT: Step.SPLIT,
    Verb.SATISFIED: Step.RATE,
    Verb.BASICALLY: Step.RATE,
    Verb.DISSATISFIED: Step.RATE,
}
# The same words are another step where a deputy consents, or a department has but its own part.
_SAME_WORDS: Mapping[Step, Step] = {
    Step.ACCEPT_PART: Step.ACCEPT,
    Step.AGREE_EXTENSION: Step.ALLOW_EXTENSION,
    Step.DECLINE_EXTENSION: Step.REFUSE_EXTENSION,
}
# What everybody who has such a card does for themselves: one person's step leaves the others' cards as they are.
_EACH_THEIR_OWN = frozenset({Step.ACCEPT_PART, Step.RATE, Step.COSIGN, Step.NO_COSIGN, Step.AGREE_WITHDRAWAL})


def step_of(command: str) -> Step | None:
    said = parse_command(command)
    return STEPS.get(said.verb) if said is not None else None


def is_over(steps: Sequence[Step | None], step: Step, after: Status, *, is_own: bool) -> bool:
    """Whether a card that asks for `steps` is done with once `step` led to `after`; `is_own`: its receiver took that step.

    A card whose buttons move no case is never over.
    """
    asked = {one for one in steps if one is not None}
    if not asked:
        return False
    if _SAME_WORDS.get(step, step) in asked and (is_own or step not in _EACH_THEIR_OWN):
        return True
    return not any(after in MOVES[one].sources for one in asked)

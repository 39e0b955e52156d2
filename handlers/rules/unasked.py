"""How often somebody is told something about a case without having asked: four times at most, and one is kept for the answer."""

MOST = 4
_KEPT_FOR_THE_ANSWER = 1


def may_tell(told_before: int, *, is_needed: bool) -> bool:
    """`is_needed`: the answer, a question without which nothing moves, the end of the matter, or a person's own words."""
    return is_needed or told_before < MOST - _KEPT_FOR_THE_ANSWER

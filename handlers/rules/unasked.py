"""How often somebody is told something about a case without having asked: four times at most, and one is kept for the answer."""

MOST = 4
_KEPT_FOR_THE_ANSWER = 1


def may_tell(told_before: int, *, is_needed: bool, has_answer: bool = False) -> bool:
    """`is_needed`: the answer, a question without which nothing moves, the end of the matter, or a person's own words.

    `has_answer`: they have been told it, so that none need be kept.
    """
    return is_needed or told_before < MOST - (0 if has_answer else _KEPT_FOR_THE_ANSWER)

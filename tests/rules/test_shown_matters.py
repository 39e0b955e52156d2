"""To which matter a picture belongs when several were told."""

import pytest

from handlers.rules.shown_matters import Sent, goes_with

LAMP, BIN = "西关村路灯坏了", "东街社区垃圾没人拉，臭得很"
A, B = 1, 2


def words(text: str, by: int = A) -> Sent:
    return Sent(by, text, has_files=False)


def photo(text: str = "", by: int = A) -> Sent:
    return Sent(by, text, has_files=True)


CASES = {
    "after the words of the matter that goes": ([words(LAMP), words(BIN), photo()], {2: 0}),
    "with them": ([words(LAMP), photo(BIN)], {1: 0}),
    "after the words of the matter that stays": ([words(LAMP), photo(), words(BIN)], {}),
    "after words that tell of both": ([words(f"{LAMP}，另外{BIN}"), photo()], {}),
    "before any words": ([photo(), words(LAMP), words(BIN)], {}),
    "of somebody else": ([words(BIN, B), words(LAMP, A), photo(by=A), photo(by=B)], {3: 0}),
    "after words about nothing": ([words(LAMP), words(BIN), words("你们看看"), photo()], {}),
    "none": ([words(LAMP), words(BIN)], {}),
}


@pytest.mark.parametrize(("pieces", "expected"), CASES.values(), ids=CASES)
def test_a_picture_goes_with_the_matter_it_was_sent_with(pieces: list[Sent], expected: dict[int, int]) -> None:
    assert goes_with(pieces, [LAMP], [BIN]) == expected


def test_matters_put_together_are_known_by_their_first_clause() -> None:
    joined = "东街社区垃圾没人拉，臭得很，还有老鼠"
    assert goes_with([words(LAMP), words("东街社区垃圾没人拉"), photo()], [LAMP], [joined]) == {2: 0}

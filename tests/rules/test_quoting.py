"""What a quotation adds to the words beside it."""

import pytest

from handlers.rules.case_numbers import CaseRef
from handlers.rules.commands import Command
from handlers.rules.quoting import case_in, command_about
from handlers.rules.verbs import Verb

CASE = CaseRef(2026, 12)


@pytest.mark.parametrize(
    ("quoted", "case"),
    [
        ("【新件】2026-0012《西关村涵洞塌陷》", CASE),
        ("2026-0012 已转交通局，编号2026-0012", CASE),
        ("2026-0012、2026-0013 快到期了", None),  # a list is about none of them
        ("电话 12026-00123", None),
        ("第12件", None),  # only what we write is believed
        ("", None),
    ],
)
def test_the_one_case_that_a_message_of_ours_names(quoted: str, case: CaseRef | None) -> None:
    assert case_in(quoted) == case


@pytest.mark.parametrize(
    ("said", "command"),
    [
        ("受理", Command(Verb.ACCEPT_CASE, (CASE,))),
        ("交办 城管局", Command(Verb.DISPATCH, (CASE,), "城管局")),
        ("交办：城管局", Command(Verb.DISPATCH, (CASE,), "城管局")),
        ("不受理 不属于本县", Command(Verb.REJECT, (CASE,), "不属于本县")),
        ("回 我们明天去看", Command(Verb.MESSAGE, (CASE,), "我们明天去看")),
        ("满意", Command(Verb.SATISFIED, (CASE,))),
        ("不满意 还是坏的", Command(Verb.DISSATISFIED, (CASE,), "还是坏的")),
        ("补充 是东头那个", Command(Verb.ADD, (CASE,), "是东头那个")),
        ("受理 15", Command(Verb.ACCEPT_CASE, (CaseRef(None, 15),))),  # what is typed counts
        ("待办", Command(Verb.WORKLIST)),
        ("还没修好", None),
        ("交办得太慢了", None),
        ("", None),
    ],
)
def test_a_word_without_a_number_is_about_the_quoted_case(said: str, command: Command | None) -> None:
    assert command_about(said, CASE) == command

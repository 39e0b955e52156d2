"""Old people do not read long messages: what the bot says to voters by itself stays within 80 characters."""

import re
from datetime import date
from types import ModuleType

import pytest

from handlers.rules.case_flow import Status
from handlers.rules.intake import Question
from handlers.rules.look_first import Danger
from handlers.words import asides, cases, lists, looking, opinions, refusals

LONGEST = 80
NUMBER, TITLE = "2026-0012", "西关村村口的路灯坏了半个月了吧"

# Said once, or where every word may save a life; each with its reason.
LONGER = {
    "WELCOME_STATION": "said once, to whoever follows by a station's code",
    "STRANGER": "said to people of the office, no voter",
}


def constants(module: ModuleType) -> dict[str, str]:
    found = {name: value for name, value in vars(module).items() if name.isupper() and isinstance(value, str)}
    return {name: re.sub(r"\{\w+\}", "某县人大代表联络站", value) for name, value in found.items()}


SAID = {
    **constants(opinions),
    **constants(asides),
    **constants(looking),
    "NOTHING_OF_YOURS": lists.NOTHING_OF_YOURS,
    "RATE_HOW": cases.RATE_HOW,
    "please_rate": cases.please_rate(NUMBER, TITLE + "，很不方便"[: 20 - len(TITLE)], date(2026, 12, 31)),
    "NO_REASON": cases.NO_REASON,
    "APOLOGY": refusals.APOLOGY,
    **{f"again {question}": f"{NUMBER}：{text}" for question, text in opinions.ASKS_AGAIN.items()},
    **{
        f"taken {question} {is_sound} {is_first}": opinions.taken_down(
            NUMBER, question=question, is_sound=is_sound, is_first=is_first
        )
        for question in (None, Question.PLACE, Question.MATTER, Question.WHAT)
        for is_sound in (True, False)
        for is_first in (True, False)
    },
    "joined": opinions.joined(NUMBER, TITLE, question=None),
    "withdrawn": opinions.withdrawn(NUMBER, TITLE),
    "merged": cases.merged_for_reporter(NUMBER, TITLE, "2026-0011"),
    "unmerged": cases.unmerged_for_reporter(NUMBER, TITLE),
    **{f"danger {kind}": looking.looked_at_first(kind, NUMBER) for kind in looking.AT_ONCE if kind is not Danger.COURT},
    **{
        f"status {status}": lists.status_for_voter(
            NUMBER, TITLE, status, department="城市管理局", due=None, into=None, reply=None
        )
        for status in Status
    },
}


@pytest.mark.parametrize("name", sorted(SAID))
def test_a_message_to_a_voter_is_short(name: str) -> None:
    longest = 140 if name in LONGER else LONGEST
    assert len(SAID[name]) <= longest, f"{len(SAID[name])}: {SAID[name]}"


def test_the_law_s_way_is_told_in_full_and_no_longer() -> None:
    """A case before the court: where to appeal and whom to ask must both be said."""
    assert len(looking.looked_at_first(Danger.COURT, NUMBER)) <= 110

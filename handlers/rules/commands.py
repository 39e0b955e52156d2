"""What a person's line asks the office to do: the word, the cases it names, and the rest exactly as typed."""

from dataclasses import dataclass
from enum import StrEnum

from handlers.rules.verbs import GRAMMAR, Form, Grammar, Verb

__all__ = [
    "GRAMMAR",
    "Answer",
    "CaseRef",
    "Command",
    "Form",
    "Grammar",
    "Verb",
    "format_number",
    "likeliest_commands",
    "parse_command",
    "parse_number",
    "short_answer",
]


class Answer(StrEnum):
    """A short answer to the last question put to a person."""

    YES = "yes"
    NO = "no"


@dataclass(frozen=True, slots=True)
class CaseRef:
    """A case as people name it: with its year, or this year's by its bare number."""

    year: int | None
    seq: int


@dataclass(frozen=True, slots=True)
class Command:
    """`rest` is what followed the word and the numbers, verbatim but for outer blanks."""

    verb: Verb
    cases: tuple[CaseRef, ...] = ()
    rest: str = ""


def format_number(year: int, seq: int) -> str:
    """The full number as the office writes it: 2026-0012."""
    return f"{year}-{seq:04d}"


def parse_number(said: str) -> CaseRef | None:
    """The case a whole text names ('12号', '第十二件', '2026-0012'), or None."""
    raise NotImplementedError


def parse_command(text: str) -> Command | None:
    raise NotImplementedError


def likeliest_commands(text: str) -> tuple[Verb, Verb]:
    """The two commands a member of staff most likely meant by words not understood."""
    raise NotImplementedError


def short_answer(text: str) -> Answer | None:
    raise NotImplementedError

"""Which department a matter belongs to, told by the directory's own words."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class DepartmentWords:
    """What the directory says of one body: how it is called and what it looks after."""

    code: str
    name: str
    aliases: tuple[str, ...] = ()
    matters: tuple[str, ...] = ()
    keywords: tuple[str, ...] = ()
    form: str = "交办"


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A department and the words of the text that speak for it."""

    code: str
    score: float
    words: tuple[str, ...]


class Allotment:
    """Built once per version of the directory."""

    def __init__(self, departments: Iterable[DepartmentWords]) -> None:
        raise NotImplementedError

    def suggest(self, text: str, *, limit: int = 3) -> tuple[Suggestion, ...]:
        raise NotImplementedError

    def find(self, said: str) -> tuple[str, ...]:
        """Codes that fit what a person typed, best first; one element means unambiguous."""
        raise NotImplementedError

    def take(self, text: str) -> tuple[str | None, str]:
        """The department named at the start of the text, and what follows it."""
        raise NotImplementedError

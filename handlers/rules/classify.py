"""The nature, field and urgency of a matter, each explained by the words that spoke for it."""

from dataclasses import dataclass
from enum import StrEnum


class Urgency(StrEnum):
    CRITICAL = "critical"
    URGENT = "urgent"
    NORMAL = "normal"


@dataclass(frozen=True, slots=True)
class Classified:
    nature: str | None
    category: str | None
    urgency: Urgency
    words: tuple[str, ...]


def classify(text: str) -> Classified:
    raise NotImplementedError

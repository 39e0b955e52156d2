"""What is no matter of the office's or of anybody's: advertising, chain letters, bare insults, favours, wishes outside the law."""

from dataclasses import dataclass
from enum import StrEnum


class NoMatterKind(StrEnum):
    ADVERTISING = "advertising"
    CHAIN_LETTER = "chain_letter"
    INSULT_ONLY = "insult_only"
    TENDER_OR_FAVOUR = "tender_or_favour"
    BEYOND_LAW = "beyond_law"


@dataclass(frozen=True, slots=True)
class NoMatter:
    kind: NoMatterKind
    words: tuple[str, ...]


def no_matter(text: str) -> NoMatter | None:
    """Why the text is no matter; None for everything that may be one."""
    return None


def without_insults(text: str) -> str:
    """The fact without the abuse: what departments and supervisors read."""
    return text

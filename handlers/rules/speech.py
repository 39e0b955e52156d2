"""What a person's free words hold: a place, a matter, several matters, or only a greeting."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Gazetteer:
    """Names of places the directory knows: townships, areas, stations."""

    names: frozenset[str]


@dataclass(frozen=True, slots=True)
class Heard:
    """`matters` has more than one entry only when the text brings several matters."""

    place: str | None
    has_matter: bool
    is_small_talk: bool
    asks_own_case: bool
    matters: tuple[str, ...]


def hear(text: str, gazetteer: Gazetteer) -> Heard:
    raise NotImplementedError


def title_of(text: str) -> str:
    """At most 20 characters that tell the case from others: place and matter, no greeting, no abuse."""
    raise NotImplementedError


def group_address(text: str, bot_name: str) -> str | None:
    """What a group message says to the bot, or None when it is not addressed to it."""
    raise NotImplementedError


def strip_mention(text: str, bot_name: str) -> str:
    """The text without a leading mention of the bot."""
    raise NotImplementedError

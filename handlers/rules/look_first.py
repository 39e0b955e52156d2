"""What a person must read before anything moves (先看): danger, accusations, secrets, courts, and what inflames."""

from dataclasses import dataclass
from enum import StrEnum


class Danger(StrEnum):
    SELF_HARM = "self_harm"
    VIOLENCE = "violence"
    GAS = "gas"
    FIRE = "fire"
    CHEMICAL = "chemical"
    COLLAPSE = "collapse"
    FLOOD = "flood"
    MISSING_OR_TRAPPED = "missing_or_trapped"
    FOOD_POISONING = "food_poisoning"
    MINOR_HURT = "minor_hurt"
    SECRET = "secret"
    ACCUSATION = "accusation"
    CROWD = "crowd"
    RUMOUR = "rumour"
    RELIGION = "religion"
    ETHNIC = "ethnic"
    ELECTION = "election"
    COURT = "court"
    PRESSURE_ON_RATING = "pressure_on_rating"
    FAVOUR = "favour"


@dataclass(frozen=True, slots=True)
class Look:
    """`duty` names who alone may see the case; None: a person looks first, but it is not sealed. `is_now`: it goes on."""

    kind: Danger
    words: tuple[str, ...]
    duty: str | None
    is_now: bool

    @property
    def threatens_life(self) -> bool:
        """The case is critical (特急), and the answer begins with 110, 119 or 120."""
        return False


def look(text: str) -> tuple[Look, ...]:
    """What the text holds, strongest first; nothing for an ordinary one."""
    return ()


def split_mixed(text: str, looks: tuple[Look, ...]) -> tuple[str, str]:
    """(ordinary part, sealed part): the road stays an ordinary case, the accusation is sealed."""
    return text, ""

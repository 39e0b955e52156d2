"""What proofing knows: fixed terms, titles, sequences, characters that look or sound alike, and an office's own names."""

from collections.abc import Callable, Mapping, Set
from dataclasses import dataclass, field

from handlers.rules.proofing.finding import Kind


@dataclass(frozen=True, slots=True)
class Officeholder:
    """Somebody's name as it is written, and the post that goes with it."""

    name: str
    post: str


@dataclass(frozen=True, slots=True)
class Lexicon:
    """`phrases`: what must be written just so, with its kind. `never`: what is always wrong, and what is meant.

    `sequences`: items that are always named in this order. `laws`: full titles; `short_laws`: names they go by.
    `alike`: groups of characters that look alike. `variants`: characters that never stand in official text.
    `official`: everyday words of two characters; `not_slips`: what stands so although no dictionary has it.
    `dictionary`: all words. `sounds_of`: the readings of a character, without tone.
    """

    phrases: Mapping[str, Kind] = field(default_factory=dict)
    never: Mapping[str, tuple[str, Kind]] = field(default_factory=dict)
    sequences: tuple[tuple[str, ...], ...] = ()
    laws: frozenset[str] = frozenset()
    short_laws: frozenset[str] = frozenset()
    alike: Mapping[str, frozenset[str]] = field(default_factory=dict)
    variants: Mapping[str, str] = field(default_factory=dict)
    official: tuple[str, ...] = ()
    not_slips: frozenset[str] = frozenset()
    dictionary: Set[str] = frozenset()
    sounds_of: Callable[[str], frozenset[str]] = frozenset
    officeholders: tuple[Officeholder, ...] = ()

    def sound_alike(self, one: str, other: str) -> bool:
        return not self.sounds_of(one).isdisjoint(self.sounds_of(other))

    def look_alike(self, one: str, other: str) -> bool:
        return other in self.alike.get(one, frozenset())

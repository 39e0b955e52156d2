"""What a quoted message adds to the words beside it: the case it names, or the matter it tells."""

import re
from dataclasses import replace

from handlers.rules.case_numbers import CaseRef
from handlers.rules.commands import Command, parse_command
from handlers.rules.verbs import GRAMMAR, Verb

_FULL = re.compile(r"(?<![0-9])(20[0-9]{2})-([0-9]{4,6})(?![0-9])")
_GAP = re.compile(r"[\s,，。.:：;；]+")
_ABOUT_ONE = frozenset({Verb.ADD, Verb.SATISFIED, Verb.BASICALLY, Verb.DISSATISFIED, Verb.TWO_PART})


def case_in(quoted: str) -> CaseRef | None:
    """The case a message of the bot names: in full, and one only."""
    found = {CaseRef(int(year), int(seq)) for year, seq in _FULL.findall(quoted)}
    return found.pop() if len(found) == 1 else None


def command_about(text: str, case: CaseRef) -> Command | None:
    """受理 under a message about 2026-0012 is 受理 2026-0012; a number that was typed counts more than the quoted one."""
    typed = parse_command(text)
    if typed is not None:
        takes_case = GRAMMAR[typed.verb].takes_case or typed.verb in _ABOUT_ONE
        return replace(typed, cases=(case,)) if takes_case and not typed.cases else typed
    word, *rest = _GAP.split(text.strip(), maxsplit=1)
    filled = parse_command(f"{word} {case.year}-{case.seq:04d} {''.join(rest)}".strip())
    return filled if filled is not None and filled.cases == (case,) else None

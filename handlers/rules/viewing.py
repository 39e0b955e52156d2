"""Who is shown a person's own data: whole for whoever needs it to do the work, masked for others, some kinds for nobody."""

import re
from collections.abc import Iterable
from enum import StrEnum

from handlers.rules.personal import Item, ItemKind, given_contact, mask

CONTACTS = frozenset({ItemKind.PHONE, ItemKind.WECHAT, ItemKind.MAIL})
# Not needed by anybody: said so at once, shown to nobody.
NEVER = frozenset({ItemKind.IDENTITY, ItemKind.CARD})
_HIDDEN = "****"
_OFFICER_ALONE = re.compile(r"只(?:给|让|准|告诉)[^。！!？?；;，,]{0,4}(?:承办|经办)")


class Viewer(StrEnum):
    """In which capacity somebody looks at a case."""

    OFFICER = "officer"  # case officer of the department that leads
    CLERK = "clerk"  # who reviews and dispatches it
    DUTY = "duty"  # who has the duty for a sealed case, or took the case over
    OTHER = "other"


def sees_whole(viewer: Viewer, kind: ItemKind, *, is_given: bool, for_officer_alone: bool) -> bool:
    """A contact only when its owner gave it to be reached; what names a place or a circumstance, whoever works on it."""
    if kind in NEVER or viewer is Viewer.OTHER:
        return False
    if viewer is Viewer.DUTY or kind not in CONTACTS:
        return True
    return is_given and (viewer is Viewer.OFFICER or not for_officer_alone)


def masked(kind: ItemKind, placeholder: str, value: str) -> str:
    """138****5678; the placeholder where nothing of the value may be seen, for it says at least what stood there."""
    hidden = _HIDDEN if kind in NEVER else mask(kind, value)
    return placeholder if hidden == _HIDDEN else hidden


def given(text: str, items: Iterable[Item]) -> frozenset[str]:
    """The placeholders of contacts that the writer gave to be reached; each is judged without the others beside it."""
    contacts = [item for item in items if item.kind in CONTACTS]
    return frozenset(item.placeholder for item in contacts if given_contact(_without(text, contacts, item)))


def _without(text: str, contacts: Iterable[Item], kept: Item) -> str:
    for item in contacts:
        if item is not kept:
            text = text.replace(item.value, "")
    return text


def is_for_officer_alone(text: str) -> bool:
    """只给承办人: nobody but the case officer, the clerks neither."""
    return _OFFICER_ALONE.search(text) is not None


def same(value: str) -> str:
    """The value without blanks and marks, to know it again when somebody types it anew."""
    return re.sub(r"[^0-9A-Za-z@._]", "", value).casefold()

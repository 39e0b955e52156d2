"""What a QR code carries: a station's own code, or a deputy's place in the directory. Short and plain, for every platform takes that."""

import re

_SHAPE = re.compile(r"[A-Za-z0-9_-]{1,40}")
_DEPUTY = re.compile(r"dep-([1-9][0-9]{0,8})")


def may_be_scene(station: str) -> bool:
    return _SHAPE.fullmatch(station) is not None


def deputy_scene(person_id: int) -> str:
    return f"dep-{person_id}"


def deputy_in(scene: str) -> int | None:
    """The person a deputy's code names, by their id."""
    found = _DEPUTY.fullmatch(scene)
    return int(found[1]) if found else None

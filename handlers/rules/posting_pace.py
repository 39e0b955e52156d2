"""How long a post takes to be everywhere: each robot may call so often a minute, and each group takes so many calls."""

from collections.abc import Mapping


def seconds_until_everywhere(groups: Mapping[str, int], calls: int, most: int, seconds: int) -> int:
    """`groups`: how many each robot has. `calls` to each of them, `most` calls of a robot in so many `seconds`.

    The first go at once; whatever does not fit waits until so long after those before it.
    """
    together = max(1, most // max(1, calls))
    rounds = max(((count - 1) // together for count in groups.values()), default=0)
    return max(0, rounds) * seconds


def calls_of(text: str, files: int, most_bytes: int) -> int:
    """The words in pieces, and each file by itself."""
    return -(-len(text.encode()) // most_bytes) + files

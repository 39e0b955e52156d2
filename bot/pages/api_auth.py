"""Who may ask the JSON API: whoever shows one of the configured tokens."""

import hmac
from collections.abc import Iterable


class Tokens:
    """The good tokens; their number and not their content decides how long a comparison takes."""

    def __init__(self, tokens: Iterable[str]) -> None:
        self._tokens = tuple(token.encode() for token in tokens)

    def accept(self, authorization: str) -> bool:
        """`authorization` is the whole header, `Bearer TOKEN`."""
        scheme, _, shown = authorization.partition(" ")
        given = shown.strip().encode(errors="surrogateescape")
        matches = [hmac.compare_digest(given, token) for token in self._tokens]
        return scheme.lower() == "bearer" and any(matches)

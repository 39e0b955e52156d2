"""Addresses in a text whose page is gone. A network that cannot be reached says nothing about the text."""

import re
from collections.abc import Iterator

from aiohttp import ClientError, ClientSession, ClientTimeout

from handlers.rules.proofing.finding import Finding, Kind

_ADDRESS = re.compile(r"https?://[A-Za-z0-9\-._~:/?#\[\]@!$&'()*+,;=%]+")
_GONE = frozenset({404, 410})
_SECONDS = ClientTimeout(total=10)


async def dead_links(text: str) -> list[Finding]:
    """Each address is asked once, one after the other; only a clear "gone" of its server counts."""
    found: list[Finding] = []
    gone: dict[str, bool] = {}
    async with ClientSession(timeout=_SECONDS) as session:
        for line, column, address in _addresses(text):
            if address not in gone:
                gone[address] = await _is_gone(session, address)
            if gone[address]:
                found.append(Finding(line, column, address, "", Kind.LINK))
    return found


def _addresses(text: str) -> Iterator[tuple[int, int, str]]:
    for number, line in enumerate(text.splitlines(), 1):
        for match in _ADDRESS.finditer(line):
            yield number, match.start() + 1, match[0].rstrip(".,;:!?)")


async def _is_gone(session: ClientSession, address: str) -> bool:
    try:
        async with session.get(address) as answer:
            return answer.status in _GONE
    except (ClientError, TimeoutError, ValueError):
        return False

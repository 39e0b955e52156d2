"""What the service says of itself: one JSON line an event on stderr, without secrets and without people.

A message's id is in every line about it, so that it can be followed from callback to delivery.
"""

import asyncio
import json
import logging
import re
import sys
from collections.abc import Iterable, MutableMapping
from typing import Any, TextIO
from urllib.parse import quote

import structlog

from bot.failure_places import place_of

Event = MutableMapping[str, Any]

MASK = "***"
SHORTEST_SECRET = 3
LONGEST_WORDS = 300
GATHER_SECONDS = 0.05
# A mobile number, an identity number, a bank card: nothing of ours has that shape and belongs into a log.
PERSONAL = re.compile(r"(?<![0-9A-Za-z])(?:1[3-9][0-9]{9}|[1-9][0-9]{16}[0-9Xx]|[1-9][0-9]{15,18})(?![0-9A-Za-z])")


def start_logging(secrets: Iterable[str] = (), stream: TextIO | None = None) -> None:
    """From now on our loggers and the libraries' write the same lines to the same place."""
    out, masked = stream or sys.stderr, Masked(secrets)
    shared: list[Any] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    handler = logging.StreamHandler(out)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=[*shared, _first_line],
            processors=[_place, structlog.stdlib.ProcessorFormatter.remove_processors_meta, masked],
        )
    )
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(logging.INFO)
    for noisy in ("apscheduler", "sqlalchemy", "asyncio", "alembic", "procrastinate"):
        logging.getLogger(noisy).setLevel(logging.WARNING)
    structlog.configure(
        processors=[*shared, _place, masked],
        logger_factory=lambda name: _Lines(name, out),
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        cache_logger_on_first_use=True,
    )


class _Lines(structlog.WriteLogger):
    """Ours go straight to the stream: through the library's records and handlers a line costs three times as much."""

    def __init__(self, name: str, stream: TextIO) -> None:
        super().__init__(stream)
        self.name = name


class GatheredLog:
    """One line for all messages of a moment that went the same way: a line each would cost more than storing them."""

    def __init__(self, log: Any, event: str) -> None:
        self._log = log
        self._event = event
        self._noted: dict[tuple[tuple[str, Any], ...], list[int]] = {}

    def note(self, inbox_id: int, **facts: Any) -> None:
        """On the loop."""
        if not self._noted:
            asyncio.get_running_loop().call_later(GATHER_SECONDS, self.write)
        self._noted.setdefault(tuple(facts.items()), []).append(inbox_id)

    def write(self) -> None:
        """What was noted and is not written yet: by itself after a moment, by hand before the loop ends."""
        noted, self._noted = self._noted, {}
        for facts, ids in noted.items():
            self._log.info(self._event, inbox_id=ids[0] if len(ids) == 1 else ids, **dict(facts))


class Masked:
    """Writes the line and, last of all, cuts out whatever must not be in it, wherever it came from."""

    def __init__(self, secrets: Iterable[str]) -> None:
        forms = {form for secret in secrets if len(secret) >= SHORTEST_SECRET for form in _forms(secret)}
        longest_first = sorted(forms, key=len, reverse=True)
        self._secret = re.compile("|".join(map(re.escape, longest_first))) if forms else None

    def __call__(self, _logger: Any, _name: str, event: Event) -> str:
        line = _to_json(event)
        if self._secret is not None:
            line = self._secret.sub(MASK, line)
        return PERSONAL.sub(MASK, line)


def _plain(value: object) -> str:
    """What JSON cannot write is named by its kind: its contents may be anything."""
    return f"<{type(value).__name__}>"


_to_json = json.JSONEncoder(ensure_ascii=False, default=_plain).encode


def _forms(secret: str) -> set[str]:
    """As it is, as JSON writes it, and as an address carries it."""
    return {secret, json.dumps(secret, ensure_ascii=False)[1:-1], quote(secret), quote(secret, safe="")}


def _first_line(_logger: Any, _name: str, event: Event) -> Event:
    """Libraries tell stories; their first line is enough, and the rest may quote a message."""
    event["event"] = str(event["event"]).partition("\n")[0][:LONGEST_WORDS]
    return event


def _place(_logger: Any, _name: str, event: Event) -> Event:
    """An exception becomes its kind and where it happened. Its words may quote a person."""
    record = event.get("_record")
    raised = event.pop("exc_info", None) or (record.exc_info if record is not None else None)
    if raised is True:
        raised = sys.exc_info()
    error = raised[1] if isinstance(raised, tuple) else raised
    if isinstance(error, BaseException):
        event["error"] = type(error).__name__
        event["at"] = place_of(error)
    return event

"""Nonsense at the chat's addresses and the API's: refused with a reason, never a failure of ours."""

import json
import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from aiohttp import ClientSession

from tests.journeys.settings import API_TOKEN
from tests.journeys.story import Story, telling
from tests.proof.test_fuzz import ODD

ROUNDS = 500
NAMES = ["key", "conversation", "kind", "text", "media", "latitude", "longitude", "reply_to", "scene", "as", "x"]
VALUES: list[Any] = [*ODD, None, True, 0, -1, 2**63, 1e308, [], {}, [[]], {"a": 1}, "text", "photo", "voice", "location",
                     "event", "0123456789abcdef", "group:县人大代表交流群", "ST01", "路" * 3000, "..", "/etc/passwd"]  # fmt: skip
DATES = ["2026-01-01", "2026-02-30", "0000-00-00", "9999-12-31", "2026-W47", "-1", "", "abc", "2026-11-23T00:00"]
PATHS = ["/chat/messages", "/chat/conversations", "/chat/media/x", "/chat/media/..%2f..%2fconfig.toml", "/chat",
         "/chat/static/..%2f..%2fapp.py", "/chat/ws", "/api/v1/cases", "/api/v1/cases/x", "/api/v1/cases/2026-0001",
         "/api/v1/stats", "/api/v1/deadlines", "/api/v1/openapi.json", "/api/v1/nothing", "/metrics", "/nothing"]  # fmt: skip
PARAMETERS = ["conversation", "after", "before", "status", "department", "kind", "page", "per_page", "from", "to", "preset",
              "limit", "start", "as"]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Asked:
    """One request without sense."""

    method: str
    path: str
    query: dict[str, str]
    body: bytes | None = None


def written(value: Any) -> str:
    return (value if isinstance(value, str) else json.dumps(value))[:400]


def nonsense(chance: random.Random) -> Iterator[Asked]:
    for _ in range(ROUNDS):
        values = [*VALUES, *DATES, "3", "200"]
        query = {name: written(chance.choice(values)) for name in chance.sample(PARAMETERS, chance.randint(0, 4))}
        yield Asked(chance.choice(["GET", "GET", "GET", "HEAD", "PUT"]), chance.choice(PATHS), query)
        body = {name: chance.choice(VALUES) for name in chance.sample(NAMES, chance.randint(0, 7))}
        raw = json.dumps(chance.choice([body, body, body, [body], "x", None])).encode()
        raw = raw[: chance.randint(0, len(raw))] if chance.random() < 0.1 else raw
        yield Asked("POST", chance.choice(["/chat/send", "/chat/send", "/chat/media"]), {}, raw)


async def ask(story: Story, session: ClientSession, asked: Asked) -> int:
    headers = {"Authorization": f"Bearer {API_TOKEN}"}
    url = story.service.url + asked.path
    async with session.request(
        asked.method, url, params=asked.query, data=asked.body, headers=headers, allow_redirects=False
    ) as answer:
        told = await answer.read()
        assert b"Traceback" not in told
        return answer.status


async def test_never_a_failure_of_ours(sqlite_url: str, tmp_path: Path) -> None:
    chance = random.Random(20261123)
    async with telling(tmp_path, sqlite_url) as story:
        visitor = await story.visitor()
        await visitor.says("西关村村口的路灯坏了半个月").hears("收到了，编号")
        counted: Counter[int] = Counter()
        for place, asked in enumerate(nonsense(chance)):
            if place % 10 == 0:
                story.clock.move(hours=2)  # or the limits of one visitor would keep most of it out
            status = await ask(story, visitor.session, asked)
            assert status < 500, asked
            counted[status] += 1
        assert counted[429] < ROUNDS / 10
        assert counted[200] > ROUNDS / 10
        assert counted[400] > ROUNDS / 10
        await story.is_quiet()
        assert await story.count_where("inbox", "error IS NOT NULL") == 0
        await visitor.says("河湾社区的自来水停了三天").hears("收到了，编号")

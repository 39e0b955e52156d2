"""Thousands of spoilt deliveries at the doors of a running service: never a failure of ours, and it works on."""

import asyncio
import gc
import random
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from urllib.parse import urlencode

from tests.journeys.story import Story, telling
from tests.platforms.callback_request import CallbackRequest
from tests.platforms.wechat_xml import write_xml

ROUNDS = 10_000
NOT_STORED = 503
PARTS = 4
MOST_KEPT = 4 * ROUNDS * 3 // 4  # blocks, from the first quarter's end to the last's; a message that stays has a dozen
AT_ONCE = 16
MOST_BYTES = 2**21
ODD = [
    "",
    "\x00",
    "\ud7ff",
    "<![CDATA[",
    "]]>",
    "&#x0;",
    "&lol;",
    "%00",
    "\u202e",
    "9" * 400,
    "-1",
    "NaN",
    "{}",
    "[" * 300,
    "<" * 300,
]
KINDS = ["text", "image", "voice", "video", "location", "link", "event", "shortvideo", "file", "", "TEXT", "nothing"]
FIELDS = ["Content", "MsgType", "Event", "EventKey", "CreateTime", "MsgId", "FromUserName", "ToUserName", "Location_X"]

Spoil = Callable[[random.Random, CallbackRequest], CallbackRequest]


def flip_bytes(chance: random.Random, request: CallbackRequest) -> CallbackRequest:
    body = bytearray(request.body)
    for _ in range(chance.randint(1, 8)):
        body[chance.randrange(len(body))] = chance.randrange(256)
    return replace(request, body=bytes(body))


def cut_off(chance: random.Random, request: CallbackRequest) -> CallbackRequest:
    return replace(request, body=request.body[: chance.randrange(len(request.body))])


def say_twice(chance: random.Random, request: CallbackRequest) -> CallbackRequest:
    return replace(request, body=(request.body * chance.randint(2, 40))[:MOST_BYTES])


def put_in(chance: random.Random, request: CallbackRequest) -> CallbackRequest:
    place = chance.randrange(len(request.body))
    odd = chance.choice(ODD).encode("utf-8", "surrogatepass")
    return replace(request, body=request.body[:place] + odd + request.body[place:])


def change_query(chance: random.Random, request: CallbackRequest) -> CallbackRequest:
    query = dict(request.query)
    name = chance.choice([*query, "echostr", "encrypt_type"])
    if chance.random() < 0.3:
        query.pop(name, None)
    else:
        query[name] = chance.choice(ODD)
    return replace(request, path_query=f"{request.path_query.partition('?')[0]}?{urlencode(query, errors='replace')}")


def change_method(chance: random.Random, request: CallbackRequest) -> CallbackRequest:
    return replace(request, method=chance.choice(["GET", "PUT", "HEAD", "OPTIONS", "DELETE"]))


def change_type(chance: random.Random, request: CallbackRequest) -> CallbackRequest:
    kind = chance.choice(["application/json", "multipart/form-data; boundary=x", "text/xml; charset=nothing", "x"])
    return replace(request, content_type=kind)


SPOILS: tuple[Spoil, ...] = (flip_bytes, cut_off, say_twice, put_in, change_query, change_method, change_type)


def spoilt(story: Story, chance: random.Random) -> CallbackRequest:
    """A good delivery made bad on its way."""
    platforms = story.platforms
    write = chance.choice((platforms.official_account.text, platforms.wecom.text, platforms.robot.text))
    request = write("oFuzz", "西关村村口的路灯坏了", now=story.clock.now())
    for _ in range(chance.randint(1, 3)):
        request = chance.choice(SPOILS)(chance, request) if request.body else request
    return request


def strange(story: Story, chance: random.Random) -> CallbackRequest:
    """Well signed and well sealed, with nonsense inside: what a platform of tomorrow might bring."""
    if chance.random() < 0.5:
        return sealed_raw(
            story, chance.choice([*ODD, "<xml>", write_xml(), "<xml><a/></xml>", "null", "[]", '{"msgtype":1}'])
        )
    platforms = story.platforms
    message = chance.choice((platforms.official_account.message, platforms.wecom.message))
    fields = {name: chance.choice([*ODD, *KINDS]) for name in chance.sample(FIELDS, chance.randint(0, len(FIELDS)))}
    return message("oFuzz", chance.choice(KINDS), now=story.clock.now(), **fields)


def sealed_raw(story: Story, plain: str) -> CallbackRequest:
    return story.platforms.robot.deliver(plain, story.clock.now())


def blocks_in_use() -> int:
    """Pieces of the interpreter's memory that are taken; counting them costs nothing, unlike tracing each."""
    gc.collect()
    return sys.getallocatedblocks()


async def test_never_a_failure_of_ours_and_nothing_is_kept(sqlite_url: str, tmp_path: Path) -> None:
    chance = random.Random(20261123)
    async with telling(tmp_path, sqlite_url) as story:
        gate = asyncio.Semaphore(AT_ONCE)
        measured: list[int] = []

        async def bring(make: Callable[[Story, random.Random], CallbackRequest]) -> None:
            async with gate:
                request = make(story, chance)
                answer = await story.caller.bring(request)
                while answer.status == NOT_STORED:  # a machine too busy to store it in time: the platform comes again
                    answer = await story.caller.bring(request)
            assert answer.status < 500
            assert b"Traceback" not in answer.body

        for _ in range(PARTS):
            await asyncio.gather(*(bring(make) for _ in range(ROUNDS // PARTS // 2) for make in (spoilt, strange)))
            await story.is_handled()  # what goes out keeps to the platform's 30 a minute
            measured.append(blocks_in_use())
        assert measured[-1] - measured[0] < MOST_KEPT, measured
        assert await story.count_where("inbox", "error IS NOT NULL") == 0
        await story.voter("oZhang").says("西关村村口的路灯坏了半个月").hears("收到了，编号")
        await story.wecom("zhaomin").hears("【新件】")

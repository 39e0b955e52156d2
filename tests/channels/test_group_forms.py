"""What a group's webhook shows: words, marked words, pictures, files and pages; what is too long goes in smaller pieces."""

import base64
import hashlib
from dataclasses import replace

import aiohttp

from bot.channels.base import Article, Attachment, Form, MessageKind, Outbound
from bot.channels.capabilities import CAPABILITIES
from bot.channels.forms import fit
from bot.channels.transport import Transport
from bot.channels.wecom_group import WecomGroup
from bot.one_send import no_media, send_one
from storage.leased import Leased, Outcome
from storage.outbox import Body
from tests.channels.calling import group_line
from tests.platforms.wecom import WecomPlatform

GROUP = Outbound("out-1", "key-1", "**今日值班**赵敏", is_group=True, form=Form.MARKDOWN, mentions=("zhangsan",))
CAN = CAPABILITIES["wecom_group"]


async def sent(message: Outbound, platform: WecomPlatform, *, markdown: str = "markdown") -> list[dict[str, object]]:
    async with platform.serve() as base, aiohttp.ClientSession() as session:
        channel = WecomGroup(Transport(session, base), markdown=markdown)
        for part in fit(message, CAN):
            await channel.send(part)
    return [one.payload for one in platform.sent]


async def test_marked_words_call_people_inside_them() -> None:
    (payload,) = await sent(GROUP, WecomPlatform())
    assert payload == {"msgtype": "markdown", "markdown": {"content": "**今日值班**赵敏\n<@zhangsan>"}}


async def test_the_newer_markdown_calls_nobody() -> None:
    (payload,) = await sent(GROUP, WecomPlatform(), markdown="markdown_v2")
    assert payload == {"msgtype": "markdown_v2", "markdown_v2": {"content": "**今日值班**赵敏"}}


async def test_a_picture_and_a_file_follow_the_words() -> None:
    picture = Attachment(MessageKind.PHOTO, "现场.png", "image/png", b"png" * 100)
    paper = Attachment(MessageKind.FILE, "名单.xlsx", "application/octet-stream", b"xlsx" * 10)
    platform = WecomPlatform()
    words, image, file = await sent(replace(GROUP, form=Form.PLAIN, media=(picture, paper)), platform)
    assert words["msgtype"] == "text"
    digest = hashlib.md5(picture.content, usedforsecurity=False).hexdigest()
    assert image["image"] == {"base64": base64.b64encode(picture.content).decode(), "md5": digest}
    (media_id,) = [one for one in platform.files if platform.files[one] == paper.content]
    assert file["file"] == {"media_id": media_id}


async def test_pages_are_articles_here_and_words_elsewhere() -> None:
    page = Article("代表法", "第一条", "https://npc.example/1")
    message = replace(GROUP, text="", articles=(page,), mentions=())
    (payload,) = await sent(message, WecomPlatform())
    assert payload["msgtype"] == "news"
    (elsewhere,) = fit(message, CAPABILITIES["official_account"])
    assert elsewhere.text == "代表法\n第一条\nhttps://npc.example/1"


async def test_what_the_platform_finds_too_long_goes_in_smaller_pieces() -> None:
    """Should its limit be less than we were told: everything arrives, in order, in a bounded number of calls."""
    text = "".join(f"第{number}盏路灯修好了。" for number in range(150))
    row = Leased(
        outbox_id=1,
        inbox_id=None,
        channel="wecom_group",
        task="",
        lane="group:1",
        address="key-1",
        purpose="notice",
        body=Body(text),
        mentions=(),
        is_group=True,
        parts_done=0,
        unknowns=0,
    )
    platform = WecomPlatform()
    platform.most_bytes = 700
    async with group_line(platform) as channel:
        done = await send_one(channel, row, no_media)
    assert done.outcome is Outcome.SENT
    assert "".join(one.text for one in platform.sent) == text
    assert len(platform.calls) <= 24

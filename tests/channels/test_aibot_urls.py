"""What the robot in url mode says after its chance to answer: at a response_url, once; else by the app; else it waits."""

from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest

from bot.channel_table import abilities
from bot.channels.base import Attachment, Button, MessageKind, Outbound
from bot.channels.forms import fit
from bot.channels.memory import MemoryChannel
from bot.channels.wecom_aibot import GivenUrl, WecomAibot
from bot.config import Config
from tests.channels.calling import outcome
from tests.platforms.faults import (
    BAD_GATEWAY,
    CUT_AFTER_TAKING,
    CUT_BEFORE_READING,
    NOT_JSON,
    Fault,
    error_code,
)
from tests.platforms.official_account import AES_KEY
from tests.platforms.response_place import ResponsePlace


@dataclass(frozen=True)
class Given:
    url: str


@dataclass
class Book:
    urls: list[str] = field(default_factory=list)

    async def take(self, message: Outbound) -> GivenUrl | None:
        return Given(self.urls.pop(0)) if self.urls else None

    async def put_back(self, given: GivenUrl) -> None:
        self.urls.insert(0, given.url)


TO_LIMEI = Outbound("out-1", "limei", "已转给城市管理局", purpose="answer")
TO_GROUP = Outbound("out-2", "wr-1", "收到，私聊回复您。", is_group=True, purpose="answer")


async def test_a_late_answer_is_said_once_at_the_address_of_its_message() -> None:
    place = ResponsePlace()
    async with place.serve() as transport:
        channel = WecomAibot(transport, Book([place.url("1"), place.url("2")]), None)
        await channel.send(TO_LIMEI)
        await channel.send(Outbound("out-3", "limei", "【新件】", buttons=(Button("受理", "受理 2026-0012"),)))
        assert await outcome(channel.send(TO_LIMEI)) == ("NotNow", "no_push")
    assert [said["msgtype"] for said in place.said] == ["markdown", "template_card"]


async def test_an_address_that_is_spent_makes_way_for_the_next() -> None:
    place = ResponsePlace(used={"1"})
    async with place.serve() as transport:
        await WecomAibot(transport, Book([place.url("1"), place.url("2")]), None).send(TO_GROUP)
    assert [said["markdown"] for said in place.said] == [{"content": "收到，私聊回复您。"}]


async def test_what_was_not_taken_leaves_the_address_for_the_next_try() -> None:
    place, book = ResponsePlace(status=502), Book()
    async with place.serve() as transport:
        book.urls = [place.url("1")]
        assert await outcome(WecomAibot(transport, book, None).send(TO_LIMEI)) == ("RefusedForNow", "http_502")
        assert book.urls == [place.url("1")]


FAULTS = {
    "busy": (error_code(-1), "RefusedForNow"),
    "502": (BAD_GATEWAY, "RefusedForNow"),
    "no json": (NOT_JSON, "RefusedForNow"),
    "too often": (error_code(45009), "OverLimit"),
    "cut before it was read": (CUT_BEFORE_READING, "OutcomeUnknown"),
    "cut after it was taken": (CUT_AFTER_TAKING, "OutcomeUnknown"),
}


@pytest.mark.parametrize("buttons", [(), (Button("受理", "受理 2026-0012"),)], ids=["words", "card"])
@pytest.mark.parametrize(("fault", "failure"), FAULTS.values(), ids=FAULTS)
async def test_a_fault_costs_nobody_the_answer(fault: Fault, failure: str, buttons: tuple[Button, ...]) -> None:
    """The next try is said: at the same address where nothing was taken, else by the app; twice only where a call was cut off."""
    place, app, message = ResponsePlace(), MemoryChannel("wecom_app"), replace(TO_LIMEI, buttons=buttons)
    place.faults.once(fault)
    async with place.serve() as transport:
        channel = WecomAibot(transport, Book([place.url("1")]), app)
        assert (await outcome(channel.send(message)))[0] == failure  # type: ignore[index]
        await channel.send(message)
    by_app = 1 if failure == "OutcomeUnknown" else 0
    assert len(app.sent) == by_app
    assert len(place.said) == (1 if fault is CUT_AFTER_TAKING else 1 - by_app)
    assert place.calls <= 2


@pytest.mark.parametrize(("mode", "has_app", "carries"), [("url", True, 2), ("url", False, 1), ("websocket", False, 2)])
def test_a_picture_that_nothing_carries_keeps_no_words_back(
    tmp_path: Path, mode: str, has_app: bool, carries: int
) -> None:
    """By url a picture goes by the app; without one its words, and the link in them, go alone."""
    file = tmp_path / "config.toml"
    file.touch()
    section = "LIAISON__CHANNELS__WECOM_APP__"
    keys = {"CORP_ID": "ww1", "AGENT_ID": "1", "SECRET": "s", "TOKEN": "t", "ENCODING_AES_KEY": AES_KEY}
    app = {f"{section}{key}": value for key, value in keys.items()} | {f"{section}ENABLED": "true"}
    environ = {"LIAISON__CHANNELS__WECOM_AIBOT__MODE": mode, **(app if has_app else {})}
    can = abilities(Config.load(file, environ))["wecom_aibot"]
    picture = Attachment(MessageKind.PHOTO, "p.png", "image/png", b"1")
    parts = fit(Outbound("out-4", "limei", "照片：https://npc.example/m/1", media=(picture,)), can)
    assert (len(parts), parts[0].text) == (carries, "照片：https://npc.example/m/1")


async def test_without_an_address_a_person_is_written_to_by_the_app_and_a_group_waits() -> None:
    place, app = ResponsePlace(), MemoryChannel("wecom_app")
    async with place.serve() as transport:
        channel = WecomAibot(transport, Book(), app)
        await channel.send(TO_LIMEI)
        assert await outcome(channel.send(TO_GROUP)) == ("NotNow", "no_push")
        picture = Attachment(MessageKind.PHOTO, "p.png", "image/png", b"1")
        await channel.send(Outbound("out-4", "limei", "", media=(picture,)))
        assert await outcome(WecomAibot(transport, Book(["http://e.cn/1"]), None).send(TO_LIMEI)) == (
            "NotNow",
            "no_push",
        )
    assert app.texts_to("limei") == ["已转给城市管理局", ""]
    assert place.said == []

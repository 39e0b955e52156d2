"""Every fault of a platform × every kind of message: it reaches the person once, or it is given up where staff can see it.

All kinds go out together, each to a person or group of its own, followed by a second message whose place behind the first is
kept. A platform that takes a message and drops it in silence is told from no other: only a template's report shows it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, select

from bot.directory_files.json import content_of
from handlers.directory_import import import_directory
from storage.media import KEPT
from storage.outbox import Letter
from storage.people import People
from storage.store import Store
from storage.tables.directory import groups
from storage.tables.media import media
from storage.tables.messages import outbox
from tests.bot import media_samples as samples
from tests.journeys.story import Story, telling
from tests.journeys.waiting import until
from tests.platforms.api_server import ApiServer
from tests.platforms.faults import (
    BAD_GATEWAY,
    CUT_AFTER_TAKING,
    CUT_BEFORE_READING,
    HANG,
    NOT_JSON,
    SLOW,
    Fault,
    Faults,
    error_code,
)

ALLOWED = "tpl-question"
TEMPLATES: Any = {
    "channels__official_account__templates__reply": {"id": "tpl-reply"},
    "channels__official_account__templates__reply__fields": {"thing1": "{text}", "thing2": "回复任意字看全文"},
    "channels__official_account__templates__question": {"id": ALLOWED, "kind": "subscribe_always"},
    "channels__official_account__templates__question__fields": {"thing1": "{text}"},
}
LONG = "".join(f"第{number}处路灯已经修好，请大家放心走夜路。" for number in range(1, 100))


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of message. `calls` are those it takes when nothing goes wrong, `uploads` those of them that nobody sees.

    `media` is the kind of file it carries; `shown` is how what people see of it begins.
    """

    text: str
    to_group: bool = False
    is_late: bool = False  # the 48 hours are over
    calls: int = 1
    uploads: int = 0
    media: str = ""
    shown: str = "一："
    more: Mapping[str, Any] | None = None

    @property
    def messages(self) -> int:
        return self.calls - self.uploads


KINDS: dict[str, Kind] = {
    "words": Kind("一：路灯修好了。"),
    "menu": Kind("一：对结果满意吗？", more={"buttons": (("满意", "满意 12"), ("不满意", "不满意 12"))}),
    "pieces": Kind(f"一：{LONG}", calls=3),
    "template": Kind("一：城市管理局答复，路灯已经全部更换，线路检修过了。", is_late=True, more={"purpose": "reply"}),
    "subscription": Kind(
        "一：请补充是哪一盏路灯，在哪个路口，什么时候坏的。", is_late=True, more={"purpose": "question"}
    ),
    "group_words": Kind("一：今日值班赵敏。", to_group=True),
    "group_markdown": Kind("一：**今日值班**赵敏。", to_group=True, more={"form": "markdown"}),
    "group_pieces": Kind(f"一：{LONG}", to_group=True, calls=3),
    "group_news": Kind("", to_group=True, more={"articles": (("一：代表法", "第一条", "https://npc.example/1", ""),)}),
    "group_image": Kind("", to_group=True, media="photo", shown="（图片）"),
    "group_file": Kind("", to_group=True, calls=2, uploads=1, media="video", shown="（文件）"),
}
PATIENCE_SECONDS = 4.0  # in place of the service's ten, so that a platform that hangs does not hold up the tests
PASSING = {
    "busy": error_code(-1),
    "concurrent calls": error_code(45033),
    "calls a minute": error_code(45011),
    "502": BAD_GATEWAY,
    "no json": NOT_JSON,
    "a token made invalid by another": error_code(40001),
    "cut before it was read": CUT_BEFORE_READING,
    "cut after it was taken": CUT_AFTER_TAKING,
    "slow": SLOW,
    "hangs": HANG,
}
REFUSING = {"busy": error_code(-1), "502": BAD_GATEWAY, "no json": NOT_JSON, "address not listed": error_code(40164)}
FINAL = {
    "empty": (error_code(44004), {"failed", "held"}),
    "no such person": (error_code(40003), {"failed"}),
    "bad words": (error_code(40058), {"failed", "held"}),
    "too long": (error_code(45002), {"failed", "held"}),
    "not following": (error_code(43004), {"failed", "held"}),
    "window over": (error_code(45015), {"held"}),
    "the webhook is gone": (error_code(93000), {"failed"}),
    "quota": (error_code(45009), {"pending"}),  # until midnight, or for a minute; the lane moves on with the clock
    "cut each time": (CUT_BEFORE_READING, {"unknown"}),
}


class Post:
    """The letters of one story, and what became of them."""

    def __init__(self, story: Story) -> None:
        self.story = story
        self.kinds = dict(KINDS)
        self.files: dict[str, str] = {}
        self.ids: dict[str, list[int]] = {}

    def server(self, name: str) -> ApiServer:
        platforms = self.story.platforms
        return platforms.wecom if KINDS[name].to_group else platforms.official_account

    async def set_up(self) -> None:
        """Everybody has spoken; for some it is long ago. One has allowed to be told."""
        account = self.story.platforms.official_account
        people = [name for name, kind in KINDS.items() if not kind.to_group]
        for name in people:
            await self.story.voter(name).says("你好").hears("您好")
        allowing = account.allow("subscription", ALLOWED, now=self.story.clock.now())
        account.allow("subscription", ALLOWED, now=self.story.clock.now())
        account.allow("subscription", ALLOWED, now=self.story.clock.now())
        await self.story.voter("subscription").sends(allowing)
        await self._is_quiet()
        self.story.clock.move(days=3)
        for name in people:
            if not KINDS[name].is_late:
                await self.story.voter(name).says("你好").hears("您好")
        await self._is_quiet()
        await self.story.service.machine.memory.write(self._found_groups)

    async def get_files(self) -> None:
        """A photo and a film that somebody sent, as they are kept here."""
        account, now = self.story.platforms.official_account, self.story.clock.now()
        account.files |= {"photo-7": samples.photo(), "film-7": samples.film()}
        zhang = self.story.voter("oZhang")
        await zhang.says("西关村村口的路灯坏了半个月").hears("编号")
        await zhang.sends(account.photo("oZhang", now=now, media_id="photo-7")).hears("20")
        await zhang.sends(account.message("oZhang", "video", now=now, MediaId="film-7", ThumbMediaId="thumb-7"))

        def look(connection: Connection) -> dict[str, str]:
            query = select(media.c.kind, media.c.name).where(media.c.state == KEPT)
            return {row.kind: row.name for row in connection.execute(query)}

        async def are_here() -> bool:
            self.files = await self.story.service.machine.memory.read(look)
            return set(self.files) == {"photo", "video"}

        await until(are_here, lambda: f"only {self.files} came")

    async def _is_quiet(self) -> None:
        """An answer that a callback has just carried is not sent once more when the clock is moved."""

        async def look() -> bool:
            return await self.story.count_where("outbox", "delivery NOT IN ('sent', 'held')") == 0

        await until(look, lambda: "it never became quiet")

    def _found_groups(self, connection: Connection) -> None:
        rows = [
            {"name": name, "audience": "test", "channel": "wecom_group", "address": name}
            for name, kind in KINDS.items()
            if kind.to_group
        ]
        import_directory(
            connection, self.story.service.machine.keys, content_of({"groups": rows}, "groups"), self.story.clock.now()
        )

    def strike(self, fault: Fault, *, for_ever: bool) -> None:
        for name in self.kinds:
            faults = self.server(name).faults_to[name] = Faults()
            if for_ever:
                faults.always(fault)
            else:
                faults.once(fault)

    async def send(self) -> None:
        await self.story.service.machine.memory.write(self._write)
        self.story.service.machine.delivery.wake()

    def _write(self, connection: Connection) -> None:
        store, now = Store(connection, self.story.service.machine.keys), self.story.clock.now()
        by_name = {row.name: row.id for row in connection.execute(select(groups.c.name, groups.c.id))}
        for name, kind in self.kinds.items():
            more = {"purpose": "notice", **(kind.more or {})}
            if kind.media:
                more["media"] = (self.files[kind.media],)
            if kind.to_group:
                to: dict[str, Any] = {"channel": "wecom_group", "group_id": by_name[name]}
            else:
                account = People(connection, store.keys).find_account("official_account", name)
                assert account is not None
                to = {"channel": "official_account", "account_id": account.id}
            after = {"purpose": more["purpose"]}
            letters = [
                Letter(text=kind.text, due_at=now, **to, **more),
                Letter(text="二：这是后一条。", due_at=now, **to, **after),
            ]
            self.ids[name] = store.outbox.put(letters, now)

    async def states(self) -> dict[str, list[str]]:
        def look(connection: Connection) -> dict[int, str]:
            return {row.id: row.delivery for row in connection.execute(select(outbox.c.id, outbox.c.delivery))}

        found = await self.story.service.machine.memory.read(look)
        return {name: [found[one] for one in ids] for name, ids in self.ids.items()}

    async def settle(self, wanted: set[str]) -> None:
        async def look() -> bool:
            return all(state in wanted for states in (await self.states()).values() for state in states)

        shown: dict[str, list[str]] = {}

        async def look_and_note() -> bool:
            shown.update(await self.states())
            return await look()

        await until(look_and_note, lambda: f"not settled as {wanted}: {shown}", seconds=60)

    def heard(self, name: str) -> list[str]:
        """What the person or group has got, in order."""
        server = self.server(name)
        if KINDS[name].is_late:
            templates = self.story.platforms.official_account.templates
            return [one.fields["thing1"] for one in templates if one.to == name]
        return server.texts_to(name)

    def calls(self, name: str) -> int:
        return self.server(name).calls_to[name]


@pytest.fixture
async def post(database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.setattr("bot.channels.transport.TOTAL_SECONDS", PATIENCE_SECONDS)
    async with telling(tmp_path, database_url, **TEMPLATES) as story:
        post = Post(story)
        await post.get_files()
        await post.set_up()
        for server in (story.platforms.official_account, story.platforms.wecom):
            server.calls_to.clear()
        yield post


@pytest.mark.parametrize("fault", PASSING.values(), ids=PASSING)
async def test_a_fault_that_passes_costs_nobody_a_message(post: Post, fault: Fault) -> None:
    post.strike(fault, for_ever=False)
    await post.send()
    await post.settle({"sent", "held"})
    may_come_twice = fault is CUT_AFTER_TAKING
    for name, kind in KINDS.items():
        heard = post.heard(name)
        firsts = [text for text in heard if not text.startswith("二：")]
        assert heard == [*firsts, "二：这是后一条。"], f"{name}: {heard}"
        if may_come_twice and len(firsts) == kind.messages + 1:
            assert firsts[0] == firsts[1], name
            firsts = firsts[1:]
        assert len(firsts) == kind.messages, f"{name}: {firsts}"
        assert firsts[0].startswith(kind.shown), name
        if name.endswith("pieces"):
            assert "".join(firsts) == kind.text
        assert post.calls(name) <= kind.calls + 1 + 2, f"{name}: {post.calls(name)} calls"


@pytest.mark.parametrize("fault", REFUSING.values(), ids=REFUSING)
async def test_a_platform_that_refuses_is_left_in_peace_and_everything_goes_out_when_it_is_well(
    post: Post, fault: Fault
) -> None:
    post.strike(fault, for_ever=True)
    await post.send()

    async def is_seen() -> bool:
        _, told = await post.story.get("/readyz")
        return {"channels.official_account", "channels.wecom_group"} <= set(told["degraded"])

    await until(is_seen, lambda: "readyz never named the channels")
    assert not any(post.heard(name) for name in KINDS)
    assert sum(post.calls(name) for name in KINDS) <= 2 * len(KINDS) + 8
    for name in KINDS:
        post.server(name).faults_to.clear()
    await post.settle({"sent", "held"})
    for name, kind in KINDS.items():
        heard = post.heard(name)
        *firsts, second = heard
        assert second == "二：这是后一条。", f"{name}: {heard}"
        assert [text[:2] for text in firsts if text.startswith(kind.shown)] == [kind.shown[:2]], f"{name}: {heard}"
        assert len(firsts) == kind.messages


@pytest.mark.parametrize(("fault", "states"), FINAL.values(), ids=FINAL)
async def test_what_can_never_arrive_is_given_up_where_it_is_seen(post: Post, fault: Fault, states: set[str]) -> None:
    if fault is CUT_BEFORE_READING:  # an upload that was cut may be made again as often as one likes: nobody saw it
        del post.kinds["group_file"]
    post.strike(fault, for_ever=True)
    await post.send()
    await post.settle(states | ({"failed", "held"} if fault == error_code(45009) else set()))
    assert not any(post.heard(name) for name in post.kinds)
    for name in post.kinds:
        assert post.calls(name) <= 24, f"{name}: {post.calls(name)} calls"

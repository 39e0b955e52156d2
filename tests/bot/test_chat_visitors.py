"""A voter without WeChat: a cookie that nobody can guess is the identity, and nobody drowns the others."""

import sqlite3
from collections.abc import AsyncIterator
from http.cookies import Morsel
from pathlib import Path
from typing import Any

import pytest
from aiohttp import ClientSession, CookieJar, WSServerHandshakeError

from bot.pages.chat_people import COOKIE
from tests.bot.chat_house import House, Person, chat_house, texts


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[House]:
    async with chat_house(tmp_path, demo_personas=False) as house:
        yield house


def browser() -> ClientSession:
    return ClientSession(cookie_jar=CookieJar(unsafe=True))


async def open_chat(house: House, session: ClientSession) -> Morsel[str] | None:
    async with session.get(f"{house.url}/chat") as answer:
        assert answer.status == 200
        return answer.cookies.get(COOKIE)


def visitors(house: House) -> list[Any]:
    with sqlite3.connect(house.database) as connection:
        found = connection.execute("SELECT account, cookie_index FROM chat_visitors").fetchall()
    connection.close()
    return found


async def test_the_cookie_is_long_hidden_from_scripts_and_stays_with_this_site(house: House) -> None:
    async with browser() as session:
        cookie = await open_chat(house, session)
    assert cookie is not None
    assert len(bytes.fromhex(cookie.value)) == 32
    assert (cookie["httponly"], cookie["samesite"], cookie["path"]) == (True, "Lax", "/chat")
    assert not cookie["secure"]


async def test_the_cookie_goes_over_https_only_where_the_site_does(tmp_path: Path) -> None:
    url = "https://rd.example.cn"
    async with chat_house(tmp_path, demo_personas=False, public_url=url) as house, browser() as session:
        cookie = await open_chat(house, session)
    assert cookie is not None
    assert cookie["secure"]


async def test_looking_at_the_page_leaves_nothing_behind(house: House) -> None:
    async with browser() as session:
        await open_chat(house, session)
    assert visitors(house) == []


async def test_a_visitor_is_known_again_by_the_cookie_alone(house: House) -> None:
    async with browser() as session:
        cookie = await open_chat(house, session)
        await Person(house, session).send("路灯坏了")
        await house.answered()
        again = await open_chat(house, session)
        assert texts(await Person(house, session).read()) == ["路灯坏了", "收到：路灯坏了"]
    assert cookie is not None
    assert again is not None
    assert again.value == cookie.value
    [(account, index)] = visitors(house)
    assert house.inbound[0].account == account
    assert account.startswith("web-")
    assert len(account) == len("web-") + 16
    assert cookie.value not in {account, index}
    assert cookie.value.encode() not in house.database.read_bytes()


async def test_two_visitors_are_two_people(house: House) -> None:
    async with browser() as one, browser() as other:
        await Person(house, one).send("路灯坏了")
        await Person(house, other).send("井盖没了")
        await house.answered()
        assert texts(await Person(house, other).read()) == ["井盖没了", "收到：井盖没了"]
    assert len({heard.account for heard in house.inbound}) == 2


async def test_without_demo_persons_nobody_can_be_played(house: House) -> None:
    async with browser() as session:
        await open_chat(house, session)
        await Person(house, session, "demo-zhaomin").send("待办")
        async with session.get(f"{house.url}/chat?as=demo-zhaomin") as page:
            assert "赵敏" not in await page.text()
    assert house.inbound[0].account.startswith("web-")


async def test_a_cookie_that_is_none_of_ours_is_replaced(house: House) -> None:
    headers = {"Cookie": f"{COOKIE}=weak"}
    async with ClientSession() as session, session.get(f"{house.url}/chat", headers=headers) as answer:
        assert len(answer.cookies[COOKIE].value) == 64


async def test_the_live_line_opens_only_after_the_page(house: House) -> None:
    async with browser() as session:
        with pytest.raises(WSServerHandshakeError) as refused:
            await session.ws_connect(f"{house.url}/chat/ws")
        assert refused.value.status == 401
        await open_chat(house, session)
        async with Person(house, session).page() as page:
            await page.hear("welcome")


async def test_the_twenty_first_message_of_a_minute_is_refused_in_plain_words(house: House) -> None:
    async with browser() as session:
        visitor = Person(house, session)
        for number in range(20):
            assert (await visitor.send(f"第{number}条"))[0] == 200
        status, answer = await visitor.send("再一条", key="one-too-many")
        assert (status, answer["later"]) == (429, True)
        assert "过一会儿" in answer["error"]
        assert "110" in answer["error"]
        house.clock.move(minutes=1)
        assert (await visitor.send("再一条", key="one-too-many"))[0] == 200
    assert len(house.inbound) == 21


async def test_sending_again_what_was_taken_costs_nothing(house: House) -> None:
    async with browser() as session:
        visitor = Person(house, session)
        statuses = [(await visitor.send("您好", key="the-same-one"))[0] for _ in range(40)]
    assert set(statuses) == {200}


async def test_two_hundred_messages_a_day(house: House) -> None:
    async with browser() as session:
        visitor = Person(house, session)
        taken = 0
        for _ in range(22):
            house.clock.move(minutes=1)
            taken += sum([(await visitor.send("您好"))[0] == 200 for _ in range(10)])
    assert taken == 200


async def test_one_address_brings_no_crowd_of_new_visitors(house: House) -> None:
    statuses = []
    for _ in range(61):
        async with browser() as session:
            status, _answer = await Person(house, session).send("您好")
            statuses.append(status)
    assert statuses == [200] * 60 + [429]
    house.clock.move(hours=1)
    async with browser() as session:
        assert (await Person(house, session).send("您好"))[0] == 200

"""Who may knock at the chat, with demo persons and without."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from aiohttp import ClientSession, WSServerHandshakeError
from aiohttp.test_utils import make_mocked_request
from multidict import CIMultiDict

from bot.pages.chat_safety import client_address, is_loopback_host
from tests.bot.chat_house import House, Person, chat_house

LOOPBACK = ("localhost", "localhost:8080", "127.0.0.1", "127.0.0.1:8080", "127.9.8.7", "[::1]", "[::1]:8080")
ELSEWHERE = (
    "",
    "chat.example.cn",
    "localhost.example.cn",
    "127.0.0.1.nip.io",
    "192.168.1.5:8080",
    "0.0.0.0",
    "[::]",
    "[fe80::1]",
    "user@evil.cn",
    "localhost@evil.cn",
    "evil.cn@localhost",
    "localhost/evil.cn",
    "127.0.0.1 evil.cn",
    "127.0.0.1:8080:9",
    "[::1",
)
FORWARDING = (
    {"X-Forwarded-For": "1.2.3.4"},
    {"X-Forwarded-Host": "localhost"},
    {"X-Forwarded-Proto": "https"},
    {"X-Forwarded-Anything": "1"},
    {"Forwarded": "for=1.2.3.4"},
    {"Via": "1.1 proxy"},
    {"X-Real-IP": "127.0.0.1"},
)
ADDRESSES = ("/", "/chat", "/chat?as=demo-zhang", "/chat/messages?as=demo-zhang", "/chat/static/chat.css", "/chat/ws")


@pytest.fixture
async def demo(tmp_path: Path) -> AsyncIterator[House]:
    async with chat_house(tmp_path) as house:
        yield house


@pytest.fixture
async def public(tmp_path: Path) -> AsyncIterator[House]:
    async with chat_house(tmp_path, demo_personas=False, public_url="https://rd.example.cn") as house:
        yield house


@pytest.mark.parametrize("host", LOOPBACK)
def test_this_machine_is_known_by_its_names(host: str) -> None:
    assert is_loopback_host(host)


@pytest.mark.parametrize("host", ELSEWHERE)
def test_a_name_that_only_resolves_here_is_not_this_machine(host: str) -> None:
    assert not is_loopback_host(host)


@pytest.mark.parametrize("path", ADDRESSES)
@pytest.mark.parametrize("headers", FORWARDING, ids=lambda headers: next(iter(headers)))
async def test_demo_persons_are_not_lent_through_a_proxy(demo: House, path: str, headers: dict[str, str]) -> None:
    async with ClientSession() as session, session.get(demo.url + path, headers=headers) as answer:
        assert answer.status == 403


@pytest.mark.parametrize("host", [host for host in ELSEWHERE if host])
async def test_demo_persons_are_not_lent_under_another_name(demo: House, host: str) -> None:
    async with ClientSession() as session, session.get(f"{demo.url}/chat", headers={"Host": host}) as answer:
        assert answer.status in {400, 403}


async def test_without_demo_persons_a_proxy_in_front_is_welcome(public: House) -> None:
    headers = {"Host": "rd.example.cn", "X-Forwarded-For": "1.2.3.4", "X-Forwarded-Proto": "https"}
    async with ClientSession() as session, session.get(f"{public.url}/chat", headers=headers) as answer:
        assert answer.status == 200


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 200),
        ({"Origin": "https://rd.example.cn"}, 200),
        ({"Origin": "https://rd.example.cn", "Sec-Fetch-Site": "same-origin"}, 200),
        ({"Origin": "https://evil.cn"}, 403),
        ({"Origin": "https://rd.example.cn.evil.cn"}, 403),
        ({"Origin": "null"}, 403),
        ({"Sec-Fetch-Site": "cross-site"}, 403),
    ],
)
async def test_another_sites_page_cannot_speak_for_a_visitor(
    public: House, headers: dict[str, str], status: int
) -> None:
    body = {"key": "abcdefgh", "text": "您好"}
    url = f"{public.url}/chat/send"
    async with ClientSession() as session, session.post(url, json=body, headers=headers) as answer:
        assert answer.status == status
    assert len(public.inbound) == (status == 200)


async def test_another_sites_page_cannot_listen(demo: House) -> None:
    async with ClientSession() as session:
        with pytest.raises(WSServerHandshakeError) as refused:
            await session.ws_connect(f"{demo.url}/chat/ws?as=demo-zhang", headers={"Origin": "http://evil.cn"})
    assert refused.value.status == 403


async def test_a_form_cannot_speak(demo: House) -> None:
    async with ClientSession() as session:
        form = {"key": "abcdefgh", "text": "您好"}
        async with session.post(f"{demo.url}/chat/send?as=demo-zhang", data=form) as answer:
            assert answer.status == 415
    assert demo.inbound == []


async def test_a_page_brings_no_foreign_script(demo: House) -> None:
    async with ClientSession() as session, session.get(f"{demo.url}/chat?as=demo-zhang") as answer:
        policy = answer.headers["Content-Security-Policy"]
    assert "script-src 'self'" in policy
    assert "unsafe" not in policy


async def test_a_name_in_the_address_never_becomes_markup(demo: House) -> None:
    async with ClientSession() as session:
        query = {"as": '"><script>alert(1)</script>', "s": '"><img src=x>'}
        async with session.get(f"{demo.url}/chat", params=query) as answer:
            text = await answer.text()
    assert "<script>alert" not in text
    assert "<img src=x" not in text


async def test_the_front_door_leads_to_the_chat(demo: House) -> None:
    async with ClientSession() as session, session.get(f"{demo.url}/", allow_redirects=False) as answer:
        assert (answer.status, answer.headers["Location"]) == (302, "/chat")


async def test_nobody_is_played_without_being_chosen(demo: House) -> None:
    async with ClientSession() as session:
        status, _ = await Person(demo, session, "demo-nobody").upload(b"")
        async with session.get(f"{demo.url}/chat/messages") as answer:
            assert answer.status == 401
    assert status == 401


@pytest.mark.parametrize(
    ("peer", "forwarded", "address"),
    [
        ("9.9.9.9", "", "9.9.9.9"),
        ("9.9.9.9", "1.2.3.4", "9.9.9.9"),
        ("127.0.0.1", "1.2.3.4", "1.2.3.4"),
        ("127.0.0.1", "6.6.6.6, 1.2.3.4", "1.2.3.4"),
        ("172.17.0.1", "1.2.3.4", "1.2.3.4"),
        ("::1", "2001:db8:1:2:3:4:5:6", "2001:db8:1:2"),
        ("2001:db8:1:2:aaaa::1", "", "2001:db8:1:2"),
    ],
)
def test_a_visitors_address_is_what_our_own_proxy_saw(peer: str, forwarded: str, address: str) -> None:
    headers = CIMultiDict({"X-Forwarded-For": forwarded} if forwarded else {})
    request = make_mocked_request("GET", "/chat", headers=headers).clone(remote=peer)
    assert client_address(request) == address

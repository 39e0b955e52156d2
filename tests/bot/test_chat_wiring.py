"""The chat within the whole service: where it is, and where it is not."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from aiohttp import ClientSession
from aiohttp.test_utils import TestServer

from bot.app import application, build
from bot.clock import SystemClock
from bot.config import Config
from tests.journeys.service import found_office
from tests.ready import put_tables


@asynccontextmanager
async def service(folder: Path, section: str) -> AsyncIterator[str]:
    file = folder / "config.toml"
    folder.joinpath("var").mkdir()
    file.write_text(f"[channels.webchat]\n{section}\n", encoding="utf-8")
    config, clock = Config.load(file, {}), SystemClock()
    put_tables(config.storage.url)
    found_office(config, clock.now())
    machine = await build(config, clock)
    server = TestServer(application(config, machine))
    await server.start_server()
    try:
        yield str(server.make_url("")).rstrip("/")
    finally:
        await server.close()


async def test_a_service_without_the_chat_knows_no_such_page(tmp_path: Path) -> None:
    async with service(tmp_path, "enabled = false") as url, ClientSession() as session:
        for path in ("/", "/chat", "/chat/messages", "/chat/ws", "/chat/static/chat.css"):
            async with session.get(url + path) as answer:
                assert answer.status == 404


async def test_the_public_page_names_the_congress_and_nobody_of_the_county(tmp_path: Path) -> None:
    async with service(tmp_path, "") as url, ClientSession() as session, session.get(f"{url}/chat") as answer:
        text = await answer.text()
    assert "示范县人大常委会" in text
    assert "张大爷" not in text


async def test_every_person_of_the_demo_county_can_be_opened(tmp_path: Path) -> None:
    async with service(tmp_path, "demo_personas = true") as url, ClientSession() as session:
        async with session.get(f"{url}/chat") as answer:
            start = await answer.text()
        accounts = [part.split('"')[0].split("&")[0] for part in start.split("/chat?as=")[1:]]
        assert len(accounts) > 20
        for account in accounts:
            async with session.get(f"{url}/chat/conversations?as={account}") as answer:
                assert (await answer.json())["conversations"][0]["title"] == "小联"


async def test_other_addresses_of_the_service_are_not_the_chats_business(tmp_path: Path) -> None:
    headers = {"X-Forwarded-For": "1.2.3.4"}
    async with service(tmp_path, "demo_personas = true") as url, ClientSession() as session:
        answer = await session.get(f"{url}/healthz", headers=headers)
        assert answer.status == 200
        answer.release()

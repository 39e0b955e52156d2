"""The platforms' doors: what is refused, in which order, and what is never answered with a failure of ours."""

import asyncio
from collections.abc import AsyncIterator
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text

from bot.exclusive_lock import AlreadyServed, exclusive
from tests.bot.machine_house import House, machine_house
from tests.platforms.aibot import AibotPlatform
from tests.platforms.callback_request import CallbackRequest
from tests.platforms.official_account import OfficialAccountPlatform

PATH = "/callbacks/official-account"
NOTHING = [(0,)]


@pytest.fixture
async def house(sqlite_url: str, tmp_path: Path) -> AsyncIterator[House]:
    async with machine_house(tmp_path, sqlite_url) as standing:
        yield standing


async def test_a_new_address_is_confirmed(house: House) -> None:
    request = house.platform.check_url("12345", now=house.clock.now())
    async with house.session.get(house.url + request.path_query) as response:
        assert (response.status, await response.read()) == (200, b"12345")


@pytest.mark.parametrize(
    ("spoilt", "status", "reason"),
    [
        (lambda request: (request.path_query, b"x" * (1024 * 1024 + 1)), 413, "size"),
        (lambda request: (request.path_query, b"<xml>"), 400, "body"),
        (lambda request: (request.path_query, b"<xml><Content>plain</Content></xml>"), 400, "body"),
        (lambda request: (request.path_query.replace("nonce=", "nonce=9"), request.body), 403, "signature"),
        (lambda request: (PATH, request.body), 403, "signature"),
    ],
    ids=["too big", "no XML", "no ciphertext", "wrong nonce", "no signature"],
)
async def test_a_refused_delivery_leaves_nothing_but_a_counter(  # type: ignore[no-untyped-def]
    house: House, spoilt, status: int, reason: str
) -> None:
    path_query, body = spoilt(house.says("路灯"))
    assert (await house.call(CallbackRequest("POST", path_query, body)))[0] == status
    assert await house.rows("SELECT COUNT(*) FROM inbox") == NOTHING
    counter = f'liaison_callbacks_rejected_total{{channel="official_account",reason="{reason}"}} 1.0'
    assert counter in (await house.look("/metrics"))[1]


async def test_a_body_of_exactly_one_mebibyte_is_not_too_big(house: House) -> None:
    body = b"x" * (1024 * 1024)
    assert (await house.call(CallbackRequest("POST", PATH, body)))[0] == 400


async def test_a_body_that_never_says_how_long_it_is_is_cut_off_at_the_limit(house: House) -> None:
    async def endless() -> AsyncIterator[bytes]:
        for _ in range(40):
            yield b"x" * 64 * 1024

    async with house.session.post(house.url + PATH, data=endless()) as response:
        assert response.status == 413


async def test_a_body_that_never_comes_is_not_waited_for(house: House) -> None:
    async def dripping() -> AsyncIterator[bytes]:
        yield b"<xml>"
        await asyncio.Event().wait()

    async with house.session.post(house.url + PATH, data=dripping()) as response:
        assert response.status == 400


async def test_an_old_recording_is_refused_after_its_signature_was_found_good(house: House) -> None:
    request = house.says("路灯")
    house.clock.move(minutes=11)
    assert (await house.call(request))[0] == 403
    assert 'reason="timestamp"' in (await house.look("/metrics"))[1]


async def test_a_channel_that_is_switched_off_is_not_there_but_too_much_is_too_much(house: House) -> None:
    robot = AibotPlatform()
    request = robot.text("wang", "路灯", now=house.clock.now())
    async with house.session.post(house.url + "/callbacks/wecom-aibot", data=request.body) as response:
        assert response.status == 404
    async with house.session.get(house.url + "/callbacks/wecom-app") as response:
        assert response.status == 404
    async with house.session.post(house.url + "/callbacks/wecom-app", data=BytesIO(b"x" * 2**21)) as response:
        assert response.status == 413


async def test_a_stranger_who_does_not_know_the_key_is_not_heard(house: House) -> None:
    stranger = OfficialAccountPlatform(token="guessed-token")
    assert (await house.call(stranger.text("oEve", "路灯", now=house.clock.now())))[0] == 403


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(body=st.binary(max_size=300) | st.text(max_size=80).map(lambda words: f"<xml>{words}</xml>".encode()))
async def test_whatever_is_sent_it_is_never_a_failure_of_ours(house: House, body: bytes) -> None:
    for path in (PATH, "/callbacks/wecom-app", "/callbacks/wecom-aibot"):
        for request in (CallbackRequest("POST", path, body), CallbackRequest("POST", house.says("x").path_query, body)):
            status, _ = await house.call(request)
            assert 400 <= status < 500


async def test_a_full_disk_is_answered_with_503_and_the_repeat_is_taken(house: House) -> None:
    async def limit(pages: int) -> None:
        sql = text(f"PRAGMA max_page_count = {pages}")
        await house.machine.memory.write(lambda connection: connection.execute(sql).scalar())

    await limit(1)
    statuses = []
    for number in range(400):
        request = house.says("别回" + "长" * 400, key=f"k{number}")
        statuses.append((await house.call(request))[0])
        if statuses[-1] == 503:
            break
    assert statuses[-1] == 503
    stored = len(statuses) - 1
    assert await house.rows("SELECT COUNT(*) FROM inbox") == [(stored,)]
    await limit(1_000_000)
    assert (await house.call(request))[0] == 200
    assert await house.rows("SELECT COUNT(*) FROM inbox") == [(stored + 1,)]
    await house.until_rows("SELECT COUNT(*) FROM inbox WHERE handled_at IS NULL", NOTHING)


async def test_a_message_that_cannot_be_stored_in_time_is_answered_with_503(house: House) -> None:
    waiting = asyncio.create_task(house.machine.memory.write(lambda _: house.office.gate.open.wait(20)))
    status, _ = await house.call(house.says("路灯", key="1"))
    house.office.gate.open.set()
    await waiting
    assert status == 503
    assert await house.call(house.says("路灯", key="1")) == (200, "收到：路灯")
    assert await house.rows("SELECT COUNT(*) FROM inbox") == [(1,)]


async def test_the_robot_answers_a_group_in_its_callback(sqlite_url: str, tmp_path: Path) -> None:
    robot = AibotPlatform()
    more = {
        "LIAISON__CHANNELS__WECOM_AIBOT__ENABLED": "true",
        "LIAISON__CHANNELS__WECOM_AIBOT__TOKEN": robot.token,
        "LIAISON__CHANNELS__WECOM_AIBOT__ENCODING_AES_KEY": robot.aes_key,
    }
    async with machine_house(tmp_path, sqlite_url, more=more) as house:
        request = robot.text("wang", "待办", now=house.clock.now(), group="wr-1")
        async with house.session.post(house.url + request.path_query, data=request.body) as response:
            assert response.status == 200
            assert robot.read_answer(await response.read()) == "收到，私聊回复您。"
        poll = robot.poll("stream-1", now=house.clock.now())
        async with house.session.post(house.url + poll.path_query, data=poll.body) as response:
            assert response.status == 200


async def test_the_service_says_that_it_is_alive_and_ready(house: House) -> None:
    assert (await house.look("/healthz"))[0] == 200
    assert await house.look("/readyz") == (200, {"ready": True, "degraded": []})
    status, figures = await house.look("/metrics")
    assert status == 200
    for name in ("liaison_outbox_pending", "liaison_outbox_oldest_seconds", "liaison_inbox_pending"):
        assert f"{name} 0.0" in figures


def test_a_second_service_on_the_same_file_is_turned_away(tmp_path: Path) -> None:
    with exclusive(tmp_path / "liaison.db"), pytest.raises(AlreadyServed), exclusive(tmp_path / "liaison.db"):
        pass
    with exclusive(tmp_path / "liaison.db"):
        pass

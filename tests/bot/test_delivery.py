"""Outbox rows to the channels: in order, once where it can be known, and never forgotten."""

from pathlib import Path

from bot.channel_gate import LONGEST_PAUSE
from bot.channels.base import (
    Allowance,
    DeliveryFailed,
    NotNow,
    OutcomeUnknown,
    OverLimit,
    RefusedForNow,
    Rejected,
    Unreachable,
)
from tests.bot.hand_clock import HandClock
from tests.bot.machine_house import House, Office, Platform, machine_house

STATES = "SELECT delivery, attempts, error FROM outbox ORDER BY id"
COUNTS = "SELECT delivery, attempts, COUNT(*) FROM outbox GROUP BY delivery, attempts ORDER BY delivery"
FORGET_CALLS = "UPDATE allowances SET taken = '[]'"  # PostgreSQL counts them by its own clock, which no test can move
PENDING = "SELECT COUNT(*) FROM outbox WHERE delivery NOT IN ('sent')"


def refused() -> DeliveryFailed:
    return RefusedForNow("-1")


def unknown() -> DeliveryFailed:
    return OutcomeUnknown("timeout")


async def test_letters_of_a_lane_go_in_order_and_lanes_beside_each_other(database_url: str, tmp_path: Path) -> None:
    async with machine_house(tmp_path, database_url) as house:
        for number in range(5):
            for who in ("oZhang", "oLi"):
                await house.stores(f"第{number}句", who=who, key=f"{who}{number}")
        await house.until(lambda: len(house.account.sent) == 10)
        for who in ("oZhang", "oLi"):
            assert house.account.texts_to(who) == [f"收到：第{number}句" for number in range(5)]
        await house.until_rows(PENDING, [(0,)])


async def test_an_unknown_outcome_is_repeated_once_and_then_left_to_a_person(database_url: str, tmp_path: Path) -> None:
    async with machine_house(tmp_path, database_url) as house:
        house.account.failure = unknown
        await house.stores("路灯", key="1")
        await house.until_rows(STATES, [("pending", 1, "timeout")])
        house.clock.move(seconds=3)
        await house.until_rows(STATES, [("unknown", 2, "timeout")])
        house.clock.move(hours=1)
        house.account.failure = None
        await house.stores("还有", key="2")
        await house.until(lambda: house.account.texts_to("oZhang") == ["收到：还有"])
        assert house.account.tries == ["收到：路灯", "收到：路灯", "收到：还有"]


async def test_a_platform_that_is_down_is_probed_with_one_message_and_named(database_url: str, tmp_path: Path) -> None:
    async with machine_house(tmp_path, database_url) as house:
        house.account.failure = refused
        for number in range(6):
            await house.stores("路灯", who=f"o{number}", key=f"{number}")
        await house.until(lambda: bool(house.machine.delivery.down))
        await house.until_rows("SELECT COUNT(*) FROM outbox WHERE delivery = 'pending'", [(6,)])
        assert (await house.look("/readyz"))[1]["degraded"] == ["channels.official_account"]
        assert 'liaison_channel_up{channel="official_account"} 0.0' in (await house.look("/metrics"))[1]
        for _ in range(4):
            tries = len(house.account.tries)
            house.clock.move(seconds=LONGEST_PAUSE)
            await house.until(lambda tries=tries: len(house.account.tries) > tries)  # type: ignore[misc]
            await house.until_rows("SELECT COUNT(*) FROM outbox WHERE delivery = 'pending'", [(6,)])
            assert len(house.account.tries) == tries + 1
        house.account.failure = None
        house.clock.move(seconds=LONGEST_PAUSE)
        await house.until(lambda: len(house.account.sent) == 6)
        await house.until_rows(PENDING, [(0,)])
        house.clock.move(seconds=2)
        assert (await house.look("/readyz"))[1] == {"ready": True, "degraded": []}


async def test_a_message_that_a_platform_chokes_on_does_not_shut_the_channel(sqlite_url: str, tmp_path: Path) -> None:
    async with machine_house(tmp_path, sqlite_url) as house:
        poison = house.account.refuse
        house.account.refuse = lambda message: (
            refused() if "毒" in message.text else poison(message) if poison else None
        )
        await house.stores("毒", who="oBad", key="1")
        await house.until(lambda: bool(house.machine.delivery.down))
        await house.stores("路灯", who="oGood", key="2")
        house.clock.move(seconds=LONGEST_PAUSE)
        await house.until(lambda: house.account.texts_to("oGood") == ["收到：路灯"])


async def test_one_channel_that_is_down_holds_up_no_other(database_url: str, tmp_path: Path) -> None:
    webchat = Platform("webchat")
    async with machine_house(tmp_path, database_url, channels={"webchat": webchat}) as house:
        house.account.failure = refused
        await house.stores("路灯", key="1")
        await house.until(lambda: bool(house.machine.delivery.down))
        await _puts_webchat_letter(house)
        await house.until(lambda: [message.text for message in webchat.sent] == ["收到：路灯"])


async def _puts_webchat_letter(house: House) -> None:
    """The same letter once more, on the other channel."""
    columns = "account_id, conversation, purpose, via, body, rank, due_at, attempts, unknowns, created_at"
    await house.change(
        f"INSERT INTO outbox (channel, lane, delivery, {columns})"  # noqa: S608
        f" SELECT 'webchat', 'webchat:1', 'pending', {columns} FROM outbox"
    )


async def test_without_a_window_a_letter_waits_for_the_persons_next_word(database_url: str, tmp_path: Path) -> None:
    async with machine_house(tmp_path, database_url) as house:
        house.account.failure = lambda: NotNow("45015")
        await house.stores("路灯", key="1")
        await house.until_rows(STATES, [("held", 1, "45015")])
        house.account.failure = None
        house.clock.move(days=20)
        await house.stores("别回，我来了", key="2")
        await house.until(lambda: house.account.texts_to("oZhang") == ["收到：路灯"])


async def test_who_cannot_be_reached_and_what_is_never_taken_has_failed(database_url: str, tmp_path: Path) -> None:
    async with machine_house(tmp_path, database_url) as house:
        house.account.failure = lambda: Unreachable("43004")
        await house.stores("路灯", key="1")
        await house.until_rows(STATES, [("failed", 1, "43004")])
        house.account.failure = lambda: Rejected("45002")
        await house.stores("路灯", key="2")
        await house.until_rows(STATES, [("failed", 1, "43004"), ("failed", 1, "45002")])
        assert house.machine.delivery.down == ()


async def test_a_reply_that_arrived_or_never_will_is_told_to_the_case(database_url: str, tmp_path: Path) -> None:
    async with machine_house(tmp_path, database_url) as house:
        await house.stores("答复一", key="1")
        await house.until(lambda: house.office.settled == [(7, True)])
        house.account.failure = lambda: Unreachable("43004")
        await house.stores("答复二", key="2")
        await house.until(lambda: house.office.settled == [(7, True), (7, False)])


async def test_what_was_refused_for_three_days_expires_and_is_told_to_the_case(
    database_url: str, tmp_path: Path
) -> None:
    async with machine_house(tmp_path, database_url) as house:
        house.account.failure = refused
        await house.stores("答复", key="1")
        await house.until_rows("SELECT delivery, refused_since IS NULL FROM outbox", [("pending", False)])
        house.clock.move(hours=71)
        await house.until_rows("SELECT delivery, attempts FROM outbox", [("pending", 2)])
        house.clock.move(hours=2)
        await house.until_rows("SELECT delivery FROM outbox", [("expired",)])
        assert house.office.settled == [(7, False)]


async def test_letters_for_a_channel_that_is_switched_off_wait_and_expire(database_url: str, tmp_path: Path) -> None:
    async with machine_house(tmp_path, database_url) as house:
        await house.stores("答复", key="1")
        await house.until_rows("SELECT delivery FROM outbox", [("sent",)])
        await house.change("UPDATE outbox SET delivery = 'pending', channel = 'wecom_app', settled_at = NULL")
        house.clock.move(seconds=30)
        await house.until_rows("SELECT delivery, refused_since IS NULL FROM outbox", [("pending", False)])
        assert house.machine.delivery.down == ()
        house.clock.move(hours=73)
        await house.until_rows("SELECT delivery FROM outbox", [("expired",)])


async def test_a_call_cut_off_by_the_end_of_the_process_is_repeated_once(sqlite_url: str, tmp_path: Path) -> None:
    clock, office = HandClock(), Office()
    async with machine_house(tmp_path, sqlite_url, clock=clock, office=office) as house:
        await house.stores("路灯", key="1")
        await house.until_rows("SELECT delivery FROM outbox", [("sent",)])
        await house.change(
            "UPDATE outbox SET delivery = 'leased', settled_at = NULL, parts_done = 0, leased_until = '2999-01-01'"
        )
    async with machine_house(tmp_path, sqlite_url, clock=clock, office=office) as house:
        await house.until(lambda: house.account.texts_to("oZhang") == ["收到：路灯"])
        await house.until_rows("SELECT delivery, unknowns FROM outbox", [("sent", 1)])


async def test_what_waited_while_the_service_was_down_goes_out_after_the_start(
    database_url: str, tmp_path: Path
) -> None:
    clock = HandClock()
    account = Platform("official_account")
    account.failure = refused
    async with machine_house(tmp_path, database_url, clock=clock, account=account) as house:
        await house.stores("路灯", key="1")
        await house.until(lambda: bool(house.machine.delivery.down))
    account.failure = None
    clock.move(seconds=LONGEST_PAUSE)
    async with machine_house(tmp_path, database_url, clock=clock, account=account) as house:
        await house.until(lambda: account.texts_to("oZhang") == ["收到：路灯"])
        assert house.office.seen == []


async def test_a_call_that_may_have_arrived_late_is_counted_from_its_end(sqlite_url: str, tmp_path: Path) -> None:
    async with machine_house(tmp_path, sqlite_url) as house:
        house.account.allows = lambda message: (Allowance("robot", 1, 60),)
        house.account.refuse = lambda message: house.clock.move(seconds=10)
        began = house.clock.now()
        for who in ("oZhang", "oLi"):
            await house.stores("路灯", who=who, key=who)
        await house.until_rows(COUNTS, [("pending", 0, 1), ("sent", 1, 1)])
        house.clock.move(seconds=63 - (house.clock.now() - began).total_seconds())
        await house.until_rows("SELECT COUNT(*) FROM outbox WHERE delivery = 'pending' AND error = 'put_off'", [(1,)])
        house.clock.move(seconds=9)
        await house.until_rows(COUNTS, [("pending", 0, 1), ("sent", 1, 1)])
        assert len(house.account.sent) == 1
        house.clock.move(seconds=2)
        await house.until(lambda: len(house.account.sent) == 2)


async def test_a_person_who_has_had_enough_waits_and_others_do_not(database_url: str, tmp_path: Path) -> None:
    async with machine_house(tmp_path, database_url) as house:
        house.account.allows = lambda message: (Allowance(message.account, 2, 60),)
        for number in range(4):
            await house.stores(f"第{number}句", who="oZhang", key=f"{number}")
        await house.until_rows("SELECT COUNT(*) FROM outbox", [(4,)])  # several threads write on PostgreSQL
        await house.stores("路灯", who="oLi", key="li")
        await house.until(lambda: len(house.account.sent) == 3)
        assert house.account.texts_to("oLi") == ["收到：路灯"]
        await house.until_rows(COUNTS, [("pending", 0, 2), ("sent", 1, 3)])
        assert (await house.rows("SELECT COUNT(*) FROM outbox WHERE refused_since IS NOT NULL")) == [(0,)]
        assert house.machine.delivery.down == ()
        house.clock.move(seconds=64)
        await house.change(FORGET_CALLS)
        await house.until(lambda: len(house.account.sent) == 5)
        assert house.account.texts_to("oZhang") == [f"收到：第{number}句" for number in range(4)]


async def test_a_destination_that_the_platform_calls_full_waits_alone(database_url: str, tmp_path: Path) -> None:
    async with machine_house(tmp_path, database_url) as house:
        house.account.refuse = lambda message: (
            OverLimit("45009", retry_after=60) if message.account == "oZhang" else None
        )
        await house.stores("路灯", who="oZhang", key="1")
        await house.stores("还有", who="oZhang", key="2")
        await house.stores("井盖", who="oLi", key="3")
        await house.until(lambda: house.account.texts_to("oLi") == ["收到：井盖"])
        await house.until_rows(COUNTS, [("pending", 0, 2), ("sent", 1, 1)])
        house.account.refuse = None
        assert house.machine.delivery.down == ()
        house.clock.move(seconds=61)
        await house.until(lambda: house.account.texts_to("oZhang") == ["收到：路灯", "收到：还有"])


async def test_of_long_words_what_is_out_is_not_said_again(sqlite_url: str, tmp_path: Path) -> None:
    long = "路灯坏了，晚上看不清。" * 100
    async with machine_house(tmp_path, sqlite_url) as house:
        house.account.most = 1
        await house.stores(long, key="1")
        await house.until_rows("SELECT delivery, parts_done FROM outbox", [("held", 1)])
        house.account.most = 2
        await house.change("UPDATE outbox SET delivery = 'pending'")
        await house.until(lambda: "".join(house.account.texts_to("oZhang")) == f"收到：{long}")
        assert len(house.account.texts_to("oZhang")) == 2

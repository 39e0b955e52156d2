"""What must go out: written with the change it reports, leased, sent and settled."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Connection, text

from storage.inbox import arrival, insert_all
from storage.keys import Keyring
from storage.leased import Leased, Outcome, Settlement
from storage.outbox import Letter, Outbox
from storage.people import People
from storage.sending import Sending, oldest_due
from tests.storage.conftest import NOON, Desk

CHANNEL = "official_account"
NOBODY: frozenset[str] = frozenset()


class Post:
    """A house with two voters and everything about letters said shortly."""

    def __init__(self, desk: Desk, keys: Keyring) -> None:
        self.desk = desk
        self.keys = keys
        self.voters = [
            desk.do(lambda connection, name=name: People(connection, keys).add_account(CHANNEL, name, NOON).id)  # type: ignore[misc]
            for name in ("oZhang", "oLi")
        ]

    def put(self, text: str, to: int = 0, **fields: Any) -> int:
        letter = Letter(channel=CHANNEL, text=text, purpose="notice", account_id=self.voters[to], **fields)
        return self.desk.do(lambda connection: Outbox(connection, self.keys).put([letter], NOON))[0]

    def lease(self, now: datetime = NOON, busy: frozenset[str] = NOBODY, limit: int = 16) -> list[Leased]:
        return self.desk.do(lambda connection: Sending(connection, self.keys).lease_due(CHANNEL, now, busy, limit))

    def settle(self, row: Leased, outcome: Outcome, now: datetime = NOON) -> list[tuple[int | None, bool]]:
        def work(connection: Connection) -> list[tuple[int | None, bool]]:
            sending = Sending(connection, self.keys)
            sending.settle(Settlement(row, outcome, "45015" if outcome is not Outcome.SENT else ""), now)
            return [(settled.report_id, settled.reached) for settled in sending.settled]

        return self.desk.do(work)

    def row(self, outbox_id: int) -> Any:
        sql = text("SELECT delivery, via, attempts, unknowns, error, settled_at FROM outbox WHERE id = :id")
        return self.desk.do(lambda connection: connection.execute(sql, {"id": outbox_id}).one())

    def say(self, sql: str) -> None:
        self.desk.do(lambda connection: connection.execute(text(sql)).rowcount)


@pytest.fixture
def post(desk: Desk, keys: Keyring) -> Post:
    return Post(desk, keys)


def _texts(rows: list[Leased]) -> list[str]:
    return sorted(row.body.text for row in rows)


def test_a_letter_comes_out_as_it_was_put_in(post: Post) -> None:
    outbox_id = post.put("您好", due_at=NOON, buttons=(("满意", "满意 12"),))
    row = post.lease()[0]
    assert (row.outbox_id, row.address, row.body.text, row.body.buttons, row.is_group) == (
        outbox_id,
        "oZhang",
        "您好",
        (("满意", "满意 12"),),
        False,
    )


def test_a_letter_is_not_readable_in_the_database(post: Post) -> None:
    post.put("张大爷", due_at=NOON)
    row = post.desk.do(lambda connection: tuple(connection.execute(text("SELECT * FROM outbox")).one()))
    assert "张大爷" not in str(row)
    assert all("张大爷".encode() not in bytes(value) for value in row if isinstance(value, bytes | memoryview))


def test_many_letters_get_their_ids_in_order(post: Post) -> None:
    letters = [
        Letter(channel=CHANNEL, text=f"{n}", purpose="notice", due_at=NOON, account_id=post.voters[0])
        for n in range(130)
    ]
    ids = post.desk.do(lambda connection: Outbox(connection, post.keys).put(letters, NOON))
    assert ids == sorted(ids)
    texts = []
    while rows := post.lease():
        texts += [row.body.text for row in rows]
        post.settle(rows[0], Outcome.SENT)
    assert texts == [f"{n}" for n in range(130)]


def test_only_the_first_due_letter_of_a_lane_is_leased_and_lanes_go_beside_each_other(post: Post) -> None:
    post.put("张一", due_at=NOON)
    post.put("张二", due_at=NOON)
    post.put("李一", to=1, due_at=NOON)
    first = post.lease()
    assert _texts(first) == ["张一", "李一"]
    busy = frozenset(row.lane for row in first)
    assert post.lease(busy=busy) == []
    for row in first:
        post.settle(row, Outcome.SENT)
    assert _texts(post.lease()) == ["张二"]


def test_an_answer_overtakes_scheduled_words_and_a_letter_for_later_holds_up_nobody(post: Post) -> None:
    post.put("明早的清单", due_at=NOON + timedelta(hours=20))
    post.put("提醒", due_at=NOON - timedelta(hours=1))
    post.put("回答", due_at=NOON, rank=0)
    assert _texts(post.lease()) == ["回答"]


def test_a_lane_with_very_many_letters_does_not_starve_the_others(post: Post) -> None:
    for number in range(40):
        post.put(f"张{number}", due_at=NOON - timedelta(minutes=1))
    post.put("李", to=1, due_at=NOON)
    first = post.lease(limit=2)
    assert _texts(first) == ["张0"]
    assert _texts(post.lease(busy=frozenset({first[0].lane}), limit=2)) == ["李"]


def test_what_was_sent_is_told_once_to_who_waits_for_it(post: Post) -> None:
    outbox_id = post.put("答复", due_at=NOON, report_id=7)
    row = post.lease()[0]
    assert post.settle(row, Outcome.SENT) == [(7, True)]
    assert post.settle(row, Outcome.SENT) == []
    assert post.row(outbox_id)[0] == "sent"


def test_what_the_platform_will_never_take_has_failed_and_is_told_so(post: Post) -> None:
    outbox_id = post.put("答复", due_at=NOON, report_id=7)
    assert post.settle(post.lease()[0], Outcome.FAILED) == [(7, False)]
    assert post.row(outbox_id)[0:1] + post.row(outbox_id)[4:5] == ("failed", "45015")


def test_an_unknown_outcome_is_repeated_once_and_then_left_to_a_person(post: Post) -> None:
    outbox_id = post.put("答复", due_at=NOON, report_id=7)
    assert post.settle(post.lease()[0], Outcome.UNKNOWN) == []
    assert post.row(outbox_id)[0] == "pending"
    assert post.settle(post.lease()[0], Outcome.UNKNOWN) == [(7, False)]
    assert post.row(outbox_id)[0] == "unknown"
    assert post.lease() == []


def test_a_row_whose_sender_died_in_the_call_is_taken_again_once(post: Post) -> None:
    outbox_id = post.put("您好", due_at=NOON)
    abandon = "UPDATE outbox SET leased_until = '2020-01-01 00:00:00.000000'"
    assert post.lease()
    assert post.lease() == []
    post.say(abandon)
    assert [row.unknowns for row in post.lease()] == [1]
    post.say(abandon)
    assert post.lease() == []
    assert post.row(outbox_id)[0] == "unknown"


def test_at_the_start_of_the_only_process_every_lease_belongs_to_a_dead_one(post: Post) -> None:
    post.put("您好", due_at=NOON)
    assert post.lease()
    assert post.desk.do(lambda connection: Sending(connection, post.keys).abandon_leases()) == 1
    post.say("UPDATE outbox SET leased_until = '2020-01-01 00:00:00.000000' WHERE leased_until IS NOT NULL")
    assert [row.body.text for row in post.lease()] == ["您好"]


def test_a_held_letter_waits_for_the_persons_next_word(post: Post) -> None:
    outbox_id = post.put("答复", due_at=NOON, report_id=7)
    row = post.lease()[0]
    assert post.settle(row, Outcome.HELD) == [(7, False)]  # so far, the person does not know
    assert post.row(outbox_id)[0] == "held"
    assert post.lease(NOON + timedelta(days=30)) == []
    later = NOON + timedelta(days=40)
    assert post.desk.do(lambda connection: Outbox(connection, post.keys).release_held(row.lane, later)) == 1
    assert [row.body.text for row in post.lease(later)] == ["答复"]


def test_who_was_told_that_there_is_something_knows_and_the_words_wait(post: Post) -> None:
    outbox_id = post.put("答复", due_at=NOON, report_id=7)
    row = post.lease()[0]
    assert post.settle(row, Outcome.KNOCKED) == [(7, True)]
    assert post.row(outbox_id)[0] == "held"
    post.desk.do(lambda connection: Outbox(connection, post.keys).release_held(row.lane, NOON))
    assert [row.body.text for row in post.lease()] == ["答复"]


def test_what_a_refusing_platform_has_not_taken_for_three_days_expires(post: Post) -> None:
    first, second = post.put("一", due_at=NOON, report_id=7), post.put("二", to=1, due_at=NOON + timedelta(hours=2))
    assert post.settle(post.lease()[0], Outcome.REFUSED) == []
    for hours, outcome in ((3, []), (71, []), (73, [(7, False)])):
        row = post.lease(NOON + timedelta(hours=hours))[0]
        assert post.settle(row, Outcome.REFUSED, NOON + timedelta(hours=hours)) == outcome
        post.say("UPDATE outbox SET leased_until = NULL, delivery = 'pending' WHERE delivery = 'leased'")
    assert (post.row(first)[0], post.row(second)[0]) == ("expired", "pending")


def test_three_days_begin_anew_after_the_platform_was_there_again(post: Post) -> None:
    outbox_id = post.put("一", due_at=NOON)
    post.settle(post.lease()[0], Outcome.REFUSED)
    post.desk.do(lambda connection: Sending(connection, post.keys).recovered(CHANNEL))
    later = NOON + timedelta(hours=80)
    post.settle(post.lease(later)[0], Outcome.REFUSED, later)
    assert post.row(outbox_id)[0] == "pending"


def test_a_row_that_cannot_be_opened_does_not_hold_up_its_lane(post: Post) -> None:
    broken = post.put("一", due_at=NOON)
    post.put("二", due_at=NOON)
    post.say("UPDATE outbox SET body = account FROM accounts WHERE outbox.id = (SELECT MIN(id) FROM outbox)")
    assert [row.body.text for row in post.lease()] == ["二"]
    assert post.row(broken)[0:1] + post.row(broken)[4:5] == ("failed", "unreadable")


def _received(post: Post) -> int:
    item = arrival(
        post.keys, {"text": "路灯"}, NOON, namespace=CHANNEL, channel=CHANNEL, message_key="m1", account="oZhang"
    )
    return post.desk.do(lambda connection: insert_all(connection, [item]))[0].inbox_id


def _answer(post: Post, inbox_id: int) -> Letter:
    return Letter(
        channel=CHANNEL,
        text="收到",
        purpose="answer",
        due_at=NOON,
        account_id=post.voters[0],
        rank=0,
        inbox_id=inbox_id,
    )


def test_a_claimed_answer_goes_out_by_itself_only_if_the_callback_never_carried_it(post: Post) -> None:
    inbox_id = _received(post)
    letter = _answer(post, inbox_id)
    outbox_id = post.desk.do(lambda connection: Outbox(connection, post.keys).put_with_claimed(letter, [], NOON))
    assert post.lease(NOON + timedelta(seconds=19)) == []
    again = post.desk.do(lambda connection: Outbox(connection, post.keys).answer_to(inbox_id))
    assert again is not None
    assert (again.text, again.is_passive) == ("收到", True)
    assert [row.body.text for row in post.lease(NOON + timedelta(seconds=21))] == ["收到"]
    post.desk.do(lambda connection: Sending(connection, post.keys).got_through([outbox_id], NOON))
    assert post.row(outbox_id)[0:2] == ("leased", "message")


def test_an_answer_that_got_through_is_sent_and_said_again_to_a_repeat(post: Post) -> None:
    inbox_id = _received(post)
    letter = _answer(post, inbox_id)
    outbox_id = post.desk.do(lambda connection: Outbox(connection, post.keys).put_with_claimed(letter, [], NOON))
    post.desk.do(lambda connection: Sending(connection, post.keys).got_through([outbox_id], NOON))
    assert post.row(outbox_id)[0:2] == ("sent", "passive")
    assert post.lease(NOON + timedelta(hours=1)) == []
    again = post.desk.do(lambda connection: Outbox(connection, post.keys).answer_to(inbox_id))
    assert again is not None
    assert again.is_passive


def test_an_answer_that_went_as_a_message_is_not_repeated_in_a_callback(post: Post) -> None:
    inbox_id = _received(post)
    letter = _answer(post, inbox_id)
    post.desk.do(lambda connection: Outbox(connection, post.keys).put([letter], NOON))
    again = post.desk.do(lambda connection: Outbox(connection, post.keys).answer_to(inbox_id))
    assert again is not None
    assert not again.is_passive


def test_what_is_due_and_how_long_is_counted(post: Post) -> None:
    post.put("一", due_at=NOON - timedelta(minutes=5))
    post.put("二", due_at=NOON + timedelta(minutes=5))
    assert post.desk.do(lambda connection: oldest_due(connection, NOON)) == (1, 300.0)


def test_while_somebody_else_holds_a_row_nothing_overtakes_it(post: Post) -> None:
    post.put("一", due_at=NOON)
    post.put("二", due_at=NOON)
    assert _texts(post.lease()) == ["一"]
    assert post.lease() == []  # as another process would ask, which knows of no busy lane


def test_what_was_put_off_is_not_overtaken_by_what_was_written_meanwhile(post: Post) -> None:
    post.put("先写的", due_at=NOON)
    (first,) = post.lease()
    later = NOON + timedelta(minutes=1)
    post.desk.do(lambda connection: Sending(connection, post.keys).put_off(first, later))
    post.put("后写的", due_at=NOON + timedelta(seconds=5))
    assert post.lease(NOON + timedelta(seconds=10)) == []
    (next_one,) = post.lease(later)
    assert next_one.body.text == "先写的"

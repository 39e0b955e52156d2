"""The parts of the benchmark do what they say; how fast is not asked here."""

import time
from pathlib import Path

import pytest

from benchmarks.intake.answers import Expected, is_right
from benchmarks.intake.generator import Task, run
from benchmarks.intake.measuring import Numbers
from benchmarks.intake.messages import Mailbag
from benchmarks.intake.servers import EVERY, WEROBOT, Server, running


@pytest.mark.parametrize("server", EVERY, ids=lambda server: server.name)
@pytest.mark.parametrize("rate", [0, 50], ids=["closed loop", "open loop"])
def test_every_server_takes_the_load_and_answers_right(server: Server, rate: int, tmp_path: Path) -> None:
    if server is WEROBOT:
        pytest.importorskip("waitress", reason="without it WeRoBot answers one connection at a time")
    with running(server, None, tmp_path / "log") as alive, alive.awake():
        number = Numbers().take()
        result = run(Task(alive.port, 2, 0.3, rate, number, server.expected, None))
        assert result.acknowledged > 0
        assert (result.refused, result.wrong) == (0, 0)
        assert result.checked > 0
        if server.counted:
            assert alive.rows(server.counted) == result.acknowledged
        assert alive.peak_megabytes() > 0


def test_no_two_messages_are_alike() -> None:
    messages = Mailbag(0, int(time.time())).fill(500)
    assert len({message.openid for message in messages}) == 500
    assert len({message.text for message in messages}) == 500


@pytest.mark.parametrize("body", [b"", b"success", b"<xml></xml>", b"<xml><Encrypt>x</Encrypt></xml>"])
def test_an_answer_without_words_is_not_taken_for_one(body: bytes) -> None:
    message = Mailbag(0, int(time.time())).fill(1)[0]
    assert not is_right(Expected.NUMBER, message, body)
    assert is_right(Expected.TAKEN, message, body) == (body == b"success")

"""Log lines: JSON, without a secret and without a person, whoever wrote them."""

import io
import json
import logging
from collections.abc import Iterator
from typing import Any

import pytest
import structlog
from hypothesis import given
from hypothesis import strategies as st

from bot.log import MASK, Masked, start_logging

SECRET = 'canary/"geheim" 值'


class Lines:
    """What was written to the log."""

    def __init__(self) -> None:
        self.stream = io.StringIO()

    def all(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.stream.getvalue().splitlines()]

    def last(self) -> dict[str, Any]:
        return self.all()[-1]


@pytest.fixture
def lines() -> Iterator[Lines]:
    root, before = logging.getLogger(), logging.getLogger().handlers[:]
    level = root.level
    found = Lines()
    start_logging([SECRET, "短"], found.stream)
    yield found
    root.handlers[:] = before
    root.setLevel(level)
    structlog.reset_defaults()
    structlog.contextvars.clear_contextvars()


def test_an_event_is_one_json_line_with_its_time_level_and_place(lines: Lines) -> None:
    structlog.get_logger("router").info("handled", inbox_id=7)
    line = lines.last()
    assert line.pop("timestamp")
    assert line == {"event": "handled", "level": "info", "logger": "router", "inbox_id": 7}


def test_a_bound_message_id_is_on_every_line(lines: Lines) -> None:
    with structlog.contextvars.bound_contextvars(inbox_id=12):
        structlog.get_logger("delivery").info("delivered")
        logging.getLogger("some.library").warning("slow")
    assert [line["inbox_id"] for line in lines.all()] == [12, 12]


@pytest.mark.parametrize(
    "written",
    [SECRET, "canary%2F%22geheim%22%20%E5%80%BC", "canary/%22geheim%22%20%E5%80%BC", f"https://x/?token={SECRET}&a=1"],
)
def test_a_secret_is_cut_out_wherever_it_stands(lines: Lines, written: str) -> None:
    structlog.get_logger("x").info(f"said {written}", detail={"deep": [written]}, **{written: 1})
    logging.getLogger("library").error("said %s", written)
    text = lines.stream.getvalue()
    assert "canary" not in text
    assert "geheim" not in text
    assert MASK in text
    assert len(lines.all()) == 2


@pytest.mark.parametrize("number", ["13812345678", "110101199003070015", "11010119900307001X", "6222020200112233445"])
def test_a_persons_numbers_are_cut_out(lines: Lines, number: str) -> None:
    structlog.get_logger("x").warning("refused", words=f"请打{number}找我")
    assert number not in lines.stream.getvalue()


def test_ordinary_numbers_stay(lines: Lines) -> None:
    structlog.get_logger("x").info("n", case="2026-0012", place=1234567890, port=8080)
    assert lines.last()["place"] == 1234567890


def test_an_exception_is_named_by_its_kind_and_place_not_by_its_words(lines: Lines) -> None:
    for write in (structlog.get_logger("x").error, logging.getLogger("aiohttp.server").error):
        try:
            int("张大爷说的话")
        except ValueError:
            write("failed", exc_info=True)
    assert "张大爷" not in lines.stream.getvalue()
    assert [line["error"] for line in lines.all()] == ["ValueError", "ValueError"]
    assert all("test_log.py" in line["at"] for line in lines.all())


def test_of_a_librarys_story_only_the_first_line_is_kept(lines: Lines) -> None:
    logging.getLogger("asyncio").error("Task exception was never retrieved\nfuture: <Task 张大爷>")
    assert lines.last()["event"] == "Task exception was never retrieved"


def test_what_is_no_plain_value_is_named_by_its_kind(lines: Lines) -> None:
    structlog.get_logger("x").info("n", thing=Lines())
    assert lines.last()["thing"] == "<Lines>"


def test_the_clock_and_the_database_do_not_chatter(lines: Lines) -> None:
    logging.getLogger("apscheduler.scheduler").info("Running job")
    logging.getLogger("sqlalchemy.engine").info("SELECT 1")
    assert lines.all() == []


@given(st.text('abcXYZ019_-+/= 密钥"\\', min_size=8), st.text(), st.text())
def test_no_secret_survives_in_any_surroundings(secret: str, before: str, after: str) -> None:
    line = Masked([secret])(None, "info", {"event": f"{before}{secret}{after}"})
    assert MASK in line
    assert json.dumps(secret, ensure_ascii=False)[1:-1] not in line

"""签名清单: a day's heads leave the database once, and a chain that was shortened or rewritten no longer fits them."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import delete, select, update

from bot.cli import main
from bot.heads import BadList, DailyHeads, read_list, signed
from bot.writing import Memory
from storage.engine import make_engine
from storage.heads import Head, heads_between, missing_heads
from storage.keys import Keyring
from storage.reader import Reader
from storage.sqlite_writer import SqliteWriter
from storage.tables.cases import cases, history
from tests.bot.hand_clock import HandClock
from tests.handlers.office import MONDAY, Office, open_office
from tests.handlers.stories import COVER, LIU, dispatched, released

TUESDAY = datetime(2026, 11, 23, 20, 0, tzinfo=UTC)  # 04:00 at home


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    engine = make_engine(f"sqlite:///{tmp_path / 'office.db'}")
    office = open_office(tmp_path, engine)
    released(office)
    dispatched(office, LIU, COVER)
    yield office
    engine.dispose()


def shorten(office: Office) -> str:
    """The last step of the first case is gone, and the case says so itself: the chain alone still holds."""
    with office.engine.begin() as connection:
        case = connection.execute(select(cases).order_by(cases.c.id)).first()
        assert case is not None
        gone = (history.c.case_id == case.id) & (history.c.seq == case.history_count)
        connection.execute(delete(history).where(gone))
        before = select(history.c.mac).where(history.c.case_id == case.id, history.c.seq == case.history_count - 1)
        head = connection.execute(before).scalar_one()
        values = {"history_count": case.history_count - 1, "history_head": head}
        connection.execute(update(cases).where(cases.c.id == case.id).values(**values))
        return str(case.number)


def test_a_days_list_holds_the_last_step_of_each_case_that_moved(office: Office) -> None:
    with office.engine.begin() as connection:
        heads = list(heads_between(connection, MONDAY, TUESDAY))
        assert [(head.number, head.seq) for head in heads] == [("2026-0001", 4), ("2026-0002", 2)]
        assert list(missing_heads(connection, heads)) == []
        assert list(heads_between(connection, TUESDAY, TUESDAY)) == []


def test_a_chain_that_was_shortened_no_longer_fits_its_list(office: Office) -> None:
    with office.engine.begin() as connection:
        heads = list(heads_between(connection, MONDAY, TUESDAY))
    number = shorten(office)
    with office.engine.begin() as connection:
        assert [head.number for head in missing_heads(connection, heads)] == [number]


def test_a_list_that_was_changed_is_refused(tmp_path: Path) -> None:
    keys, file = Keyring([("k1", bytes(range(32)))]), tmp_path / "2026-11-23.txt"
    heads = [Head("2026-0001", 4, "a" * 64), Head("2026-0002", 2, "b" * 64)]
    text = signed(keys, MONDAY.date(), heads)
    file.write_text(text, encoding="utf-8")
    assert read_list(keys, file) == heads
    for changed in (text.replace("0001 4", "0001 3"), text.split("\n", 1)[1], "\n".join(text.split("\n")[:-2]), ""):
        file.write_text(changed, encoding="utf-8")
        with pytest.raises(BadList):
            read_list(keys, file)
    (tmp_path / "2026-11-24.txt").write_text(text, encoding="utf-8")  # another day's list under this name
    with pytest.raises(BadList):
        read_list(keys, tmp_path / "2026-11-24.txt")


async def test_each_day_that_is_over_gets_its_list_once(office: Office, tmp_path: Path) -> None:
    clock, folder = HandClock(), tmp_path / "heads"
    clock.move(seconds=(TUESDAY - clock.now()).total_seconds())
    reading = make_engine(str(office.engine.url), read_only=True)
    writer, reader = SqliteWriter(office.engine), Reader(reading)
    daily = DailyHeads(Memory(writer, reader), office.keys, clock, lambda: office.settings, folder)
    try:
        await daily.run_daily()
        assert [file.name for file in folder.iterdir()] == ["2026-11-23.txt"]
        assert len(read_list(office.keys, folder / "2026-11-23.txt")) == 2
        clock.move(seconds=3 * 86400)
        await daily.run_daily()
        assert sorted(file.stem for file in folder.iterdir())[1:] == ["2026-11-24", "2026-11-25", "2026-11-26"]
        assert read_list(office.keys, folder / "2026-11-25.txt") == []
    finally:
        writer.stop()
        reader.stop()
        reading.dispose()


def test_verify_history_names_what_the_lists_know_better(
    office: Office, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "config.toml").write_text(
        '[storage]\nurl = "sqlite:///office.db"\n[security]\nkey_file = "liaison.key"\n[history]\nheads_dir = "heads"\n',
        encoding="utf-8",
    )
    (tmp_path / "heads").mkdir()
    with office.engine.begin() as connection:
        heads = list(heads_between(connection, MONDAY, TUESDAY))
    (tmp_path / "heads" / "2026-11-23.txt").write_text(signed(office.keys, MONDAY.date(), heads), encoding="utf-8")
    command = ["--config", str(tmp_path / "config.toml"), "verify-history"]
    assert main(command) == 0
    number = shorten(office)
    assert main(command) == 1
    assert f"{number} 第4步（与2026-11-23的签名清单不符）" in capsys.readouterr().err

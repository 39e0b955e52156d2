"""An engine on this machine hears recordings, one after the other; without one nothing is heard."""

from pathlib import Path

import pytest
from sqlalchemy import Connection
from typing_extensions import override

from bot.commands.checking import warnings
from bot.config import Config, settings_of
from bot.media import listening
from bot.media.listening import Engine, Hearing, Transcript, lacking
from bot.media.making import Workshop
from handlers.desk import Desk
from handlers.directory import load_directory
from storage.media import MediaBook
from storage.store import Store
from tests.bot import media_samples as samples
from tests.bot.config_files import load
from tests.bot.media_house import House, World, house, world

__all__ = ["house", "world"]


class Listening(Engine):
    """Says back how long it was."""

    def __init__(self) -> None:
        self.lengths: list[float] = []

    @override
    def listen(self, wav: bytes) -> Transcript:
        self.lengths.append(round(samples.seconds_of(wav), 1))
        return Transcript("西关村路灯坏了", 0.9)


async def test_a_kept_recording_is_heard(house: House, world: World) -> None:
    engine, settings = Listening(), settings_of(Config())
    with house.engine.begin() as connection:
        directory = load_directory(connection, house.keys)

    def desk(connection: Connection) -> Desk:
        return Desk(Store(connection, house.keys), house.clock.now(), directory, settings)

    hearing = Hearing(
        memory=house.memory,
        keys=house.keys,
        desk=desk,
        files=house.files,
        workshop=Workshop(),
        engine=engine,
        least=0.8,
        on_letters=lambda: None,
    )
    world.wecom.files["voice-1"] = samples.amr(2.0)
    name = house.expect("voice", "voice-1", "wecom_app")
    await house.fetcher(world.sources).fetch_due()
    await hearing.hear(house.heard[0])
    assert engine.lengths == [2.0]
    case_id = house.row(name).case_id
    with house.engine.begin() as connection:
        found = MediaBook(connection, house.keys).transcripts_of(case_id)
    assert found == [("西关村路灯坏了", 0.9)]


def test_check_config_says_what_the_engine_lacks(tmp_path: Path) -> None:
    config = load(tmp_path, "[speech]\nmodel_dir = 'models'")
    assert config.speech.model_dir == str(tmp_path / "models")
    assert any("[speech] 用不了" in line for line in warnings(config))
    assert not any("[speech]" in line for line in warnings(load(tmp_path)))


def test_a_folder_without_a_model_is_no_engine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(listening, "PACKAGE", "json")
    assert "没有模型" in lacking(tmp_path)
    for name in ("model.onnx", "tokens.txt"):
        (tmp_path / name).write_bytes(b"")
    assert lacking(tmp_path) == ""
    monkeypatch.setattr(listening, "PACKAGE", "no_such_engine")
    assert "没有安装" in lacking(tmp_path)

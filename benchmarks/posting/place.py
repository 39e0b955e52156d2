"""An office with many groups: its folder, its database, and the directory that says which robot is in which group."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.delivery.places import HOST, free_port
from benchmarks.posting.counting import keys_of, robot_of
from bot.clock import SystemClock
from bot.config import Config
from bot.directory_files.json import content_of
from handlers.directory_import import import_directory
from storage.engine import make_engine
from storage.keys import Keyring
from storage.migrate import upgrade


@dataclass(frozen=True, slots=True)
class Place:
    folder: Path
    platform_port: int

    @property
    def platform(self) -> str:
        return f"http://{HOST}:{self.platform_port}"

    def config(self) -> Config:
        return Config.load(self.folder / "config.toml", {})


@contextmanager
def office_with(groups: int, robots: int) -> Iterator[Place]:
    with TemporaryDirectory(prefix="posting-") as name:
        place = Place(Path(name), free_port())
        (place.folder / "config.toml").write_text(
            f"""
            storage = {{ url = "sqlite:///bench.db", media_dir = "media" }}
            security.key_file = "bench.key"
            [channels.webchat]
            enabled = false
            [channels.wecom_group]
            enabled = true
            api_base = "{place.platform}"
            """,
            encoding="utf-8",
        )
        _lay_out(place, keys_of(groups, robots))
        yield place


def _lay_out(place: Place, keys: list[str]) -> None:
    config = place.config()
    engine, keyring = make_engine(config.storage.url), Keyring.load_or_create(config.key_file)
    upgrade(engine)
    rows = [
        {
            "name": f"第{number}群",
            "audience": "office",
            "channel": "wecom_group",
            "address": key,
            "robot": robot_of(key),
        }
        for number, key in enumerate(keys, 1)
    ]
    with engine.begin() as connection:
        import_directory(connection, keyring, content_of({"groups": rows}, "groups"), SystemClock().now())
    engine.dispose()

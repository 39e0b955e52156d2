"""Where everything of one run stands: the platform's port, the office's folder, and a database of its own."""

import os
import socket
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from uuid import uuid4

import psycopg
from psycopg import sql
from sqlalchemy import make_url

from bot.config import Config

HOST = "127.0.0.1"
SERVER = os.environ.get("LIAISON_TEST_POSTGRES", "postgresql://postgres@127.0.0.1:5432/postgres")


@dataclass(frozen=True, slots=True)
class Place:
    """An office that writes through one app, and the platform of that app."""

    folder: Path
    url: str
    platform_port: int

    @property
    def platform(self) -> str:
        return f"http://{HOST}:{self.platform_port}"

    @property
    def is_cluster(self) -> bool:
        return not self.url.startswith("sqlite")

    @property
    def config_file(self) -> Path:
        return self.folder / "config.toml"

    def config(self) -> Config:
        return Config.load(self.config_file, {})

    def write_config(self) -> None:
        self.config_file.write_text(
            f"""
            storage = {{ url = "{self.url}", media_dir = "media" }}
            security.key_file = "bench.key"
            [channels.webchat]
            enabled = false
            [channels.wecom_app]
            enabled = true
            corp_id = "ww0123456789abcdef"
            agent_id = 1000002
            secret = "secret-of-the-benchmark"
            token = "token-of-the-benchmark"
            encoding_aes_key = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG"
            api_base = "{self.platform}"
            """,
            encoding="utf-8",
        )


@contextmanager
def embedded() -> Iterator[Place]:
    with TemporaryDirectory(prefix="delivery-") as name:
        place = Place(Path(name), f"sqlite:///{name}/bench.db", free_port())
        place.write_config()
        yield place


@contextmanager
def cluster(server: str) -> Iterator[Place]:
    """On a database that is made for it and dropped after it."""
    name = f"liaison_bench_{uuid4().hex[:12]}"
    _say(server, "CREATE DATABASE {0}", name)
    try:
        with TemporaryDirectory(prefix="delivery-") as folder:
            url = make_url(server).set(database=name).render_as_string(hide_password=False)
            place = Place(Path(folder), url, free_port())
            place.write_config()
            yield place
    finally:
        _say(server, "DROP DATABASE {0} WITH (FORCE)", name)


def _say(server: str, statement: str, name: str) -> None:
    with psycopg.connect(server, autocommit=True, connect_timeout=3) as connection:
        connection.execute(sql.SQL(statement).format(sql.Identifier(name)))


def free_port() -> int:
    with closing(socket.create_server((HOST, 0))) as listening:
        return int(listening.getsockname()[1])

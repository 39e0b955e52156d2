"""An office for each test."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from storage.engine import make_engine
from tests.handlers.office import Office, open_office


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    engine = make_engine(f"sqlite:///{tmp_path / 'office.db'}")
    yield open_office(tmp_path, engine)
    engine.dispose()

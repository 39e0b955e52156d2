"""Where Node.js and Tencent's packages are, for tests that speak with them."""

import os
import shutil
from pathlib import Path

import pytest

HERE = Path(__file__).parent


def node_with(package: str) -> str:
    """Skipped where there is none, loudly; in CI that is a failure."""
    node = shutil.which("node")
    if node is None or not (HERE / "node_modules" / package).is_dir():
        assert not os.environ.get("CI"), "tests/peers is not installed: sh deploy/peers.sh"
        pytest.skip("no Node.js, or tests/peers is not installed (sh deploy/peers.sh)")
    return node

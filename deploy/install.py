"""Installs what pyproject.toml names, at the versions of constraints.txt, into the environment this runs in.

The project itself is run from its own tree and never installed. `install.py test` adds what the tests need.
"""

import subprocess
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def main() -> int:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    wanted = list(project["dependencies"])
    for extra in sys.argv[1:]:
        wanted += project["optional-dependencies"][extra]
    pip = [sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    return subprocess.run([*pip, "-c", str(ROOT / "constraints.txt"), *wanted], check=False).returncode  # noqa: S603


if __name__ == "__main__":
    sys.exit(main())

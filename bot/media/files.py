"""Files of people on disk: each sealed with the key file under a name that says nothing, written whole or not at all."""

import os
from pathlib import Path

from storage.keys import Keyring

# In front of what is sealed. A file without it was put there by an earlier version and is read as it is.
_MARK = b"liaison-sealed-1\n"
THUMBNAIL, SOUND = ".t", ".s"
_ALL = ("", THUMBNAIL, SOUND)


class MediaFiles:
    """Every method waits for the disk and belongs on a thread."""

    def __init__(self, folder: Path, keys: Keyring) -> None:
        self._folder = folder
        self._keys = keys

    def put(self, name: str, data: bytes) -> None:
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        draft = self._draft(name)
        handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(handle, "wb") as file:
            file.write(_MARK + self._keys.seal(data, _context(name)))
            file.flush()
            os.fsync(file.fileno())
        draft.replace(self._folder / name)

    def get(self, name: str) -> bytes | None:
        """None when it is not there; KeyringError when it is not what was put."""
        try:
            data = (self._folder / name).read_bytes()
        except FileNotFoundError:
            return None
        return self._keys.open(data.removeprefix(_MARK), _context(name)) if data.startswith(_MARK) else data

    def remove(self, name: str) -> None:
        """The file, what was made of it and what a crash left of it; what is not there needs no removing."""
        for ending in _ALL:
            (self._folder / f"{name}{ending}").unlink(missing_ok=True)
            self._draft(f"{name}{ending}").unlink(missing_ok=True)

    def _draft(self, name: str) -> Path:
        """One a name: whoever writes it anew writes over what was left."""
        return self._folder / f".{name}"


def _context(name: str) -> str:
    """One file put in another's place does not open."""
    return f"media:{name}"

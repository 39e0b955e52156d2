"""A backup: the database, the media and a list of both in one file, sealed so that only the fitting key file takes it back."""

import hashlib
import json
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from enum import StrEnum
from pathlib import Path, PurePosixPath
from types import TracebackType
from typing import IO, Self

from storage.keys import Keyring, KeyringError

FORMAT = 1
DATABASE, MEDIA = "database", "media/"
_LIST, _SEAL = "contents.json", "contents.seal"
_CONTEXT = "backup"
_CHUNK = 1024 * 1024


class ArchiveFault(StrEnum):
    """What is wrong with a file that is to be taken back."""

    NO_BACKUP = "is no backup"
    TOO_NEW = "was made by a later version"
    WRONG_KEY = "was sealed with another key file"
    DAMAGED = "is damaged"


class ArchiveError(Exception):
    def __init__(self, fault: ArchiveFault) -> None:
        super().__init__(fault.value)
        self.fault = fault


@dataclass(frozen=True, slots=True)
class Facts:
    """What a backup says of itself. `tool` is the major version of the pg_dump that made it, 0 for SQLite."""

    kind: str  # sqlite, postgresql
    revision: str
    version: str
    taken_at: str
    tool: int = 0


@dataclass(frozen=True, slots=True)
class Entry:
    size: int
    sha256: str


def write_archive(path: Path, facts: Facts, database: Path, media: Path | None, keys: Keyring) -> int:
    """How many media files are in it. What people sent is packed already; a file that goes meanwhile is left out."""
    entries: dict[str, Entry] = {}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as archive:
        how = zipfile.ZIP_DEFLATED if facts.kind == "sqlite" else zipfile.ZIP_STORED
        entries[DATABASE] = _add(archive, DATABASE, database, how)
        for file in _files(media) if media else ():
            name = f"{MEDIA}{file.relative_to(media or file).as_posix()}"
            try:
                entries[name] = _add(archive, name, file, zipfile.ZIP_STORED)
            except FileNotFoundError:
                continue
        listed = {"format": FORMAT, **asdict(facts), "files": {name: asdict(one) for name, one in entries.items()}}
        text = json.dumps(listed, ensure_ascii=False, indent=1).encode()
        archive.writestr(_LIST, text)
        archive.writestr(_SEAL, keys.seal(proof_of(text, keys), _CONTEXT))
    return len(entries) - 1


def _files(folder: Path) -> Iterator[Path]:
    """Links lead elsewhere, and what begins with a dot is being written."""
    for file in sorted(folder.rglob("*")):
        is_hidden = any(part.startswith(".") for part in file.relative_to(folder).parts)
        if file.is_file() and not file.is_symlink() and not is_hidden:
            yield file


def _add(archive: zipfile.ZipFile, name: str, file: Path, how: int) -> Entry:
    told = zipfile.ZipInfo(name)
    told.compress_type = how
    with file.open("rb") as source, archive.open(told, "w", force_zip64=True) as target:
        return _copy(source, target)


def _copy(source: IO[bytes], target: IO[bytes]) -> Entry:
    digest, size = hashlib.sha256(), 0
    while chunk := source.read(_CHUNK):
        digest.update(chunk)
        size += len(chunk)
        target.write(chunk)
    return Entry(size, digest.hexdigest())


def proof_of(listed: bytes, keys: Keyring) -> bytes:
    """Of the list, and of the oldest key, by which accounts are found."""
    digest = hashlib.sha256(listed).hexdigest().encode()
    return digest + keys.mac(b"backup:" + digest).encode()


class Archive:
    """A backup that is being taken back; its list is known to be ours."""

    def __init__(self, path: Path, keys: Keyring) -> None:
        try:
            self._zip = zipfile.ZipFile(path)
        except zipfile.BadZipFile:
            raise ArchiveError(ArchiveFault.NO_BACKUP) from None
        try:
            self.facts, self.entries = _listed(self._zip, keys)
        except BaseException:
            self._zip.close()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._zip.close()

    def media(self) -> Iterable[str]:
        return (name for name in self.entries if name.startswith(MEDIA))

    def extract(self, name: str, target: Path) -> None:
        """ArchiveError when it is not what was put in; what came out by then is the caller's to throw away."""
        try:
            with self._zip.open(name) as source, target.open("wb") as copy:
                found = _copy(source, copy)
        except (KeyError, zipfile.BadZipFile, EOFError, ValueError):
            raise ArchiveError(ArchiveFault.DAMAGED) from None
        if found != self.entries[name]:
            raise ArchiveError(ArchiveFault.DAMAGED)


def checksum(file: Path) -> Entry:
    with file.open("rb") as source:
        return Entry(file.stat().st_size, hashlib.file_digest(source, "sha256").hexdigest())


def _listed(archive: zipfile.ZipFile, keys: Keyring) -> tuple[Facts, Mapping[str, Entry]]:
    try:
        text, seal = archive.read(_LIST), archive.read(_SEAL)
    except KeyError:
        raise ArchiveError(ArchiveFault.NO_BACKUP) from None
    except (zipfile.BadZipFile, EOFError, ValueError):
        raise ArchiveError(ArchiveFault.DAMAGED) from None
    _check_seal(text, seal, keys)
    listed = json.loads(text)
    if listed.pop("format") > FORMAT:
        raise ArchiveError(ArchiveFault.TOO_NEW)
    entries = {name: Entry(**one) for name, one in listed.pop("files").items()}
    if DATABASE not in entries or any(_leads_out(name) for name in entries):
        raise ArchiveError(ArchiveFault.DAMAGED)
    return Facts(**listed), entries


def _check_seal(text: bytes, seal: bytes, keys: Keyring) -> None:
    try:
        proof = keys.open(seal, _CONTEXT)
    except KeyringError:
        raise ArchiveError(ArchiveFault.WRONG_KEY) from None
    if proof[:64] != hashlib.sha256(text).hexdigest().encode():
        raise ArchiveError(ArchiveFault.DAMAGED)
    if proof != proof_of(text, keys):
        raise ArchiveError(ArchiveFault.WRONG_KEY)


def _leads_out(name: str) -> bool:
    path = PurePosixPath(name)
    return path.is_absolute() or ".." in path.parts or not (name == DATABASE or name.startswith(MEDIA))

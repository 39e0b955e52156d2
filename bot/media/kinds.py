"""What a sent file really is, told by its bytes and never by its name or by what a platform says of it."""

import re
from dataclasses import dataclass

from bot.channels.base import MessageKind


@dataclass(frozen=True, slots=True)
class FileType:
    """`is_played`: browsers play or show it as it is."""

    kind: MessageKind
    suffix: str
    content_type: str
    is_played: bool = True


JPEG = FileType(MessageKind.PHOTO, "jpg", "image/jpeg")
PNG = FileType(MessageKind.PHOTO, "png", "image/png")
WEBP = FileType(MessageKind.PHOTO, "webp", "image/webp")
GIF = FileType(MessageKind.PHOTO, "gif", "image/gif")
MP3 = FileType(MessageKind.VOICE, "mp3", "audio/mpeg")
M4A = FileType(MessageKind.VOICE, "m4a", "audio/mp4")
AMR = FileType(MessageKind.VOICE, "amr", "audio/amr", is_played=False)
SILK = FileType(MessageKind.VOICE, "silk", "audio/silk", is_played=False)
WAV = FileType(MessageKind.VOICE, "wav", "audio/wav")
WEBM = FileType(
    MessageKind.VOICE, "webm", "audio/webm", is_played=False
)  # what some browsers record and others do not play
OGG = FileType(MessageKind.VOICE, "ogg", "audio/ogg", is_played=False)
MP4 = FileType(MessageKind.VIDEO, "mp4", "video/mp4")
PDF = FileType(MessageKind.FILE, "pdf", "application/pdf", is_played=False)
ZIP = FileType(MessageKind.FILE, "zip", "application/zip", is_played=False)
DOCX = FileType(
    MessageKind.FILE,
    "docx",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    is_played=False,
)
XLSX = FileType(
    MessageKind.FILE, "xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", is_played=False
)
PPTX = FileType(
    MessageKind.FILE,
    "pptx",
    "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    is_played=False,
)
OLE = FileType(MessageKind.FILE, "doc", "application/octet-stream", is_played=False)

ALL = (JPEG, PNG, WEBP, GIF, MP3, M4A, AMR, SILK, WAV, WEBM, OGG, MP4, PDF, ZIP, DOCX, XLSX, PPTX, OLE)
# What an office writes and hands round. A package of anything is no paper.
PAPERS = frozenset({PDF, DOCX, XLSX, PPTX, OLE})
# How files in the old shape (OLE) are called.
OLD_OFFICE = frozenset({"doc", "xls", "ppt", "wps", "et", "dps"})
_MACROS = (b"vbaProject.bin", "_VBA_PROJECT".encode("utf-16-le"))
# What people say and show: all that the built-in chat takes.
SPOKEN_AND_SHOWN = frozenset({JPEG, PNG, WEBP, MP3, M4A, AMR, WAV, WEBM, OGG})
BEGINNINGS: tuple[tuple[bytes, FileType], ...] = (
    (b"\xff\xd8\xff", JPEG),
    (b"\x89PNG\r\n\x1a\n", PNG),
    (b"GIF87a", GIF),
    (b"GIF89a", GIF),
    (b"ID3", MP3),
    (b"#!AMR", AMR),
    (b"\x02#!SILK", SILK),
    (b"#!SILK", SILK),
    (b"OggS", OGG),
    (b"\x1aE\xdf\xa3", WEBM),
    (b"%PDF-", PDF),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", OLE),
)
MP4_BRANDS = frozenset(
    {
        b"M4A ",
        b"M4B ",
        b"M4V ",
        b"mp41",
        b"mp42",
        b"isom",
        b"iso2",
        b"iso5",
        b"iso6",
        b"avc1",
        b"3gp4",
        b"3gp5",
        b"dash",
    }
    | {b"qt  "}
)
RIFF_FORMS = {b"WEBP": WEBP, b"WAVE": WAV}
_PICTURE_TRACK = re.compile(rb"hdlr.{8}vide", re.DOTALL)


def suffix_of(content_type: str) -> str:
    """How a file of this type is called."""
    return next((found.suffix for found in ALL if found.content_type == content_type), "bin")


def file_type(data: bytes) -> FileType | None:
    """None for what is not taken."""
    for beginning, found in BEGINNINGS:
        if data.startswith(beginning):
            return found
    if data[:4] == b"RIFF":
        return RIFF_FORMS.get(data[8:12])
    if data[4:8] == b"ftyp":
        return _mp4(data)
    if data.startswith(b"PK\x03\x04"):
        return _packed(data)
    return MP3 if _is_mpeg_audio(data) else None


def _mp4(data: bytes) -> FileType | None:
    if data[8:12] not in MP4_BRANDS:
        return None
    return MP4 if _PICTURE_TRACK.search(data) else M4A


def _packed(data: bytes) -> FileType:
    """What an office writes is a ZIP that names its parts."""
    if b"word/document" in data:
        return DOCX
    if b"ppt/presentation" in data:
        return PPTX
    return XLSX if b"xl/workbook" in data else ZIP


def has_macros(data: bytes) -> bool:
    """A paper that brings a program along."""
    return any(mark in data for mark in _MACROS)


def _is_mpeg_audio(data: bytes) -> bool:
    """An MP3 without a tag opens with 11 set bits, then version, layer III, and a rate that exists."""
    if len(data) < 4 or data[0] != 0xFF or data[1] & 0xE0 != 0xE0:
        return False
    version, layer, rate, sampling = data[1] >> 3 & 3, data[1] >> 1 & 3, data[2] >> 4, data[2] >> 2 & 3
    return version != 1 and layer == 1 and rate not in {0, 15} and sampling != 3

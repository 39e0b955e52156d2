"""What a sent file really is, told by its first bytes, and a photo without the traces a camera leaves in it."""

import struct
from dataclasses import dataclass

from bot.channels.base import MessageKind

BIGGEST = 10 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class FileType:
    kind: MessageKind
    suffix: str
    content_type: str


JPEG = FileType(MessageKind.PHOTO, "jpg", "image/jpeg")
PNG = FileType(MessageKind.PHOTO, "png", "image/png")
WEBP = FileType(MessageKind.PHOTO, "webp", "image/webp")
MP3 = FileType(MessageKind.VOICE, "mp3", "audio/mpeg")
M4A = FileType(MessageKind.VOICE, "m4a", "audio/mp4")
AMR = FileType(MessageKind.VOICE, "amr", "audio/amr")
WAV = FileType(MessageKind.VOICE, "wav", "audio/wav")
WEBM = FileType(MessageKind.VOICE, "webm", "audio/webm")  # what some browsers record
OGG = FileType(MessageKind.VOICE, "ogg", "audio/ogg")

BEGINNINGS: tuple[tuple[bytes, FileType], ...] = (
    (b"\xff\xd8\xff", JPEG),
    (b"\x89PNG\r\n\x1a\n", PNG),
    (b"ID3", MP3),
    (b"#!AMR", AMR),
    (b"OggS", OGG),
    (b"\x1aE\xdf\xa3", WEBM),
)
MP4_BRANDS = frozenset(
    {b"M4A ", b"M4B ", b"mp41", b"mp42", b"isom", b"iso2", b"iso5", b"iso6", b"3gp4", b"3gp5", b"dash"}
)
RIFF_FORMS = {b"WEBP": WEBP, b"WAVE": WAV}


def file_type(data: bytes) -> FileType | None:
    """The type by the first bytes, whatever the name says; None for what is not taken."""
    for beginning, found in BEGINNINGS:
        if data.startswith(beginning):
            return found
    if data[:4] == b"RIFF":
        return RIFF_FORMS.get(data[8:12])
    if data[4:8] == b"ftyp":
        return M4A if data[8:12] in MP4_BRANDS else None
    return MP3 if _is_mpeg_audio(data) else None


def _is_mpeg_audio(data: bytes) -> bool:
    """An MP3 without a tag opens with 11 set bits, then version, layer III, and a rate that exists."""
    if len(data) < 4 or data[0] != 0xFF or data[1] & 0xE0 != 0xE0:
        return False
    version, layer, rate, sampling = data[1] >> 3 & 3, data[1] >> 1 & 3, data[2] >> 4, data[2] >> 2 & 3
    return version != 1 and layer == 1 and rate not in {0, 15} and sampling != 3


def without_traces(data: bytes, found: FileType) -> bytes:
    """The same picture without place, time and camera; a file whose parts make no sense stays as it is."""
    cleaners = {JPEG: _clean_jpeg, PNG: _clean_png, WEBP: _clean_webp}
    if found not in cleaners:
        return data
    try:
        return cleaners[found](data)
    except (struct.error, IndexError):
        return data


def _clean_jpeg(data: bytes) -> bytes:
    """Leave out APP1–APP15 but ICC (APP2) and Adobe (APP14), and comments; keep which way is up."""
    kept, place, up = [data[:2]], 2, 1
    while data[place] == 0xFF and data[place + 1] != 0xDA:
        marker, size = data[place + 1], struct.unpack(">H", data[place + 2 : place + 4])[0] + 2
        part = data[place : place + size]
        if marker == 0xE1 and part[4:10] == b"Exif\0\0":
            up = _orientation(part[10:])
        if not (0xE1 <= marker <= 0xEF and marker not in {0xE2, 0xEE}) and marker != 0xFE:
            kept.append(part)
        place += size
    if up != 1:
        kept.insert(1, _exif_of(up))
    return b"".join(kept) + data[place:]


def _orientation(tiff: bytes) -> int:
    """The orientation tag (0x0112) of the first directory, 1 when there is none."""
    order = "<" if tiff[:2] == b"II" else ">"
    start = struct.unpack(f"{order}I", tiff[4:8])[0]
    for entry in range(struct.unpack(f"{order}H", tiff[start : start + 2])[0]):
        tag, _, _, value = struct.unpack(f"{order}HHIH", tiff[start + 2 + entry * 12 : start + 12 + entry * 12])
        if tag == 0x0112 and 1 <= value <= 8:
            return int(value)
    return 1


def _exif_of(up: int) -> bytes:
    tiff = b"II*\0" + struct.pack("<IHHHIHHI", 8, 1, 0x0112, 3, 1, up, 0, 0)
    body = b"Exif\0\0" + tiff
    return b"\xff\xe1" + struct.pack(">H", len(body) + 2) + body


def _clean_png(data: bytes) -> bytes:
    kept, place = [data[:8]], 8
    while place < len(data):
        size = struct.unpack(">I", data[place : place + 4])[0] + 12
        if data[place + 4 : place + 8] not in {b"eXIf", b"tEXt", b"iTXt", b"zTXt", b"tIME"}:
            kept.append(data[place : place + size])
        place += size
    return b"".join(kept)


def _clean_webp(data: bytes) -> bytes:
    kept, place = [], 12
    while place + 8 <= len(data):
        size = struct.unpack("<I", data[place + 4 : place + 8])[0]
        chunk = data[place : place + 8 + size + size % 2]
        if chunk[:4] == b"VP8X":
            chunk = chunk[:8] + bytes([chunk[8] & ~0x0C]) + chunk[9:]
        if chunk[:4] not in {b"EXIF", b"XMP "}:
            kept.append(chunk)
        place += len(chunk)
    body = b"WEBP" + b"".join(kept)
    return b"RIFF" + struct.pack("<I", len(body)) + body

"""A photo or video without the traces a camera leaves in it: where, when, with what; which way is up stays."""

import re
import struct
from collections.abc import Iterator

from bot.media.kinds import JPEG, MP4, PNG, WEBP, FileType

_EXIF = b"Exif\0\0"
_ICC = b"ICC_PROFILE\0"
_NEXT_MARKER = re.compile(rb"\xff[^\x00\xd0-\xd7\xff]")
# A position as cameras write it: +34.2000+108.9000/
_POSITION = re.compile(rb"[+-]\d{2}\.\d{2,8}[+-]\d{3}\.\d{2,8}")
_DIGIT = re.compile(rb"\d")


class Untidy(Exception):
    """The file's parts make no sense, so nobody knows what is in it."""


def without_traces(data: bytes, found: FileType) -> bytes:
    """The same picture, bit for bit, without its remarks; Untidy when it cannot be told which part is which."""
    cleaners = {JPEG: _clean_jpeg, PNG: _clean_png, WEBP: _clean_webp, MP4: _clean_mp4}
    if found not in cleaners:
        return data
    try:
        return cleaners[found](data)
    except (struct.error, IndexError):
        raise Untidy(found.suffix) from None


def _clean_jpeg(data: bytes) -> bytes:
    """What a viewer needs, up to the end of the first picture: a camera may hang another one on, remarks and all."""
    kept, up = [data[:2]], 1
    for marker, part in _parts_of_jpeg(data):
        if marker == 0xE1 and part[4:10] == _EXIF:
            up = _orientation(part[10:])
        if _is_needed(marker, part):
            kept.append(part)
    if up != 1:
        kept.insert(1, _exif_of(up))
    return b"".join(kept)


def _parts_of_jpeg(data: bytes) -> Iterator[tuple[int, bytes]]:
    """Marker and bytes of each part; a scan's own data come with it."""
    place = 2
    while True:
        while data[place] == 0xFF and data[place + 1] == 0xFF:  # filling
            place += 1
        if data[place] != 0xFF:
            raise IndexError
        marker = data[place + 1]
        if marker == 0xD9:
            yield marker, data[place : place + 2]
            return
        end = place + 2 + struct.unpack(">H", data[place + 2 : place + 4])[0]
        if marker == 0xDA:
            found = _NEXT_MARKER.search(data, end)
            end = found.start() if found else len(data)
        yield marker, data[place:end]
        if end >= len(data):
            if marker != 0xDA:  # cut off within the picture itself, what is there can still be seen
                raise IndexError
            return
        place = end


def _is_needed(marker: int, part: bytes) -> bool:
    if marker == 0xE2:
        return part[4:].startswith(_ICC)
    return marker in {0xE0, 0xEE} or not (0xE0 <= marker <= 0xEF or marker == 0xFE)


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
    body = _EXIF + tiff
    return b"\xff\xe1" + struct.pack(">H", len(body) + 2) + body


def _clean_png(data: bytes) -> bytes:
    kept, place = [data[:8]], 8
    while place < len(data):
        size = struct.unpack(">I", data[place : place + 4])[0] + 12
        name = data[place + 4 : place + 8]
        if name not in {b"eXIf", b"tEXt", b"iTXt", b"zTXt", b"tIME"}:
            kept.append(data[place : place + size])
        place += size
        if name == b"IEND":
            break
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


def _clean_mp4(data: bytes) -> bytes:
    """The position stands as text in the film's head; its digits become noughts, so that every length stays."""
    clean, place = bytearray(data), 0
    while place + 8 <= len(data):
        size, name = struct.unpack(">I4s", data[place : place + 8])
        if size == 1:
            size = struct.unpack(">Q", data[place + 8 : place + 16])[0]
        size = size or len(data) - place
        if size < 8:
            raise IndexError
        if name in {b"moov", b"meta", b"udta"}:
            for found in _POSITION.finditer(data, place, min(place + size, len(data))):
                clean[found.start() : found.end()] = _DIGIT.sub(b"0", found[0])
        place += size
    return bytes(clean)

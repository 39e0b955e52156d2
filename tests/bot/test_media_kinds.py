"""What a sent file is, and what a photo no longer tells."""

import contextlib
import struct
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.media.kinds import JPEG, MP4, PNG, SPOKEN_AND_SHOWN, WEBP, file_type
from bot.media.traces import Untidy, without_traces

PLACE = b"GPS 34.2N 108.9E"


def part(marker: int, body: bytes) -> bytes:
    return b"\xff" + bytes([marker]) + struct.pack(">H", len(body) + 2) + body


def exif(up: int, order: str = "<") -> bytes:
    mark = b"II*\0" if order == "<" else b"MM\0*"
    entry = struct.pack(f"{order}HHIHH", 0x0112, 3, 1, up, 0)
    return b"Exif\0\0" + mark + struct.pack(f"{order}IH", 8, 1) + entry + struct.pack(f"{order}I", 0) + PLACE


def jpeg(*parts: bytes) -> bytes:
    scan = part(0xDA, b"\1\1\0\0\x3f\0") + b"\x12\xff\x00\x34\xff\xd9"
    return b"\xff\xd8" + b"".join(parts) + part(0xDB, b"\0" * 65) + scan


def chunk(name: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))


def riff(name: bytes, body: bytes) -> bytes:
    return name + struct.pack("<I", len(body)) + body + b"\0" * (len(body) % 2)


def webp(*chunks: bytes) -> bytes:
    body = b"WEBP" + b"".join(chunks)
    return b"RIFF" + struct.pack("<I", len(body)) + body


PICTURE = chunk(b"IHDR", b"\0\0\0\1\0\0\0\1\x08\0\0\0\0") + chunk(b"IDAT", zlib.compress(b"\0\0")) + chunk(b"IEND", b"")
PNG_FILE = b"\x89PNG\r\n\x1a\n" + PICTURE


@pytest.mark.parametrize(
    ("beginning", "suffix"),
    [
        (jpeg(), "jpg"),
        (PNG_FILE, "png"),
        (webp(riff(b"VP8 ", b"\0" * 10)), "webp"),
        (b"ID3\x04" + b"\0" * 20, "mp3"),
        (b"\xff\xfb\x90\x64" + b"\0" * 20, "mp3"),
        (b"\0\0\0\x20ftypM4A " + b"\0" * 20, "m4a"),
        (b"\0\0\0\x18ftypmp42" + b"\0" * 20, "m4a"),
        (b"#!AMR\n" + b"\0" * 20, "amr"),
        (b"#!AMR-WB\n" + b"\0" * 20, "amr"),
        (b"RIFF\x24\0\0\0WAVEfmt ", "wav"),
        (b"OggS\0\2" + b"\0" * 20, "ogg"),
        (b"\x1aE\xdf\xa3" + b"\0" * 20, "webm"),
        (b"\x02#!SILK_V3" + b"\0" * 20, "silk"),
        (b"#!SILK_V3" + b"\0" * 20, "silk"),
        (b"GIF89a" + b"\0" * 20, "gif"),
        (b"%PDF-1.7\n", "pdf"),
        (b"PK\3\4" + b"\0" * 30 + b"word/document.xml", "docx"),
        (b"PK\3\4" + b"\0" * 30 + b"xl/workbook.xml", "xlsx"),
        (b"PK\3\4" + b"\0" * 30 + b"a.txt", "zip"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 20, "doc"),
        (b"\0\0\0\x18ftypmp42" + b"\0" * 20 + b"hdlr" + b"\0" * 8 + b"vide", "mp4"),
    ],
)
def test_a_file_is_known_by_its_first_bytes(beginning: bytes, suffix: str) -> None:
    found = file_type(beginning)
    assert found is not None
    assert found.suffix == suffix


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\xff",
        b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
        b"<!doctype html><script>alert(1)</script>",
        b"MZ\x90\0",
        b"RIFF\x24\0\0\0AVI LIST",
        b"\0\0\0\x18ftypheic",
        b"\0\0\0\x18ftypavif",
        b"\xff\xff\xff\xff",
        "纯文本".encode(),
    ],
)
def test_what_is_none_of_these_is_not_taken(data: bytes) -> None:
    assert file_type(data) is None


@given(st.binary(max_size=64))
def test_any_bytes_are_looked_at_without_harm(data: bytes) -> None:
    found = file_type(data)
    if found is not None:
        with contextlib.suppress(Untidy):
            without_traces(data, found)


def test_a_photo_forgets_where_it_was_taken() -> None:
    taken = jpeg(part(0xE0, b"JFIF\0"), part(0xE1, exif(1)), part(0xE1, b"http://ns.adobe.com/xap/1.0/\0" + PLACE))
    clean = without_traces(part_comment(taken), JPEG)
    assert clean == jpeg(part(0xE0, b"JFIF\0"))


def part_comment(data: bytes) -> bytes:
    return data[:2] + part(0xFE, PLACE) + data[2:]


@pytest.mark.parametrize("order", ["<", ">"])
def test_a_photo_still_knows_which_way_is_up(order: str) -> None:
    clean = without_traces(jpeg(part(0xE1, exif(6, order))), JPEG)
    assert PLACE not in clean
    assert struct.pack("<HHIH", 0x0112, 3, 1, 6) in clean
    assert without_traces(clean, JPEG) == clean


def test_colours_of_a_photo_stay() -> None:
    profile = part(0xE2, b"ICC_PROFILE\0" + b"\1" * 20)
    assert profile in without_traces(jpeg(profile, part(0xE1, exif(1))), JPEG)


def test_a_png_loses_its_remarks() -> None:
    data = PNG_FILE[:8] + chunk(b"eXIf", PLACE) + chunk(b"tEXt", PLACE) + PICTURE
    assert without_traces(data, PNG) == PNG_FILE


def test_a_webp_loses_its_remarks_and_says_so() -> None:
    picture = riff(b"VP8 ", b"\7" * 11)
    extended = riff(b"VP8X", bytes([0x0C]) + b"\0" * 9)
    data = webp(extended, picture, riff(b"EXIF", PLACE), riff(b"XMP ", PLACE))
    assert without_traces(data, WEBP) == webp(riff(b"VP8X", b"\0" * 10), picture)


@pytest.mark.parametrize("length", [3, 5, 9, 20, 40])
def test_a_photo_of_which_nobody_knows_what_is_in_it_is_not_passed_on(length: int) -> None:
    with pytest.raises(Untidy):
        without_traces(jpeg(part(0xE1, exif(6)))[:length], JPEG)


def test_a_photo_cut_off_within_its_picture_can_still_be_seen() -> None:
    assert without_traces(jpeg()[:-4], JPEG) == jpeg()[:-4]


def test_what_hangs_behind_the_picture_goes() -> None:
    """A camera's second picture brings its own remarks."""
    assert without_traces(jpeg() + jpeg(part(0xE1, exif(1))) + PLACE, JPEG) == jpeg()
    several = part(0xE2, b"MPF\0" + PLACE)
    assert without_traces(jpeg(several), JPEG) == jpeg()
    assert without_traces(PNG_FILE + PLACE, PNG) == PNG_FILE


def test_bytes_that_fill_up_between_parts_do_no_harm() -> None:
    filled = jpeg(b"\xff\xff\xff" + part(0xE1, exif(1)))
    assert PLACE not in without_traces(filled, JPEG)


def test_a_film_forgets_where_it_was_taken_and_keeps_its_length() -> None:
    position = b"\xa9xyz\0\x12\x15\xc7+34.2000+108.9000/"
    head = struct.pack(">I4s", 8 + len(position), b"moov") + position
    data = struct.pack(">I4s4sI", 16, b"ftyp", b"mp42", 0) + head + struct.pack(">I4s", 20, b"mdat") + b"+34.2000+108"
    clean = without_traces(data, MP4)
    assert b"+34.2000+108.9000" not in clean
    assert b"+00.0000+000.0000" in clean
    assert clean.endswith(b"+34.2000+108")
    assert len(clean) == len(data)


def test_the_built_in_chat_takes_what_people_say_and_show() -> None:
    assert {found.suffix for found in SPOKEN_AND_SHOWN} == {
        "jpg",
        "png",
        "webp",
        "mp3",
        "m4a",
        "amr",
        "wav",
        "webm",
        "ogg",
    }

"""A process of its own in which strangers' pictures and recordings are opened: it may crash, hang or swell, and only itself.

`python -m bot.media.workshop thumbnail|picture|poster|page|sound`, the file on standard input, what was made of it on standard output.
Exit 1: nothing could be made.
"""

import io
import resource
import sys
import wave

MOST_MEMORY = 1024 * 1024 * 1024
MOST_SECONDS = 20
MOST_PIXELS = 60_000_000
THUMBNAIL = (480, 480)
MOST_SIDE = 4096
POSTER = (2560, 2560)
PAGE = (1240, 1240)
MOST_IN_GROUP = 2 * 1024 * 1024  # what a group's robot takes of a picture
RATE = 16000
LONGEST_SOUND = 15 * 60 * RATE * 2  # bytes of a quarter of an hour


class CannotBeMade(Exception):
    """Not what it says, broken, or too big."""


def thumbnail(data: bytes) -> bytes:
    return _picture(data, THUMBNAIL, quality=70)


def picture(data: bytes) -> bytes:
    """The whole picture written anew, for one whose own parts make no sense."""
    return _picture(data, (MOST_SIDE, MOST_SIDE), quality=88)


def page(data: bytes) -> bytes:
    """As large as a printed page shows it."""
    return _picture(data, PAGE, quality=80)


def poster(data: bytes) -> bytes:
    """As good as a group's robot takes it."""
    for quality in (88, 75, 60, 40):
        made = _picture(data, POSTER, quality=quality)
        if len(made) <= MOST_IN_GROUP:
            return made
    raise CannotBeMade


def _picture(data: bytes, size: tuple[int, int], *, quality: int) -> bytes:
    from PIL import Image, ImageOps

    Image.MAX_IMAGE_PIXELS = MOST_PIXELS
    with Image.open(io.BytesIO(data), formats=("JPEG", "PNG", "WEBP", "GIF")) as opened:
        if opened.width * opened.height > MOST_PIXELS:
            raise CannotBeMade
        opened.draft("RGB", size)
        upright = ImageOps.exif_transpose(opened)
        flat = Image.new("RGB", upright.size, "white")
        coloured = upright.convert("RGBA")
        flat.paste(coloured, mask=coloured.getchannel("A"))
    flat.thumbnail(size)
    out = io.BytesIO()
    flat.save(out, "JPEG", quality=quality)
    return out.getvalue()


def sound(data: bytes) -> bytes:
    """A recording as WAV, one channel, which every browser plays."""
    is_silk = data.lstrip(b"\x02").startswith(b"#!SILK")
    samples = _from_silk(data) if is_silk else _from_anything_else(data)
    if not samples:
        raise CannotBeMade
    out = io.BytesIO()
    with wave.open(out, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE)
        file.writeframes(samples)
    return out.getvalue()


def _from_silk(data: bytes) -> bytes:
    import pysilk

    out = io.BytesIO()
    pysilk.decode(io.BytesIO(data), out, RATE)
    return out.getvalue()[:LONGEST_SOUND]


def _from_anything_else(data: bytes) -> bytes:
    import av

    samples = bytearray()
    with av.open(io.BytesIO(data), mode="r") as opened:
        resampler = av.AudioResampler(format="s16", layout="mono", rate=RATE)
        for frame in opened.decode(audio=0):
            for part in resampler.resample(frame):
                samples += bytes(part.planes[0])[: part.samples * 2]
            if len(samples) >= LONGEST_SOUND:
                break
    return bytes(samples[:LONGEST_SOUND])


WORKS = {"thumbnail": thumbnail, "picture": picture, "poster": poster, "page": page, "sound": sound}


def main() -> int:
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (MOST_SECONDS, MOST_SECONDS))
    try:
        made = WORKS[sys.argv[1]](sys.stdin.buffer.read())
    except Exception:  # noqa: BLE001 (whatever a stranger's file does to a decoder, there is nothing to show)
        return 1
    sys.stdout.buffer.write(made)
    return 0


if __name__ == "__main__":
    sys.exit(main())

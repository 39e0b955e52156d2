"""Real files, made here: photos by Pillow, recordings as WeChat sends them."""

import io
import math
import struct
import wave

import av
import pysilk
from PIL import Image

RATE = 8000


def tone(seconds: float = 1.0, rate: int = RATE) -> bytes:
    """A hum of 440 Hz, 16 bits a sample."""
    samples = (int(9000 * math.sin(place * 880 * math.pi / rate)) for place in range(int(seconds * rate)))
    return b"".join(struct.pack("<h", sample) for sample in samples)


def photo(size: tuple[int, int] = (1600, 1200), *, up: int = 6) -> bytes:
    """A photo taken with the telephone on its side, with a position and a camera in it."""
    image = Image.new("RGB", size, "white")
    image.paste("red", (0, 0, size[0] // 2, size[1] // 2))
    exif = image.getexif()
    exif[0x0112], exif[0x010F] = up, "CAMERA OF ZHANG"
    exif.get_ifd(0x8825)[2] = (34.0, 12.0, 5.0)
    out = io.BytesIO()
    image.save(out, "JPEG", exif=exif, quality=80)
    return out.getvalue()


def amr(seconds: float = 1.0) -> bytes:
    out = io.BytesIO()
    with av.open(out, "w", format="amr") as file:
        stream = file.add_stream("libopencore_amrnb", rate=RATE)
        stream.bit_rate = 12200
        stream.layout = "mono"
        queue = av.AudioFifo()
        frame = av.AudioFrame(format="s16", layout="mono", samples=int(seconds * RATE))
        frame.sample_rate = RATE
        frame.planes[0].update(tone(seconds))
        queue.write(frame)
        while (part := queue.read(160)) is not None:
            file.mux(stream.encode(part))
        file.mux(stream.encode(None))
    return out.getvalue()


def silk(seconds: float = 1.0) -> bytes:
    out = io.BytesIO()
    pysilk.encode(io.BytesIO(tone(seconds, 24000)), out, 24000, 24000)
    return out.getvalue()


def film() -> bytes:
    """As much of one as tells it from a recording."""
    return b"\0\0\0\x18ftypmp42\0\0\0\0mp42isom" + b"\0\0\0\x24moovhdlr" + bytes(8) + b"vide" + bytes(12)


def seconds_of(wav: bytes) -> float:
    with wave.open(io.BytesIO(wav)) as file:
        return float(file.getnframes() / file.getframerate())


def loudness(wav: bytes) -> float:
    """How much is to be heard: 0 for silence."""
    with wave.open(io.BytesIO(wav)) as file:
        data = file.readframes(file.getnframes())
    samples = struct.unpack(f"<{len(data) // 2}h", data)
    return float(math.sqrt(sum(sample * sample for sample in samples) / max(1, len(samples))))

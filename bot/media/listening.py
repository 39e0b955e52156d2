"""An engine on this machine that writes down what is said in a recording. Never a service elsewhere: recordings do not leave the house."""

import asyncio
import importlib
import importlib.util
import io
import math
import wave
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property, partial
from pathlib import Path
from typing import Any, Protocol

import structlog
from sqlalchemy import Connection
from typing_extensions import override

from bot.channels.base import MessageKind
from bot.media.files import SOUND, MediaFiles
from bot.media.making import Workshop
from bot.writing import Memory
from handlers.desk import Desk
from handlers.hearing import heard
from storage.cases import StaleCase
from storage.keys import Keyring
from storage.media import MediaBook, MediaRow

PACKAGE = "sherpa_onnx"
MODELS = ("model.int8.onnx", "model.onnx")
TOKENS = "tokens.txt"
STALE_TRIES = 3
log = structlog.get_logger("media")


@dataclass(frozen=True, slots=True)
class Transcript:
    """`confidence` from 0 to 1; 0 where the engine cannot say how sure it is."""

    text: str
    confidence: float


class Engine(Protocol):
    """Hears a WAV of one channel; it may take its time, it runs on a thread."""

    def listen(self, wav: bytes) -> Transcript: ...


class SherpaEngine(Engine):
    """sherpa-onnx with a SenseVoice model in a folder: `model.onnx` or `model.int8.onnx`, `tokens.txt`."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    @override
    def listen(self, wav: bytes) -> Transcript:
        with wave.open(io.BytesIO(wav)) as file:
            rate, data = file.getframerate(), file.readframes(file.getnframes())
        samples = [sample / 32768 for sample in memoryview(data).cast("h")]
        stream = self._recogniser.create_stream()
        stream.accept_waveform(rate, samples)
        self._recogniser.decode_stream(stream)
        return Transcript(str(stream.result.text), _confidence(stream.result))

    @cached_property
    def _recogniser(self) -> Any:
        """Loaded with the first recording: it takes some hundred megabytes."""
        engine = importlib.import_module(PACKAGE)
        model = next(self._folder / name for name in MODELS if (self._folder / name).exists())
        return engine.OfflineRecognizer.from_sense_voice(
            model=str(model), tokens=str(self._folder / TOKENS), use_itn=True
        )


def _confidence(result: Any) -> float:
    """The mean of what it gave each sign, where the model tells; else 0, and the transcript is a help only."""
    found = getattr(result, "ys_log_probs", None) or ()
    return math.exp(sum(found) / len(found)) if found else 0.0


def lacking(folder: Path) -> str:
    """Why the engine cannot work; empty when it can."""
    if importlib.util.find_spec(PACKAGE) is None:
        return "没有安装 sherpa-onnx（pip install sherpa-onnx）"
    if not any((folder / name).exists() for name in MODELS) or not (folder / TOKENS).exists():
        return f"{folder} 里没有模型（{MODELS[1]} 或 {MODELS[0]}，和 {TOKENS}）"
    return ""


class Hearing:
    """After a recording was kept: it is heard, one after the other, and what was heard goes to its case."""

    def __init__(
        self,
        *,
        memory: Memory,
        keys: Keyring,
        desk: Callable[[Connection], Desk],
        files: MediaFiles,
        workshop: Workshop,
        engine: Engine,
        least: float,
        on_letters: Callable[[], None],
    ) -> None:
        self._memory = memory
        self._keys = keys
        self._desk = desk
        self._files = files
        self._workshop = workshop
        self._engine = engine
        self._least = least
        self._on_letters = on_letters
        self._turn = asyncio.Lock()

    async def hear(self, media_id: int) -> None:
        row = await self._memory.read(lambda connection: MediaBook(connection, self._keys).find(media_id))
        if row is None or row.kind != MessageKind.VOICE:
            return
        wav = await self._wav_of(row)
        if wav is None:
            return
        async with self._turn:
            found = await asyncio.to_thread(self._engine.listen, wav)
        log.info("heard", media_id=media_id, confidence=round(found.confidence, 2))
        for _ in range(STALE_TRIES):
            try:
                if await self._memory.write(partial(self._write, media_id, found)):
                    self._on_letters()
                return
            except StaleCase:  # somebody moved the case in the same moment: look at it as it is now
                continue

    async def _wav_of(self, row: MediaRow) -> bytes | None:
        ending = SOUND if row.has_sound else ""
        data = await asyncio.to_thread(self._files.get, f"{row.name}{ending}")
        if data is None or row.has_sound:
            return data
        return await self._workshop.make("sound", data)

    def _write(self, media_id: int, found: Transcript, connection: Connection) -> bool:
        desk = self._desk(connection)
        heard(desk, media_id, found.text, found.confidence, least=self._least)
        if desk.letters:
            desk.store.outbox.put(desk.letters, desk.now)
        return bool(desk.letters)

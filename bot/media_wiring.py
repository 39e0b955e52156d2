"""What fetches photos, recordings and files put together, and what hears them where a model is at hand."""

from collections.abc import Callable, Mapping
from pathlib import Path

from sqlalchemy import Connection

from bot.channels.base import Channel
from bot.ground import Ground
from bot.media.fetching import MediaFetcher
from bot.media.listening import Hearing, SherpaEngine
from bot.media.making import Workshop
from bot.media.sources import sources_of
from handlers.post_files import lost


def fetcher_of(ground: Ground, ways: Mapping[str, Channel], on_letters: Callable[[], None]) -> MediaFetcher:
    """`on_letters` is told when what was fetched, heard or lost has left something to send."""
    workshop = Workshop()
    hearing = _hearing(ground, workshop, on_letters)

    def give_up(connection: Connection, media_id: int, why: str) -> None:
        desk = ground.desk(connection)
        lost(desk, media_id, why)
        desk.store.outbox.put(desk.letters, desk.now)

    return MediaFetcher(
        memory=ground.memory,
        keys=ground.keys,
        clock=ground.clock,
        sources=sources_of(ground.config, ways, ground.session),
        files=ground.files,
        workshop=workshop,
        most_bytes=ground.config.media.most_mb * 1024 * 1024,
        on_kept=hearing.hear if hearing else None,
        on_lost=give_up,
        on_letters=on_letters,
    )


def _hearing(ground: Ground, workshop: Workshop, on_letters: Callable[[], None]) -> Hearing | None:
    """None without a model: people listen themselves."""
    speech = ground.config.speech
    if not speech.model_dir:
        return None
    return Hearing(
        memory=ground.memory,
        keys=ground.keys,
        desk=ground.desk,
        files=ground.files,
        workshop=workshop,
        engine=SherpaEngine(Path(speech.model_dir)),
        least=speech.least_confidence,
        on_letters=on_letters,
    )

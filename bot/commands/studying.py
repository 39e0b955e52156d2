"""`liaison study import PATH`: cards of a sheet, a Word file or Markdown into the books."""

import asyncio
from pathlib import Path

from bot.clock import SystemClock
from bot.commands.database import keys_of, opened
from bot.commands.problems import CommandStopped
from bot.config import Config
from bot.media.files import MediaFiles
from bot.proofing_lexicon import proofer_of
from handlers.directory import load_directory
from handlers.directory_content import DirectoryError
from handlers.study_import import CardLine, import_cards
from handlers.words.study_rows import imported
from storage.store import Store


def import_study(config: Config, path: Path) -> str:
    from bot.study_attachments import files_of_cards
    from bot.study_files import read_cards

    keys = keys_of(config)
    try:
        made = asyncio.run(files_of_cards(read_cards(path), keys))
        lines = [line for line, _ in made]
        with opened(config) as engine, engine.begin() as connection:
            directory = load_directory(connection, keys)
            towns = {station.township for station in directory.stations.values() if station.township}
            store, now = Store(connection, keys), SystemClock().now()
            done = import_cards(store, lines, towns=towns, sources=config.study.sources, now=now)
            shelf = MediaFiles(config.media_dir, keys)
            for name, data in (one for _, files in made for one in files):
                shelf.put(name, data)
    except DirectoryError as wrong:
        raise CommandStopped(f"学习卡有错，一张都没有导入。{wrong}") from None
    return imported(done.added, done.changed, done.same, _slips(config, lines), done.numbers)


def _slips(config: Config, lines: list[CardLine]) -> int:
    proofer = proofer_of(config.proofing.terms, config.proofing.officeholders)
    return sum(len(proofer.check(f"{line.text('title')}\n{line.text('text')}")) for line in lines)

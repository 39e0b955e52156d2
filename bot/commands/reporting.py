"""`liaison report KIND --period P --out FILE`: papers made of what is in the books."""

import asyncio
import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from bot.commands.database import keys_of, opened
from bot.commands.problems import FAILED, CommandStopped
from bot.config import Config
from bot.media.files import MediaFiles
from bot.media.making import Workshop
from handlers.rules.periods import parse_period
from handlers.words.posts import audience
from storage.post_files import PostFile
from storage.store import Store

_SECONDS = 120


def report(config: Config, kind: str, period: str, out: Path) -> str:
    span = parse_period(period)
    if span is None:
        raise CommandStopped(f"--period {period}：写成 2026、2026Q4、2026-11、2026-W47 或 2026-01-01..2026-03-31")
    if kind != "study":
        raise CommandStopped(f"report {kind}：还没有这项功能")
    if out.suffix.lower() not in {".docx", ".pdf"}:
        raise CommandStopped(f"--out {out.name}：只能写 .docx 或 .pdf")
    return _study(config, *span, out)


def _study(config: Config, first: date, last: date, out: Path) -> str:
    from bot.reports.compilation import Entry, write_compilation

    keys = keys_of(config)
    with opened(config) as engine, engine.connect() as connection:
        published = Store(connection, keys).publications.compiled(first, last)
        files = {one.name: one for card in published for one in Store(connection, keys).post_files.named(card.media)}
    if not published:
        raise CommandStopped("这段时间没有推送过每日一学，没有可汇编的", FAILED)
    shelf = MediaFiles(config.media_dir, keys)
    entries = [
        Entry(
            one.on_day,
            one.title,
            one.text,
            one.source,
            one.link,
            audience(one.audience),
            tuple(one.tags),
            _pictures(shelf, [files[name] for name in one.media if name in files]),
            [files[name].title for name in one.media if name in files and files[name].title],
        )
        for one in published
    ]
    title = f"{first.year}年度学习资料汇编" if (first.month, last.month) == (1, 12) else "学习资料汇编"
    template = Path(config.study.template) if config.study.template else None
    with tempfile.TemporaryDirectory() as folder:
        made = Path(folder) / "汇编.docx"
        try:
            write_compilation(made, title, config.congress.name, first, last, entries, template)
        except (OSError, KeyError, ValueError):
            raise CommandStopped(f"study.template：{config.study.template} 不能用作模板") from None
        put(made if out.suffix.lower() == ".docx" else as_pdf(made), out)
    return f"已写好{len(entries)}篇：{out}"


def _pictures(shelf: MediaFiles, files: Sequence[PostFile]) -> list[bytes]:
    """As large as a page shows them; one that is gone or broken is left out."""
    found = [shelf.get(one.name) for one in files if one.content_type.startswith("image/")]
    made = [asyncio.run(Workshop().make("page", data)) for data in found if data is not None]
    return [picture for picture in made if picture is not None]


def as_pdf(docx: Path) -> Path:
    """Through LibreOffice, where there is one."""
    office = shutil.which("soffice") or shutil.which("libreoffice")
    if office is None:
        raise CommandStopped(
            "这台机器没有 LibreOffice，写不了 .pdf；请用 --out 汇编.docx，再用 Word 或 WPS 另存", FAILED
        )
    command = [office, f"-env:UserInstallation=file://{docx.parent}/profile", "--headless", "--convert-to", "pdf"]
    try:
        subprocess.run(  # noqa: S603 (our own arguments)
            [*command, "--outdir", str(docx.parent), str(docx)], check=True, capture_output=True, timeout=_SECONDS
        )
    except (subprocess.SubprocessError, OSError):
        raise CommandStopped("LibreOffice 没能转成 .pdf；请用 --out 汇编.docx", FAILED) from None
    return docx.with_suffix(".pdf")


def put(made: Path, out: Path) -> None:
    try:
        shutil.copyfile(made, out)
    except OSError:
        raise CommandStopped(f"写不了文件：{out}") from None

"""`liaison proofread FILE`: what is probably wrong in a .txt, .md or .docx, for people or as JSON. Findings are no failure."""

import asyncio
import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

from bot.commands.problems import CommandStopped
from bot.config import Config
from bot.dead_links import dead_links
from bot.proofing_lexicon import proofer_of
from handlers.rules.proofing.finding import TERMS, Finding

_PLAIN = (".txt", ".md")


def proofread(config: Config, file: Path, *, as_json: bool, links: bool) -> str:
    """`links` asks the network, and only then."""
    text = read_text(file)
    found = proofer_of(config.proofing.terms, config.proofing.officeholders).check(text)
    if links:
        found = sorted([*found, *asyncio.run(dead_links(text))])
    return json.dumps([asdict(one) for one in found], ensure_ascii=False) if as_json else told(found)


def told(found: Sequence[Finding]) -> str:
    if not found:
        return "没有发现问题"
    lines = [f"第{one.line}行第{one.column}字 [{TERMS[one.kind]}] {one.wrong}{_instead(one)}" for one in found]
    return "\n".join([*lines, f"共{len(found)}处，请人核对后修改"])


def _instead(one: Finding) -> str:
    return f" → {one.right}" if one.right else ""


def read_text(file: Path) -> str:
    """One paragraph a line; plain text in UTF-8, or in what Chinese offices wrote before it."""
    try:
        if file.suffix.lower() == ".docx":
            return "\n".join(_paragraphs(file))
        if file.suffix.lower() not in _PLAIN:
            raise CommandStopped(f"{file.name}：只能校对 .txt、.md、.docx 文件")
        content = file.read_bytes()
    except OSError:
        raise CommandStopped(f"读不了文件 {file}") from None
    return _decoded(content, file.name)


def _decoded(content: bytes, name: str) -> str:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise CommandStopped(f"{name}：认不出文字编码，请另存为 UTF-8")


def _paragraphs(file: Path) -> Iterator[str]:
    """In reading order, those in tables where the table stands."""
    from docx import Document
    from docx.opc.exceptions import PackageNotFoundError

    try:
        document = Document(str(file))
    except (PackageNotFoundError, BadZipFile, KeyError, ValueError):
        if not file.is_file():
            raise CommandStopped(f"读不了文件 {file}") from None
        raise CommandStopped(f"{file.name}：不是完好的 .docx 文件") from None
    yield from _inner(document)


def _inner(container: Any) -> Iterator[str]:
    for block in container.iter_inner_content():
        if not hasattr(block, "rows"):
            yield block.text.replace("\n", " ")
            continue
        for row in block.rows:
            for cell in dict.fromkeys(row.cells):  # a merged cell is met once a column
                yield from _inner(cell)

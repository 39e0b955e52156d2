"""`liaison proofread`: text, Markdown and Word files; findings for people or as JSON; dead links only when asked for."""

import json
from pathlib import Path

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer
from docx import Document

from bot.cli import main
from bot.dead_links import dead_links
from handlers.rules.proofing.finding import Kind

WORDS = "全县人大代表深入惯彻会议精神。\n财政支岀公开。\n"
FOUND = [
    {"line": 1, "column": 7, "wrong": "深入惯彻", "right": "深入贯彻", "kind": "lookalike"},
    {"line": 2, "column": 4, "wrong": "岀", "right": "出", "kind": "lookalike"},
]


@pytest.fixture
def config(tmp_path: Path) -> Path:
    file = tmp_path / "config.toml"
    file.write_text(
        '[proofing]\nterms = ["示范县代表之家"]\nofficeholders = ["李国栋 县人大常委会主任"]\n', encoding="utf-8"
    )
    return file


def proofread(config: Path, file: Path, *more: str) -> int:
    return main(["--config", str(config), "proofread", str(file), *more])


@pytest.mark.parametrize(("name", "encoding"), [("a.txt", "utf-8"), ("a.md", "utf-8-sig"), ("a.txt", "gb18030")])
def test_a_text_is_read_and_only_json_is_printed(
    config: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str, encoding: str
) -> None:
    (tmp_path / name).write_text(WORDS, encoding=encoding)
    assert proofread(config, tmp_path / name, "--json") == 0
    assert json.loads(capsys.readouterr().out) == FOUND


def test_a_word_file_is_read_paragraph_by_paragraph_with_its_tables(
    config: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    document = Document()
    document.add_paragraph("年度学习资料")
    document.add_table(rows=1, cols=2).cell(0, 1).text = "髙度重视"
    document.add_paragraph("财政支岀公开。")
    document.save(str(tmp_path / "汇编.docx"))
    assert proofread(config, tmp_path / "汇编.docx", "--json") == 0
    found = json.loads(capsys.readouterr().out)
    assert [(one["line"], one["wrong"]) for one in found] == [(3, "髙"), (4, "岀")]


def test_people_read_it_in_words(config: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "a.txt").write_text("县人大常委会主任李国动，示范县代表之佳", encoding="utf-8")
    assert proofread(config, tmp_path / "a.txt") == 0
    out = capsys.readouterr().out
    assert "第1行第9字 [姓名职务] 李国动 → 李国栋" in out
    assert "示范县代表之佳 → 示范县代表之家" in out


def test_nothing_found_is_said(config: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "a.txt").write_text("依法履职，接受监督。", encoding="utf-8")
    assert proofread(config, tmp_path / "a.txt") == 0
    assert capsys.readouterr().out == "没有发现问题\n"
    assert proofread(config, tmp_path / "a.txt", "--json") == 0
    assert capsys.readouterr().out == "[]\n"


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("a.pdf", b"%PDF", "a.pdf：只能校对 .txt、.md、.docx 文件"),
        ("a.docx", b"PK not a document", "a.docx：不是完好的 .docx 文件"),
        ("a.txt", b"\xff\xff\xff", "a.txt：认不出文字编码，请另存为 UTF-8"),
    ],
)
def test_what_cannot_be_read_is_one_clear_line(
    config: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str, content: bytes, said: str
) -> None:
    (tmp_path / name).write_bytes(content)
    assert proofread(config, tmp_path / name) == 2
    assert capsys.readouterr().err.strip() == said


def test_a_missing_file_is_named(config: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for name in ("nowhere.txt", "nowhere.docx"):
        assert proofread(config, tmp_path / name) == 2
        assert name in capsys.readouterr().err


async def test_a_page_that_is_gone_is_found_and_a_network_that_is_away_says_nothing() -> None:
    app = web.Application()
    asked: list[str] = []

    async def page(request: web.Request) -> web.Response:
        asked.append(request.path)
        return web.Response(status={"/gone": 410, "/missing": 404, "/broken": 500}.get(request.path, 200))

    app.router.add_get("/{tail:.*}", page)
    async with TestServer(app) as server:
        base = str(server.make_url("")).rstrip("/")
        text = f"见{base}/here。\n{base}/gone，{base}/missing；{base}/broken\n{base}/gone http://127.0.0.1:9/away"
        found = await dead_links(text)
    assert [(one.line, one.wrong, one.kind) for one in found] == [
        (2, f"{base}/gone", Kind.LINK),
        (2, f"{base}/missing", Kind.LINK),
        (3, f"{base}/gone", Kind.LINK),
    ]
    assert asked.count("/gone") == 1

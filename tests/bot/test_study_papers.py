"""`liaison study import` and `liaison report study`: cards in from what offices keep, a compilation out as they print it."""

import io
import re
import shutil
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from docx.oxml.ns import qn
from docx.shared import Length, Mm
from openpyxl import Workbook
from sqlalchemy import insert

from bot.cli import main
from bot.commands.database import keys_of, opened
from bot.config import Config
from bot.media.files import MediaFiles
from storage.media import Kept
from storage.posts import PostRow
from storage.store import Store
from storage.tables.directory import people
from tests.bot import media_samples as samples
from tests.ready import put_tables

NOW = datetime(2026, 11, 23, 0, 30, tzinfo=UTC)
HEAD = ["标题", "正文", "来源", "日期", "对象", "系列", "序号", "标签"]


class House:
    """An office's folder with its configuration and database."""

    def __init__(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.folder, self._capsys = folder, capsys
        (folder / "config.toml").write_text('[congress]\nname = "示范县人大常委会"\n', encoding="utf-8")
        (folder / "var").mkdir()
        put_tables(f"sqlite:///{folder / 'var' / 'liaison.db'}")

    def run(self, *words: str) -> tuple[int, str]:
        code = main(["--config", str(self.folder / "config.toml"), *words])
        out = self._capsys.readouterr()
        return code, (out.out or out.err).strip()

    def cards(self) -> list[PostRow]:
        config = Config.load(self.folder / "config.toml", {})
        with opened(config) as engine, engine.connect() as connection:
            return Store(connection, keys_of(config)).posts.waiting("study")

    def publish(self, *titles: tuple[str, date]) -> None:
        """As if these cards had gone out on these days."""
        config = Config.load(self.folder / "config.toml", {})
        with opened(config) as engine, engine.begin() as connection:
            store = Store(connection, keys_of(config))
            for card in store.posts.waiting("study"):
                for title, day in titles:
                    if card.title == title:
                        entry = {"post_id": card.id, "version": card.version, "audience": card.audience, "on_day": day}
                        (made,) = store.publications.add([{**entry, "way": "channel"}], NOW)
                        store.publications.settle(made, "sent", NOW)
                        store.posts.set(card.id, state="posted", posted_at=NOW)

    def attach(self, title: str, *files: tuple[str, str, str, bytes]) -> None:
        """Kind, title, type and bytes of what was sent for this card and has been fetched."""
        config = Config.load(self.folder / "config.toml", {})
        keys = keys_of(config)
        shelf = MediaFiles(config.media_dir, keys)
        with opened(config) as engine, engine.begin() as connection:
            store = Store(connection, keys)
            person = connection.execute(
                insert(people).values(name="陈志远", roles=[]).returning(people.c.id)
            ).scalar_one()
            (card,) = [one for one in store.posts.waiting("study") if one.title == title]
            names = []
            for kind, called, content_type, data in files:
                whose = {"person_id": person, "post_id": card.id, "title": called}
                names.append(store.media.expect(whose, "wecom_app", {"kind": kind}, store.new_name(), NOW))
                shelf.put(names[-1], data)
                store.media.kept(store.media.due(NOW, 1)[0].id, Kept(content_type, len(data)))
            store.posts.put_files(card.id, names)

    def sheet(self, *rows: list[Any]) -> Path:
        book = Workbook()
        sheet = book.worksheets[0]
        for row in (HEAD, *rows):
            sheet.append(list(row))
        path = self.folder / "学习卡.xlsx"
        book.save(path)
        return path


@pytest.fixture
def house(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> House:
    return House(tmp_path, capsys)


CARDS: tuple[list[Any], ...] = (
    ["代表法第一条", "为了保证代表依法行使职权。", "中国人大网", None, "机关", "代表法", 1, "法律、履职"],
    ["代表法第二条", "代表依照本法的规定产生。", "中国人大网", None, "机关", "代表法", 2, "法律"],
    ["宪法日", "今天是国家宪法日。", "人民日报", date(2026, 12, 4), "代表", None, None, None],
)


def test_a_sheet_is_imported_and_a_second_time_changes_nothing(house: House) -> None:
    path = house.sheet(*CARDS)
    assert house.run("study", "import", str(path)) == (0, "新增3张，改动0张，没变0张；编号1到3，请在聊天里送审")
    cards = house.cards()
    assert [(card.title, card.audience, card.series, card.position, card.state) for card in cards] == [
        ("代表法第一条", "office", "代表法", 1, "draft"),
        ("代表法第二条", "office", "代表法", 2, "draft"),
        ("宪法日", "deputies", None, None, "draft"),
    ]
    assert cards[2].planned_on == date(2026, 12, 4)
    assert list(cards[0].tags) == ["法律", "履职"]
    assert house.run("study", "import", str(path)) == (0, "新增0张，改动0张，没变3张")


def test_a_changed_row_is_a_new_version_that_nobody_agreed_to(house: House) -> None:
    house.run("study", "import", str(house.sheet(*CARDS)))
    changed = ["代表法第一条", "为了保证代表依法行使代表的职权。", *CARDS[0][2:]]
    assert "改动1张" in house.run("study", "import", str(house.sheet(changed, *CARDS[1:])))[1]
    assert [(card.version, card.state) for card in house.cards()] == [(2, "draft"), (1, "draft"), (1, "draft")]


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (["", "正文", "来源"], "标题：没有写"),
        (["标题", "", "来源"], "正文：没有写"),
        (["标题", "正文", ""], "来源：没有写"),
        (["标题", "正文", "来源", "十二月"], "日期：不是日期"),
        (["标题", "正文", "来源", None, "火星"], "对象：没有火星这个对象"),
        (["标题", "打13800138000", "来源"], "正文：有电话、证件号这类个人信息"),
    ],
)
def test_a_bad_row_is_named_and_nothing_is_applied(house: House, row: list[Any], said: str) -> None:
    code, line = house.run("study", "import", str(house.sheet(CARDS[0], row)))
    assert code == 2
    assert line.startswith("学习卡有错，一张都没有导入。")
    assert "第3行" in line
    column, why = said.split("：")
    assert column in line
    assert why in line
    assert house.cards() == []


def test_a_word_file_has_a_heading_a_card(house: House) -> None:
    document = Document()
    document.add_heading("代表法第一条", 1)
    for line in ("来源：中国人大网", "日期：2026-12-01", "第一段。", "第二段。"):
        document.add_paragraph(line)
    document.add_heading("代表法第二条", 1)
    document.add_paragraph("正文。")
    document.add_paragraph("来源：求是")
    document.save(str(house.folder / "卡.docx"))
    assert house.run("study", "import", str(house.folder / "卡.docx"))[0] == 0
    first, second = house.cards()
    assert (first.title, first.text, first.source, first.planned_on) == (
        "代表法第一条",
        "第一段。\n第二段。",
        "中国人大网",
        date(2026, 12, 1),
    )
    assert (second.text, second.source) == ("正文。", "求是")


def test_a_folder_of_markdown_has_a_card_a_file(house: House) -> None:
    folder = house.folder / "cards"
    (folder / "代表法").mkdir(parents=True)
    for number in (1, 2):
        head = f"---\ntitle: 第{number}条\ndate: 2026-12-0{number}\naudience: deputies\nsource: 中国人大网\n---\n正文{number}。\n"
        (folder / "代表法" / f"{number}.md").write_text(head, encoding="utf-8")
    assert house.run("study", "import", str(folder))[0] == 0
    assert [(card.title, card.audience, card.text) for card in house.cards()] == [
        ("第1条", "deputies", "正文1。"),
        ("第2条", "deputies", "正文2。"),
    ]


def files_of(house: House, number: int) -> list[tuple[str, str, str]]:
    config = Config.load(house.folder / "config.toml", {})
    with opened(config) as engine, engine.connect() as connection:
        store = Store(connection, keys_of(config))
        found = store.post_files.named(house.cards()[number].media)
    assert all(MediaFiles(config.media_dir, keys_of(config)).get(one.name) for one in found)
    return [(one.kind, one.title, one.state) for one in found]


def test_pictures_and_papers_beside_the_files_come_with_their_cards(house: House) -> None:
    folder = house.folder / "cards"
    (folder / "代表法").mkdir(parents=True)
    (folder / "代表法" / "封面.jpg").write_bytes(samples.photo((80, 60)))
    (folder / "代表法" / "解读.pdf").write_bytes(b"%PDF-1.7")
    head = "---\ntitle: 第1条\nsource: 中国人大网\n附件: 封面.jpg、解读.pdf\n---\n正文。\n"
    (folder / "代表法" / "1.md").write_text(head, encoding="utf-8")
    assert "新增1张" in house.run("study", "import", str(folder))[1]
    assert files_of(house, 0) == [("photo", "", "kept"), ("file", "解读.pdf", "kept")]
    assert "没变1张" in house.run("study", "import", str(folder))[1]
    (folder / "代表法" / "封面.jpg").write_bytes(samples.photo((60, 80)))
    assert "改动1张" in house.run("study", "import", str(folder))[1]
    assert house.cards()[0].version == 2


def test_a_picture_within_a_word_file_goes_with_the_card_it_stands_under(house: House) -> None:
    document = Document()
    for number in (1, 2):
        document.add_heading(f"代表法第{number}条", 1)
        document.add_paragraph("来源：求是")
        document.add_paragraph("正文。")
        if number == 2:
            document.add_picture(io.BytesIO(samples.photo((80, 60))))
    document.save(str(house.folder / "卡.docx"))
    assert house.run("study", "import", str(house.folder / "卡.docx"))[0] == 0
    assert [files_of(house, number) for number in (0, 1)] == [[], [("photo", "", "kept")]]


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [("没有.jpg", None, "没有“没有.jpg”这个文件"), ("宏.docm", b"PK\x03\x04word/document vbaProject.bin", "不能用")],
)
def test_a_file_that_cannot_come_along_is_named_and_nothing_is_applied(
    house: House, name: str, data: bytes | None, said: str
) -> None:
    if data is not None:
        (house.folder / name).write_bytes(data)
    head = f"---\ntitle: 第1条\nsource: 中国人大网\n附件: {name}\n---\n正文。\n"
    (house.folder / "1.md").write_text(head, encoding="utf-8")
    code, line = house.run("study", "import", str(house.folder / "1.md"))
    assert code == 2
    assert said in line
    assert house.cards() == []


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("a.pdf", b"%PDF", "只能导入"),
        ("a.xlsx", b"nothing", "不是完好的文件"),
        ("a.docx", b"nothing", "不是完好的文件"),
        ("a.md", "没有头".encode(), "开头要有"),
        ("a.md", "---\ntitle: 甲\n天气: 晴\n---\n文".encode(), "不认识列“天气: 晴”"),
    ],
)
def test_what_is_no_file_of_cards_is_one_clear_line(house: House, name: str, content: bytes, said: str) -> None:
    (house.folder / name).write_bytes(content)
    code, line = house.run("study", "import", str(house.folder / name))
    assert code == 2
    assert said in line
    assert "\n" not in line


def compiled(house: House) -> Path:
    house.run("study", "import", str(house.sheet(*CARDS)))
    house.publish(
        ("代表法第一条", date(2026, 11, 23)), ("代表法第二条", date(2026, 11, 24)), ("宪法日", date(2026, 12, 4))
    )
    out = house.folder / "汇编.docx"
    assert house.run("report", "study", "--period", "2026", "--out", str(out)) == (0, f"已写好3篇：{out}")
    return out


def test_the_years_compilation_has_cover_contents_months_sources_and_index(house: House) -> None:
    document = Document(str(compiled(house)))
    lines = [paragraph.text for paragraph in document.paragraphs]
    assert "2026年度学习资料汇编" in lines
    assert "示范县人大常委会" in lines
    headings = [
        (one.style.name, one.text) for one in document.paragraphs if one.style and one.style.name.startswith("Heading")
    ]
    assert headings == [
        ("Heading 1", "2026年11月"),
        ("Heading 2", "代表法第一条"),
        ("Heading 2", "代表法第二条"),
        ("Heading 1", "2026年12月"),
        ("Heading 2", "宪法日"),
        ("Heading 1", "来源一览"),
        ("Heading 1", "索引"),
    ]
    assert lines.index("目　录") < lines.index("2026年11月")
    assert "中国人大网：2篇" in lines
    assert "（12月4日 推送代表　来源：人民日报）" in lines
    assert "法律" in lines[lines.index("索引") :]


def test_a_cards_pictures_and_the_names_of_its_attachments_are_in_the_compilation(house: House) -> None:
    house.run("study", "import", str(house.sheet(*CARDS)))
    house.attach(
        "宪法日", ("photo", "", "image/jpeg", samples.photo()), ("file", "解读.pdf", "application/pdf", b"%PDF-1.7")
    )
    house.publish(("宪法日", date(2026, 12, 4)))
    out = house.folder / "汇编.docx"
    assert house.run("report", "study", "--period", "2026", "--out", str(out))[0] == 0
    document = Document(str(out))
    (picture,) = document.inline_shapes
    assert picture.width <= Mm(156)
    assert picture.height <= Mm(150)
    assert "（附件：《解读.pdf》）" in [paragraph.text for paragraph in document.paragraphs]


def test_word_is_asked_to_fill_in_the_pages(house: House) -> None:
    settings = Document(str(compiled(house))).settings.element
    assert settings.find(qn("w:updateFields")).get(qn("w:val")) == "true"


@pytest.mark.skipif(shutil.which("soffice") is None, reason="no LibreOffice on this machine")
def test_a_pdf_has_every_page_of_the_contents_filled_in(house: House) -> None:
    compiled(house)
    out = house.folder / "汇编.pdf"
    assert house.run("report", "study", "--period", "2026", "--out", str(out)) == (0, f"已写好3篇：{out}")
    data = out.read_bytes()
    assert data.startswith(b"%PDF-")
    assert len(re.findall(rb"/Type\s*/Page\b", data)) == 6  # cover, contents, two months, sources, index


def test_every_line_of_the_contents_leads_to_a_page(house: House) -> None:
    body = Document(str(compiled(house))).element.body
    targets = {element.get(qn("w:name")) for element in body.iter(qn("w:bookmarkStart"))}
    fields = [element.text.split()[1] for element in body.iter(qn("w:instrText")) if element.text.startswith("PAGEREF")]
    assert {"card1", "card2", "card3", "sources", "index"} == targets == set(fields)


def test_the_layout_is_that_of_official_papers(house: House) -> None:
    document = Document(str(compiled(house)))
    section = document.sections[0]
    assert [
        round(Length(margin or 0).mm) for margin in (section.top_margin, section.left_margin, section.right_margin)
    ] == [
        37,
        28,
        26,
    ]
    fonts = {
        style: document.styles[style].element.rPr.rFonts.get(qn("w:eastAsia")) for style in ("Normal", "Heading 1")
    }
    assert fonts == {"Normal": "仿宋", "Heading 1": "黑体"}
    assert document.styles["Normal"].font.size.pt == 16
    assert document.styles["Normal"].paragraph_format.line_spacing.pt == 28


def test_an_office_may_bring_its_own_template(house: House) -> None:
    template = Document()
    template.sections[0].left_margin = template.sections[0].right_margin
    template.styles["Normal"].font.name = "Office Font"
    template.save(str(house.folder / "模板.docx"))
    with (house.folder / "config.toml").open("a", encoding="utf-8") as config:
        config.write('[study]\ntemplate = "模板.docx"\n')
    assert Document(str(compiled(house))).styles["Normal"].font.name == "Office Font"


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("report", "study", "--period", "2026", "--out", "汇编.docx"), 1, "没有推送过"),
        (("report", "study", "--period", "前年", "--out", "汇编.docx"), 2, "--period 前年"),
        (("report", "study", "--period", "2026", "--out", "汇编.txt"), 2, "--out 汇编.txt"),
    ],
)
def test_what_cannot_be_compiled_is_one_clear_line(house: House, words: tuple[str, ...], code: int, said: str) -> None:
    ended, line = house.run(*words)
    assert ended == code
    assert said in line


def test_a_machine_without_libreoffice_says_so(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    compiled(house)
    monkeypatch.setenv("PATH", str(house.folder))
    code, line = house.run("report", "study", "--period", "2026", "--out", str(house.folder / "汇编.pdf"))
    assert code == 1
    assert "没有 LibreOffice" in line

"""The letter of reply as it is printed: by the custom of official papers, or in an office's own template; by command and as a file."""

from collections.abc import Iterator
from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
from docx import Document

from bot.channels.base import Attachment
from bot.cli import main
from bot.config import Config, ConfigError
from bot.config_sections import ReplyLetterTexts
from bot.reports.letter_files import LetterFiles
from bot.reports.reply_letter import BadTemplate, letter_bytes
from bot.writing import Memory
from handlers.reply_letters import ReplyLetter
from storage.engine import make_engine
from storage.reader import Reader
from storage.sqlite_writer import SqliteWriter
from tests.handlers.office import Office, open_office
from tests.handlers.stories import LI, play
from tests.handlers.test_suggestions_handled import answered, signed_by_two
from tests.ready import put_tables

TEXTS = ReplyLetterTexts(telephones={"CG": "0312-8000000"})
LETTER = ReplyLetter(
    number="2026-0001",
    formal_number="闭会第001号",
    title="关于西关村路灯的建议",
    answer_class="B",
    class_term="B类：正在解决",
    department="城市管理局",
    department_code="CG",
    lead="李梅",
    cosigners=("孙晓芸",),
    text="已列入计划。\n先换村口六盏。",
    promised_on=date(2027, 6, 30),
    on_day=date(2026, 11, 27),
    officer="王强",
    copies=("住房和城乡建设局",),
)


def lines(content: bytes) -> list[str]:
    return [one.text.strip() for one in Document(BytesIO(content)).paragraphs if one.text.strip()]


def test_the_letter_has_what_the_custom_asks_for_in_its_order() -> None:
    content = letter_bytes(LETTER, TEXTS, "示范县人大常委会")
    found = lines(content)
    assert found[:4] == [
        "B",
        "城市管理局",
        "函〔2026〕　　号\t签发人：",
        "对闭会第001号代表建议的答复",
    ]
    assert found[4:] == [
        "李梅、孙晓芸代表：",
        "您提出的《关于西关村路灯的建议》（闭会第001号）收悉。现答复如下：",
        "已列入计划。",
        "先换村口六盏。",
        "以上尚未办完的事项，承诺于2027年6月30日前落实。",
        "感谢您对我们工作的关心和支持，请继续提出宝贵意见。",
        "城市管理局",
        "2026年11月27日",
        "（联系人：王强　联系电话：0312-8000000）",
        "抄送：示范县人大常委会代表工委，政府督查室，住房和城乡建设局。",
    ]
    section = Document(BytesIO(content)).sections[0]
    sides = (section.page_width, section.top_margin, section.left_margin)
    assert [round(side.mm) for side in sides if side is not None] == [210, 37, 28]
    assert letter_bytes(LETTER, TEXTS, "示范县人大常委会") == content, "the same letter is the same file"


def template(folder: Path, *texts: str) -> Path:
    document = Document()
    for text in texts:
        paragraph = document.add_paragraph()
        for character in text:  # an editor may cut a field into as many runs as it likes
            paragraph.add_run(character)
    table = document.add_table(rows=1, cols=1)
    table.cell(0, 0).text = "{类别说明}"
    document.sections[0].footer.paragraphs[0].text = "{抄送}"
    path = folder / "答复函模板.docx"
    document.save(str(path))
    return path


def test_an_office_s_own_template_is_filled_in(tmp_path: Path) -> None:
    texts = ReplyLetterTexts(template=str(template(tmp_path, "{单位}致{领衔代表}：{内容}", "没有要填的")))
    document = Document(BytesIO(letter_bytes(LETTER, texts, "示范县人大常委会")))
    assert [one.text for one in document.paragraphs] == [
        "城市管理局致李梅：已列入计划。\n先换村口六盏。",
        "没有要填的",
    ]
    assert document.tables[0].cell(0, 0).text == "B类：正在解决"
    assert "住房和城乡建设局" in document.sections[0].footer.paragraphs[0].text


@pytest.mark.parametrize(("what", "why"), [("{单伟}", "没有 {单伟}"), ("", "不是能打开")])
def test_a_template_that_cannot_be_used_is_told(tmp_path: Path, what: str, why: str) -> None:
    path = template(tmp_path, what)
    if not what:
        path.write_text("这不是文档", encoding="utf-8")
    with pytest.raises(BadTemplate, match=why):
        letter_bytes(LETTER, ReplyLetterTexts(template=str(path)), "示范县人大常委会")


def test_a_field_that_does_not_exist_is_refused_at_the_start(tmp_path: Path) -> None:
    file = tmp_path / "config.toml"
    file.write_text('[letter]\ntitle = "对{号}的答复"\n', encoding="utf-8")
    with pytest.raises(ConfigError, match=r"letter\.title.*\{号\}"):
        Config.load(file, {})


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    """On a database that the command line takes for its own."""
    url = f"sqlite:///{tmp_path / 'office.db'}"
    put_tables(url)
    engine = make_engine(url)
    yield open_office(tmp_path, engine)
    engine.dispose()


def released(office: Office) -> str:
    number = signed_by_two(office)
    answered(office, number)
    return number


def run(folder: Path, *words: str) -> int:
    file = folder / "config.toml"
    file.write_text(
        f'[storage]\nurl = "sqlite:///{folder / "office.db"}"\n[security]\nkey_file = "{folder / "liaison.key"}"\n'
        "[channels.webchat]\nenabled = true\n",
        encoding="utf-8",
    )
    return main(["--config", str(file), "letter", *words])


def test_the_command_writes_it(office: Office, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    number, out = released(office), tmp_path / "答复函.docx"
    assert run(tmp_path, number, "--out", str(out)) == 0
    assert f"{number}《关于西关村路灯的建议》城市管理局的答复函" in capsys.readouterr().out
    assert "李梅、孙晓芸代表：" in lines(out.read_bytes())


@pytest.mark.parametrize(
    ("words", "code", "why"),
    [
        (("12", "--out", "函.docx"), 2, "完整编号"),
        (("2026-0099", "--out", "函.docx"), 1, "没有2026-0099"),
        (("2026-0001", "--out", "函.txt"), 2, "只能写"),
        (("2026-0001", "--department", "住建局", "--out", "函.docx"), 2, "城市管理局"),
    ],
)
def test_what_cannot_be_written_is_told_in_one_line(
    office: Office, tmp_path: Path, capsys: pytest.CaptureFixture[str], words: tuple[str, ...], code: int, why: str
) -> None:
    released(office)
    assert run(tmp_path, *words) == code
    told = capsys.readouterr().err.strip()
    assert why in told
    assert "\n" not in told


async def test_the_file_is_built_when_it_is_sent(office: Office, tmp_path: Path) -> None:
    number = released(office)
    office.boxes.clear()
    play(office, [(LI, f"答复函 {number}", "在下面")])
    (name,) = [name for letter in office.boxes[LI] for name in letter.media]
    memory = Memory(SqliteWriter(office.engine), Reader(office.engine))

    async def loaded(name: str, texts: ReplyLetterTexts = TEXTS) -> Attachment | None:
        return await LetterFiles(memory, office.desk, texts, "示范县人大常委会").load(name)

    found, instead = await loaded(name), await loaded(name, ReplyLetterTexts(template=str(tmp_path / "没有.docx")))
    assert found is not None
    assert found.name == f"{number}城市管理局答复函.docx"
    assert "对闭会第001号代表建议的答复" in lines(found.content)
    assert instead is not None
    assert "对闭会第001号代表建议的答复" in lines(instead.content), "a spoilt template gives way to the plain form"
    assert await loaded("letter-1-99") is None

"""`liaison letter NUMBER --out FILE`: the letter of reply of a suggestion, as .docx or .pdf."""

import tempfile
from datetime import UTC, datetime
from pathlib import Path

from bot.commands.database import keys_of, opened
from bot.commands.problems import FAILED, CommandStopped
from bot.commands.reporting import as_pdf, put
from bot.config import Config, settings_of
from handlers.casefile import whole
from handlers.desk import Desk
from handlers.directory import load_directory
from handlers.reply_letters import ReplyLetter, letter_of, letters_of
from handlers.rules.case_numbers import parse_number
from storage.store import Store


def write_letter(config: Config, number: str, department: str, out: Path) -> str:
    if out.suffix.lower() not in {".docx", ".pdf"}:
        raise CommandStopped(f"--out {out.name}：只能写 .docx 或 .pdf")
    from bot.reports.reply_letter import BadTemplate, letter_bytes

    letter = _letter(config, number, department)
    try:
        content = letter_bytes(letter, config.letter, config.congress.name)
    except BadTemplate as bad:
        raise CommandStopped(f"letter.template：{bad}") from None
    with tempfile.TemporaryDirectory() as folder:
        made = Path(folder) / "答复函.docx"
        made.write_bytes(content)
        put(made if out.suffix.lower() == ".docx" else as_pdf(made), out)
    return f"已写好{letter.number}《{letter.title}》{letter.department}的答复函：{out}"


def _letter(config: Config, number: str, department: str) -> ReplyLetter:
    ref = parse_number(number)
    if ref is None or ref.year is None:
        raise CommandStopped(f"{number}：请写完整编号，例如 2026-0012")
    keys = keys_of(config)
    with opened(config) as engine, engine.begin() as connection:
        store = Store(connection, keys)
        case = store.cases.find_number(ref.year, ref.seq)
        if case is None or case.kind != "suggestion" or case.sealed:
            raise CommandStopped(f"没有{number}这件代表建议", FAILED)
        desk = Desk(store, datetime.now(UTC), load_directory(connection, keys), settings_of(config))  # noqa: TID251
        rows = letters_of(desk, case, released=False)
        names = {row.department: desk.directory.departments[row.department].name for row in rows}
        if not rows:
            raise CommandStopped(f"{number}还没有答复", FAILED)
        if department:
            found = {one.code for one in desk.directory.find_department(department)}
            rows = [row for row in rows if row.department in found]
        if len(rows) != 1:
            raise CommandStopped(f"请写 --department，答复的单位有：{'、'.join(names.values())}")
        whole(desk, case.id, rows[0].text, person_id=None, why="答复函")
        return letter_of(desk, case, rows[0])

"""What the documents say of the code is the code's own word.

`python -m tests.test_docs` writes the tables between their marks anew.
"""

import re
from collections.abc import Iterable
from pathlib import Path

import pytest

from bot.channels import published
from handlers.rules.case_flow import MOVES, STATUS_TERMS, Role
from handlers.rules.verdicts import AnswerClass, Verdict

DOCS = Path(__file__).parent.parent / "docs"


def steps() -> str:
    rows = ["| step | 中文 | who | from | to |", "|---|---|---|---|---|"]
    for step, move in MOVES.items():
        same = "same; collecting → review" if move.completes else "same"
        rows.append(
            f"| `{step}` | {move.term} | {_names(move.actors)} | {_names(move.sources) or '–'} | {_names(move.targets) or same} |"
        )
    return "\n".join(rows)


def short_steps() -> str:
    rows = ["| 中文 | identifier |", "|---|---|"]
    return "\n".join([*rows, *(f"| {move.term} | `Step.{step.name}` |" for step, move in MOVES.items())])


def statuses() -> str:
    rows = ["| 中文 | identifier |", "|---|---|"]
    return "\n".join([*rows, *(f"| {term} | `Status.{status.name}` |" for status, term in STATUS_TERMS.items())])


def _names(names: Iterable[str]) -> str:
    return " ".join(sorted(names))


TABLES = (
    ("architecture.md", "steps", steps),
    ("glossary.md", "statuses", statuses),
    ("glossary.md", "steps", short_steps),
)


def between(text: str, mark: str) -> str:
    found = re.search(rf"<!-- {mark} -->\n(.*?)<!-- /{mark} -->", text, re.DOTALL)
    assert found, mark
    return found[1].strip()


def test_the_page_on_channels_is_the_table_of_capabilities() -> None:
    assert published.PAGE.read_text(encoding="utf-8") == published.page(), "run: python -m bot.channels.published"


@pytest.mark.parametrize(("name", "mark", "table"), TABLES, ids=["life of a case", "statuses", "steps"])
def test_a_table_in_the_documents_is_the_codes_own(name: str, mark: str, table: object) -> None:
    assert callable(table)
    assert between((DOCS / name).read_text(encoding="utf-8"), mark) == table()


def test_every_role_verdict_and_answer_class_has_its_term_in_the_glossary() -> None:
    glossary = (DOCS / "glossary.md").read_text(encoding="utf-8")
    roles = [f"`Role.{role.name}`" for role in Role if role is not Role.SYSTEM]
    terms = [one.term for one in (*Verdict, *AnswerClass)]
    assert [word for word in (*roles, *terms) if word not in glossary] == []


def test_every_file_the_documents_name_exists() -> None:
    root = DOCS.parent
    pages = [*DOCS.rglob("*.md"), root / "README.md", root / "CONTRIBUTING.md"]
    for page in pages:
        for name in re.findall(r"`((?:bot|handlers|storage|tests|deploy)/[\w/]+\.(?:py|sh))`", page.read_text("utf-8")):
            assert (root / name).exists(), f"{page.name}: {name}"


if __name__ == "__main__":
    for name, mark, table in TABLES:
        page = DOCS / name
        text = page.read_text(encoding="utf-8")
        start, end = f"<!-- {mark} -->\n", f"<!-- /{mark} -->"
        before, rest = text.split(start, 1)
        page.write_text(f"{before}{start}{table()}\n{end}{rest.split(end, 1)[1]}", encoding="utf-8")

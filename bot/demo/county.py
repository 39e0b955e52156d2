"""示范县: the fictional county that a first start shows, and everybody one may play in it."""

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from bot.directory_files.json import content_of
from handlers.directory_content import DirectoryContent

_HERE = Path(__file__).parent
_TABLES = ("stations", "departments", "people", "groups")
# Who sits in which group of the built-in chat: those of a role, and of a station if one is named.
_DEPUTIES = frozenset({"deputy", "liaison_officer", "commission"})
_OFFICE = frozenset({"liaison_officer", "commission", "supervision", "leader", "case_officer"})
_OFFICE_BODIES = frozenset({None, "CG", "ZJ", "JT", "SL"})


@dataclass(frozen=True, slots=True)
class DemoVoter:
    """Somebody who is not in the directory and simply writes."""

    account: str
    name: str
    note: str


@dataclass(frozen=True, slots=True)
class DemoPersona:
    """Somebody one may play: who it is, and what to try as this person.

    `is_staff`: what they say is never a case. `is_introduced`: one of each part, told at the start. `is_extra`: of a body
    that few stories come to.
    """

    account: str
    name: str
    who: str
    hint: str
    is_staff: bool = False
    is_introduced: bool = False
    is_extra: bool = False


def demo_content() -> DirectoryContent:
    """The county as a directory file would bring it."""
    return content_of({table: _read(table) for table in _TABLES}, "示范县")


def demo_voters() -> tuple[DemoVoter, ...]:
    return tuple(DemoVoter(**voter) for voter in _read("voters"))


def demo_personas() -> tuple[DemoPersona, ...]:
    """Voters first, then those with a part in most stories, then the other bodies' people."""
    named = {persona["account"]: persona for persona in _read("personas")}
    names = {voter.account: voter.name for voter in demo_voters()}
    names |= {_account(person): person["name"] for person in _read("people")}
    staff = {_account(person) for person in _read("people") if person["role"] != "deputy"}
    chosen = [
        DemoPersona(account, names[account], one["who"], one["hint"], account in staff, one.get("introduced", False))
        for account, one in named.items()
    ]
    others = [_other(person) for person in _read("people") if _account(person) not in named]
    return (*chosen, *others)


def group_members(group_name: str) -> tuple[str, ...]:
    """Accounts that sit in a group of the built-in chat; nobody in a group that does not exist."""
    people = _read("people")
    if group_name == "县人大代表交流群":
        return tuple(_account(one) for one in people if one["role"] in _DEPUTIES)
    if group_name == "城关镇代表群":
        return tuple(_account(one) for one in people if one.get("station") == "ST01")
    if group_name == "机关工作群":
        office = (one for one in people if one["role"] in _OFFICE and one.get("department") in _OFFICE_BODIES)
        return tuple(_account(one) for one in office)
    return ()


def demo_groups() -> tuple[str, ...]:
    return tuple(group["name"] for group in _read("groups"))


def groups_of(account: str) -> tuple[str, ...]:
    """The groups an account sits in."""
    return tuple(name for name in demo_groups() if account in group_members(name))


def _other(person: dict[str, Any]) -> DemoPersona:
    bodies = {body["code"]: body["name"] for body in _read("departments")}
    is_head = person["role"] == "unit_head"
    who = f"{bodies[person['department']]}{'负责人' if is_head else '经办人'}"
    hint = "发 我的件，看看本单位手上的件" if is_head else "发 我的件；有件交办来时按编号发：签收 编号"
    return DemoPersona(_account(person), person["name"], who, hint, is_staff=True, is_extra=True)


def _account(person: dict[str, Any]) -> str:
    account: str = person["accounts"]["webchat"]
    return account


@cache
def _read(name: str) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = json.loads((_HERE / f"{name}.json").read_text(encoding="utf-8"))
    return rows

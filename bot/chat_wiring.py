"""The built-in chat as a part of the running machine: whose groups, whose names, and where its messages go."""

import secrets
from collections.abc import Mapping, Sequence
from functools import cache, partial

from aiohttp import web

from bot.clock import Clock
from bot.config import Config
from bot.demo.county import DemoPersona, demo_groups, demo_personas, group_members
from bot.machine import Machine
from bot.media.files import MediaFiles
from bot.pages.chat import Chat, register
from bot.pages.chat_board import ChatBoard
from bot.writing import Memory
from handlers.notify import CLERKS
from handlers.rules.speech import group_address
from storage.keys import Keyring
from storage.people import People, account_index

NAMESPACE = "webchat"


@cache
def _personas() -> tuple[DemoPersona, ...]:
    return demo_personas()


@cache
def _groups() -> Mapping[str, tuple[str, ...]]:
    return {name: group_members(name) for name in demo_groups()}


def members_of(config: Config, group: str) -> Sequence[str]:
    """The county's groups are for its people; a visitor of the public page is in none."""
    return _groups().get(group, ()) if config.channels.webchat.demo_personas else ()


def _groups_of(config: Config, account: str) -> list[str]:
    return [group for group in _groups() if account in members_of(config, group)]


def _name_of(account: str) -> str:
    return next((one.name for one in _personas() if one.account == account), "选民")


def chat_board(config: Config, memory: Memory, keys: Keyring, clock: Clock) -> ChatBoard:
    return ChatBoard(memory, keys, members=partial(members_of, config), now=clock.now)


def open_chat(app: web.Application, config: Config, machine: Machine) -> None:
    """Serve the chat, if this deployment has one."""
    if config.channels.webchat.enabled:
        register(app, chat_of(config, machine, machine.board))


def chat_of(config: Config, machine: Machine, board: ChatBoard) -> Chat:
    """Everything the chat's pages need of this deployment."""

    def wake(account: str) -> None:
        machine.router.wake(account_index(machine.keys, NAMESPACE, account))

    async def takes_papers(account: str) -> bool:
        """From whoever writes for the office; what voters send is shown or said."""
        found = await machine.memory.read(
            lambda connection: People(connection, machine.keys).find_account(NAMESPACE, account)
        )
        person = machine.directory.current.people.get(found.person_id or 0) if found else None
        return person is not None and bool(person.roles & CLERKS)

    return Chat(
        board=board,
        memory=machine.memory,
        files=MediaFiles(config.media_dir, machine.keys),
        public_url=config.server.public_url,
        bot_name=config.congress.bot_name,
        congress_name=config.congress.name,
        demo_personas=config.channels.webchat.demo_personas,
        personas=_personas,
        members=partial(members_of, config),
        groups_of=partial(_groups_of, config),
        name_of=_name_of,
        address=group_address,
        put=machine.intake.put,
        wake=wake,
        takes_papers=takes_papers,
        token=secrets.token_hex,
        now=machine.clock.now,
    )

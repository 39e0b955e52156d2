"""One transaction and all its books. A book is opened when it is first asked for."""

import os
from collections.abc import Callable
from functools import cached_property

from sqlalchemy import Connection

from storage.assisted import AssistedPosts
from storage.calls import Calls
from storage.cases import Cases
from storage.counters import Counters
from storage.duty import DutyRoster
from storage.erasing import Erasing
from storage.handling import Handling
from storage.history import History
from storage.inbox import Inbox
from storage.invites import Invites
from storage.keys import Keyring
from storage.knowledge import Knowledge
from storage.links import Links
from storage.morning import Morning
from storage.opinions import Opinions
from storage.outbox import Outbox
from storage.people import People
from storage.stand_ins import StandIns
from storage.vault import Vault


class Store:
    """What a handler changes. Another book is another cached property."""

    def __init__(
        self, connection: Connection, keys: Keyring, random_bytes: Callable[[int], bytes] = os.urandom
    ) -> None:
        self.connection = connection
        self.keys = keys
        self._random_bytes = random_bytes

    def new_name(self) -> str:
        """For something that has no name of its own."""
        return self._random_bytes(16).hex()

    @cached_property
    def inbox(self) -> Inbox:
        return Inbox(self.connection, self.keys)

    @cached_property
    def outbox(self) -> Outbox:
        return Outbox(self.connection, self.keys)

    @cached_property
    def people(self) -> People:
        return People(self.connection, self.keys)

    @cached_property
    def cases(self) -> Cases:
        return Cases(self.connection)

    @cached_property
    def counters(self) -> Counters:
        return Counters(self.connection)

    @cached_property
    def opinions(self) -> Opinions:
        return Opinions(self.connection)

    @cached_property
    def handling(self) -> Handling:
        return Handling(self.connection)

    @cached_property
    def history(self) -> History:
        return History(self.connection, self.keys, self._random_bytes)

    @cached_property
    def vault(self) -> Vault:
        return Vault(self.connection, self.keys)

    @cached_property
    def erasing(self) -> Erasing:
        return Erasing(self.connection, self.keys)

    @cached_property
    def morning(self) -> Morning:
        return Morning(self.connection)

    @cached_property
    def invites(self) -> Invites:
        return Invites(self.connection, self.keys)

    @cached_property
    def duty(self) -> DutyRoster:
        return DutyRoster(self.connection, self.keys)

    @cached_property
    def stand_ins(self) -> StandIns:
        return StandIns(self.connection)

    @cached_property
    def calls(self) -> Calls:
        return Calls(self.connection)

    @cached_property
    def knowledge(self) -> Knowledge:
        return Knowledge(self.connection)

    @cached_property
    def links(self) -> Links:
        return Links(self.connection)

    @cached_property
    def assisted(self) -> AssistedPosts:
        return AssistedPosts(self.connection, self.keys)

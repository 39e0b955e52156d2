"""One transaction and all its books. A book is opened when it is first asked for."""

from functools import cached_property

from sqlalchemy import Connection

from storage.inbox import Inbox
from storage.keys import Keyring
from storage.outbox import Outbox
from storage.people import People


class Store:
    """What a handler changes. Another book is another cached property."""

    def __init__(self, connection: Connection, keys: Keyring) -> None:
        self.connection = connection
        self.keys = keys

    @cached_property
    def inbox(self) -> Inbox:
        return Inbox(self.connection, self.keys)

    @cached_property
    def outbox(self) -> Outbox:
        return Outbox(self.connection, self.keys)

    @cached_property
    def people(self) -> People:
        return People(self.connection, self.keys)

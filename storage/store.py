"""One transaction and all its books."""

import os
from collections.abc import Callable

from sqlalchemy import Connection

from storage.assisted import AssistedPosts
from storage.calls import Calls
from storage.cards import Cards
from storage.cases import Cases
from storage.clocks import Clocks
from storage.consents import Consents
from storage.counters import Counters
from storage.duty import DutyRoster
from storage.episodes import Episodes
from storage.erasing import Erasing
from storage.handling import Handling
from storage.history import History
from storage.inbox import Inbox
from storage.invites import Invites
from storage.keys import Keyring
from storage.knowledge import Knowledge
from storage.links import Links
from storage.media import MediaBook
from storage.morning import Morning
from storage.opinions import Opinions
from storage.outbox import Outbox
from storage.owners import Owners
from storage.parts import Parts
from storage.people import People
from storage.post_files import PostFiles
from storage.posts import Posts
from storage.publications import Publications
from storage.removals import Removals
from storage.response_urls import ResponseUrls
from storage.stand_ins import StandIns
from storage.suggestions import Suggestions
from storage.vault import Vault


class Store:
    """What a handler changes. A book is a view of the connection and costs nothing to open."""

    def __init__(
        self, connection: Connection, keys: Keyring, random_bytes: Callable[[int], bytes] = os.urandom
    ) -> None:
        self.connection = connection
        self.keys = keys
        self._random_bytes = random_bytes
        self.inbox = Inbox(connection, keys)
        self.outbox = Outbox(connection, keys)
        self.cards = Cards(connection, keys)
        self.people = People(connection, keys)
        self.consents = Consents(connection)
        self.cases = Cases(connection)
        self.clocks = Clocks(connection)
        self.counters = Counters(connection)
        self.opinions = Opinions(connection)
        self.suggestions = Suggestions(connection)
        self.handling = Handling(connection)
        self.parts = Parts(connection)
        self.history = History(connection, keys, random_bytes)
        self.episodes = Episodes(connection)
        self.vault = Vault(connection, keys)
        self.erasing = Erasing(connection, keys)
        self.media = MediaBook(connection, keys)
        self.removals = Removals(connection)
        self.morning = Morning(connection)
        self.invites = Invites(connection, keys)
        self.duty = DutyRoster(connection, keys)
        self.stand_ins = StandIns(connection)
        self.calls = Calls(connection)
        self.knowledge = Knowledge(connection)
        self.links = Links(connection)
        self.assisted = AssistedPosts(connection, keys)
        self.posts = Posts(connection)
        self.post_files = PostFiles(connection)
        self.publications = Publications(connection)
        self.owners = Owners(connection)
        self.response_urls = ResponseUrls(connection, keys)

    def new_name(self) -> str:
        """For something that has no name of its own."""
        return self._random_bytes(16).hex()

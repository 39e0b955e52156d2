"""Who speaks in a story: `await zhang.says("…").hears("收到了")` sends a message and waits until the answer was heard."""

import re
from collections.abc import Awaitable, Callable, Generator
from dataclasses import dataclass
from enum import StrEnum
from io import BytesIO
from typing import Any

from aiohttp import ClientSession
from typing_extensions import override

from tests.journeys.waiting import until
from tests.platforms.api_server import ApiServer
from tests.platforms.callback_request import CallbackRequest

NUMBER = re.compile(r"20\d\d-\d{4}")


class Via(StrEnum):
    """How words reached a person."""

    PASSIVE = "the callback's own answer"
    MESSAGE = "a message of its own"


@dataclass(frozen=True, slots=True)
class Heard:
    text: str
    via: Via

    @property
    def number(self) -> str:
        """The case that was named first."""
        found = NUMBER.search(self.text)
        assert found, f"no case number in: {self.text}"
        return found[0]


class Person:
    """Somebody who says and hears things. What was heard is kept; `hears` takes each thing once."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.heard: list[Heard] = []
        self._taken: set[int] = set()

    async def listen(self) -> None:
        """Fetch what was said to this person since the last look."""

    async def speak(self, text: str) -> None:
        raise NotImplementedError

    def says(self, text: str) -> "Line":
        return Line(self, lambda: self.speak(text))

    def hears(self, *words: str, via: Via | None = None) -> "Line":
        """Wait for one thing in which all these words are."""
        return Line(self).hears(*words, via=via)

    async def take(self, words: tuple[str, ...], via: Via | None) -> Heard:
        async def look() -> Heard | None:
            await self.listen()
            for place, heard in enumerate(self.heard):
                is_meant = all(word in heard.text for word in words) and via in (None, heard.via)
                if is_meant and place not in self._taken:
                    self._taken.add(place)
                    return heard
            return None

        return await until(look, lambda: f"{self.name} never heard {words}, but:\n" + "\n".join(self.all_texts()))

    def all_texts(self) -> list[str]:
        return [heard.text for heard in self.heard]

    def count(self, *words: str) -> int:
        """How often something was heard; only worth asking when nothing more is under way."""
        return sum(all(word in text for word in words) for text in self.all_texts())


class Line:
    """One thing said, and what is heard then. Awaiting it plays it and gives what was heard last."""

    def __init__(self, person: Person, play: Callable[[], Awaitable[object]] | None = None) -> None:
        self._person = person
        self._play = play
        self._expected: list[tuple[tuple[str, ...], Via | None]] = []

    def hears(self, *words: str, via: Via | None = None) -> "Line":
        self._expected.append((words, via))
        return self

    def __await__(self) -> Generator[Any, None, Heard]:
        return self._perform().__await__()

    async def _perform(self) -> Heard:
        if self._play is not None:
            await self._play()
        heard = Heard("", Via.MESSAGE)
        for words, via in self._expected:
            heard = await self._person.take(words, via)
        return heard


@dataclass(frozen=True, slots=True)
class Answered:
    """What a callback was answered; `words` is None for a bare "taken"."""

    status: int
    body: bytes
    words: str | None = None


class Caller:
    """A platform's own machine: brings deliveries to our door."""

    def __init__(self, session: ClientSession, address: Callable[[], str]) -> None:
        self._session = session
        self._address = address

    async def bring(self, request: CallbackRequest, read: Callable[[bytes], str | None] = lambda _: None) -> Answered:
        url = self._address() + request.path_query
        headers = {"Content-Type": request.content_type}
        body = BytesIO(request.body) if request.body else None
        async with self._session.request(request.method, url, data=body, headers=headers) as answer:
            told = await answer.read()
            words = read(told) if answer.status == 200 else None
            return Answered(answer.status, told, words)


class PlatformPerson(Person):
    """Somebody on a platform: speaks through our callback, hears by its answer or by the platform's messages."""

    def __init__(
        self,
        account: str,
        caller: Caller,
        write: Callable[[str], CallbackRequest],
        read: Callable[[bytes], str | None],
        server: ApiServer | None,
    ) -> None:
        super().__init__(account)
        self._caller = caller
        self._write = write
        self._read = read
        self._server = server
        self._listened = 0

    @override
    async def listen(self) -> None:
        said = self._server.texts_to(self.name) if self._server is not None else []
        self.heard += [Heard(text, Via.MESSAGE) for text in said[self._listened :]]
        self._listened = len(said)

    @override
    async def speak(self, text: str) -> None:
        await self.bring(self._write(text))

    def sends(self, request: CallbackRequest) -> Line:
        """A photo, a voice, an event: as the platform brings it."""
        return Line(self, lambda: self.bring(request))

    async def bring(self, request: CallbackRequest) -> Answered:
        """Some answers show something without words: a card's grey button."""
        answered = await self._caller.bring(request, self._read)
        assert answered.status == 200, f"{self.name} was answered {answered.status}"
        if answered.words:
            self.heard.append(Heard(answered.words, Via.PASSIVE))
        return answered


class ChatPerson(Person):
    """Somebody at the built-in chat's page, by its HTTP. Nobody named `account` is a visitor known by a cookie."""

    def __init__(self, session: ClientSession, address: Callable[[], str], account: str = "") -> None:
        super().__init__(account or "visitor")
        self.session = session
        self._address = address
        self._query = {"as": account} if account else {}
        self._place = 0
        self._sent = 0

    @override
    async def listen(self) -> None:
        for item in await self.items(after=self._place):
            self._place = max(self._place, item["place"])
            if item["bot"]:
                self.heard.append(Heard(item["text"], Via.MESSAGE))

    async def items(self, conversation: str = "", after: int | None = None) -> list[dict[str, Any]]:
        query = {**self._query, "conversation": conversation}
        if after is not None:
            query["after"] = str(after)
        async with self.session.get(f"{self._address()}/chat/messages", params=query) as answer:
            assert answer.status == 200, await answer.text()
            items: list[dict[str, Any]] = (await answer.json())["items"]
            return items

    @override
    async def speak(self, text: str) -> None:
        await self.send(text=text)

    async def send(self, key: str = "", **body: Any) -> dict[str, Any]:
        self._sent += 1
        key = key or f"{self.name}-{self._sent:08d}"
        async with self.session.post(
            f"{self._address()}/chat/send", params=self._query, json={"key": key, **body}
        ) as answer:
            said: dict[str, Any] = await answer.json()
            assert answer.status == 200, said
            return said

    def presses(self, label: str, item: dict[str, Any]) -> Line:
        """A button under a line of the bot's, as the page does it."""
        command = dict(item["buttons"])[label]
        return Line(self, lambda: self.send(text=command, pressed=item["place"]))

    def says_in(self, group: str, text: str) -> Line:
        return Line(self, lambda: self.send(conversation=f"group:{group}", text=text))

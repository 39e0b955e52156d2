"""What every channel takes in and gives out, whatever the platform behind it.

CallbackRefused        a delivery that is answered with a status and stored nowhere
DeliveryFailed         a message that did not go out
├── RefusedForNow      the platform is down or busy: the channel pauses and is probed
├── OutcomeUnknown     the call was cut after it was written: perhaps it arrived
├── NotNow             this person cannot be written to until their next word
├── Unreachable        this account is gone, blocked or invalid
└── Rejected           the message itself is wrong: trying again cannot help
    └── TooLong        it is too long: smaller pieces may go
"""

from abc import abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple, Protocol


class MessageKind(StrEnum):
    """What a person sent."""

    TEXT = "text"
    PHOTO = "photo"
    VOICE = "voice"
    VIDEO = "video"
    LOCATION = "location"
    LINK = "link"
    FILE = "file"
    EVENT = "event"
    UNKNOWN = "unknown"


class Form(StrEnum):
    """How the words of a message are written."""

    PLAIN = "plain"
    MARKDOWN = "markdown"


@dataclass(frozen=True, slots=True)
class Media:
    """A photo, voice or file as the platform names it; fetching it is another step.

    `reference` is the platform's media id, or for the built-in chat the stored file's name. `aeskey` opens the bytes
    behind `url`, where the platform gives a key with each (base64).
    """

    kind: MessageKind
    reference: str
    url: str = ""
    format: str = ""
    aeskey: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Inbound:
    """One thing a person sent. `message_key` is the platform's own id, unique per channel.

    `text` holds typed or recognised words, the label of a location or the title of a link.
    `conversation` is empty in a single chat and the group's id in a group.
    `event` is one of subscribe, scan, click, unsubscribe, enter, card, delivered, consent; `scene` the scanned code or the
    menu's key. A pressed card names what was sent as `task` (the key of its Outbound), the button's command as `choice`, and
    what its update costs as `ticket` (response_code); a word chosen from a menu message names it as `task`, too. `delivered`
    tells what became (`choice`) of a message by the platform's number (`task`); `consent` has words accept:TEMPLATE or
    reject:TEMPLATE as `scene`. `quoted` is the text of the message that this one replies to.
    `response_url` takes one message of ours within the hour.
    """

    channel: str
    message_key: str
    account: str
    kind: MessageKind
    sent_at: datetime
    text: str = ""
    conversation: str = ""
    media: tuple[Media, ...] = ()
    event: str = ""
    scene: str = ""
    latitude: float | None = None
    longitude: float | None = None
    recognised: bool = False
    quoted: str = ""
    task: str = ""
    choice: str = ""
    ticket: str = ""
    response_url: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Button:
    """A word under a message; pressing it sends `command` as if it had been typed."""

    label: str
    command: str


@dataclass(frozen=True, slots=True)
class CardChange:
    """What a card shows once its choice was taken: `label` in the place of its buttons, `text` what came of it.

    `title`, `facts` and `button` (label and key) are those of the card as it was sent under `task`.
    """

    task: str
    label: str
    title: str = ""
    text: str = ""
    facts: tuple[tuple[str, str], ...] = ()
    button: tuple[str, str] = ("", "")


@dataclass(frozen=True, slots=True)
class Attachment:
    """A picture, recording or file that goes out. `content_type` is what its bytes are, not what its name says."""

    kind: MessageKind
    name: str
    content_type: str
    content: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Article:
    """A title and a few words that lead to a page, with a picture where there is one."""

    title: str
    description: str
    url: str
    picture: str = ""


@dataclass(frozen=True, slots=True)
class Outbound:
    """One message to one account or group. `key` is the same on every try, for channels that can refuse repeats.

    `form` is plain or markdown. `purpose` is why it is sent: answer, aside, notice, reply, question, list, reminder, post, template,
    or card: then `text` takes the place of an earlier card's buttons, and `ticket` is what changing it costs. `facts` are
    (name, value) pairs shown beside the words where the channel has a place for them.
    `bot/channels/forms.py` makes of it what a channel can carry, one call each; a channel's `send` gets only those, each
    with its place (`part` of `parts`) in the row `outbox_id`. `inbox_id` is our number of the message that it answers.
    `robot`: of a group, what the office calls the robot in it; it may be the same in several.
    """

    key: str
    account: str
    text: str
    is_group: bool = False
    buttons: tuple[Button, ...] = ()
    mentions: tuple[str, ...] = ()
    form: Form = Form.PLAIN
    purpose: str = "notice"
    media: tuple[Attachment, ...] = ()
    facts: tuple[tuple[str, str], ...] = ()
    ticket: str = ""
    articles: tuple[Article, ...] = ()
    outbox_id: int = 0
    part: int = 0
    parts: int = 1
    inbox_id: int | None = None
    robot: str = ""


@dataclass(frozen=True, slots=True)
class Receipt:
    """What the platform said of a message it took. `ticket` lets its card be changed once (response_code).

    `is_knock`: the person was only told that there is something; the words wait until they speak.
    `is_whole`: this one call stands for all parts.
    """

    platform_id: str = ""
    ticket: str = ""
    is_knock: bool = False
    is_whole: bool = False


class CallbackRefused(Exception):
    """A delivery that is not taken: an HTTP status and a short reason for the counter."""

    def __init__(self, status: int, reason: str) -> None:
        super().__init__(reason)
        self.status = status
        self.reason = reason


class DeliveryFailed(Exception):
    """A message did not go out. `code` is the platform's number or a short word, never a token or an address.

    `was_asked`: whether the platform was called at all; where it was not, nothing is known of it.
    """

    def __init__(self, code: str, *, retry_after: float | None = None, was_asked: bool = True) -> None:
        super().__init__(code)
        self.code = code
        self.retry_after = retry_after
        self.was_asked = was_asked


class RefusedForNow(DeliveryFailed):
    """The platform is down or busy; nothing was taken."""


class OutcomeUnknown(DeliveryFailed):
    """The call was cut or timed out after the request was written."""


class NotNow(DeliveryFailed):
    """No window or quota for this person; their next word opens one."""


class OverLimit(DeliveryFailed):
    """The platform counts this destination as full; its lane waits for `retry_after`, the others go on."""


class Unreachable(DeliveryFailed):
    """The account is gone, blocked, unlicensed or invalid."""


class Rejected(DeliveryFailed):
    """The platform will never take this message."""


class TooLong(Rejected):
    """The platform takes less at a time than we thought: in smaller pieces it may."""


class Allowance(NamedTuple):
    """At most `most` calls within `seconds` for everything that names the same `key`; this message needs `calls` of them."""

    key: str
    most: int
    seconds: float
    calls: int = 1


class Channel(Protocol):
    """The way out. One instance a process; `send` may be called concurrently for different accounts.

    One `send` is one message on the platform: it went, or it did not. What is longer comes in several (`forms.py`).
    """

    @property
    def name(self) -> str: ...

    def allowances(self, message: Outbound) -> tuple[Allowance, ...]:
        """What is taken before this message is sent, in all processes together; quick, and without waiting.

        A channel keeps a margin below what its platform says. While one is missing, the message's lane waits.
        """
        return ()

    async def send(self, message: Outbound) -> Receipt: ...

    async def close(self) -> None: ...


class OwnedChannel(Channel):
    """A way out that one process at a time may use: a row of its is leased only where, and only while, it can be sent."""

    @property
    @abstractmethod
    def can_send(self) -> bool: ...

    @property
    @abstractmethod
    def has_failed(self) -> bool:
        """It ought to work here and does not, so that somebody should look."""


@dataclass(frozen=True, slots=True)
class Delivery:
    """An opened callback: what was sent, and what the answer to it needs (`to` and `sender` swap places in it).

    `polled` is there instead of `inbound` when the platform only asks for the answer to an earlier message, by its key.
    """

    inbound: Inbound | None
    to: str = ""
    sender: str = ""
    nonce: str = ""
    encrypted: bool = False
    polled: str = ""


@dataclass(frozen=True, slots=True)
class HttpAnswer:
    """The body of an answer to a callback."""

    body: bytes
    content_type: str


class CallbackChannel(Protocol):
    """The way in for a platform that calls us. Both methods raise CallbackRefused."""

    @property
    def name(self) -> str: ...

    def check_url(self, query: Mapping[str, str], now: datetime) -> HttpAnswer: ...

    def open(self, query: Mapping[str, str], body: bytes, now: datetime) -> Delivery: ...

    def answer(
        self, delivery: Delivery, text: str | None, now: datetime, change: CardChange | None = None
    ) -> HttpAnswer:
        """`text` for who wrote; or the `change` of the card whose button was pressed, where the channel has cards."""
        ...

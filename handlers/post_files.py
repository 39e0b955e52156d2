"""Pictures and attachments of a post: for which post they are taken, how they are told of, and what becomes of one that cannot be had."""

from collections.abc import Sequence
from datetime import timedelta

from handlers.desk import Desk, Turn
from handlers.notify import shown_media, tell_person
from handlers.words import post_files as words
from storage.outbox import Letter
from storage.post_files import PostFile
from storage.posts import PostRow

# Photos sent so long after a card was written, changed or named are for that card; and so long before one, for the next.
TAKEN_FOR = timedelta(minutes=30)
MOST = 6
KINDS = frozenset({"photo", "file"})
NOT_TAKEN = "not_taken"


def follow(turn: Turn, desk: Desk, post_id: int) -> None:
    """A card was just written or changed: what its author sent before, or with it, goes with it, and so does what comes next."""
    person_id = turn.speaker.person_id
    post = desk.store.posts.find(post_id)
    if person_id is None or post is None:
        return
    desk.store.posts.open_for_files(post_id, person_id, desk.now + TAKEN_FOR)
    keep_sent(turn, desk, None)
    new = claim_sent(desk, person_id, post)
    if new:
        desk.store.posts.put_files(post_id, [*post.media, *new])


def keep_sent(turn: Turn, desk: Desk, post_id: int | None) -> list[str]:
    """The files of this message are written down to be fetched; their names."""
    names = []
    for one in turn.message.media:
        if one["kind"] in KINDS:
            title = turn.message.text.strip()[:100] if one["kind"] == "file" else ""
            whose = {"person_id": turn.speaker.person_id, "post_id": post_id, "title": title}
            name = desk.store.media.expect(whose, turn.message.channel, one, desk.store.new_name(), desk.now)
            names.append(name)
    return names


def claim_sent(desk: Desk, person_id: int, post: PostRow) -> list[str]:
    """What this person sent lately for nothing in particular is for this post, as far as there is room."""
    found = desk.store.post_files.unclaimed(person_id, desk.now - TAKEN_FOR)[: MOST - len(post.media)]
    desk.store.post_files.claim([one.id for one in found], post.id)
    return [one.name for one in found]


def files_of(desk: Desk, post: PostRow) -> list[PostFile]:
    return desk.store.post_files.named(post.media)


def on_their_way(desk: Desk, post: PostRow) -> bool:
    """Nobody can look at what is not here yet."""
    return any(one.state == "waiting" for one in files_of(desk, post))


def told(desk: Desk, post: PostRow) -> str:
    """A line that names the files; empty where there are none."""
    return words.listed([(one.kind, one.title, one.state) for one in files_of(desk, post)])


def show(turn: Turn, desk: Desk, post: PostRow) -> None:
    """The files themselves, after an answer: an answer may go back with the call that brought the question, files cannot."""
    media, instead = shown_media(turn.message.channel, post.media)
    if media:
        letter = Letter(
            turn.message.channel, told(desk, post), "aside", desk.now, account_id=turn.speaker.account_id, media=media
        )
        desk.post(turn.speaker.in_private(letter) if turn.is_group else letter)
    elif instead:
        desk.say(turn, instead)


def lost(desk: Desk, media_id: int, why: str) -> None:
    """It stands no more on its post, and whoever sent it is told."""
    file = desk.store.post_files.find(media_id)
    if file is None:
        return
    post = desk.store.posts.find(file.post_id) if file.post_id is not None else None
    if post is not None:
        desk.store.posts.put_files(post.id, _without(post.media, file.name))
    sender = desk.directory.people.get(file.person_id or 0)
    if sender is not None:
        text = words.lost(file.kind, file.title, post.id if post else None, is_taken=why != NOT_TAKEN)
        tell_person(desk, sender, text)


def _without(names: Sequence[str], name: str) -> list[str]:
    return [one for one in names if one != name]

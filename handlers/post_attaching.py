"""配图, 去掉附件, and photos or files that somebody of the office sends: they go with the card that is being written."""

from collections.abc import Sequence

from handlers.desk import Desk, Turn
from handlers.post_files import KINDS, MOST, TAKEN_FOR, claim_sent, keep_sent, told
from handlers.posts import changeable_post, rest_of
from handlers.rules.case_flow import Role
from handlers.rules.numerals import plain
from handlers.words import post_files as words
from storage.posts import PostRow

_CLERKS = frozenset({Role.LIAISON_OFFICER, Role.COMMISSION})


def is_sent(turn: Turn, desk: Desk) -> bool:
    """A photo or file of somebody who writes cards. Of a deputy who is also a clerk only while a card of theirs is open."""
    speaker = turn.speaker
    if turn.is_group or speaker.person_id is None or not speaker.roles & _CLERKS:
        return False
    if turn.message.kind not in KINDS or not turn.message.media:
        return False
    return Role.DEPUTY not in speaker.roles or _open(turn, desk) is not None


def take(turn: Turn, desk: Desk) -> None:
    """It goes with the card its sender is at; otherwise it waits to be told with which."""
    post = _open(turn, desk)
    if post is None:
        keep_sent(turn, desk, None)
        desk.say(turn, words.WHICH_CARD, buttons=_drafts(turn, desk))
    elif len(post.media) + len(turn.message.media) > MOST:
        desk.say(turn, words.too_many(MOST))
    else:
        _add(turn, desk, post, keep_sent(turn, desk, post.id))


def open_card(turn: Turn, desk: Desk) -> None:
    """配图 12: what was sent just now, and what is sent next, goes with this card."""
    post = changeable_post(turn, desk)
    if post is None:
        return
    person_id = turn.speaker.person_id or 0
    desk.store.posts.open_for_files(post.id, person_id, desk.now + TAKEN_FOR)
    new = claim_sent(desk, person_id, post)
    if new:
        _add(turn, desk, post, new)
    else:
        desk.say(turn, words.opened(post.id, post.title))


def drop_files(turn: Turn, desk: Desk) -> None:
    """去掉附件 12: all of them; 去掉附件 12 2: the second."""
    post = changeable_post(turn, desk)
    if post is None:
        return
    said = plain(rest_of(turn)).strip("第个 ")
    place = int(said) if said.isdigit() and len(said) < 3 else 0
    if not post.media or place > len(post.media):
        desk.say(turn, words.no_such_file(post.id, len(post.media)))
    else:
        left = [name for number, name in enumerate(post.media, 1) if place and number != place]
        _change(turn, desk, post, left)


def _add(turn: Turn, desk: Desk, post: PostRow, new: Sequence[str]) -> None:
    desk.store.posts.open_for_files(post.id, turn.speaker.person_id or 0, desk.now + TAKEN_FOR)
    _change(turn, desk, post, [*post.media, *new])


def _change(turn: Turn, desk: Desk, post: PostRow, media: Sequence[str]) -> None:
    """Another picture is another version: whoever agreed has not seen it."""
    desk.store.posts.revise(post, {"media": list(media)}, by=turn.speaker.person_id, now=desk.now)
    changed = desk.store.posts.find(post.id)
    listed = told(desk, changed) if changed else ""
    again = post.state in {"review", "leader", "approved"}
    buttons = (("送审", f"送审 {post.id}"), ("预览", f"预览 {post.id}"))
    desk.say(turn, words.changed(post.id, post.title, listed, again=again), buttons=buttons)


def _open(turn: Turn, desk: Desk) -> PostRow | None:
    return desk.store.posts.open_by(turn.speaker.person_id or 0, desk.now)


def _drafts(turn: Turn, desk: Desk) -> tuple[tuple[str, str], ...]:
    """The cards this person wrote last and that are not out."""
    mine = desk.store.posts.latest_of(turn.speaker.person_id or 0, 3)
    return tuple((words.for_card(post.id), f"配图 {post.id}") for post in mine)

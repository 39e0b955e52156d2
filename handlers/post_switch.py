"""全部暂停, 恢复推送, 更正, 每日一学, 已发群: what people do with posts that are out or about to be."""

from handlers.casefile import today
from handlers.desk import Desk, Turn
from handlers.post_files import follow, show
from handlers.post_reviews import touches_political_terms
from handlers.posts import STUDY, named_post, rest_of, show_draft, waiting_cards
from handlers.rules.case_flow import Role
from handlers.rules.post_drafts import read_post
from handlers.rules.study_plan import card_for
from handlers.words import posts as words
from storage.posts import PostRow


def pause_all(turn: Turn, desk: Desk) -> None:
    """Every queued post and publication stops at once; what a platform has already cannot be called back."""
    if desk.store.posts.is_paused():
        desk.say(turn, words.PAUSED_ALREADY)
        return
    desk.store.posts.pause(turn.speaker.person_id or 0, desk.now)
    desk.say(turn, words.paused(desk.store.publications.hold_all()))


def resume_all(turn: Turn, desk: Desk) -> None:
    if not desk.store.posts.is_paused():
        desk.say(turn, words.NOT_PAUSED)
        return
    desk.store.posts.resume(turn.speaker.person_id or 0, desk.now)
    desk.say(turn, words.resumed(desk.store.publications.release_all(desk.now)))


def todays_card(turn: Turn, desk: Desk) -> None:
    """每日一学: the card that went out today, else the one that will. Office and deputies each have their own; others have none."""
    audience = _audience_of(turn)
    if audience is None:
        desk.say(turn, words.NOT_FOR_YOU)
        return
    midnight = desk.settings.local(desk.now).replace(hour=0, minute=0, second=0, microsecond=0)
    post = desk.store.posts.posted_on(STUDY, audience, midnight) or _coming(desk, audience)
    desk.say(turn, words.as_posted(post) if post else words.NO_CARD_TODAY)
    if post is not None:
        show(turn, desk, post)


def _audience_of(turn: Turn) -> str | None:
    if turn.speaker.is_staff:
        return "office"
    return "deputies" if Role.DEPUTY in turn.speaker.roles else None


def _coming(desk: Desk, audience: str) -> PostRow | None:
    card = card_for(today(desk), waiting_cards(desk, audience), desk.settings.calendar)
    return desk.store.posts.find(card.id) if card is not None and card.is_approved else None


def correct(turn: Turn, desk: Desk) -> None:
    """更正 12 正文：…: a new text in place of one that is out. It never says the wrong words again and counts as no post."""
    post = named_post(turn, desk)
    if post is None:
        return
    said = read_post(rest_of(turn))
    text = said.text or said.title
    if post.state != "posted" or not text:
        desk.say(turn, words.HOW_TO_CORRECT if post.state == "posted" else words.not_out(post.id))
        return
    columns = {"kind": post.kind, "audience": post.audience, "corrects": post.id, "on_day_off": True}
    new_words = {"title": post.title, "text": text, "source": said.source or post.source, "link": post.link}
    post_id = desk.store.posts.add(columns, new_words, by=turn.speaker.person_id, now=desk.now)
    follow(turn, desk, post_id)
    correction = desk.store.posts.find(post_id)
    if correction is not None:
        leader = touches_political_terms(desk, post, correction)
        show_draft(turn, desk, post_id, lambda number, title: words.correction_written(number, title, leader=leader))
        desk.say(turn, words.please_delete(_groups_of(desk, post)))


def _groups_of(desk: Desk, post: PostRow) -> list[str]:
    """Where the wrong text stands: no platform lets a robot take it back, so the groups' owners are asked to."""
    places = {one.group_id for one in desk.store.publications.of_post(post.id) if one.group_id is not None}
    return [group.name for group in desk.directory.groups if group.id in places]


def posted_by_hand(turn: Turn, desk: Desk) -> None:
    """已发群 31: somebody pasted it into an ordinary WeChat group; this makes the entry of the log."""
    said = "".join(character for character in (turn.command.rest if turn.command else "") if character.isdigit())
    entry = desk.store.publications.find(int(said)) if said and len(said) < 9 else None
    if entry is None or entry.way != "assisted":
        desk.say(turn, words.NO_SUCH_ENTRY)
    elif entry.state == "sent":
        desk.say(turn, words.ENTERED_ALREADY)
    else:
        desk.store.publications.settle(entry.id, "sent", desk.now)
        desk.say(turn, words.ENTERED)

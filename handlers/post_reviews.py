"""审发: nothing goes out that somebody other than its author has not agreed to; political terms may need the leader as well."""

import re
from collections.abc import Sequence

from handlers.casefile import today
from handlers.desk import Desk, Turn
from handlers.directory import Person
from handlers.notify import tell_person
from handlers.post_files import on_their_way, told
from handlers.posting import may_go_out, publish_now
from handlers.posts import NOTICE, findings, named_post, named_posts, post_lines, rest_of, reviewers, to_whom
from handlers.rules.case_flow import Role
from handlers.rules.numerals import plain
from handlers.rules.proofing.finding import Kind
from handlers.words import posts as words
from handlers.words.post_files import on_their_way as on_way
from storage.posts import PostRow

# The button bears the draft that stands above it: whoever presses an old one has not read the new words.
_DRAFT = re.compile(r"第\s*(\d{1,4})\s*稿")


def submit(turn: Turn, desk: Desk) -> None:
    """送审 12, or 送审 12-40 for imported cards: to everyone who may agree to it."""
    posts = named_posts(turn, desk)
    ready = [post for post in posts if post.state in {"draft", "review"}]
    if not ready:
        if posts:
            desk.say(turn, words.not_to_submit(posts[0].id, posts[0].state))
        return
    waiting = [post for post in ready if on_their_way(desk, post)]
    if waiting:
        desk.say(turn, on_way(words.numbered(waiting)))
    ready = [post for post in ready if post not in waiting]
    if not ready:
        return
    asked = reviewers(desk, ready[0], as_leader=False)
    if not asked:
        desk.say(turn, words.NOBODY_TO_REVIEW)
        return
    for post in ready:
        desk.store.posts.set(post.id, state="review")
    _ask(desk, ready, asked)
    desk.say(turn, words.submitted(words.numbered(ready), [person.name for person in asked]))


def agree(turn: Turn, desk: Desk) -> None:
    """同意发布 12, or 同意发布 12-40."""
    posts = named_posts(turn, desk)
    seen = _DRAFT.search(plain(rest_of(turn)))
    if seen and len(posts) == 1 and int(seen[1]) != posts[0].version:
        desk.say(turn, words.written_anew(posts[0].id, posts[0].title))
        return
    done = [post for post in posts if _may_review(turn, desk, post, is_quiet=len(posts) > 1)]
    if not done:
        if len(posts) > 1:
            desk.say(turn, words.not_in_review(posts[0].id, posts[0].state))
        return
    to_leader = [post for post in done if not _agree(turn, desk, post)]
    agreed = [post for post in done if post not in to_leader]
    if to_leader:
        _ask(desk, to_leader, reviewers(desk, to_leader[0], as_leader=True))
        desk.say(turn, words.goes_to_leader(words.numbered(to_leader)))
    if agreed:
        desk.say(turn, words.agreed(words.numbered(agreed), agreed[0].planned_on if len(agreed) == 1 else None))


def _agree(turn: Turn, desk: Desk, post: PostRow) -> bool:
    """False when it goes on to the leader."""
    as_leader = post.state == "leader"
    as_role, by = "leader" if as_leader else "reviewer", turn.speaker.person_id or 0
    desk.store.posts.review(post, by=by, as_role=as_role, agreed=True, reason="", now=desk.now)
    if not as_leader and needs_leader(desk, post) and not _is_leader(turn):
        desk.store.posts.set(post.id, state="leader")
        return False
    desk.store.posts.set(post.id, state="approved", approved_at=desk.now)
    _tell_author(turn, desk, post, words.agreed_for_author(post.id, post.title, turn.speaker.name))
    _send_if_due(desk, post)
    return True


def send_back(turn: Turn, desk: Desk) -> None:
    """退回修改 12 理由."""
    post = named_post(turn, desk)
    if post is None or not _may_review(turn, desk, post):
        return
    reason, by = rest_of(turn), turn.speaker.person_id or 0
    as_role = "leader" if post.state == "leader" else "reviewer"
    desk.store.posts.review(post, by=by, as_role=as_role, agreed=False, reason=reason, now=desk.now)
    desk.store.posts.set(post.id, state="draft")
    desk.say(turn, words.sent_back(post.id, post.title))
    _tell_author(turn, desk, post, words.sent_back_for_author(post.id, post.title, turn.speaker.name, reason))


def needs_leader(desk: Desk, post: PostRow) -> bool:
    """Where the office wants it for all; and for a correction that touches political terms, always."""
    if desk.settings.study.needs_leader:
        return True
    if post.corrects is None:
        return False
    wrong = desk.store.posts.find(post.corrects)
    return wrong is not None and touches_political_terms(desk, wrong, post)


def touches_political_terms(desk: Desk, wrong: PostRow, right: PostRow) -> bool:
    """Proofing blames a political term in the old words, or such a term is among what changed."""
    if any(one.kind is Kind.POLITICAL for one in findings(desk, wrong)):
        return True
    old, new = "\n".join(post_lines(wrong)), "\n".join(post_lines(right))
    terms = desk.settings.proofer().political_terms
    return any((term in old) != (term in new) for term in terms)


def _may_review(turn: Turn, desk: Desk, post: PostRow, *, is_quiet: bool = False) -> bool:
    """Whether this person may agree to it or send it back now; if not they are told why, unless there are several."""
    why = _why_not(turn, desk, post)
    if why and not is_quiet:
        desk.say(turn, why)
    return not why


def _why_not(turn: Turn, desk: Desk, post: PostRow) -> str:
    if post.state not in {"review", "leader"}:
        return words.not_in_review(post.id, post.state)
    if turn.speaker.person_id == post.author_id:
        return words.NOT_YOUR_OWN
    allowed = {person.id for person in reviewers(desk, post, as_leader=post.state == "leader")}
    return "" if _is_leader(turn) or turn.speaker.person_id in allowed else words.NOT_YOURS


def _is_leader(turn: Turn) -> bool:
    return Role.LEADER in turn.speaker.roles


def _ask(desk: Desk, posts: Sequence[PostRow], people: Sequence[Person]) -> None:
    """One post with its words and what proofing says of it; of several their titles."""
    first, last = posts[0].id, posts[-1].id
    if len(posts) == 1:
        post = posts[0]
        text = words.please_review(first, words.as_posted(post), words.audience(post.audience), post.planned_on)
        text = "\n".join(filter(None, [text, to_whom(desk, post), told(desk, post)]))
        text += words.proofed(findings(desk, post), post_lines(post))
    else:
        slips = {post.id: len(findings(desk, post)) for post in posts}
        text = words.please_review_all([(post.id, post.title, slips[post.id], len(post.media)) for post in posts])
    which = f"{first} 第{posts[0].version}稿" if len(posts) == 1 else f"{first}-{last}"
    buttons = (("同意发布", f"同意发布 {which}"), ("退回修改", f"退回修改 {first}"))[: 2 if len(posts) == 1 else 1]
    for person in people:
        media = posts[0].media if len(posts) == 1 else ()
        tell_person(desk, person, text, purpose="notice", buttons=buttons, media=media)


def _tell_author(turn: Turn, desk: Desk, post: PostRow, text: str) -> None:
    author = desk.directory.people.get(post.author_id or 0)
    if author is not None and author.id != turn.speaker.person_id:
        tell_person(desk, author, text)


def _send_if_due(desk: Desk, post: PostRow) -> None:
    """A notice without a later day, and a correction, go as soon as they are agreed to; at night and at 全部暂停 afterwards."""
    is_now = post.planned_on is None or post.planned_on <= today(desk)
    if (post.kind == NOTICE or post.corrects is not None) and is_now and may_go_out(desk):
        publish_now(desk, post)

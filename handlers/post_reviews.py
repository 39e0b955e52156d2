"""审发: nothing goes out that somebody other than its author has not agreed to; political terms may need the leader as well."""

from collections.abc import Sequence

from handlers.casefile import today
from handlers.desk import Desk, Turn
from handlers.directory import Person
from handlers.notify import tell_person
from handlers.posting import publish_now
from handlers.posts import NOTICE, findings, named_post, post_lines, rest_of, reviewers
from handlers.rules.case_flow import Role
from handlers.rules.proofing.finding import Kind
from handlers.words import posts as words
from storage.posts import PostRow


def submit(turn: Turn, desk: Desk) -> None:
    """送审 12: to everyone who may agree to it."""
    post = named_post(turn, desk)
    if post is None:
        return
    if post.state not in {"draft", "review"}:
        desk.say(turn, words.not_to_submit(post.id, post.state))
        return
    asked = reviewers(desk, post, as_leader=False)
    if not asked:
        desk.say(turn, words.NOBODY_TO_REVIEW)
        return
    desk.store.posts.set(post.id, state="review")
    _ask(desk, post, asked)
    desk.say(turn, words.submitted(post.id, post.title, [person.name for person in asked]))


def agree(turn: Turn, desk: Desk) -> None:
    """同意发布 12."""
    post = named_post(turn, desk)
    if post is None or not _may_review(turn, desk, post):
        return
    as_leader = post.state == "leader"
    by = turn.speaker.person_id or 0
    as_role = "leader" if as_leader else "reviewer"
    desk.store.posts.review(post, by=by, as_role=as_role, agreed=True, reason="", now=desk.now)
    if not as_leader and needs_leader(desk, post) and not _is_leader(turn):
        desk.store.posts.set(post.id, state="leader")
        _ask(desk, post, reviewers(desk, post, as_leader=True))
        desk.say(turn, words.goes_to_leader(post.id, post.title))
        return
    desk.store.posts.set(post.id, state="approved", approved_at=desk.now)
    desk.say(turn, words.agreed(post.id, post.title, post.planned_on))
    _tell_author(turn, desk, post, words.agreed_for_author(post.id, post.title, turn.speaker.name))
    _send_if_due(desk, post)


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


def _may_review(turn: Turn, desk: Desk, post: PostRow) -> bool:
    if post.state not in {"review", "leader"}:
        desk.say(turn, words.not_in_review(post.id, post.state))
        return False
    allowed = {person.id for person in reviewers(desk, post, as_leader=post.state == "leader")}
    if not _is_leader(turn) and turn.speaker.person_id not in allowed:
        desk.say(turn, words.NOT_YOURS if turn.speaker.person_id != post.author_id else words.NOT_YOUR_OWN)
        return False
    if turn.speaker.person_id == post.author_id:
        desk.say(turn, words.NOT_YOUR_OWN)
        return False
    return True


def _is_leader(turn: Turn) -> bool:
    return Role.LEADER in turn.speaker.roles


def _ask(desk: Desk, post: PostRow, people: Sequence[Person]) -> None:
    text = words.please_review(post.id, words.as_posted(post), words.audience(post.audience), post.planned_on)
    text += words.proofed(findings(desk, post), post_lines(post))
    buttons = (("同意发布", f"同意发布 {post.id}"), ("退回修改", f"退回修改 {post.id}"))
    for person in people:
        tell_person(desk, person, text, purpose="notice", buttons=buttons)


def _tell_author(turn: Turn, desk: Desk, post: PostRow, text: str) -> None:
    author = desk.directory.people.get(post.author_id or 0)
    if author is not None and author.id != turn.speaker.person_id:
        tell_person(desk, author, text)


def _send_if_due(desk: Desk, post: PostRow) -> None:
    """A notice without a later day, and a correction, go as soon as they are agreed to."""
    is_now = post.planned_on is None or post.planned_on <= today(desk)
    if (post.kind == NOTICE or post.corrects is not None) and is_now:
        publish_now(desk, post)

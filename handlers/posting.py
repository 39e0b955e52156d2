"""推送: the day's card to each audience at its time, once; a notice when its day comes; everything stops at 全部暂停.

The slot (audience, day) is claimed in the transaction that writes the letters: however many processes knock, one posts.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, time, timedelta

from handlers.casefile import today
from handlers.desk import Desk
from handlers.directory import Group, Person
from handlers.notify import best_account, shown_media, tell_person
from handlers.posts import NOTICE, STUDY, audiences, first_open_day, waiting_cards
from handlers.rules.case_flow import Role
from handlers.rules.hours import is_quiet
from handlers.rules.posting_pace import calls_of, seconds_until_everywhere
from handlers.rules.study_plan import Due, card_for, days_without_card, due, is_posting_day, plan
from handlers.words import posts as words
from storage.outbox import Letter
from storage.posts import PostRow
from storage.slots import claim_slot

ASSISTED, ROBOTS = "assisted", "wecom_group"
LONGEST_TEXT = 2048  # bytes a group's robot takes at once
_EPOCH = datetime(2000, 1, 1, tzinfo=UTC)  # the one slot of what goes out once and for all
WARNED_AHEAD = 7


def post_due(desk: Desk) -> bool:
    """What this moment asks for; True when something was written."""
    if desk.store.posts.is_paused():
        return False
    posted = [_study_due(desk, audience) for audience in audiences(desk)]
    return _notices_due(desk) | any(posted) | _warn_of_gaps(desk)


def _study_due(desk: Desk, audience: str) -> bool:
    settings, day = desk.settings.study, today(desk)
    at = settings.time_of(audience)
    if at is None:
        return False
    now = desk.settings.local(desk.now).time()
    asked = due(now, at, settings.until, settings.missed)
    if asked is Due.NOT_YET:
        return False
    cards = waiting_cards(desk, audience)
    if not is_posting_day(day, cards, desk.settings.calendar):
        return False
    if not claim_slot(desk.store.connection, f"study:{audience}", _midnight(desk, day), desk.now):
        return False
    if not _keeps(desk, audience, cards):  # the day is used up all the same: a first card waits for the next morning
        return False
    card = card_for(day, cards, desk.settings.calendar)
    post = desk.store.posts.find(card.id) if card else None
    _post_or_say_why(desk, audience, post, asked, at)
    return True


def _keeps(desk: Desk, audience: str, cards: Sequence[object]) -> bool:
    """An audience that never had a card is not reminded of it every morning."""
    return bool(cards) or desk.store.publications.ever(STUDY, audience)


def _post_or_say_why(desk: Desk, audience: str, post: PostRow | None, asked: Due, at: time) -> None:
    if asked is Due.SKIP:
        _tell_office(desk, words.skipped(audience, at))
    elif post is None:
        _tell_office(desk, words.nothing_to_post(audience))
    elif post.state != "approved":
        _tell_office(desk, words.not_agreed_yet(audience, post.id, post.title))
    else:
        publish_now(desk, post)
        if asked is Due.POST_LATE:
            _tell_office(desk, words.posted_late(audience, post.id, post.title, at))


def _notices_due(desk: Desk) -> bool:
    """Notices whose day has come, and corrections, after quiet hours; the state is changed in the same transaction, so once."""
    if not may_go_out(desk):
        return False
    ready = [
        row
        for row in (*desk.store.posts.waiting(NOTICE), *desk.store.posts.corrections())
        if row.state == "approved" and (row.planned_on is None or row.planned_on <= today(desk))
    ]
    taken = [row for row in ready if claim_slot(desk.store.connection, f"notice:{row.id}", _EPOCH, desk.now)]
    for row in taken:
        publish_now(desk, row)
    return bool(taken)


def publish_now(desk: Desk, post: PostRow) -> None:
    """To every group of the audience, and to each invited person; an ordinary WeChat group gets it by somebody's own hand."""
    desk.store.posts.set(post.id, state="posted", posted_at=desk.now)
    text = words.as_posted(post)
    groups = [group for group in desk.directory.groups if group.audience == post.audience and _can_write(desk, group)]
    groups = groups if post.people is None else []
    people = list(_addressed(desk, post))
    rows = [
        _entry(desk, post, way="assisted" if one.channel == ASSISTED else "channel", group_id=one.id) for one in groups
    ]
    rows += [_entry(desk, post, way="person", person_id=one.id) for one in people]
    ids = iter(desk.store.publications.add(rows, desk.now))
    for group in groups:
        _send_to_group(desk, post, group, text, next(ids))
    for person in people:
        _send_to_person(desk, post, person, text, next(ids))
    if not rows:
        _tell_office(desk, words.nowhere_to_post(post.audience, post.id, post.title))
    _tell_how_long(desk, post, groups, text)


def _tell_how_long(desk: Desk, post: PostRow, groups: Sequence[Group], text: str) -> None:
    """Robots speak so often a minute: where that takes a while, the office is told until when."""
    robots = Counter(group.robot or f"#{group.id}" for group in groups if group.channel == ROBOTS)
    calls = calls_of(text, len(post.media), LONGEST_TEXT)
    seconds = seconds_until_everywhere(robots, calls, desk.settings.group_calls, desk.settings.group_seconds)
    if seconds:
        until = desk.settings.local(desk.now + timedelta(seconds=seconds))
        _tell_office(desk, words.takes_long(post.id, post.title, robots.total(), until.time(), -(-seconds // 60)))


def _entry(desk: Desk, post: PostRow, **more: object) -> dict[str, object]:
    common = {"post_id": post.id, "version": post.version, "audience": post.audience, "on_day": today(desk)}
    return {"group_id": None, "person_id": None, **common, **more}


def _can_write(desk: Desk, group: Group) -> bool:
    return group.channel == ASSISTED or group.channel in desk.settings.group_channels


def _send_to_group(desk: Desk, post: PostRow, group: Group, text: str, publication_id: int) -> None:
    if group.channel != ASSISTED:
        media = tuple(post.media)
        letter = Letter(
            group.channel, text, "post", desk.now, group_id=group.id, publication_id=publication_id, media=media
        )
        desk.post(letter)
        return
    for person in _hands(desk, post):
        buttons = (("已发", f"已发群 {publication_id}"),)
        asked = words.please_paste(group.name, text, len(post.media))
        tell_person(desk, person, asked, purpose="notice", buttons=buttons, media=post.media)


def _send_to_person(desk: Desk, post: PostRow, person: Person, text: str, publication_id: int) -> None:
    account = best_account(desk, person)
    if account is None:
        desk.store.publications.settle(publication_id, "failed", desk.now)
        return
    channel = desk.settings.channel_out(account)
    media, instead = shown_media(channel, post.media)
    desk.post(
        Letter(
            channel,
            "\n".join(filter(None, [text, instead])),
            "post",
            desk.now,
            media=media,
            account_id=account.id,
            buttons=(("参加", f"参加 {post.id}"), ("请假", f"请假 {post.id}")) if post.invites else (),
            publication_id=publication_id,
        )
    )


def _addressed(desk: Desk, post: PostRow) -> Iterator[Person]:
    """Those it names; of a post to single people, and of an invitation, everyone of its audience."""
    if post.people:
        yield from (desk.directory.people[one] for one in post.people if one in desk.directory.people)
    elif post.people is not None or post.invites:
        yield from _of_audience(desk, post)


def _of_audience(desk: Desk, post: PostRow) -> Iterator[Person]:
    """Deputies, the office's people, or those of one town."""
    towns = {code for code, station in desk.directory.stations.items() if station.township == post.audience}
    for person in desk.directory.people.values():
        is_deputy = Role.DEPUTY in person.roles
        if (
            (post.audience == "deputies" and is_deputy)
            or (post.audience == "office" and person.roles & {Role.COMMISSION, Role.LIAISON_OFFICER, Role.LEADER})
            or (person.station in towns and (is_deputy or Role.LIAISON_OFFICER in person.roles))
        ):
            yield person


def _hands(desk: Desk, post: PostRow) -> Sequence[Person]:
    """Who pastes into ordinary groups: the author, else the commission."""
    author = desk.directory.people.get(post.author_id or 0)
    return (author,) if author is not None else desk.directory.with_role(Role.COMMISSION)


def _warn_of_gaps(desk: Desk) -> bool:
    """Each working morning: days of the coming week on which nothing could go out."""
    day = today(desk)
    now = desk.settings.local(desk.now).time()
    if (
        not desk.settings.calendar.is_workday(day)
        or not desk.settings.working_hours[0] <= now < desk.settings.working_hours[1]
    ):
        return False
    if not claim_slot(desk.store.connection, "study_gaps", _midnight(desk, day), desk.now):
        return False
    gaps = {}
    for audience in audiences(desk):
        cards = waiting_cards(desk, audience)
        if desk.settings.study.time_of(audience) is not None and _keeps(desk, audience, cards):
            first = first_open_day(desk, audience)
            planned = list(plan(first, WARNED_AHEAD + 1, cards, desk.settings.calendar))
            gaps[audience] = days_without_card([one for one in planned if one[0] > day])
    if not any(gaps.values()):
        return False
    _tell_office(desk, words.gaps(gaps))
    return True


def may_go_out(desk: Desk) -> bool:
    """Neither at 全部暂停 nor in quiet hours."""
    return not desk.store.posts.is_paused() and not is_quiet(desk.settings.local(desk.now).time(), desk.settings.quiet)


def _tell_office(desk: Desk, text: str) -> None:
    for person in desk.directory.with_role(Role.COMMISSION):
        tell_person(desk, person, text)


def _midnight(desk: Desk, day: date) -> datetime:
    return datetime.combine(day, time(), desk.settings.timezone)

"""每日一学 and notices as they are written: typed, proofed in place, changed, put on a day, shown to oneself, dropped."""

import re
from collections.abc import Callable, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

from handlers.casefile import today
from handlers.desk import Desk, Turn
from handlers.directory import Person
from handlers.finding_people import find_person
from handlers.post_files import follow, show, told
from handlers.rules.case_flow import Role
from handlers.rules.numerals import plain
from handlers.rules.personal import cut
from handlers.rules.post_drafts import PostDraft, read_day, read_post
from handlers.rules.proofing.finding import Finding
from handlers.rules.study_plan import Card, plan
from handlers.rules.workdays import ONE_DAY
from handlers.words import posts as words
from storage.posts import PostRow

STUDY, NOTICE = "study", "notice"
# 接待选民日 and other events are announced this many days before (domain: 提前三日).
ANNOUNCED_BEFORE = timedelta(days=3)
PLAN_DAYS = 14
_NUMBER = re.compile(r"^\D{0,4}(\d{1,6})\s*[号条]?(?:[\s,，、。:：]+|$)")
_RANGE = re.compile(r"^\D{0,4}(\d{1,6})\s*(?:-|—|～|~|到|至)\s*(\d{1,6})\s*[号条]?$")
_MOST_AT_ONCE = 200
_LONGEST_TITLE = 60


def new_study(turn: Turn, desk: Desk) -> None:
    """新建学习 标题｜正文｜来源."""
    _new(turn, desk, STUDY)


def new_notice(turn: Turn, desk: Desk) -> None:
    """新建通知 标题｜正文｜对象｜活动日期：2026-12-18｜邀请."""
    _new(turn, desk, NOTICE)


def _new(turn: Turn, desk: Desk, kind: str) -> None:
    draft = read_post(turn.command.rest if turn.command else "", _towns(desk))
    refusal = _refusal(desk, kind, draft)
    if refusal:
        desk.say(turn, refusal)
        return
    columns = columns_of(desk, kind, draft)
    post_id = desk.store.posts.add(columns, words_of(draft), by=turn.speaker.person_id, now=desk.now)
    follow(turn, desk, post_id)
    show_draft(turn, desk, post_id, words.written)


def columns_of(desk: Desk, kind: str, draft: PostDraft) -> dict[str, Any]:
    """An event without a day of its own for the announcement is announced three days before."""
    planned_on = draft.planned_on
    if kind == NOTICE and planned_on is None and draft.event_on is not None:
        planned_on = max(draft.event_on - ANNOUNCED_BEFORE, today(desk))
    return {
        "kind": kind,
        "audience": draft.audience or ("office" if kind == STUDY else "deputies"),
        "series": draft.series or None,
        "planned_on": planned_on,
        "on_day_off": draft.on_day_off or kind == NOTICE,
        "event_on": draft.event_on,
        "invites": draft.invites,
        "people": None if draft.people is None else [find_person(desk, name).id for name in draft.people],
    }


def words_of(draft: PostDraft) -> dict[str, Any]:
    return {
        "title": draft.title,
        "text": draft.text,
        "source": draft.source,
        "link": draft.link,
        "tags": list(draft.tags),
    }


def _refusal(desk: Desk, kind: str, draft: PostDraft) -> str:
    """What is wrong with it, in one sentence; empty when it can be kept."""
    if not draft.title or not draft.text or (kind == STUDY and not draft.source):
        return words.HOW[kind]
    if draft.wrong_date:
        return words.no_such_day(draft.wrong_date)
    if len(draft.title) > _LONGEST_TITLE:
        return words.TITLE_TOO_LONG
    if draft.audience and draft.audience not in {"office", "deputies", *_towns(desk)}:
        return words.no_such_audience(draft.audience, _towns(desk))
    if draft.planned_on is not None and draft.planned_on < today(desk):
        return words.DAY_IS_OVER
    if cut(f"{draft.title}\n{draft.text}").items:
        return words.PERSONAL_DATA
    return "" if kind == NOTICE else source_trouble(desk, draft.source)


def source_trouble(desk: Desk, source: str) -> str:
    """An office may keep a list of sources that it takes cards from."""
    allowed = desk.settings.study.sources
    if not allowed or any(name in source for name in allowed):
        return ""
    return words.unknown_source(allowed)


def revise(turn: Turn, desk: Desk) -> None:
    """改学习 12 正文：…; what is not named stays. A text that was agreed to goes back to be agreed to again."""
    post = changeable_post(turn, desk)
    if post is None:
        return
    draft = read_post(rest_of(turn), _towns(desk))
    changed = {name: value for name, value in words_of(draft).items() if value and value != getattr(post, name)}
    if draft.title and not draft.text and "\n" not in rest_of(turn) and "｜" not in rest_of(turn):
        changed = {"text": draft.title} if not rest_of(turn).startswith(("标题", "题目")) else changed
    if draft.wrong_date or not changed:
        desk.say(turn, words.no_such_day(draft.wrong_date) if draft.wrong_date else words.NOTHING_CHANGED)
        return
    was_agreed = post.state in {"approved", "leader"}
    desk.store.posts.revise(post, changed, by=turn.speaker.person_id, now=desk.now)
    follow(turn, desk, post.id)
    show_draft(turn, desk, post.id, words.revised_again if was_agreed else words.revised)


def set_day(turn: Turn, desk: Desk) -> None:
    """排期 12 2026-12-01 [休息日也发]; 排期 12 轮到再发."""
    post = named_post(turn, desk)
    if post is None:
        return
    said = rest_of(turn)
    day = read_day(said.split()[0]) if said.split() else None
    if day is None and "轮到" not in said:
        desk.say(turn, words.HOW_TO_PLAN)
        return
    if day is not None and day < today(desk):
        desk.say(turn, words.DAY_IS_OVER)
        return
    is_off = day is not None and not desk.settings.calendar.is_workday(day)
    chosen = "也发" in said or "照发" in said
    if is_off and not chosen and post.kind == STUDY:
        desk.say(turn, words.day_off(post.id, day) if day else words.HOW_TO_PLAN)
        return
    desk.store.posts.set(post.id, planned_on=day, on_day_off=chosen or post.kind == NOTICE)
    desk.say(turn, words.planned(post.id, post.title, day))


def preview(turn: Turn, desk: Desk) -> None:
    """预览 12: exactly as the group will read it, to oneself alone."""
    post = named_post(turn, desk)
    if post is not None:
        desk.say(turn, words.preview(post.id, words.as_posted(post)))
        show(turn, desk, post)


def drop(turn: Turn, desk: Desk) -> None:
    """撤下 12: it does not go out; its words stay in the book."""
    post = changeable_post(turn, desk)
    if post is None:
        return
    desk.store.posts.set(post.id, state="dropped")
    desk.say(turn, words.dropped(post.id, post.title))


def show_plan(turn: Turn, desk: Desk) -> None:
    """学习计划: the next two weeks of each audience, with the days on which nothing can go out."""
    lines = []
    for audience in audiences(desk):
        cards = {card.id: card for card in waiting_cards(desk, audience)}
        rows = {row.id: row for row in desk.store.posts.waiting(STUDY, audience)}
        if not cards and audience not in {"office", "deputies"}:
            continue
        days = list(plan(first_open_day(desk, audience), PLAN_DAYS, list(cards.values()), desk.settings.calendar))
        lines.append(words.plan_of(audience, [(day, rows.get(card.id) if card else None) for day, card in days]))
    desk.say(turn, "\n".join(lines))


def first_open_day(desk: Desk, audience: str) -> date:
    """Today, or tomorrow once today's card is out."""
    day = today(desk)
    midnight = datetime.combine(day, time(), desk.settings.timezone)
    return day + ONE_DAY if desk.store.posts.posted_on(STUDY, audience, midnight) else day


def waiting_cards(desk: Desk, audience: str) -> list[Card]:
    """A correction is no day's card: it goes when it is agreed to."""
    return [
        Card(row.id, row.state == "approved", row.planned_on, row.on_day_off, row.series, row.position or row.id)
        for row in desk.store.posts.waiting(STUDY, audience)
        if row.corrects is None
    ]


def audiences(desk: Desk) -> list[str]:
    """The office and the deputies, and every town that has a group of its own or a card that waits."""
    towns = [group.audience for group in desk.directory.groups if group.audience not in {"office", "deputies"}]
    towns += [name for name in desk.store.posts.audiences(STUDY) if name not in {"office", "deputies"}]
    return ["office", "deputies", *dict.fromkeys(towns)]


def show_draft(turn: Turn, desk: Desk, post_id: int, say: Callable[[int, str], str]) -> None:
    """The card's number, what proofing points at, and what can be done next."""
    post = desk.store.posts.find(post_id)
    if post is not None:
        found, files = findings(desk, post), told(desk, post)
        buttons = (("送审", f"送审 {post_id}"), ("预览", f"预览 {post_id}"))
        said = "\n".join(filter(None, [say(post_id, post.title), to_whom(desk, post), files]))
        desk.say(turn, said + words.proofed(found, post_lines(post)), buttons=buttons)


def to_whom(desk: Desk, post: PostRow) -> str:
    """A line that says so where it goes to single people; empty for a post to groups."""
    if post.people is None:
        return ""
    people = desk.directory.people
    return words.to_people(post.audience, [people[one].name for one in post.people if one in people])


def findings(desk: Desk, post: PostRow) -> list[Finding]:
    return desk.settings.proofer().check("\n".join(post_lines(post)))


def post_lines(post: PostRow) -> list[str]:
    return [*post.title.splitlines(), *post.text.splitlines(), *post.source.splitlines()]


def named_post(turn: Turn, desk: Desk) -> PostRow | None:
    """The post whose number comes first in the words; who names none that is there is told so."""
    number = _NUMBER.match(plain(turn.command.rest if turn.command else ""))
    post = desk.store.posts.find(int(number[1])) if number else None
    if post is None or post.state == "dropped":
        desk.say(turn, words.no_such_post(number[1] if number else ""))
        return None
    return post


def changeable_post(turn: Turn, desk: Desk) -> PostRow | None:
    """The named post while it is not out yet; else it is told why not."""
    post = named_post(turn, desk)
    if post is not None and post.state == "posted":
        desk.say(turn, words.already_out(post.id))
        return None
    return post


def named_posts(turn: Turn, desk: Desk) -> list[PostRow]:
    """送审 12 or 送审 12-40: those of them that are there, in order; who names none is told so."""
    numbers = _RANGE.match(plain(turn.command.rest if turn.command else ""))
    if numbers is None:
        post = named_post(turn, desk)
        return [post] if post else []
    first, last = sorted((int(numbers[1]), int(numbers[2])))
    found = [desk.store.posts.find(number) for number in range(first, min(last, first + _MOST_AT_ONCE) + 1)]
    posts = [post for post in found if post is not None and post.state != "dropped"]
    if not posts:
        desk.say(turn, words.no_such_post(f"{first}到{last}"))
    return posts


def rest_of(turn: Turn) -> str:
    """What was said after the number."""
    said = turn.command.rest if turn.command else ""
    number = _NUMBER.match(plain(said))
    return said[number.end() :].strip() if number else said.strip()


def _towns(desk: Desk) -> list[str]:
    return list(dict.fromkeys(station.township for station in desk.directory.stations.values() if station.township))


def reviewers(desk: Desk, post: PostRow, *, as_leader: bool) -> Sequence[Person]:
    """Who may agree: the commission, or the leaders where there is nobody else; never the author."""
    if as_leader:
        return [person for person in desk.directory.with_role(Role.LEADER) if person.id != post.author_id]
    people = [person for person in desk.directory.with_role(Role.COMMISSION) if person.id != post.author_id]
    return people or [person for person in desk.directory.with_role(Role.LEADER) if person.id != post.author_id]

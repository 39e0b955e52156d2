"""参加, 请假: people answer an invitation with one tap, and the organiser sees who comes. No reasons are asked for, nobody is ranked."""

from handlers.desk import Desk, Turn
from handlers.notify import tell_person
from handlers.posts import named_post, rest_of
from handlers.words import posts as words
from storage.posts import PostRow


def attend(turn: Turn, desk: Desk) -> None:
    _answer(turn, desk, attends=True)


def ask_leave(turn: Turn, desk: Desk) -> None:
    _answer(turn, desk, attends=False)


def _answer(turn: Turn, desk: Desk, *, attends: bool) -> None:
    post, person_id = named_post(turn, desk), turn.speaker.person_id
    if post is None:
        return
    if person_id is None or not _is_invited(desk, post, person_id):
        desk.say(turn, words.NOT_INVITED)
        return
    reason = "" if attends else rest_of(turn)
    desk.store.posts.attend(post.id, person_id, attends=attends, reason=reason, now=desk.now)
    desk.say(turn, words.attending(post.title, attends=attends))
    organiser = desk.directory.people.get(post.author_id or 0)
    if organiser is not None and not attends and organiser.id != person_id:
        tell_person(desk, organiser, words.on_leave(post.title, turn.speaker.name, reason))


def show_list(turn: Turn, desk: Desk) -> None:
    """报名名单 12: who comes, who does not, who has not answered."""
    post = named_post(turn, desk)
    if post is None:
        return
    answered = {person_id: attends for person_id, attends, _ in desk.store.posts.attendance_of(post.id)}
    asked = [one.person_id for one in desk.store.publications.of_post(post.id) if one.person_id is not None]
    people = desk.directory.people
    name_of = {person_id: people[person_id].name for person_id in asked if person_id in people}
    coming = [name_of[one] for one in name_of if answered.get(one) is True]
    away = [name_of[one] for one in name_of if answered.get(one) is False]
    silent = [name_of[one] for one in name_of if one not in answered]
    desk.say(turn, words.attendance(post.title, coming, away, silent))


def _is_invited(desk: Desk, post: PostRow, person_id: int) -> bool:
    return post.invites and any(one.person_id == person_id for one in desk.store.publications.of_post(post.id))

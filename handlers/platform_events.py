"""What a platform tells of itself: an app that may be suspended is the administrators' business; its other news is nobody's."""

from handlers import notify
from handlers.desk import Desk, Turn
from handlers.rules.case_flow import Role
from handlers.words import platform_events as words

WARNINGS = frozenset(words.WARNINGS)
# What happens in the platform's address book or elsewhere in it; nothing here follows from it.
NEWS = frozenset({
    "change_contact", "batch_job_result", "open_approval_change", "location", "view", "view_miniprogram",
    "scancode_push", "scancode_waitmsg", "pic_sysphoto", "pic_photo_or_album", "pic_weixin", "location_select",
})  # fmt: skip


def is_warning(turn: Turn, _desk: Desk) -> bool:
    return turn.message.kind == "event" and turn.message.event in WARNINGS


def warn(turn: Turn, desk: Desk) -> None:
    """Each administrator, or where there is none the commission."""
    text = words.WARNINGS[turn.message.event]
    for person in desk.directory.with_role(Role.ADMIN) or notify.commission(desk):
        notify.tell_person(desk, person, text)


def is_news(turn: Turn, _desk: Desk) -> bool:
    return turn.message.kind == "event" and turn.message.event in NEWS

"""Groups a platform takes nothing for any more: closed, told to the admins, opened again when somebody has put it right."""

from handlers.desk import Desk, Turn
from handlers.notify import tell_person
from handlers.rules.case_flow import Role
from handlers.words import groups as words


def closed(desk: Desk, channel: str, address: str, why: str) -> None:
    """The webhook is removed, disabled, or not in the group: nothing is posted there until somebody acts. Told once."""
    group = desk.directory.group_at(channel, address)
    if group is None or not desk.store.people.close_group(group.id, why):
        return
    admins = desk.directory.with_role(Role.ADMIN) or desk.directory.with_role(Role.COMMISSION)
    for admin in admins:
        tell_person(desk, admin, words.closed(group.name, why))


def show(turn: Turn, desk: Desk) -> None:
    """群名单."""
    opened = [group.name for group in desk.directory.groups]
    shut = [(group.name, group.closed_as or "") for group in desk.directory.closed_groups]
    desk.say(turn, words.listed(opened, shut))


def reopen(turn: Turn, desk: Desk) -> None:
    """恢复群 机关工作群."""
    said = turn.command.rest.strip() if turn.command else ""
    fitting = [group for group in desk.directory.closed_groups if said and said in group.name]
    if len(fitting) != 1:
        desk.say(turn, words.which([group.name for group in desk.directory.closed_groups]))
        return
    desk.store.people.open_group(fitting[0].id)
    desk.say(turn, words.reopened(fitting[0].name))

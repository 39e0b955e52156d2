"""A message to one person by every way they have: for what must not wait until they look into the right one."""

from collections.abc import Collection

from handlers.desk import Desk
from handlers.directory import Person
from handlers.media_links import lines
from handlers.notify import Files
from storage.outbox import Letter


def tell_everywhere(
    desk: Desk,
    person: Person,
    text: str,
    *,
    case_id: int | None = None,
    files: Files = (),
    except_channels: Collection[str] = (),
    buttons: tuple[tuple[str, str], ...] = (),
) -> None:
    for account in person.accounts:
        channel = desk.settings.channel_out(account)
        if account.namespace in desk.settings.namespaces and channel not in except_channels:
            letter = Letter(
                channel=channel,
                account_id=account.id,
                text="\n".join([text, *lines(desk, files, account.id)]),
                purpose="notice",
                rank=0,
                due_at=desk.now,
                case_id=case_id,
                buttons=buttons,
            )
            desk.post(letter)

"""Messages that did not go out, for programs of the office: listed, sent again, given up, as `liaison outbox` does.

Never their words, and never where they go: not even the number that an account has in our books, which would tie cases together.
"""

from sqlalchemy import Connection

from bot.pages.api_models import OutboxAsked, OutboxItem, OutboxPage
from handlers.settings import Settings
from storage.outbox_desk import OutboxDesk, Stuck


def page_of(connection: Connection, asked: OutboxAsked, settings: Settings) -> OutboxPage:
    desk = OutboxDesk(connection)
    channel, status = asked.channel or "", asked.status or ""
    rows = desk.stuck(channel=channel, status=status, limit=asked.per_page, skip=(asked.page - 1) * asked.per_page)
    items = tuple(_item(row, settings) for row in rows)
    return OutboxPage(items=items, total=desk.count(channel=channel, status=status))


def _item(row: Stuck, settings: Settings) -> OutboxItem:
    return OutboxItem(
        id=row.id,
        status=row.delivery,
        channel=row.channel,
        purpose=row.purpose,
        case=row.case_number,
        created_at=settings.local(row.created_at),
        error=row.error,
    )

"""How Alembic meets our database: over the connection that storage/migrate.py hands it, in one transaction."""

from typing import Any, Literal

from alembic import context
from alembic.autogenerate.api import AutogenContext

from storage.tables.base import UtcTime
from storage.tables.every import metadata


def render_item(kind: str, thing: Any, _context: AutogenContext) -> str | Literal[False]:
    """Revisions do not lean on our code: a time is written as the plain type it is kept as."""
    return "sa.DateTime(timezone=True)" if kind == "type" and isinstance(thing, UtcTime) else False


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    render_as_batch=True,
    render_item=render_item,
    compare_type=True,
)
with context.begin_transaction():
    context.run_migrations()

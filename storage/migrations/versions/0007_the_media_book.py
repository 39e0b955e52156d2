"""The media book, files to be unlinked and the ledger of what went

Revision: 0007
After: 0006
"""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "discards",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=64), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("gone_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_discards")),
    )
    with op.batch_alter_table("discards", schema=None) as batch_op:
        batch_op.create_index(
            "ix_discards_waiting",
            ["id"],
            unique=False,
            sqlite_where=sa.text("gone_at IS NULL"),
            postgresql_where=sa.text("gone_at IS NULL"),
        )

    op.create_table(
        "removals",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("kind", sa.String(length=30), nullable=False),
        sa.Column("amount", sa.Integer(), nullable=False),
        sa.Column("before", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_removals")),
    )
    op.create_table(
        "media",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("fragment_id", sa.Integer(), nullable=False),
        sa.Column("channel", sa.String(length=40), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("name", sa.String(length=64), nullable=False),
        sa.Column("source", sa.LargeBinary(), nullable=True),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("next_try", sa.DateTime(timezone=True), nullable=True),
        sa.Column("error", sa.String(length=100), nullable=True),
        sa.Column("content_type", sa.String(length=60), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("has_thumbnail", sa.Boolean(), nullable=False),
        sa.Column("has_sound", sa.Boolean(), nullable=False),
        sa.Column("transcript", sa.LargeBinary(), nullable=True),
        sa.Column("confidence", sa.Float(), nullable=True),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["fragment_id"], ["fragments.id"], name=op.f("fk_media_fragment_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_media")),
        sa.UniqueConstraint("name", name=op.f("uq_media_name")),
    )
    with op.batch_alter_table("media", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_media_fragment_id"), ["fragment_id"], unique=False)
        batch_op.create_index(
            "ix_media_waiting",
            ["next_try"],
            unique=False,
            sqlite_where=sa.text("state = 'waiting'"),
            postgresql_where=sa.text("state = 'waiting'"),
        )

    with op.batch_alter_table("chat_media", schema=None) as batch_op:
        batch_op.add_column(sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True))
    op.execute("UPDATE chat_media SET sent_at = created_at")
    _enter_known_files(op.get_bind())


def _enter_known_files(connection: sa.Connection) -> None:
    """Files of the built-in chat are here; what the platforms have had was never fetched, and they keep it for three days."""
    book = sa.MetaData()
    book.reflect(connection, only=["fragments", "media", "chat_media"])
    fragments, media, chat_media = (book.tables[name] for name in ("fragments", "media", "chat_media"))
    uploads = {row.name: row for row in connection.execute(sa.select(chat_media))}
    pieces = sa.select(fragments.c.id, fragments.c.media, fragments.c.at)
    known: set[str] = set()
    for piece in connection.execute(pieces).all():
        files = [one for one in piece.media or () if one.get("kind") != "link"]
        for place, one in enumerate(files):
            upload = uploads.get(one.get("reference", ""))
            if upload is not None and upload.name in known:
                upload = None
            name = f"never-fetched-{piece.id}-{place}" if upload is None else upload.name
            known.add(name)
            connection.execute(sa.insert(media).values(**_row(piece, one, name, upload)))
        if files:
            bare = [one if one.get("kind") == "link" else {"kind": one["kind"]} for one in piece.media]
            connection.execute(sa.update(fragments).where(fragments.c.id == piece.id).values(media=bare))


def _row(piece: Any, one: dict[str, str], name: str, upload: Any) -> dict[str, Any]:
    return {
        "fragment_id": piece.id,
        "channel": "webchat" if upload else "",
        "kind": one["kind"],
        "name": name,
        "state": "kept" if upload else "lost",
        "error": None if upload else "never_fetched",
        "attempts": 0,
        "content_type": upload.content_type if upload else "",
        "size": upload.size if upload else 0,
        "has_thumbnail": False,
        "has_sound": False,
        "received_at": piece.at,
    }

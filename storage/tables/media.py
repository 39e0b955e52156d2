"""Photos, recordings and files people sent; what of them, and of other things kept only for a time, is to go and went."""

from sqlalchemy import Boolean, Column, Float, ForeignKey, Integer, LargeBinary, String, Table, text

from storage.tables.base import UtcTime, index_where, metadata

# One row a file that came with a piece of a case, or that `person_id` of the office sent for a post (`post_id` once it is
# known for which). `name` is the file's on disk and says nothing. `source` is ciphertext: where the platform keeps it; it
# goes once the file is here. `state`: waiting (to be fetched), kept, lost (the platform has it no more, or it is nothing we
# take), gone (let go; its bytes are in `discards`).
media = Table(
    "media",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("fragment_id", Integer, ForeignKey("fragments.id"), index=True),
    Column("person_id", Integer, ForeignKey("people.id")),
    Column("post_id", Integer, ForeignKey("posts.id"), index=True),
    Column("title", String(100), nullable=False, default="", server_default=text("''")),  # of a post's attachment
    Column("channel", String(40), nullable=False),
    Column("kind", String(20), nullable=False),
    Column("name", String(64), nullable=False, unique=True),
    Column("source", LargeBinary),
    Column("state", String(10), nullable=False, default="waiting"),
    Column("attempts", Integer, nullable=False, default=0),
    Column("next_try", UtcTime),
    Column("error", String(100)),
    Column("content_type", String(100), nullable=False, default=""),
    Column("size", Integer, nullable=False, default=0),
    Column("has_thumbnail", Boolean, nullable=False, default=False),
    Column("has_sound", Boolean, nullable=False, default=False),  # decoded for a browser
    Column("transcript", LargeBinary),  # ciphertext: what an engine on this machine heard
    Column("confidence", Float),
    Column("received_at", UtcTime, nullable=False),
    index_where("ix_media_waiting", "next_try", where="state = 'waiting'"),
    index_where("ix_media_unclaimed", "person_id", where="person_id IS NOT NULL AND post_id IS NULL"),
)

# Files to be unlinked. A row is written with the change that lets the file go; the sweep unlinks, then marks the row.
discards = Table(
    "discards",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("name", String(64), nullable=False),
    Column("asked_at", UtcTime, nullable=False),
    Column("gone_at", UtcTime),
    index_where("ix_discards_waiting", "id", where="gone_at IS NULL"),
)

# The ledger of what went: kind and number, never what it was.
removals = Table(
    "removals",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("at", UtcTime, nullable=False),
    Column("kind", String(30), nullable=False),
    Column("amount", Integer, nullable=False),
    Column("before", UtcTime),  # the age that made them go; empty where a person asked
)

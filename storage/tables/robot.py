"""What belongs to the 智能机器人: which process has its long connection, and the addresses that take one message each."""

from sqlalchemy import Column, Index, Integer, LargeBinary, String, Table

from storage.tables.base import UtcTime, metadata

# A channel that one process at a time may use. `leased_until` is by the database's clock. `blocked_at`: the platform gave
# the place to somebody who is none of ours; nobody takes it again until a person says so.
channel_owners = Table(
    "channel_owners",
    metadata,
    Column("channel", String(40), primary_key=True),
    Column("owner", String(64), nullable=False),
    Column("leased_until", UtcTime, nullable=False),
    Column("blocked_at", UtcTime),
)

# response_url: ciphertext, used once, by the hash of the chat it leads to; gone with its first use.
response_urls = Table(
    "response_urls",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("place", String(64), nullable=False),
    Column("inbox_id", Integer, nullable=False),
    Column("url", LargeBinary, nullable=False),
    Column("expires_at", UtcTime, nullable=False),
    Index("ix_response_urls_place", "place", "id"),
)

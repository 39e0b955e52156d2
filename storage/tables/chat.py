"""The built-in chat's own memory; bodies are ciphertext."""

from sqlalchemy import BigInteger, Column, Index, Integer, LargeBinary, String, Table, UniqueConstraint

from storage.tables.base import UtcTime, metadata

# A visitor without WeChat: the cookie is the identity, kept as its HMAC.
chat_visitors = Table(
    "chat_visitors",
    metadata,
    Column("account", String(40), primary_key=True),
    Column("cookie_index", String(64), nullable=False, unique=True),
    Column("created_at", UtcTime, nullable=False),
)

# `key` is "bot:<account>" for a single chat with the bot and "group:<name>" for a group.
chat_messages = Table(
    "chat_messages",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("conversation", String(100), nullable=False),
    Column("message_key", String(100), nullable=False),
    Column("sender", String(40), nullable=False),  # an account, or "" for the bot
    Column("body", LargeBinary, nullable=False),  # ciphertext JSON: kind, text, media, buttons, …
    Column("at", UtcTime, nullable=False),
    Index("ix_chat_messages_conversation", "conversation", "id"),
    UniqueConstraint("conversation", "message_key"),
)

# `read_up_to` is a place in the conversation: a row's id with the bot, microseconds in a group.
chat_reads = Table(
    "chat_reads",
    metadata,
    Column("conversation", String(100), primary_key=True),
    Column("account", String(40), primary_key=True),
    Column("read_up_to", BigInteger, nullable=False),
)

chat_media = Table(
    "chat_media",
    metadata,
    Column("name", String(64), primary_key=True),
    Column("account", String(40), nullable=False),
    Column("conversation", String(100), nullable=False),
    Column("kind", String(20), nullable=False),
    Column("content_type", String(100), nullable=False),
    Column("size", Integer, nullable=False),
    Column("sent_at", UtcTime),  # with a message to the bot; one that never was goes after a while
    Column("created_at", UtcTime, nullable=False),
)

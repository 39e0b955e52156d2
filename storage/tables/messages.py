"""What came in, what must go out, and what the schedule has already done. Bodies are ciphertext."""

from sqlalchemy import (
    Boolean,
    Column,
    Float,
    ForeignKey,
    Integer,
    LargeBinary,
    String,
    Table,
    Text,
    UniqueConstraint,
)

from storage.tables.base import UtcTime, index_where, metadata

# What came in. `payload` is ciphertext and goes once the row is handled. `sender_key` orders one sender's messages.
inbox = Table(
    "inbox",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("channel", String(40), nullable=False),
    Column("message_key", String(200), nullable=False),
    Column("sender_key", String(64), nullable=False),
    Column("payload", LargeBinary),
    Column("received_at", UtcTime, nullable=False),
    Column("handled_at", UtcTime),
    Column("attempts", Integer, nullable=False, default=0),
    Column("next_try", UtcTime),
    Column("error", String(200)),
    UniqueConstraint("channel", "message_key"),
    index_where("ix_inbox_waiting", "sender_key", "id", where="handled_at IS NULL"),
)

# What is looked for in the outbox; a query says the same words, else no database uses the index. A leased row is both.
UNSETTLED = "delivery IN ('pending', 'claimed', 'leased')"
ASIDE = "delivery NOT IN ('pending', 'claimed', 'sent')"  # neither waits for its turn nor has arrived

# What must go out. `lane` is the destination whose order is kept. `via` is passive while the callback's own answer may
# still carry it. `delivery`: pending, claimed (given to a passive answer, unconfirmed), leased, sent, unknown, held
# (waits for the person's next word), restored (held by a restore), paused (全部暂停), failed (unreachable or rejected), expired, dropped.
outbox = Table(
    "outbox",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("inbox_id", Integer, ForeignKey("inbox.id")),
    Column("case_id", Integer),
    Column("report_id", Integer),  # delivery of this row tells that reporter of the reply
    Column("publication_id", Integer),  # delivery of this row settles that entry of the publish log
    Column("channel", String(40), nullable=False),
    Column("account_id", Integer, ForeignKey("accounts.id")),
    Column("group_id", Integer, ForeignKey("groups.id")),
    Column("conversation", String(100), nullable=False, default=""),  # a built-in chat's group
    Column("lane", String(120), nullable=False),
    Column("purpose", String(20), nullable=False),
    Column("via", String(10), nullable=False, default="message"),
    Column("body", LargeBinary, nullable=False),
    Column("delivery", String(10), nullable=False, default="pending"),
    Column("rank", Integer, nullable=False, default=1),  # 0: an answer to the person's own message goes first
    Column("due_at", UtcTime, nullable=False),
    Column("attempts", Integer, nullable=False, default=0),
    Column("unknowns", Integer, nullable=False, default=0),  # tries of which nobody knows whether they arrived
    Column("parts_done", Integer, nullable=False, default=0, server_default="0"),  # calls made of those it takes
    Column("platform_id", String(100)),  # the platform's own number of what it took
    Column("ticket", String(300)),  # lets a card be changed once (response_code)
    Column("used_at", UtcTime),  # when a button of the card was pressed by whom it was sent to
    Column("choice", Integer),  # which of its buttons
    Column("leased_until", UtcTime),  # by the database's clock
    Column("refused_since", UtcTime),
    Column("error", String(200)),
    Column("created_at", UtcTime, nullable=False),
    Column("settled_at", UtcTime),
    index_where(  # with the lane, so that what waits behind busy lanes is passed over without being read
        "ix_outbox_due", "channel", "rank", "due_at", "id", "lane", where=UNSETTLED
    ),
    index_where("ix_outbox_held", "lane", where="delivery = 'held'"),
    index_where("ix_outbox_inbox_id", "inbox_id", where="inbox_id IS NOT NULL"),
    index_where(  # lanes that were put off
        "ix_outbox_resting", "lane", "due_at", where=f"{UNSETTLED} AND error IS NOT NULL"
    ),
    index_where(  # in the order in which a lane is worked off: its first is found, however many wait
        "ix_outbox_lane", "lane", "rank", "id", where=UNSETTLED
    ),
    index_where("ix_outbox_delivery", "delivery", "id", where=ASIDE),
    index_where(  # cards of a case that can still be changed
        "ix_outbox_cards", "case_id", where="ticket IS NOT NULL"
    ),
    index_where("ix_outbox_publication_id", "publication_id", where="publication_id IS NOT NULL"),
    index_where("ix_outbox_platform_id", "platform_id", where="platform_id IS NOT NULL"),
)

# Group messages that were not for the bot: a salted key and the time, 24 h, nothing else.
overheard = Table(
    "overheard",
    metadata,
    Column("key", String(64), primary_key=True),
    Column("at", UtcTime, nullable=False),
)

# How often a platform was called lately: times by the database's clock, under a hash of who was written to. Empty on SQLite.
allowances = Table(
    "allowances",
    metadata,
    Column("key", String(64), primary_key=True),
    Column("taken", Text, nullable=False),
    Column("used_at", UtcTime, nullable=False),
)

# Which channels are down, for all processes on PostgreSQL; times are seconds of the service's clock.
channel_gates = Table(
    "channel_gates",
    metadata,
    Column("channel", String(40), primary_key=True),
    Column("is_down", Boolean, nullable=False),
    Column("open_at", Float(53), nullable=False),
    Column("pause", Float(53), nullable=False),
    Column("last_refused", String(120), nullable=False),
    Column("probed_until", Float(53), nullable=False),
)

# The platforms' tokens as all processes on PostgreSQL share them; times by the database's clock. Empty on SQLite.
platform_tokens = Table(
    "platform_tokens",
    metadata,
    Column("name", String(64), primary_key=True),
    Column("sealed", LargeBinary),
    Column("fresh_until", UtcTime),
    Column("leased_until", UtcTime),
    Column("failures", Integer, nullable=False),
    Column("error", String(200)),
    Column("not_before", UtcTime),
)

# What is wrong with the machine just now and has been told: once when it begins, once when it ends.
episodes = Table(
    "episodes",
    metadata,
    Column("name", String(60), primary_key=True),
    Column("began_at", UtcTime, nullable=False),
)

# The queue's own migrations that this database has had; empty on SQLite.
queue_schema = Table("queue_schema", metadata, Column("step", String(100), primary_key=True))

slots = Table(
    "slots",
    metadata,
    Column("job", String(60), primary_key=True),
    Column("slot", UtcTime, primary_key=True),
    Column("claimed_at", UtcTime, nullable=False),
)

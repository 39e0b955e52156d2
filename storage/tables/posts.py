"""What the office sends out by plan: 每日一学 and notices, every version of their words, who agreed, and where they went."""

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Date,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
    Text,
    UniqueConstraint,
)

from storage.tables.base import UtcTime, index_where, metadata

# `kind`: study or notice. `state`: draft, review, leader (waits for the leader), approved, posted, dropped.
# `planned_on`: the day it goes out; without one a study card takes its turn, a notice goes when it is approved.
# `series` and `position`: cards of one series follow each other over the working days. `event_on`: the day a notice is about.
# `people`: null for groups; else it goes to single people instead: to these, or (empty) to everyone of the audience.
# `files_by`, `files_until`: whose photos and files are taken for this post, and until when.
posts = Table(
    "posts",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("kind", String(10), nullable=False),
    Column("audience", String(40), nullable=False),
    Column("state", String(10), nullable=False),
    Column("version", Integer, nullable=False),
    Column("series", String(100)),
    Column("position", Integer),
    Column("planned_on", Date),
    Column("on_day_off", Boolean, nullable=False, default=False),
    Column("event_on", Date),
    Column("invites", Boolean, nullable=False, default=False),  # people answer 参加 or 请假
    Column("people", JSON(none_as_null=True)),
    Column("corrects", Integer, ForeignKey("posts.id")),  # a correction of that post; counts as no post of its own
    Column("source_key", String(64), unique=True),  # of an imported card: importing twice changes nothing
    Column("author_id", Integer, ForeignKey("people.id")),
    Column("created_at", UtcTime, nullable=False),
    Column("approved_at", UtcTime),
    Column("posted_at", UtcTime),
    Column("files_by", Integer, ForeignKey("people.id")),
    Column("files_until", UtcTime),
    index_where("ix_posts_waiting", "kind", "audience", where="state IN ('draft', 'review', 'leader', 'approved')"),
)

post_versions = Table(
    "post_versions",
    metadata,
    Column("post_id", Integer, ForeignKey("posts.id"), primary_key=True),
    Column("version", Integer, primary_key=True),
    Column("title", String(200), nullable=False),
    Column("text", Text, nullable=False),
    Column("source", String(300), nullable=False),
    Column("link", String(500), nullable=False, default=""),
    Column("media", JSON, nullable=False, default=list),  # names in the media book
    Column("tags", JSON, nullable=False, default=list),
    Column("written_by", Integer, ForeignKey("people.id")),
    Column("written_at", UtcTime, nullable=False),
)

# Who agreed to which version, or sent it back. `as_role`: reviewer or leader.
post_reviews = Table(
    "post_reviews",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("post_id", Integer, ForeignKey("posts.id"), nullable=False, index=True),
    Column("version", Integer, nullable=False),
    Column("person_id", Integer, ForeignKey("people.id"), nullable=False),
    Column("as_role", String(10), nullable=False),
    Column("agreed", Boolean, nullable=False),
    Column("reason", Text, nullable=False, default=""),
    Column("at", UtcTime, nullable=False),
)

# 推送记录. One row a destination; (post, audience, day) together is one post. `way`: channel, person or assisted.
# `state`: queued, paused, sent, failed; of an assisted one queued until somebody says 已发.
publications = Table(
    "publications",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("post_id", Integer, ForeignKey("posts.id"), nullable=False),
    Column("version", Integer, nullable=False),
    Column("audience", String(40), nullable=False),
    Column("on_day", Date, nullable=False),
    Column("way", String(10), nullable=False),
    Column("group_id", Integer, ForeignKey("groups.id")),
    Column("person_id", Integer, ForeignKey("people.id")),
    Column("state", String(10), nullable=False),
    Column("made_at", UtcTime, nullable=False),
    Column("settled_at", UtcTime),
    Index("ix_publications_on_day", "on_day"),
    UniqueConstraint("post_id", "group_id"),
    UniqueConstraint("post_id", "person_id"),
)

# 参加 or 请假: the last word of each who was invited.
attendances = Table(
    "attendances",
    metadata,
    Column("post_id", Integer, ForeignKey("posts.id"), primary_key=True),
    Column("person_id", Integer, ForeignKey("people.id"), primary_key=True),
    Column("attends", Boolean, nullable=False),
    Column("reason", Text, nullable=False, default=""),
    Column("at", UtcTime, nullable=False),
)

# 全部暂停. The newest row says whether everything waits.
posting_pauses = Table(
    "posting_pauses",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("by_person", Integer, ForeignKey("people.id"), nullable=False),
    Column("paused_at", UtcTime, nullable=False),
    Column("resumed_by", Integer, ForeignKey("people.id")),
    Column("resumed_at", UtcTime),
)

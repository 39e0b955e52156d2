"""What the office keeps beside the cases: invitations, saved answers, the duty roster, who stands in for whom."""

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Date,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    String,
    Table,
    Text,
    UniqueConstraint,
)

from storage.tables.base import UtcTime, metadata

# One-time codes that bind an account to a person. Only the code's HMAC is kept. `undone_at`: an admin took it back.
invites = Table(
    "invites",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("code_index", String(64), nullable=False, unique=True),
    Column("person_id", Integer, ForeignKey("people.id"), nullable=False, index=True),
    Column("created_at", UtcTime, nullable=False),
    Column("expires_at", UtcTime, nullable=False),
    Column("used_at", UtcTime),
    Column("used_by", Integer, ForeignKey("accounts.id")),
    Column("undone_at", UtcTime),
)

# Wrong codes: five within an hour mean an hour's wait.
wrong_codes = Table(
    "wrong_codes",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("account_id", Integer, ForeignKey("accounts.id"), nullable=False),
    Column("at", UtcTime, nullable=False),
    Index("ix_wrong_codes_account_id", "account_id", "at"),
)

# 知识条目: saved answers for 直答. Expired ones are not offered.
knowledge = Table(
    "knowledge",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("title", String(200), nullable=False),
    Column("text", Text, nullable=False),
    Column("source", String(300), nullable=False),
    Column("expires_on", Date),
    Column("created_by", Integer, ForeignKey("people.id")),
    Column("created_at", UtcTime, nullable=False),
    Column("dropped_at", UtcTime),
)

# 关联: the number a case bears on another platform (12345, …).
links = Table(
    "links",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("case_id", Integer, ForeignKey("cases.id"), nullable=False, index=True),
    Column("number", String(100), nullable=False),
    Column("linked_by", Integer, ForeignKey("people.id")),
    Column("linked_at", UtcTime, nullable=False),
    UniqueConstraint("case_id", "number"),
)

# 代班: somebody takes another's work for some days, in their role and at their place.
stand_ins = Table(
    "stand_ins",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("absent_id", Integer, ForeignKey("people.id"), nullable=False),
    Column("person_id", Integer, ForeignKey("people.id"), nullable=False),
    Column("from_on", Date, nullable=False),
    Column("until_on", Date, nullable=False),
    Column("created_at", UtcTime, nullable=False),
    Column("ended_at", UtcTime),
    Index("ix_stand_ins_until_on", "until_on"),
)

# 值班表. One row a day and person; `is_leader` marks the 带班领导. `telephone` is ciphertext.
duty_days = Table(
    "duty_days",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("on_day", Date, nullable=False),
    Column("position", Integer, nullable=False),  # who is called first
    Column("name", String(100), nullable=False),
    Column("person_id", Integer, ForeignKey("people.id")),
    Column("is_leader", Boolean, nullable=False),
    Column("telephone", LargeBinary),
    UniqueConstraint("on_day", "position", "is_leader"),
)

# Who was called about a person in danger, and whether they took over.
calls = Table(
    "calls",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("case_id", Integer, ForeignKey("cases.id"), nullable=False, index=True),
    Column("position", Integer, nullable=False),
    Column("person_id", Integer, ForeignKey("people.id")),
    Column("name", String(100), nullable=False),
    Column("called_at", UtcTime, nullable=False),
    UniqueConstraint("case_id", "position"),
)

# 转群: text for an ordinary WeChat group, posted by a person's own hand; 【已发】 makes the entry.
assisted_posts = Table(
    "assisted_posts",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("case_id", Integer, ForeignKey("cases.id")),
    Column("text", LargeBinary, nullable=False),
    Column("made_by", Integer, ForeignKey("people.id"), nullable=False),
    Column("made_at", UtcTime, nullable=False),
    Column("posted_at", UtcTime),
)

# 删除我的数据: what was let go and what had to stay, without the data itself.
erasures = Table(
    "erasures",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("account_id", Integer, ForeignKey("accounts.id"), nullable=False, index=True),
    Column("at", UtcTime, nullable=False),
    Column("gone", JSON, nullable=False),  # {"kind": count}
    Column("kept", JSON, nullable=False),  # {"kind": reason}
)

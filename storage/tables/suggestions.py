"""代表建议: what such a case has beyond others: who leads it, who signs it with them, and the talks about it (面商)."""

from sqlalchemy import JSON, Boolean, Column, Date, ForeignKey, Integer, String, Table, Text, UniqueConstraint, text

from storage.tables.base import UtcTime, metadata

# `from_case` is the opinion it was made of, which keeps its own life. `congress`: whose deputies may sign it.
suggestions = Table(
    "suggestions",
    metadata,
    Column("case_id", Integer, ForeignKey("cases.id"), primary_key=True, autoincrement=False),
    Column("lead_id", Integer, ForeignKey("people.id"), nullable=False, index=True),  # 领衔代表
    Column("congress", String(20), nullable=False),
    Column("from_case", Integer, ForeignKey("cases.id"), index=True),
    Column("submitted_at", UtcTime),
    Column("formal_number", String(40)),  # 闭会第003号
    Column("consulted", JSON),  # 预交办: departments asked beforehand
    Column("is_key", Boolean, nullable=False, server_default=text("false")),  # 重点督办
)

# 联名: each invited deputy answers for themselves; a draft that changes is asked about anew.
cosigners = Table(
    "cosigners",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("case_id", Integer, ForeignKey("cases.id"), nullable=False),
    Column("person_id", Integer, ForeignKey("people.id"), nullable=False, index=True),
    Column("account_id", Integer, ForeignKey("accounts.id")),  # from which they answered
    Column("invited_at", UtcTime, nullable=False),
    Column("agrees", Boolean),
    Column("answered_at", UtcTime),
    Column("withdraws", Boolean),  # agrees that the suggestion is taken back
    UniqueConstraint("case_id", "person_id"),
)

# 分办: each lead's answer to its own part, round by round; the answer of the whole is made of them (`replies`).
part_replies = Table(
    "part_replies",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("case_id", Integer, ForeignKey("cases.id"), nullable=False, index=True),
    Column("dispatch_id", Integer, ForeignKey("dispatches.id"), nullable=False),
    Column("department", String(40), nullable=False),
    Column("round", Integer, nullable=False),
    Column("answer_class", String(1), nullable=False),
    Column("text", Text, nullable=False),
    Column("promised_on", Date),
    Column("kept_at", UtcTime),  # 落实, as the department reports it
    Column("submitted_by", Integer),
    Column("submitted_at", UtcTime, nullable=False),
    Column("sent_back_at", UtcTime),
    Column("awaits_sign_off", Boolean, nullable=False, server_default=text("false")),
)

# Who of the department spoke with the deputies, how and where. A telephone call is a contact and no 面商.
talks = Table(
    "talks",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("case_id", Integer, ForeignKey("cases.id"), nullable=False, index=True),
    Column("department", String(40)),
    Column("is_meeting", Boolean, nullable=False),
    Column("text", Text, nullable=False),
    Column("by_person", Integer),
    Column("at", UtcTime, nullable=False),
    Column("confirmed_at", UtcTime),  # by the deputy
)

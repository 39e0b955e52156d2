"""The people's matters: cases, who raised them, what was written, done, answered and said of the answer.

Personal items are cut out of every text into `vault`."""

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
    text,
)

from storage.tables.base import UtcTime, index_where, metadata

counters = Table(
    "counters",
    metadata,
    Column("name", String(40), primary_key=True),
    Column("value", Integer, nullable=False),
)

cases = Table(
    "cases",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("number", String(20), nullable=False, unique=True),
    Column("year", Integer, nullable=False),
    Column("seq", Integer, nullable=False),
    Column("kind", String(20), nullable=False),
    Column("status", String(20), nullable=False),
    Column("version", Integer, nullable=False, default=1),
    Column("nature", String(20)),
    Column("category", String(40)),
    Column("urgency", String(20), nullable=False, default="normal"),
    Column("human_first", Boolean, nullable=False, default=False),
    Column("taken_over_by", Integer),
    Column("sealed", String(20)),  # the duty that may see it: accusation, secrecy, crisis
    Column("title", String(200), nullable=False, default=""),
    Column("summary", Text),  # 整理: the wording departments see
    Column("needs_listening", Boolean, nullable=False, default=False),  # 需听录音: dispatch waits for 整理
    Column("station", String(40)),
    # A complaint about the town's own people or its station: the commission's, whatever place it names.
    Column("for_commission", Boolean, nullable=False, default=False, server_default=text("false")),
    # A clerk's order that the supervision office hands on; it stays so for the answers to it.
    Column("is_entrusted", Boolean, nullable=False, default=False, server_default=text("false")),
    Column("department", String(40)),
    Column("suggested", JSON, nullable=False, default=list),  # department codes, best first
    Column("suggested_words", JSON, nullable=False, default=list),  # the words that matched the first of them
    Column("received_at", UtcTime, nullable=False),
    Column("received_on", Date, nullable=False),
    Column("dispatched_on", Date),
    Column("dispatched_by", Integer),
    Column("reply_due", Date),
    Column("paused_on", Date),  # the clocks stand since then, for a reason in the history
    Column("round", Integer, nullable=False, default=1),
    Column("returned_once", Boolean, nullable=False, default=False),
    Column("released_at", UtcTime),
    Column("promised_on", Date),
    Column("promise_kept_at", UtcTime),
    Column("merged_into", Integer, ForeignKey("cases.id")),
    Column("merged_from_status", String(20)),
    Column("split_from", Integer, ForeignKey("cases.id")),
    Column("timer", String(20)),  # what the tick does at timer_at
    Column("timer_at", UtcTime),
    Column("asked", Integer, nullable=False, default=0),  # how often the missing thing was asked for
    Column("history_count", Integer, nullable=False, default=0),
    Column("history_head", String(64), nullable=False, default=""),
    Index("ix_cases_status", "status", "id"),
    Index("ix_cases_station", "station", "status"),
    index_where("ix_cases_department", "department", "status", where="department IS NOT NULL"),
    Index("ix_cases_received_on", "received_on"),
    index_where("ix_cases_merged_into", "merged_into", where="merged_into IS NOT NULL"),
    index_where("ix_cases_timer_at", "timer_at", where="timer_at IS NOT NULL"),
    UniqueConstraint("year", "seq"),
)

# Who raised or supports a case, and what they said of its answer. `home_case_id` is the case they wrote to
# before it was merged into `case_id`; unmerge takes them home again.
reports = Table(
    "reports",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("case_id", Integer, ForeignKey("cases.id"), nullable=False),
    Column("home_case_id", Integer, ForeignKey("cases.id"), nullable=False),
    Column("account_id", Integer, ForeignKey("accounts.id"), nullable=False),
    Column("person_id", Integer, ForeignKey("people.id")),
    Column("through_id", Integer),  # the deputy whose code had been scanned
    Column("role", String(20), nullable=False),  # voter, deputy
    Column("is_supporter", Boolean, nullable=False, default=False),
    Column("reported_at", UtcTime, nullable=False),
    Column("last_fragment_at", UtcTime, nullable=False),
    Column("told_at", UtcTime),  # the reply of this round reached a channel of theirs
    Column("told_failed", Boolean, nullable=False, default=False),  # 未送达
    Column("reminded_at", UtcTime),  # 催评, in this round
    Column("unasked", Integer, nullable=False, default=0, server_default="0"),  # what they were told without asking
    Column("verdict", String(20)),
    Column("rates", Boolean, nullable=False, server_default=text("true")),  # false: the lead rates for all who signed
    Column("process", String(20)),  # of the two-part rating of suggestions
    Column("verdict_at", UtcTime),
    Index("ix_reports_case_id", "case_id"),
    index_where("ix_reports_through_id", "through_id", where="through_id IS NOT NULL"),
    index_where("ix_reports_person_id", "person_id", where="person_id IS NOT NULL"),
    Index("ix_reports_account_id", "account_id", "last_fragment_at"),
    UniqueConstraint("home_case_id", "account_id"),
)

# What was written, piece by piece, personal items cut out.
fragments = Table(
    "fragments",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("case_id", Integer, ForeignKey("cases.id"), nullable=False, index=True),
    Column("report_id", Integer),
    Column("kind", String(20), nullable=False),
    Column("text", Text, nullable=False, default=""),
    Column("media", JSON, nullable=False, default=list),  # [{"kind"}]; what was a link, with its "url"
    Column("recognised", Boolean, nullable=False, default=False),
    Column("at", UtcTime, nullable=False),
)

# Each time a case was handed to a department, lead and 协办 alike; old ones stay.
dispatches = Table(
    "dispatches",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("case_id", Integer, ForeignKey("cases.id"), nullable=False, index=True),
    Column("department", String(40), nullable=False),
    Column("is_lead", Boolean, nullable=False),
    Column("dispatched_on", Date, nullable=False),
    Column("dispatched_by", Integer),
    Column("reply_due", Date, nullable=False),
    Column("accepted_at", UtcTime),
    Column("ended_at", UtcTime),  # returned, or overtaken by another dispatch
    Column("return_reason", Text),
    Column("return_proposed", String(40)),
    Column("part", Text),  # 分办: what of a suggestion is this lead's; empty where nobody said
    Column("is_final", Boolean, nullable=False, server_default=text("false")),  # 指定承办, of one part
    Column("opinion", Text),  # 协办意见
    Column("opinion_at", UtcTime),
    Index("ix_dispatches_department", "department", "ended_at"),
)

replies = Table(
    "replies",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("case_id", Integer, ForeignKey("cases.id"), nullable=False, index=True),
    Column("round", Integer, nullable=False),
    Column("answer_class", String(1), nullable=False),
    Column("text", Text, nullable=False),
    Column("promised_on", Date),
    Column("department", String(40), nullable=False),
    Column("submitted_by", Integer),
    Column("submitted_at", UtcTime, nullable=False),
    Column("released_at", UtcTime),
    Column("sent_back_at", UtcTime),
    Column("awaits_sign_off", Boolean, nullable=False, server_default=text("false")),  # a draft for the unit's head
    Column("signed_by", Integer),
)

verdicts = Table(
    "verdicts",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("case_id", Integer, ForeignKey("cases.id"), nullable=False),
    Column("round", Integer, nullable=False),
    Column("report_id", Integer, ForeignKey("reports.id"), nullable=False),
    Column("verdict", String(20), nullable=False),
    Column("reason", Text, nullable=False, default=""),
    Column("at", UtcTime, nullable=False),
    Column("process", String(20)),
    UniqueConstraint("case_id", "round", "report_id"),
)

# Append-only. `mac` covers the row before, this row's plain columns and a salted hash of the note,
# so that a note can be erased while the chain still holds.
history = Table(
    "history",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("case_id", Integer, ForeignKey("cases.id"), nullable=False),
    Column("seq", Integer, nullable=False),
    Column("at", UtcTime, nullable=False),
    Column("step", String(30), nullable=False),
    Column("from_status", String(20)),
    Column("to_status", String(20), nullable=False),
    Column("actor_role", String(20), nullable=False),
    Column("actor_person", Integer),
    Column("actor_account", Integer),
    Column("note", Text),
    Column("note_salt", String(32), nullable=False),
    Column("note_hash", String(64), nullable=False),
    Column("mac", String(64), nullable=False),
    UniqueConstraint("case_id", "seq"),
)

# Personal items cut out of texts, encrypted; `owner` is the account they came from.
vault = Table(
    "vault",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("case_id", Integer, ForeignKey("cases.id"), nullable=False),
    Column("account_id", Integer, ForeignKey("accounts.id"), index=True),
    Column("kind", String(20), nullable=False),
    Column("placeholder", String(40), nullable=False),
    Column("item", LargeBinary, nullable=False),
    Column("is_given", Boolean, nullable=False, server_default=text("false")),  # the reporter gave it to be contacted
    Column("created_at", UtcTime, nullable=False),
    UniqueConstraint("case_id", "placeholder"),
)

vault_looks = Table(
    "vault_looks",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("vault_id", Integer, ForeignKey("vault.id"), nullable=False, index=True),
    Column("person_id", Integer),
    Column("why", String(200), nullable=False),
    Column("at", UtcTime, nullable=False),
)

# New work for staff that waits for the next working morning's one list.
morning_lines = Table(
    "morning_lines",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("person_id", Integer, ForeignKey("people.id"), nullable=False),
    Column("case_id", Integer, ForeignKey("cases.id"), nullable=False),
    Column("line", Text, nullable=False),
    Column("due_at", UtcTime, nullable=False),
    Column("sent_at", UtcTime),
    Index("ix_morning_lines_due_at", "sent_at", "due_at"),
)

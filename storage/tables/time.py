"""The office's time: imported notices of days off, the clocks that run on cases, and how far a new calendar was carried."""

from sqlalchemy import JSON, Boolean, Column, Date, ForeignKey, Integer, String, Table

from storage.tables.base import UtcTime, index_where, metadata

# One row a year. Days are written as in config.toml: 2027-02-05, or 2027-02-05..2027-02-11.
notices = Table(
    "notices",
    metadata,
    Column("year", Integer, primary_key=True),
    Column("source", String(200), nullable=False, default=""),
    Column("off", JSON, nullable=False),
    Column("work", JSON, nullable=False),
    Column("imported_at", UtcTime, nullable=False),
)

# Each limit that runs, or ran, on a case. `length` and `extra` are written as in config.toml: 10W, 3M; `extra` counts once
# `extension` is allowed (asked, allowed, refused). `next_at` is the next moment at which somebody is to be reminded.
clocks = Table(
    "clocks",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("case_id", Integer, ForeignKey("cases.id"), nullable=False, index=True),
    Column("name", String(20), nullable=False),
    Column("department", String(40)),  # whose it is; None: the office's, or the reporters'
    Column("starts_on", Date, nullable=False),
    Column("length", String(5), nullable=False),
    Column("extra", String(5)),
    Column("extension", String(10)),
    Column("due_on", Date, nullable=False),
    Column("is_provisional", Boolean, nullable=False),
    Column("next_at", UtcTime),
    Column("ended_at", UtcTime),
    index_where("ix_clocks_next_at", "next_at", where="next_at IS NOT NULL"),
    index_where("ix_clocks_running", "id", where="ended_at IS NULL"),
)

# How far the running clocks were counted anew by a calendar, piece by piece.
recounts = Table(
    "recounts",
    metadata,
    Column("calendar", String(16), primary_key=True),
    Column("last_id", Integer, nullable=False),
    Column("done_at", UtcTime),
)

"""The office's time: the State Council's yearly notices that were imported."""

from sqlalchemy import JSON, Column, Integer, String, Table

from storage.tables.base import UtcTime, metadata

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

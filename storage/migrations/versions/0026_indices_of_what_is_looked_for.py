"""Indices hold only the rows that are looked for, and the outbox is read lane by lane

Revision: 0026
After: 0025
"""

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None

_WAITS = "delivery IN ('pending', 'claimed', 'leased')"


def upgrade() -> None:
    _replace("ix_outbox_due", "outbox", ["channel", "rank", "due_at", "id", "lane"], _WAITS)
    _replace("ix_outbox_lane", "outbox", ["lane", "rank", "id"], _WAITS)
    _create("ix_outbox_resting", "outbox", ["lane", "due_at"], f"{_WAITS} AND error IS NOT NULL")
    _replace("ix_outbox_delivery", "outbox", ["delivery", "id"], "delivery NOT IN ('pending', 'claimed', 'sent')")
    _replace("ix_outbox_inbox_id", "outbox", ["inbox_id"], "inbox_id IS NOT NULL")
    _replace("ix_cases_department", "cases", ["department", "status"], "department IS NOT NULL")
    _replace("ix_cases_merged_into", "cases", ["merged_into"], "merged_into IS NOT NULL")
    _replace("ix_reports_person_id", "reports", ["person_id"], "person_id IS NOT NULL")
    _replace("ix_accounts_person_id", "accounts", ["person_id"], "person_id IS NOT NULL")
    op.drop_index("ix_reports_home_case_id", table_name="reports")  # the unique one begins with the same column


def _replace(name: str, table: str, columns: list[str], where: str) -> None:
    op.drop_index(name, table_name=table)
    _create(name, table, columns, where)


def _create(name: str, table: str, columns: list[str], where: str) -> None:
    op.create_index(name, table, columns, sqlite_where=sa.text(where), postgresql_where=sa.text(where))

"""Codes of stations and deputies

Revision: 0013
After: 0012
"""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("accounts", schema=None) as batch_op:
        batch_op.add_column(sa.Column("deputy_id", sa.Integer(), nullable=True))

    with op.batch_alter_table("reports", schema=None) as batch_op:
        batch_op.add_column(sa.Column("through_id", sa.Integer(), nullable=True))
        batch_op.create_index(
            "ix_reports_through_id",
            ["through_id"],
            unique=False,
            sqlite_where=sa.text("through_id IS NOT NULL"),
            postgresql_where=sa.text("through_id IS NOT NULL"),
        )

    with op.batch_alter_table("stations", schema=None) as batch_op:
        batch_op.add_column(sa.Column("hours", sa.String(length=200), server_default=sa.text("''"), nullable=False))
        batch_op.add_column(sa.Column("telephone", sa.String(length=60), server_default=sa.text("''"), nullable=False))

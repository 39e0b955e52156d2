"""Calls taken from a platform, and lanes read in their order

Revision: 0003
After: 0002
"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "allowances",
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("taken", sa.Text(), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_allowances")),
    )
    with op.batch_alter_table("outbox", schema=None) as batch_op:
        batch_op.create_index(
            "ix_outbox_lane",
            ["lane", "rank", "due_at"],
            unique=False,
            sqlite_where=sa.text("delivery IN ('pending', 'claimed', 'leased')"),
            postgresql_where=sa.text("delivery IN ('pending', 'claimed', 'leased')"),
        )

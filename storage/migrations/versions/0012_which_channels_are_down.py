"""Which channels are down

Revision: 0012
After: 0011
"""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "channel_gates",
        sa.Column("channel", sa.String(length=40), nullable=False),
        sa.Column("is_down", sa.Boolean(), nullable=False),
        sa.Column("open_at", sa.Float(precision=53), nullable=False),
        sa.Column("pause", sa.Float(precision=53), nullable=False),
        sa.Column("last_refused", sa.String(length=120), nullable=False),
        sa.Column("probed_until", sa.Float(precision=53), nullable=False),
        sa.PrimaryKeyConstraint("channel", name=op.f("pk_channel_gates")),
    )
    op.create_table(
        "queue_schema",
        sa.Column("step", sa.String(length=100), nullable=False),
        sa.PrimaryKeyConstraint("step", name=op.f("pk_queue_schema")),
    )

"""Parts of a message, and what the platform called it

Revision: 0004
After: 0003
"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("outbox", schema=None) as batch_op:
        batch_op.add_column(sa.Column("parts_done", sa.Integer(), server_default="0", nullable=False))
        batch_op.add_column(sa.Column("platform_id", sa.String(length=100), nullable=True))
        batch_op.add_column(sa.Column("ticket", sa.String(length=300), nullable=True))

"""A complaint about the town's own people is the commission's

Revision: 0005
After: 0004
"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("cases", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("for_commission", sa.Boolean(), server_default=sa.text("(false)"), nullable=False)
        )

"""Windows and consents of voters on the 公众号, groups that were closed, and how much somebody was told unasked

Revision: 0010
After: 0009
"""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("accounts", schema=None) as batch_op:
        batch_op.add_column(sa.Column("spoke_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("spoke_used", sa.Integer(), server_default="0", nullable=False))
        batch_op.add_column(sa.Column("tapped_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("tapped_used", sa.Integer(), server_default="0", nullable=False))
    with op.batch_alter_table("groups", schema=None) as batch_op:
        batch_op.add_column(sa.Column("closed_as", sa.String(length=20), nullable=True))
    with op.batch_alter_table("reports", schema=None) as batch_op:
        batch_op.add_column(sa.Column("unasked", sa.Integer(), server_default="0", nullable=False))
    op.create_table(
        "consents",
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("template_id", sa.String(length=100), nullable=False),
        sa.Column("remaining", sa.Integer(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_consents_account_id_accounts")),
        sa.PrimaryKeyConstraint("account_id", "template_id", name=op.f("pk_consents")),
    )
    where = sa.text("platform_id IS NOT NULL")
    op.create_index("ix_outbox_platform_id", "outbox", ["platform_id"], sqlite_where=where, postgresql_where=where)

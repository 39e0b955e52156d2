"""The clocks that run on cases, made of the dispatches of open ones; and the signature of a unit's head

Revision: 0011
After: 0010
"""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


# The limits were not kept before: those of the default stand for them. A second round keeps its date on the case.
_RUNNING = """
INSERT INTO clocks (case_id, name, department, starts_on, length, due_on, is_provisional)
SELECT d.case_id,
       CASE WHEN NOT d.is_lead THEN 'co_opinion' WHEN c.urgency = 'normal' THEN 'reply' ELSE 'reply_urgent' END,
       d.department, d.dispatched_on,
       CASE WHEN NOT d.is_lead THEN '5W' WHEN c.urgency = 'normal' THEN '10W' ELSE '3W' END,
       d.reply_due, false
FROM dispatches d JOIN cases c ON c.id = d.case_id
WHERE d.ended_at IS NULL AND c.kind = 'opinion' AND c.round = 1
  AND c.status IN ('dispatched', 'return_requested', 'handling', 'reply_review')
  AND (d.is_lead OR d.opinion_at IS NULL)
"""


def upgrade() -> None:
    op.create_table(
        "recounts",
        sa.Column("calendar", sa.String(length=16), nullable=False),
        sa.Column("last_id", sa.Integer(), nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("calendar", name=op.f("pk_recounts")),
    )
    op.create_table(
        "clocks",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=20), nullable=False),
        sa.Column("department", sa.String(length=40), nullable=True),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("length", sa.String(length=5), nullable=False),
        sa.Column("extra", sa.String(length=5), nullable=True),
        sa.Column("extension", sa.String(length=10), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("is_provisional", sa.Boolean(), nullable=False),
        sa.Column("next_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_clocks_case_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_clocks")),
    )
    with op.batch_alter_table("clocks", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_clocks_case_id"), ["case_id"], unique=False)
        batch_op.create_index(
            "ix_clocks_next_at",
            ["next_at"],
            unique=False,
            sqlite_where=sa.text("next_at IS NOT NULL"),
            postgresql_where=sa.text("next_at IS NOT NULL"),
        )
        batch_op.create_index(
            "ix_clocks_running",
            ["id"],
            unique=False,
            sqlite_where=sa.text("ended_at IS NULL"),
            postgresql_where=sa.text("ended_at IS NULL"),
        )

    with op.batch_alter_table("cases", schema=None) as batch_op:
        batch_op.add_column(sa.Column("paused_on", sa.Date(), nullable=True))
    op.execute(_RUNNING)

    with op.batch_alter_table("replies", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("awaits_sign_off", sa.Boolean(), server_default=sa.text("(false)"), nullable=False)
        )
        batch_op.add_column(sa.Column("signed_by", sa.Integer(), nullable=True))

"""Suggestions

Revision: 0016
After: 0015
"""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "talks",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("department", sa.String(length=40), nullable=True),
        sa.Column("is_meeting", sa.Boolean(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("by_person", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_talks_case_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_talks")),
    )
    with op.batch_alter_table("talks", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_talks_case_id"), ["case_id"], unique=False)

    op.create_table(
        "suggestions",
        sa.Column("case_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("lead_id", sa.Integer(), nullable=False),
        sa.Column("congress", sa.String(length=20), nullable=False),
        sa.Column("from_case", sa.Integer(), nullable=True),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("formal_number", sa.String(length=40), nullable=True),
        sa.Column("is_key", sa.Boolean(), server_default=sa.text("(false)"), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_suggestions_case_id")),
        sa.ForeignKeyConstraint(["from_case"], ["cases.id"], name=op.f("fk_suggestions_from_case")),
        sa.ForeignKeyConstraint(["lead_id"], ["people.id"], name=op.f("fk_suggestions_lead_id")),
        sa.PrimaryKeyConstraint("case_id", name=op.f("pk_suggestions")),
    )
    with op.batch_alter_table("suggestions", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_suggestions_from_case"), ["from_case"], unique=False)
        batch_op.create_index(batch_op.f("ix_suggestions_lead_id"), ["lead_id"], unique=False)

    op.create_table(
        "cosigners",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("invited_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("agrees", sa.Boolean(), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdraws", sa.Boolean(), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_cosigners_account_id")),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_cosigners_case_id")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_cosigners_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cosigners")),
        sa.UniqueConstraint("case_id", "person_id", name=op.f("uq_cosigners_case_id_person_id")),
    )
    with op.batch_alter_table("cosigners", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_cosigners_person_id"), ["person_id"], unique=False)

    with op.batch_alter_table("reports", schema=None) as batch_op:
        batch_op.add_column(sa.Column("process", sa.String(length=20), nullable=True))

    with op.batch_alter_table("verdicts", schema=None) as batch_op:
        batch_op.add_column(sa.Column("process", sa.String(length=20), nullable=True))

"""Pictures and attachments of what the office posts

Revision: 0020
After: 0019
"""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

UNCLAIMED = sa.text("person_id IS NOT NULL AND post_id IS NULL")


def upgrade() -> None:
    with op.batch_alter_table("media") as media:
        media.add_column(sa.Column("person_id", sa.Integer(), nullable=True))
        media.add_column(sa.Column("post_id", sa.Integer(), nullable=True))
        media.add_column(sa.Column("title", sa.String(length=100), server_default=sa.text("''"), nullable=False))
        media.alter_column("fragment_id", existing_type=sa.Integer(), nullable=True)
        media.alter_column("content_type", existing_type=sa.String(length=60), type_=sa.String(length=100))
        media.create_index("ix_media_post_id", ["post_id"])
        media.create_index("ix_media_unclaimed", ["person_id"], sqlite_where=UNCLAIMED, postgresql_where=UNCLAIMED)
        media.create_foreign_key("fk_media_post_id", "posts", ["post_id"], ["id"])
        media.create_foreign_key("fk_media_person_id", "people", ["person_id"], ["id"])
    with op.batch_alter_table("chat_media") as chat_media:
        chat_media.alter_column("content_type", existing_type=sa.String(length=60), type_=sa.String(length=100))
    with op.batch_alter_table("posts") as posts:
        posts.add_column(sa.Column("files_by", sa.Integer(), nullable=True))
        posts.add_column(sa.Column("files_until", sa.DateTime(timezone=True), nullable=True))
        posts.create_foreign_key("fk_posts_files_by", "people", ["files_by"], ["id"])

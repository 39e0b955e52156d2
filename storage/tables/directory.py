"""Who is who: stations, departments, people, their accounts and the groups; account ids and addresses are ciphertext."""

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    ForeignKey,
    Integer,
    LargeBinary,
    String,
    Table,
    UniqueConstraint,
    false,
    text,
)

from storage.tables.base import UtcTime, index_where, metadata

versions = Table(
    "versions",
    metadata,
    Column("name", String(40), primary_key=True),
    Column("version", Integer, nullable=False),
)

stations = Table(
    "stations",
    metadata,
    Column("code", String(40), primary_key=True),
    Column("name", String(200), nullable=False),
    Column("township", String(100), nullable=False, default=""),
    Column("areas", JSON, nullable=False, default=list),
    Column("hours", String(200), nullable=False, default="", server_default=text("''")),
    Column("telephone", String(60), nullable=False, default="", server_default=text("''")),
    Column("is_active", Boolean, nullable=False, default=True),
)

departments = Table(
    "departments",
    metadata,
    Column("code", String(40), primary_key=True),
    Column("name", String(200), nullable=False),
    Column("aliases", JSON, nullable=False, default=list),
    Column("matters", JSON, nullable=False, default=list),
    Column("keywords", JSON, nullable=False, default=list),
    Column("level", String(20), nullable=False, default="county"),
    Column("form", String(20), nullable=False, default="交办"),
    Column("is_active", Boolean, nullable=False, default=True),
)

# People of the directory. A voter has no row here: a voter is an account that is bound to nobody.
people = Table(
    "people",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("name", String(100), nullable=False),
    Column("roles", JSON, nullable=False),
    Column("station", String(40), ForeignKey("stations.code")),
    Column("department", String(40), ForeignKey("departments.code")),
    Column("congress", String(20), nullable=False, default=""),
    Column("district", String(100), nullable=False, default=""),
    Column("duties", JSON, nullable=False, default=list),
    Column("is_active", Boolean, nullable=False, default=True),
)

# One row an account that ever wrote or that the directory names. `namespace` is the account key of the directory:
# official_account, wecom (app and 智能机器人), webchat. `account_index` is the HMAC of the account id, in hex.
# The last question put to this person is kept here: there is one at most.
accounts = Table(
    "accounts",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("namespace", String(40), nullable=False),
    Column("account_index", String(64), nullable=False),
    Column("account", LargeBinary, nullable=False),
    Column("person_id", Integer, ForeignKey("people.id")),
    Column("is_reachable", Boolean, nullable=False, default=True),
    # Of 企业微信: heard through the 智能机器人 alone, whose ids the app may not know.
    Column("of_robot", Boolean, nullable=False, default=False, server_default=false()),
    Column("station", String(40)),  # of the code scanned last
    Column("deputy_id", Integer),  # of the deputy's code scanned last, until the next opinion
    Column("question", String(40)),
    Column("question_case_id", Integer),
    Column("question_at", UtcTime),
    # What the 公众号 lets us say to a voter by itself: since a word of theirs, since a tap, and how much of it is used.
    Column("spoke_at", UtcTime),
    Column("spoke_used", Integer, nullable=False, default=0, server_default="0"),
    Column("tapped_at", UtcTime),
    Column("tapped_used", Integer, nullable=False, default=0, server_default="0"),
    Column("created_at", UtcTime, nullable=False),
    UniqueConstraint("namespace", "account_index"),
    index_where("ix_accounts_person_id", "person_id", where="person_id IS NOT NULL"),
)

# Which 订阅通知 a voter has allowed, and how often: a one-time one is used up by one message.
consents = Table(
    "consents",
    metadata,
    Column("account_id", Integer, ForeignKey("accounts.id"), primary_key=True),
    Column("template_id", String(100), primary_key=True),
    Column("remaining", Integer, nullable=False),
    Column("changed_at", UtcTime, nullable=False),
)

# `closed_as`: the platform's number for why nothing can be posted there any more. `robot`: what the office calls the robot
# that is in this group; groups with the same one share its allowance.
groups = Table(
    "groups",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("name", String(200), nullable=False),
    Column("audience", String(40), nullable=False),
    Column("channel", String(40), nullable=False),
    Column("address_index", String(64), nullable=False),
    Column("address", LargeBinary, nullable=False),
    Column("is_active", Boolean, nullable=False, default=True),
    Column("closed_as", String(20)),
    Column("robot", String(60), nullable=False, default="", server_default=text("''")),
    UniqueConstraint("channel", "address_index"),
)

"""All tables at once, for migrations and for a new database."""

from storage.tables import cases, chat, directory, media, messages, office, posts, robot, suggestions, time
from storage.tables.base import metadata

__all__ = [
    "cases",
    "chat",
    "directory",
    "media",
    "messages",
    "metadata",
    "office",
    "posts",
    "robot",
    "suggestions",
    "time",
]

"""The numbers by which every process sees that something it keeps in memory has changed in the database."""

from sqlalchemy import Connection, insert, select, update

from storage.tables.directory import versions


def version_of(connection: Connection, name: str) -> int:
    return connection.scalar(select(versions.c.version).where(versions.c.name == name)) or 0


def bump(connection: Connection, name: str) -> int:
    """The new number."""
    changed = update(versions).where(versions.c.name == name).values(version=versions.c.version + 1)
    if not connection.execute(changed).rowcount:
        connection.execute(insert(versions).values(name=name, version=1))
    return version_of(connection, name)

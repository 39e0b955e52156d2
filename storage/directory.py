"""The directory's rows as they lie in the database, and the number that changes when one of them does."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Table, insert, select, update

from storage.tables.directory import accounts, departments, groups, people, stations, versions
from storage.versions import bump, version_of

NAME = "directory"


def directory_version(connection: Connection) -> int:
    return version_of(connection, NAME)


def bump_directory(connection: Connection) -> int:
    """Every process that keeps the directory in memory sees the new number and reads it again."""
    return bump(connection, NAME)


def lock_directory(connection: Connection) -> None:
    """Two imports at once follow each other; SQLite has one writer anyway."""
    connection.execute(select(versions.c.version).where(versions.c.name == NAME).with_for_update())


def rows_of(connection: Connection, table: Table) -> Sequence[Row[Any]]:
    return connection.execute(select(table).order_by(*table.primary_key.columns)).all()


def all_stations(connection: Connection) -> Sequence[Row[Any]]:
    return rows_of(connection, stations)


def all_departments(connection: Connection) -> Sequence[Row[Any]]:
    return rows_of(connection, departments)


def all_people(connection: Connection) -> Sequence[Row[Any]]:
    return rows_of(connection, people)


def all_groups(connection: Connection) -> Sequence[Row[Any]]:
    return rows_of(connection, groups)


def bound_accounts(connection: Connection) -> Sequence[Row[Any]]:
    """Accounts that belong to somebody of the directory; the voters' many are left where they are."""
    columns: list[ColumnElement[Any]] = [
        accounts.c.id,
        accounts.c.namespace,
        accounts.c.account_index,
        accounts.c.person_id,
        accounts.c.of_robot,
    ]
    bound = select(*columns).where(accounts.c.person_id.is_not(None)).order_by(accounts.c.id)
    return connection.execute(bound).all()


def change_row(connection: Connection, table: Table, key: int | str, values: Mapping[str, Any]) -> None:
    """Change the row of this primary key."""
    (column,) = table.primary_key.columns
    connection.execute(update(table).where(column == key).values(**values))


def add_row(connection: Connection, table: Table, values: Mapping[str, Any]) -> int | str:
    """The new row's key."""
    made = connection.execute(insert(table).values(**values)).inserted_primary_key
    key: int | str = made[0] if made is not None else 0
    return key

"""What a directory file says: its rows as they were written, the entries they mean, and the rows that are wrong."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from handlers.rules.case_flow import Role
from handlers.words.directory_rows import bad_row


@dataclass(frozen=True, slots=True)
class RawRow:
    """One row. `cells` go by the names of the JSON form; `headings` tells how the file calls those columns."""

    where: str  # people 第7行
    cells: Mapping[str, object]
    headings: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class DirectoryContent:
    """One directory file, whatever its form was."""

    stations: tuple[RawRow, ...] = ()
    departments: tuple[RawRow, ...] = ()
    people: tuple[RawRow, ...] = ()
    groups: tuple[RawRow, ...] = ()


@dataclass(frozen=True, slots=True)
class BadRow:
    """A mistake: in which row, in which column, and why. Account ids are never repeated here."""

    where: str
    column: str
    why: str


class DirectoryError(Exception):
    """Every mistake found; nothing of the file was applied."""

    def __init__(self, rows: tuple[BadRow, ...]) -> None:
        super().__init__("\n".join(bad_row(row.where, row.column, row.why) for row in rows))
        self.rows = rows


@dataclass(frozen=True, slots=True)
class StationEntry:
    row: RawRow
    code: str
    name: str
    township: str
    areas: tuple[str, ...]
    hours: str
    telephone: str
    is_active: bool


@dataclass(frozen=True, slots=True)
class DepartmentEntry:
    row: RawRow
    code: str
    name: str
    aliases: tuple[str, ...]
    matters: tuple[str, ...]
    keywords: tuple[str, ...]
    level: str
    form: str
    is_active: bool


@dataclass(frozen=True, slots=True)
class PersonEntry:
    """`accounts` are (namespace, account id)."""

    row: RawRow
    name: str
    roles: tuple[Role, ...]
    station: str | None
    department: str | None
    congress: str
    district: str
    duties: tuple[str, ...]
    accounts: tuple[tuple[str, str], ...]
    is_active: bool

    @property
    def likeness(self) -> "Likeness":
        return Likeness(self.name, frozenset(self.roles), self.station, self.department)


@dataclass(frozen=True, slots=True)
class Likeness:
    """By what a person without a known account is recognised."""

    name: str
    roles: frozenset[Role]
    station: str | None
    department: str | None


@dataclass(frozen=True, slots=True)
class GroupEntry:
    row: RawRow
    name: str
    audience: str
    channel: str
    address: str
    robot: str
    is_active: bool


@dataclass(frozen=True, slots=True)
class Entries:
    """A whole file, each row understood."""

    stations: tuple[StationEntry, ...]
    departments: tuple[DepartmentEntry, ...]
    people: tuple[PersonEntry, ...]
    groups: tuple[GroupEntry, ...]


@dataclass(frozen=True, slots=True)
class ImportReport:
    """Rows of the file, by what they did."""

    added: int
    changed: int
    unchanged: int

"""What a viewer is shown of the personal items in a case's words: whole, masked, or only that something stood there.

Slips, 查 and notices ask here; programs get the words with their placeholders. Whoever is shown a value is recorded.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from handlers.casefile import is_clerk_of, text_of, told_of
from handlers.desk import Desk
from handlers.directory import Person
from handlers.rules.case_flow import Role
from handlers.rules.no_matter import without_insults
from handlers.rules.personal import ItemKind, restore
from handlers.rules.viewing import CONTACTS, Viewer, is_for_officer_alone, masked, same, sees_whole
from storage.cases import CaseRow
from storage.vault import VaultItem


@dataclass(frozen=True, slots=True)
class Look:
    """Who looks and why; nobody in particular sees everything masked."""

    viewer: Viewer
    people: tuple[Person, ...] = ()
    why: str = ""


MASKED = Look(Viewer.OTHER)


def viewer_of(person: Person | None, case: CaseRow) -> Viewer:
    """In which capacity this person, who sees the case, looks at it."""
    if person is None:
        return Viewer.OTHER
    if case.sealed or case.taken_over_by == person.id:
        return Viewer.DUTY
    if case.department is not None and person.serves(Role.CASE_OFFICER, department=case.department):
        return Viewer.OFFICER
    return Viewer.CLERK if is_clerk_of(person, case) else Viewer.OTHER


def shown(desk: Desk, case: CaseRow, text: str, look: Look) -> str:
    """The text as these people may see it."""
    if "〔" not in text:
        return text
    return _restored(desk, text, _book(desk, case), look)


def words_for(desk: Desk, case: CaseRow, look: Look) -> str:
    """What a viewer reads of the matter: the clerk's wording, else the reporters' own, for departments without abuse."""
    if look.viewer in {Viewer.CLERK, Viewer.DUTY}:
        said = case.summary or text_of(desk, case.id)
    else:
        said = without_insults(case.summary or told_of(desk, case.id))
    text = shown(desk, case, said, look)
    return text + _contact_line(desk, case, said, look) if case.summary and look.viewer is Viewer.OFFICER else text


def _contact_line(desk: Desk, case: CaseRow, said: str, look: Look) -> str:
    """Contacts that were given and that the clerk's wording does not repeat."""
    book = _book(desk, case)
    values = {same(item.value) for item in book.items if item.placeholder in said}
    more = [item for item in book.items if item.kind in CONTACTS and book.shows(item, look.viewer)]
    left = {same(item.value): item.placeholder for item in more if same(item.value) not in values}
    return f"\n反映人联系方式：{_restored(desk, '、'.join(left.values()), book, look)}" if left else ""


@dataclass(frozen=True, slots=True)
class _Book:
    """The items of one case; `alone`: placeholders meant for the case officer alone, `given`: contacts known to be given."""

    items: tuple[VaultItem, ...]
    alone: frozenset[str]
    given: frozenset[str]

    def shows(self, item: VaultItem, viewer: Viewer) -> bool:
        alone = item.placeholder in self.alone
        is_given = item.is_given or alone or same(item.value) in self.given
        return sees_whole(viewer, ItemKind(item.kind), is_given=is_given, for_officer_alone=alone)


def _book(desk: Desk, case: CaseRow) -> _Book:
    items = tuple(desk.store.vault.items_of(case.id))
    return _Book(
        items,
        alone=_for_officer_alone(desk, case),
        given=frozenset(same(item.value) for item in items if item.is_given),
    )


def _for_officer_alone(desk: Desk, case: CaseRow) -> frozenset[str]:
    """Everything that somebody wrote who also wrote 只给承办人."""
    pieces = desk.store.opinions.fragments_of(case.id)
    writers = {piece.report_id for piece in pieces if is_for_officer_alone(piece.text)}
    own = " ".join(piece.text for piece in pieces if piece.report_id in writers)
    return frozenset(f"〔{part.split('〕')[0]}〕" for part in own.split("〔")[1:])


def _restored(desk: Desk, text: str, book: _Book, look: Look) -> str:
    values, seen = {}, []
    for item in book.items:
        if item.placeholder not in text:
            continue
        is_whole = book.shows(item, look.viewer)
        values[item.placeholder] = item.value if is_whole else masked(ItemKind(item.kind), item.placeholder, item.value)
        seen += [item.id] if is_whole else []
    _record(desk, seen, look)
    return restore(text, values)


def _record(desk: Desk, seen: Iterable[int], look: Look) -> None:
    ids = tuple(seen)
    for person in look.people:
        desk.store.vault.looked(ids, person_id=person.id, why=look.why, now=desk.now)

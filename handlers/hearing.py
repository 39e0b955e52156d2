"""What an engine on this machine heard in a recording: a help for who listens; words only when it was sure.

Whatever it heard, a person still listens (需听录音), and what may be danger is told at once.
"""

from typing import Any

from handlers import notify
from handlers.casefile import keep, told_of
from handlers.desk import Desk
from handlers.pieces import columns_of_words, place_of_complaint
from handlers.rules.look_first import look
from handlers.rules.personal import cut
from handlers.words import media as words
from storage.cases import CaseRow
from storage.media import MediaRow


def heard(desk: Desk, media_id: int, text: str, confidence: float, *, least: float) -> None:
    """Kept beside the recording without personal items. Below `least` it never counts as anybody's words."""
    row = desk.store.media.find(media_id)
    if row is None or not text.strip():
        return
    desk.store.media.heard(media_id, cut(text).text, confidence)
    case = desk.store.cases.get(row.case_id)
    looks = () if case.sealed or case.human_first else look(text)
    if looks:
        threatens = any(one.threatens_life for one in looks)
        changes = {"human_first": True} | ({"urgency": "critical"} if threatens else {})
        desk.store.cases.change(case, changes)
        told = words.listen_at_once(case.number)
        for clerk in notify.clerks_of(desk, case):
            notify.tell_person(desk, clerk, told, case_id=case.id, files=(row,))
    elif confidence >= least and not case.sealed:
        _counts(desk, case, row, text)


def _counts(desk: Desk, case: CaseRow, row: MediaRow, text: str) -> None:
    """As if the platform had recognised it: it fills in what no typed word has said."""
    piece = next(one for one in desk.store.opinions.fragments_of(case.id) if one.id == row.fragment_id)
    if piece.text:
        return
    report = desk.store.opinions.report(piece.report_id or 0)
    kept = keep(desk, case.id, text, account_id=report.account_id if report else None)
    desk.store.opinions.recognise(piece.id, kept)
    if case.department is not None:
        return
    said = told_of(desk, case.id)
    told = columns_of_words(desk, said, desk.directory.station_named_in(said)) | place_of_complaint(said)
    changes: dict[str, Any] = {name: told[name] for name in told if name != "urgency" and not getattr(case, name)}
    desk.store.cases.change(case, changes)

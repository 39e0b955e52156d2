"""What can be pressed under a message about a case, and the facts a card shows beside it."""

from collections.abc import Sequence
from datetime import date

from handlers.desk import Desk
from handlers.words import buttons as words
from handlers.words.suggestions import BOTH_RATED
from storage.cases import CaseRow

Buttons = tuple[tuple[str, str], ...]
Facts = tuple[tuple[str, str], ...]
MOST_SUGGESTED = 3
REFERRED = "转送"
_VERDICTS = ("满意", "基本满意", "不满意")


def for_clerk(
    desk: Desk, number: str, suggested: Sequence[str], *, must_listen: bool, look_first: bool, is_accepted: bool = False
) -> Buttons:
    """受理, 交办 to each of the likeliest, 其他, 不受理; what may not be dispatched yet is taken over or listened to first."""
    first = (words.TAKE_OVER,) if look_first else () if is_accepted else (words.ACCEPT_CASE,)
    may_go = not (must_listen or look_first)
    to = [_to(desk, code) for code in suggested[:MOST_SUGGESTED]] if may_go else []
    other = (words.OTHER if to else words.DISPATCH,) if may_go else ()
    return _about(number, (*first, *to, *other, words.REJECT))


def next_for_clerk(desk: Desk, case: CaseRow) -> Buttons:
    """After 受理 or 接手, for who works by pressing."""
    if case.status not in {"review", "to_dispatch"}:
        return ()
    is_accepted = case.status == "to_dispatch"
    look_first = case.human_first and case.taken_over_by is None
    return for_clerk(
        desk,
        case.number,
        case.suggested,
        must_listen=case.needs_listening,
        look_first=look_first,
        is_accepted=is_accepted,
    )


def again_for_clerk(desk: Desk, number: str, suggested: Sequence[str]) -> Buttons:
    """Of a case that comes back and can no longer be refused."""
    to = [_to(desk, code) for code in suggested[:MOST_SUGGESTED]]
    return _about(number, (*to, words.OTHER if to else words.DISPATCH))


def for_officer(number: str) -> Buttons:
    return _about(number, (words.ACCEPT, words.RETURN, words.EXTEND))


def next_for_officer(number: str, *, may_return: bool) -> Buttons:
    """After 签收, for who works by pressing."""
    return _about(number, (*((words.RETURN,) if may_return else ()), words.EXTEND))


def for_redo(number: str) -> Buttons:
    return _about(number, (words.ACCEPT, words.EXTEND))


def for_reviewer(number: str) -> Buttons:
    return _about(number, (words.RELEASE, words.SEND_BACK))


def for_raters(case: CaseRow) -> Buttons:
    """Of an opinion the result is rated; of a suggestion its process apart from it."""
    choices = BOTH_RATED if case.kind == "suggestion" else tuple(zip(_VERDICTS, _VERDICTS, strict=True))
    return tuple((label, f"{said} {case.number}") for label, said in choices)


def case_facts(number: str, *, department: str = "", station: str = "", due: date | None = None) -> Facts:
    """编号, 单位, 联络站, 期限: those that are known."""
    named = {"编号": number, "单位": department, "联络站": station, "期限": due.isoformat() if due else ""}
    return tuple((name, value) for name, value in named.items() if value)


def _to(desk: Desk, code: str) -> tuple[str, str]:
    """Courts and party bodies are not charged but written to in their own way."""
    department = desk.directory.departments[code]
    if department.form == REFERRED:
        return words.refer(department.name, department.aliases)
    return words.dispatch(department.name, department.aliases)


def _about(number: str, pressed: Sequence[tuple[str, str]]) -> Buttons:
    return tuple((label, command.format(number=number)) for label, command in pressed)

"""附议: a deputy supports a matter of their station; from then on they are told and asked like whoever raised it."""

from handlers import notify
from handlers.casefile import about, meant, root_of, take
from handlers.desk import Desk, Turn
from handlers.rules.case_flow import Role, Step
from handlers.rules.errors import AlreadyDone, Missing
from handlers.words import supporting as words
from storage.cases import CaseRow


def support(turn: Turn, desk: Desk) -> None:
    """附议 12, with or without a reason; of a case that was merged it is the one handled for it."""
    case = root_of(desk, meant(turn, desk, Step.SUPPORT))
    with about(case):
        if case.kind == "suggestion":
            raise Missing(step=Step.SUPPORT, what="cosign_instead")
        _check_new(turn, desk, case)
    remark = turn.command.rest if turn.command else ""
    take(turn, desk, case, Step.SUPPORT, note=remark)
    desk.store.opinions.add_report(
        {
            "case_id": case.id,
            "home_case_id": case.id,
            "account_id": turn.speaker.account_id,
            "person_id": turn.speaker.person_id,
            "role": Role.DEPUTY.value,
            "is_supporter": True,
            "reported_at": desk.now,
            "last_fragment_at": desk.now,
        }
    )
    deputies = sum(row.is_supporter for row in notify.reporters_of(desk, case))
    desk.say(turn, words.supported(case.number, case.title), case_id=case.id)
    told = notify.dispatcher_of(desk, case) if case.department else notify.clerks_of(desk, case)
    notify.tell_staff(desk, told, words.supported_for_staff(case.number, case.title, deputies, remark), case)


def _check_new(turn: Turn, desk: Desk, case: CaseRow) -> None:
    """Whoever raised the matter need not support it; and once is enough."""
    own = desk.store.opinions.report_of_any(case.id, turn.speaker.account_id, turn.speaker.person_id)
    if own is not None and own.is_supporter:
        raise AlreadyDone(step=Step.SUPPORT)
    if own is not None:
        raise Missing(step=Step.SUPPORT, what="own_matter")

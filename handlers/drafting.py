"""写建议, 转为建议, 改建议, 提交建议: a deputy's own words become a 代表建议; an opinion it is made of keeps its own life."""

from dataclasses import replace

from handlers import cosigning, notify
from handlers.buttons import for_clerk
from handlers.casefile import about, check, keep, meant, root_of, take, text_of, today
from handlers.desk import Desk, Turn
from handlers.directory import TOWN
from handlers.filing import First, Opened, put_on_file
from handlers.filing import Reporter as Raised
from handlers.persons import Person
from handlers.pieces import columns_of_words, piece_of
from handlers.rules.case_flow import Role, Status, Step
from handlers.rules.errors import AlreadyDone, Missing, NotYours
from handlers.rules.personal import cut
from handlers.rules.speech import hear
from handlers.rules.suggestions import Draft, Unfit, is_bill, is_checked, of_opinion, read_draft, stored, unfit
from handlers.words import suggestions as words
from storage.cases import CaseRow

SUGGESTION = "suggestion"


def draft(turn: Turn, desk: Desk) -> None:
    """写建议 标题｜案由｜建议."""
    said = turn.command.rest if turn.command else ""
    written = read_draft(said)
    if is_bill(turn.message.text.split("｜")[0]):
        desk.say(turn, words.BILL)
    elif not said:
        desk.say(turn, words.HOW)
    elif unfit(said) is Unfit.SECRET:
        desk.say(turn, words.SECRET)
    else:
        opened = _open(turn, desk, written)
        _show(turn, desk, desk.store.cases.get(opened.id))


def convert(turn: Turn, desk: Desk) -> None:
    """转为建议 12: a case of its own, linked; the deputy writes what is to be done."""
    case = root_of(desk, meant(turn, desk, Step.CONVERT))
    check(turn, desk, case, Step.CONVERT)
    with about(case):
        if case.kind == SUGGESTION:
            raise Missing(step=Step.CONVERT, what="already_suggestion")
        if desk.store.suggestions.made_from(case.id, turn.speaker.person_id or 0) is not None:
            raise AlreadyDone(step=Step.CONVERT)
    written = of_opinion(case.title, case.summary or text_of(desk, case.id))
    opened = _open(turn, desk, written, made_of=case)
    take(turn, desk, case, Step.CONVERT, note=opened.number)
    desk.say(turn, words.converted(case.number, case.title), case_id=opened.id)
    _show(turn, desk, desk.store.cases.get(opened.id))


def _open(turn: Turn, desk: Desk, written: Draft, *, made_of: CaseRow | None = None) -> Opened:
    person = _deputy(turn)
    piece = replace(piece_of(turn, desk, said=written.wording), kind="text", media=())
    in_town = person.congress in TOWN
    columns = _columns(desk, written, piece.text) | {
        "kind": SUGGESTION,
        "status": Status.COLLECTING.value,
        "station": person.station if in_town else None,
        "for_commission": not in_town,
    }
    note = made_of.number if made_of else ""
    first = First(Step.DRAFT, Role.DEPUTY, person.id, turn.speaker.account_id, note)
    opened = put_on_file(desk, piece, columns, first, [Raised(turn.speaker.account_id, person.id, Role.DEPUTY)])
    desk.store.suggestions.add(
        {
            "case_id": opened.id,
            "lead_id": person.id,
            "congress": person.congress,
            "from_case": made_of.id if made_of else None,
        }
    )
    return opened


def _deputy(turn: Turn) -> Person:
    if turn.speaker.person is None:
        raise NotYours(step=Step.DRAFT)
    return turn.speaker.person


def _columns(desk: Desk, written: Draft, kept: str) -> dict[str, object]:
    """What the words decide, but for the title, which is the deputy's but for personal items, and the urgency, which is the law's."""
    learnt = columns_of_words(desk, kept, None)
    return {name: learnt[name] for name in ("nature", "category", "suggested", "suggested_words")} | {
        "title": cut(written.title).text
    }


def written_in(desk: Desk, case: CaseRow) -> Draft:
    """The suggestion as it stands."""
    return stored(case.title, text_of(desk, case.id))


def _show(turn: Turn, desk: Desk, case: CaseRow) -> None:
    """The draft whole, with everything that stands in its way."""
    written = written_in(desk, case)
    asks = [words.lacking(written.lacks, case.number)] if written.lacks else []
    doubt, matters = unfit(written.wording), _matters(desk, written)
    asks += [words.doubtful(doubt)] if doubt else []
    asks += [words.several(case.number, matters)] if len(matters) > 1 else []
    buttons = (("提交", f"提交建议 {case.number}"),) if not written.lacks else ()
    desk.say(turn, words.drafted(case.number, written, asks), buttons=buttons, case_id=case.id)


def _matters(desk: Desk, written: Draft) -> tuple[str, ...]:
    """一事一议 asks about what is to be done; what led to it may be many things."""
    return hear(written.proposal, desk.directory.gazetteer).matters if written.proposal else ()


def revise(turn: Turn, desk: Desk) -> None:
    """改建议 12 …; who had agreed to sign is asked about the new words."""
    case = meant(turn, desk, Step.REVISE_DRAFT)
    said = turn.command.rest if turn.command else ""
    check(turn, desk, case, Step.REVISE_DRAFT)
    with about(case):
        if not said:
            raise Missing(step=Step.REVISE_DRAFT, what="text")
        if unfit(said) is Unfit.SECRET:
            raise Missing(step=Step.REVISE_DRAFT, what="secret_draft")
    _reword(turn, desk, case, read_draft(said, written_in(desk, case)))
    case = desk.store.cases.get(case.id)
    cosigning.ask_anew(desk, case, text_of(desk, case.id))
    _show(turn, desk, case)


def _reword(turn: Turn, desk: Desk, case: CaseRow, written: Draft) -> None:
    kept = keep(desk, case.id, written.wording, account_id=turn.speaker.account_id)
    desk.store.opinions.reword(case.id, kept)
    take(turn, desk, case, Step.REVISE_DRAFT, changes=_columns(desk, written, kept))


def split_draft(turn: Turn, desk: Desk, case: CaseRow) -> None:
    """一事一议: each thing to be done becomes a draft of its own, the first keeps the number and its grounds."""
    check(turn, desk, case, Step.REVISE_DRAFT)
    written = written_in(desk, case)
    first, *others = _matters(desk, written) or ("",)
    if not others:
        with about(case):
            raise Missing(step=Step.SPLIT, what="split_nothing")
    opened = [_open(turn, desk, Draft(written.title, written.grounds, other)) for other in others]
    _reword(turn, desk, case, replace(written, proposal=first))
    cosigning.ask_anew(desk, case, text_of(desk, case.id))
    every = [(case.number, case.title), *((one.number, one.values["title"]) for one in opened)]
    desk.say(turn, words.split(every), case_id=case.id)


def submit(turn: Turn, desk: Desk) -> None:
    """提交建议 12: the deputy signs it; with 已核对 where the bot had doubts."""
    case = meant(turn, desk, Step.SUBMIT)
    check(turn, desk, case, Step.SUBMIT)
    remark = turn.command.rest if turn.command else ""
    written = written_in(desk, case)
    with about(case):
        _check_complete(desk, case, written, is_sure=is_checked(remark))
    names = cosigning.sign(desk, case)
    changes = {"received_at": desk.now, "received_on": today(desk)}
    after = take(turn, desk, case, Step.SUBMIT, to=Status.REVIEW, note="、".join(names), changes=changes)
    desk.store.suggestions.change(case.id, {"submitted_at": desk.now})
    _announce(desk, after, written, _deputy(turn).name, names)
    desk.say(turn, words.submitted(case.number, case.title, names, _reviewer(desk, case)), case_id=case.id)


def _check_complete(desk: Desk, case: CaseRow, written: Draft, *, is_sure: bool) -> None:
    if written.lacks:
        raise Missing(step=Step.SUBMIT, what="draft_lacks", detail=written.lacks)
    if is_sure:
        return
    doubt = unfit(written.wording)
    if doubt is not None:
        raise Missing(step=Step.SUBMIT, what="draft_doubt", detail=words.doubt_at_submission(doubt))
    matters = _matters(desk, written)
    if len(matters) > 1:
        raise Missing(step=Step.SUBMIT, what="draft_several", detail=str(len(matters)))


def _reviewer(desk: Desk, case: CaseRow) -> str:
    """A town deputy's suggestion goes to the 主席团 of the town, which its station's clerk serves."""
    station = desk.directory.stations.get(case.station or "")
    return f"{station.township or station.name}人大主席团" if station else "代表工委"


def _announce(desk: Desk, case: CaseRow, written: Draft, lead: str, names: list[str]) -> None:
    suggested = [desk.directory.departments[code].name for code in case.suggested]
    text = words.for_review(case.number, case.title, lead, names, written.wording, suggested)
    buttons = tuple(for_clerk(desk, case.number, case.suggested, must_listen=False, look_first=False))
    notify.tell_staff(desk, notify.clerks_of(desk, case), text, case, buttons=buttons, line=text.splitlines()[0])

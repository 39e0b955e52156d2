"""登记: somebody came to the station or telephoned. They have no account: a clerk tells them and writes down what they say."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

from handlers import notify
from handlers.announcing import announce, with_offers
from handlers.casefile import about, keep, meant, move, named, root_of, take
from handlers.contacts import WALK_IN
from handlers.danger import CONFIRM, CRISIS
from handlers.desk import Desk, Turn
from handlers.filing import First, Opened, Reporter, put_on_file
from handlers.knowledge import offers
from handlers.pieces import Piece, piece_of, understood
from handlers.ratings import VERDICTS, Said, put_verdict
from handlers.rounds import changes_for, reached, tell_outcome
from handlers.rules.case_flow import Role, Status, Step
from handlers.rules.commands import parse_command
from handlers.rules.errors import Missing, NotFromHere
from handlers.rules.look_first import Danger, Look, look, split_mixed
from handlers.rules.personal import ItemKind
from handlers.rules.walk_ins import WalkIn, read_walk_in
from handlers.words import looking as danger_words
from handlers.words import walk_ins as words
from storage.cases import CaseRow
from storage.opinions import ReportRow

_SEALED: dict[str, Any] = {
    "title": "受限件",
    "nature": None,
    "category": None,
    "suggested": [],
    "suggested_words": [],
    "human_first": True,
}
_NO_CASE = {Danger.FAVOUR: danger_words.FAVOUR, Danger.PRESSURE_ON_RATING: danger_words.PRESSED}
_WHY_SEALED = {"accusation": danger_words.ACCUSATION, "secrecy": danger_words.SECRET}


def register(turn: Turn, desk: Desk) -> None:
    """登记 张大爷 138… 内容: looked at like words of their own, and complete as it is."""
    said = read_walk_in(turn.command.rest if turn.command else "")
    if not said.matter:
        desk.say(turn, words.HOW)
        return
    looks = look(said.matter)
    sealing = next((one for one in looks if one.duty), None)
    if sealing is not None:
        _register_mixed(turn, desk, said, looks, sealing)
    elif looks and looks[0].kind in _NO_CASE:
        desk.say(turn, _NO_CASE[looks[0].kind])
    else:
        _register(turn, desk, said, looks)


def _register(turn: Turn, desk: Desk, said: WalkIn, looks: tuple[Look, ...]) -> None:
    changes: dict[str, Any] = {"human_first": bool(looks)}
    if any(one.threatens_life for one in looks):
        changes["urgency"] = "critical"
    case = _put(turn, desk, said, changes)
    if case.values.get("for_commission") and Role.COMMISSION not in turn.speaker.roles:
        desk.say(turn, words.registered_for_commission(case.number), case_id=case.id)
    else:
        _say_registered(turn, desk, said, case, looks)
    kept = desk.store.opinions.fragments_of(case.id)[0].text
    announce(desk, case.number, case.id, kept, case.values, except_person=turn.speaker.person_id)


def _say_registered(turn: Turn, desk: Desk, said: WalkIn, case: Opened, looks: tuple[Look, ...]) -> None:
    number, title = case.number, case.values["title"]
    names = [desk.directory.departments[code].name for code in case.values["suggested"]]
    buttons = [(f"交办{names[0]}", f"交办 {number} {names[0]}")] if names else [("受理", f"受理 {number}")]
    station = desk.directory.stations.get(case.values["station"] or "")
    own = turn.speaker.person.station if turn.speaker.person else None
    elsewhere = station.name if station and own and station.code != own else ""
    text = words.registered(number, title, names, has_contact=bool(said.phone), elsewhere=elsewhere)
    text, buttons = with_offers(text, buttons, number, [] if looks else offers(desk, said.matter))
    desk.say(turn, text, buttons=tuple(buttons), case_id=case.id)


def _register_mixed(turn: Turn, desk: Desk, said: WalkIn, looks: tuple[Look, ...], sealing: Look) -> None:
    """As with a voter's own words: the road stays an ordinary case, the accusation is sealed; a danger keeps it all."""
    ordinary, sealed = ("", "") if sealing.duty == CRISIS else split_mixed(said.matter, looks)
    is_mixed = bool(ordinary.strip()) and piece_of(turn, desk, said=ordinary).heard.has_matter
    _register_sealed(turn, desk, replace(said, matter=sealed) if is_mixed else said, sealing, is_alone=not is_mixed)
    if is_mixed:
        _register(turn, desk, replace(said, matter=ordinary), look(ordinary))


def _register_sealed(turn: Turn, desk: Desk, said: WalkIn, sealing: Look, *, is_alone: bool) -> None:
    """受限件: from here on only who has the duty sees it, the clerk neither."""
    duty = sealing.duty or ""
    changes = _SEALED | {"sealed": duty}
    if duty == CRISIS:
        later = desk.now + timedelta(minutes=desk.settings.confirm_minutes)
        changes |= {"urgency": "critical", "timer": CONFIRM, "timer_at": later}
    case = _put(turn, desk, said, changes)
    told = " ".join(part for part in (said.name, said.phone, said.matter) if part)
    text = danger_words.in_danger_for_duty(case.number, told) if duty == CRISIS else ""
    notify.tell_duty(desk, duty, text or danger_words.sealed_for_duty(case.number, duty), case.id)
    desk.say(turn, words.IN_DANGER if duty == CRISIS else words.sealed(_WHY_SEALED[duty], is_alone=is_alone))


def _put(turn: Turn, desk: Desk, said: WalkIn, changes: dict[str, Any]) -> Opened:
    """On file under an account of its own; name and telephone lie in the vault alone."""
    account = desk.store.people.add_account(WALK_IN, desk.store.new_name(), desk.now)
    desk.store.people.set_reachable(account.id, is_reachable=False)
    piece = piece_of(turn, desk, said=said.matter)
    name = f"〔{ItemKind.NAME.value}1〕"
    columns = understood(turn, desk, piece.text) | {
        "title": understood(turn, desk, _named(piece, said, "反映人"))["title"]
    }
    piece = replace(piece, text=_named(piece, said, name))
    speaker = turn.speaker
    role = Role.LIAISON_OFFICER if Role.LIAISON_OFFICER in speaker.roles else Role.COMMISSION
    first = First(Step.REGISTER, role, speaker.person_id, speaker.account_id)
    case = put_on_file(desk, piece, columns | changes, first, [Reporter(account.id, None, Role.VOTER)])
    counts = desk.store.vault.counts(case.id)
    phone = f"〔{ItemKind.PHONE.value}{counts.get(ItemKind.PHONE.value, 0) + 1}〕"
    contact = [(ItemKind.NAME.value, name, said.name), (ItemKind.PHONE.value, phone, said.phone)]
    kept = [one for one in contact if one[2]]
    desk.store.vault.put(case.id, account.id, kept, desk.now, given={name, phone})
    return case


def _named(piece: Piece, said: WalkIn, other: str) -> str:
    return piece.text.replace(said.name, other) if len(said.name) > 1 else piece.text


def told(turn: Turn, desk: Desk) -> None:
    """已告知 12: a clerk has told them the reply; from now on their time to rate runs."""
    case = meant(turn, desk, Step.MESSAGE)
    report = _walk_in(desk, case)
    root = root_of(desk, case)
    if root.status != Status.REPLIED or report.told_at is not None:
        with about(case):
            raise Missing(step=Step.MESSAGE, what="nothing_to_tell")
    take(turn, desk, root, Step.MESSAGE, note=words.TOLD_NOTE)
    reached(desk, report.id, was_reached=True)
    desk.say(turn, words.told(case.number, case.title), case_id=case.id)


def rate_for(turn: Turn, desk: Desk) -> None:
    """代评 12 满意: what they said on the telephone; the history names the clerk who wrote it down."""
    if turn.command is None or not turn.command.cases:
        raise Missing(step=Step.RATE, what="rate_for")
    case = named(desk, turn.speaker, turn.command.cases[0])
    with about(case):
        rated = parse_command(turn.command.rest)
        if rated is None or rated.verb not in VERDICTS or rated.cases:
            raise Missing(step=Step.RATE, what="rate_for")
        root = root_of(desk, case)
        if root.status != Status.REPLIED:
            raise NotFromHere(step=Step.RATE, status=Status(root.status))
    report = _walk_in(desk, case)
    verdict, said = VERDICTS[rated.verb], keep(desk, root.id, rated.rest)
    after = put_verdict(desk, root, report, Said(verdict, said))
    moved = move(
        desk,
        root,
        Step.RATE,
        Role.VOTER,
        to=after,
        note=words.rated_note(verdict.term, said),
        changes=changes_for(desk, root, after),
        actor_person=turn.speaker.person_id,
        actor_account=turn.speaker.account_id,
    )
    desk.say(turn, words.rated(case.number, case.title, verdict.term), case_id=case.id)
    tell_outcome(desk, moved)


def _walk_in(desk: Desk, case: CaseRow) -> ReportRow:
    """Who was registered for this case, the one not told yet first."""
    reports = desk.store.opinions.reports_of(root_of(desk, case).id)
    own = [row for row in reports if row.home_case_id == case.id] or reports
    found = [row for row in own if desk.store.people.get_account(row.account_id).namespace == WALK_IN]
    if not found:
        with about(case):
            raise Missing(step=Step.MESSAGE, what="no_walk_in")
    return min(found, key=lambda row: row.told_at is not None)

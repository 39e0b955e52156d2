"""The table of everything people can say. First match wins; who may say it stands beside it."""

from collections.abc import Callable, Mapping

import structlog

from bot.route import Route, RouteTable
from handlers import (
    answering,
    answers,
    asides,
    asking,
    attendance,
    binding,
    cards,
    cases,
    consulting,
    cosigning,
    danger,
    digests,
    dispatching,
    drafting,
    duty,
    evaluating,
    explaining,
    extending,
    group_posts,
    groups,
    handling,
    knowledge,
    linking,
    lists,
    looking,
    merging,
    my_data,
    no_matters,
    opinions,
    own_cases,
    pausing,
    people,
    permissions,
    platform_events,
    post_attaching,
    post_reviews,
    post_switch,
    posts,
    presenting,
    promises,
    publish_log,
    ratings,
    registering,
    rejecting,
    replies,
    reply_letters,
    returning,
    robot,
    signing,
    splitting,
    standing_in,
    statistics,
    supervision,
    supporting,
    talking,
    withdrawing,
)
from handlers.desk import Desk, Turn
from handlers.rules.case_flow import Role
from handlers.rules.verbs import Verb

log = structlog.get_logger("routes")
Handler = Callable[[Turn, Desk], None]

_ANYONE = frozenset(Role)
_PEOPLE = frozenset({Role.VOTER, Role.DEPUTY})
_CLERKS = frozenset({Role.LIAISON_OFFICER, Role.COMMISSION})
_COMMISSION = frozenset({Role.COMMISSION})
_DEPUTIES = frozenset({Role.DEPUTY})
_LIAISON = frozenset({Role.LIAISON_OFFICER})
_RULING = frozenset({Role.SUPERVISION, Role.COMMISSION})
_OFFICERS = frozenset({Role.CASE_OFFICER})
_HEADS = frozenset({Role.UNIT_HEAD})
_STAFF = _ANYONE - _PEOPLE
_ADMINS = frozenset({Role.ADMIN})
_REVIEWERS = frozenset({Role.COMMISSION, Role.LEADER})
_SWITCH = _REVIEWERS | _ADMINS
_INVITED = _CLERKS | {Role.DEPUTY, Role.LEADER}

COMMANDS: Mapping[Verb, tuple[frozenset[Role], Handler]] = {
    Verb.HELP: (_ANYONE, lists.show_help),
    Verb.STATUS: (_ANYONE, lists.status),
    Verb.MINE: (_ANYONE, lists.mine),
    Verb.MY_DATA: (_ANYONE, my_data.show),
    Verb.ERASE: (_ANYONE, my_data.ask_erasure),
    Verb.CONFIRM_ERASE: (_ANYONE, my_data.erase),
    Verb.HUMAN: (_ANYONE, people.call_person),
    Verb.ADD: (_PEOPLE, opinions.add),
    Verb.AGREE_WITHDRAWAL: (_DEPUTIES, withdrawing.agree),
    Verb.SUPPORT: (_DEPUTIES, supporting.support),
    Verb.DRAFT: (_DEPUTIES, drafting.draft),
    Verb.CONVERT: (_DEPUTIES, drafting.convert),
    Verb.REVISE_DRAFT: (_DEPUTIES, drafting.revise),
    Verb.SUBMIT: (_DEPUTIES, drafting.submit),
    Verb.INVITE: (_DEPUTIES, cosigning.invite),
    Verb.COSIGN: (_DEPUTIES, cosigning.agree),
    Verb.NO_COSIGN: (_DEPUTIES, cosigning.decline),
    Verb.WITHDRAW: (_PEOPLE, opinions.withdraw),
    Verb.SATISFIED: (_PEOPLE, ratings.rate),
    Verb.BASICALLY: (_PEOPLE, ratings.rate),
    Verb.DISSATISFIED: (_PEOPLE, ratings.rate),
    Verb.TWO_PART: (_PEOPLE, ratings.rate),
    Verb.CONFIRM_MEETING: (_DEPUTIES, talking.confirm),
    Verb.DENY_MEETING: (_DEPUTIES, talking.deny),
    Verb.WORKLIST: (_STAFF, lists.worklist),
    Verb.KEY_LIST: (_STAFF, supervision.key_list),
    Verb.OVERDUE: (_STAFF, lists.overdue),
    Verb.ACCEPT_CASE: (_CLERKS, cases.accept_case),
    Verb.CONSULT: (_CLERKS, consulting.consult),
    Verb.UNIT_AGREES: (_OFFICERS, consulting.agree),
    Verb.UNIT_DECLINES: (_OFFICERS, consulting.decline),
    Verb.DISPATCH: (_CLERKS | {Role.SUPERVISION}, dispatching.dispatch),
    Verb.SHARE: (_CLERKS | {Role.SUPERVISION}, dispatching.share),
    Verb.MERGE: (_CLERKS, merging.merge),
    Verb.UNMERGE: (_CLERKS, merging.unmerge),
    Verb.REJECT: (_CLERKS, rejecting.reject),
    Verb.PRESENT: (_LIAISON, presenting.present),
    Verb.LETTER: (_STAFF | _DEPUTIES, reply_letters.show),
    Verb.SIGN_OFF: (_HEADS, signing.sign_off),
    Verb.REFUSE_SIGN_OFF: (_HEADS, signing.refuse_sign_off),
    Verb.ASK_MORE: (_CLERKS, cases.ask_more),
    Verb.REFER: (_CLERKS, cases.refer),
    Verb.SUMMARISE: (_CLERKS, cases.summarise),
    Verb.MESSAGE: (_STAFF, cases.message),
    Verb.LINK: (_CLERKS, linking.link),
    Verb.TO_GROUP: (_CLERKS, group_posts.to_group),
    Verb.DAY_NOTICES: (_CLERKS, group_posts.day_notices),
    Verb.POSTED: (_CLERKS, group_posts.posted),
    Verb.SPLIT: (_CLERKS | _PEOPLE, splitting.split),
    Verb.REGISTER: (_CLERKS, registering.register),
    Verb.TOLD: (_CLERKS, registering.told),
    Verb.RATE_FOR: (_CLERKS, registering.rate_for),
    Verb.ANSWER_DIRECT: (_STAFF, answering.answer_direct),
    Verb.SAVED_ANSWERS: (_CLERKS, knowledge.show),
    Verb.SAVE_ANSWER: (_CLERKS, knowledge.save),
    Verb.DROP_ANSWER: (_CLERKS, knowledge.drop),
    Verb.CRITICAL: (_CLERKS, cases.set_urgency),
    Verb.URGENT: (_CLERKS, cases.set_urgency),
    Verb.NORMAL: (_CLERKS, cases.set_urgency),
    Verb.TAKE_OVER: (_STAFF, cases.take_over),
    Verb.RELEASE: (_CLERKS, replies.release),
    Verb.SEND_BACK: (_CLERKS | {Role.SUPERVISION}, replies.send_back),
    Verb.REMIND: (_CLERKS, supervision.remind),
    Verb.SUPERVISE: (_COMMISSION, supervision.supervise),
    Verb.EVALUATE: (_COMMISSION, evaluating.evaluate),
    Verb.SETTLE: (_COMMISSION, evaluating.settle),
    Verb.ALLOW_RETURN: (_RULING, returning.allow_return),
    Verb.REFUSE_RETURN: (_RULING, returning.refuse_return),
    Verb.REQUEST_EXTENSION: (_OFFICERS, extending.request),
    Verb.ALLOW_EXTENSION: (_RULING | _DEPUTIES, extending.allow),
    Verb.REFUSE_EXTENSION: (_RULING | _DEPUTIES, extending.refuse),
    Verb.PAUSE: (_CLERKS | _RULING, pausing.pause),
    Verb.RESUME: (_CLERKS | _RULING, pausing.resume),
    Verb.WHY: (_ANYONE, explaining.why),
    Verb.ACCEPT: (_OFFICERS, handling.accept),
    Verb.REQUEST_RETURN: (_OFFICERS, returning.request_return),
    Verb.MEET: (_OFFICERS, talking.meet),
    Verb.CONTACT: (_OFFICERS, talking.contact),
    Verb.PROGRESS: (_OFFICERS, handling.progress),
    Verb.REPLY: (_OFFICERS, handling.reply),
    Verb.KEEP_PROMISE: (_OFFICERS, handling.keep_promise),
    Verb.DUTY: (_STAFF, duty.who_today),
    Verb.STAND_IN: (_STAFF, standing_in.stand_in),
    Verb.UNBIND: (_ADMINS, binding.unbind),
    Verb.BINDINGS: (_ADMINS, binding.bindings),
    Verb.GROUPS: (_ADMINS, groups.show),
    Verb.REOPEN_GROUP: (_ADMINS, groups.reopen),
    Verb.RESUME_ROBOT: (_ADMINS | _COMMISSION, robot.resume),  # the commission is told where there is no admin
    Verb.CONFIRM_PROMISE: (_CLERKS | {Role.DEPUTY}, handling.confirm_promise),
    Verb.FIGURES: (digests.ASKED, statistics.show),
    Verb.FIGURES_BY: (digests.ASKED, statistics.show_by),
    Verb.BEHIND: (digests.ASKED, statistics.show_cases),
    Verb.TODAY: (digests.ASKED, digests.day_of),
    Verb.WEEK: (digests.ASKED, digests.week_of),
    Verb.DENY_PROMISE: (_CLERKS | {Role.DEPUTY}, promises.deny),
    Verb.STUDY: (_ANYONE, post_switch.todays_card),
    Verb.STUDY_PLAN: (_CLERKS | _REVIEWERS, posts.show_plan),
    Verb.NEW_STUDY: (_CLERKS, posts.new_study),
    Verb.NEW_NOTICE: (_CLERKS, posts.new_notice),
    Verb.REVISE_POST: (_CLERKS, posts.revise),
    Verb.PLAN_POST: (_CLERKS, posts.set_day),
    Verb.PREVIEW_POST: (_CLERKS | _REVIEWERS, posts.preview),
    Verb.DROP_POST: (_CLERKS | _REVIEWERS, posts.drop),
    Verb.ADD_FILES: (_CLERKS, post_attaching.open_card),
    Verb.DROP_FILES: (_CLERKS, post_attaching.drop_files),
    Verb.SUBMIT_POST: (_CLERKS, post_reviews.submit),
    Verb.AGREE_POST: (_REVIEWERS, post_reviews.agree),
    Verb.SEND_BACK_POST: (_REVIEWERS, post_reviews.send_back),
    Verb.CORRECT: (_CLERKS, post_switch.correct),
    Verb.PAUSE_ALL: (_SWITCH, post_switch.pause_all),
    Verb.RESUME_ALL: (_SWITCH, post_switch.resume_all),
    Verb.POSTED_BY_HAND: (_CLERKS, post_switch.posted_by_hand),
    Verb.ATTEND: (_INVITED, attendance.attend),
    Verb.ASK_LEAVE: (_INVITED, attendance.ask_leave),
    Verb.ATTENDANCE: (_CLERKS | _REVIEWERS, attendance.show_list),
    Verb.PUBLISH_LOG: (_CLERKS | _REVIEWERS, publish_log.show_log),
    Verb.PUBLISHED: (_CLERKS | _REVIEWERS, publish_log.show_month),
}


def _event(*names: str) -> Callable[[Turn, Desk], bool]:
    return lambda turn, _desk: turn.message.kind == "event" and turn.message.event in names


def _is_event(turn: Turn, _desk: Desk) -> bool:
    """A click on a menu whose key is a command is that command."""
    return turn.message.kind == "event" and turn.command is None


def _is_said_by(roles: frozenset[Role]) -> Callable[[Turn, Desk], bool]:
    return lambda turn, _desk: bool(roles & turn.speaker.roles)


def _is_command(turn: Turn, desk: Desk) -> bool:
    """A command of the table, but not this person's: for people only where a number, or nothing else, shows it is one."""
    command = turn.command
    if command is None or command.verb not in COMMANDS:
        return False
    return turn.speaker.is_staff or bool(command.cases) or not command.rest or not _speaks(turn, desk)


def _speaks(turn: Turn, _desk: Desk) -> bool:
    """Voters and deputies speak; anything of theirs that is no command is a matter, or small talk."""
    return bool(turn.speaker.roles & _PEOPLE)


def _note_warning(turn: Turn, desk: Desk) -> None:
    """In the log, too: whoever would be told may be reached through nothing but what is being suspended."""
    log.warning("platform_warns", channel=turn.message.channel, notice=turn.message.event)
    platform_events.warn(turn, desk)


def _always(_turn: Turn, _desk: Desk) -> bool:
    return True


_ROUTES: tuple[Route, ...] = (
    Route("delivered", _event("delivered"), permissions.delivered),
    Route("consented", _event("consent"), permissions.consented),
    Route("danger", danger.is_danger, danger.speak),
    Route("feedback", _event("feedback"), robot.count_feedback),
    Route("bind", binding.is_binding, binding.bind),
    Route("platform_warns", platform_events.is_warning, _note_warning),
    Route("platform_news", platform_events.is_news, people.stay_silent),
    Route("stranger", people.is_stranger, people.tell_stranger),
    Route("card_in_vain", cards.is_in_vain, cards.say_why),
    Route("left", _event("unsubscribe"), people.left),
    Route("arrived", _event("subscribe", "scan", "enter"), people.arrived),
    Route("menu", lambda turn, desk: _is_event(turn, desk) and turn.message.event == "click", lists.show_help),
    Route("event", _is_event, people.stay_silent),
    Route("report", answers.tells_instead_of_rating, opinions.report),
    Route("asked", asking.is_answered, asking.complete),
    Route("consent", looking.consents, looking.consent),
    Route("pressed", looking.is_pressed, looking.pressed),
    *(Route(verb.name.lower(), _is_said_by(roles), handler, verb) for verb, (roles, handler) in COMMANDS.items()),
    Route("not_theirs", _is_command, answers.not_theirs),
    Route("post_file", post_attaching.is_sent, post_attaching.take),
    Route("short_answer", answers.is_short, answers.short),
    Route("reason", answers.is_reason, ratings.give_reason),
    Route("own_case", own_cases.is_asked, own_cases.answer),
    Route("unknown_kind", answers.is_unknown_kind, people.unknown_kind),
    Route("look_first", looking.is_looked_at, looking.report),
    Route("no_matter", no_matters.is_no_matter, no_matters.say_so),
    Route("call", asides.is_call, asides.call),
    Route("worry", asides.is_worry, asides.reassure),
    Route("for_another", asides.is_for_another, asides.for_another),
    Route("report", _speaks, opinions.report),
    Route("linked", linking.is_asked, linking.show),
    Route("not_understood", _always, lists.did_not_understand),
)
ROUTES = RouteTable(_ROUTES)

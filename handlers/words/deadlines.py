"""What is said of last days: where they come from, how they move, and what is asked for when more time is wanted."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import groupby

from handlers.rules.deadlines import CountedDay, Due, Limit, Pause, Unit, Why
from handlers.rules.limits import LIMIT_RULES, LimitName
from handlers.rules.workdays import ONE_DAY
from handlers.words.cases import on
from handlers.words.opinions import short

__all__ = ["on"]

NO_CLOCK = "现在没有在走的期限。"
WAITS_FOR_DEPUTY, WAITS_FOR_RULING = "等领衔代表同意", "等裁定"
THEN_IN_FORCE = "起算时的规定"
_UNITS = {Unit.WORKDAYS: "个工作日", Unit.DAYS: "天", Unit.MONTHS: "个月"}
_WEEKDAYS = "一二三四五六日"
_ADDED = frozenset({Why.MADE_UP})
_SKIPPED = frozenset({Why.HOLIDAY, Why.WEEKEND})


def in_words(limit: Limit) -> str:
    return f"{limit.value}{_UNITS[limit.unit]}"


def explanation(number: str, title: str, told: Sequence[str], *, waited_days: int | None) -> str:
    waits = [f"反映人已等{waited_days}天（不因暂停、延期停算）"] if waited_days is not None else []
    return "\n".join([short(number, title), *told, *waits])


def clock_explained(
    name: LimitName,
    department: str,
    limit: Limit,
    source: str,
    last: Due,
    stood: Sequence[Pause],
    *,
    extra: str | None,
    asked: str | None,
    waits_for: str,
    is_paused: bool,
) -> str:
    rule = LIMIT_RULES[name]
    by = f"（{department}）" if department else ""
    lines = [
        f"{rule.term}{by}：{_named(last.date)}止" + ("（暂定，那一年的放假通知还没有）" if last.provisional else ""),
        f"起算：{_named(last.days[0].date)}{rule.event}，当天不算",
        f"期限：{in_words(limit)}（{source}）",
        *_days(last.days[1:]),
        *(f"暂停：{_pause(pause)}" for pause in stood if pause.days),
    ]
    if extra:
        lines.append(f"延期：同意延{in_words(Limit.parse(extra))}")
    if asked:
        lines.append(f"延期：申请{in_words(Limit.parse(asked))}，{waits_for}，原期限照走")
    if is_paused:
        lines.append("现在暂停计时，恢复以后顺延")
    return "\n".join(lines)


def _days(days: Iterable[CountedDay]) -> Iterator[str]:
    listed = list(days)
    skipped = [day for day in listed if day.why in _SKIPPED]
    added = [day for day in listed if day.why in _ADDED]
    if skipped:
        yield f"跳过：{'、'.join(_runs(skipped))}"
    if added:
        yield f"补上：{'、'.join(_runs(added))}"


def _runs(days: Sequence[CountedDay]) -> Iterator[str]:
    """Days that follow each other for one reason are told as one."""
    keyed = groupby(enumerate(days), key=lambda pair: (pair[1].date.toordinal() - pair[0], pair[1].why))
    for (_, why), group in keyed:
        run = [day.date for _, day in group]
        ends = _named(run[0]) if len(run) == 1 else f"{on(run[0])}至{on(run[-1])}"
        yield f"{ends}{why.term}"


def _pause(pause: Pause) -> str:
    last = pause.until - ONE_DAY
    until = f"至{on(last)}" if last > pause.since else ""
    return f"{on(pause.since)}{until}，{pause.days}天" + (f"（{pause.why}）" if pause.why else "")


def _named(day: date) -> str:
    return f"{on(day)}（周{_WEEKDAYS[day.weekday()]}）"


def date_for_voter(number: str, title: str, started: date, limit: Limit, last: Due) -> str:
    maybe = "，放假安排公布后可能调整" if last.provisional else ""
    return f"{short(number, title)}{on(started)}转办，期限{in_words(limit)}，最晚{on(last.date)}前答复{maybe}。"


def no_date_for_voter(number: str, title: str) -> str:
    return f"{short(number, title)}现在没有在走的期限；有结果在这里告诉您。"


# --- 延期 ----------------------------------------------------------------------------------------------------------


def extension_requested(number: str, title: str, by: date) -> str:
    return f"已申请把{short(number, title)}延到{on(by)}，等督查室或代表工委同意；同意前原期限照走。"


def extension_for_ruling(number: str, title: str, department: str, before: date, by: date, reason: str) -> str:
    return (
        f"【延期】{department}申请把{short(number, title)}从{on(before)}延到{on(by)}：{reason}\n"
        f"可发：同意延期 {number}｜不同意延期 {number} 理由"
    )


def extension_asked_of_deputy(number: str, title: str, by: date) -> str:
    return f"已申请把{short(number, title)}延到{on(by)}，先问领衔代表，代表同意后由督查室或代表工委裁定；这以前原期限照走。"


def extension_for_deputy(number: str, title: str, department: str, before: date, by: date, reason: str) -> str:
    return (
        f"{department}想把您的建议{short(number, title)}的答复从{on(before)}延到{on(by)}：{reason}\n"
        f"您同意吗？可发：同意延期 {number}｜不同意延期 {number} 理由"
    )


def extension_for_clerk(number: str, title: str, department: str, before: date, by: date, reason: str) -> str:
    return (
        f"【延期】{department}想把{short(number, title)}从{on(before)}延到{on(by)}：{reason}\n"
        f"已先问领衔代表；代表在纸上或电话里同意的，可发：同意延期 {number} 代表已同意"
    )


ON_TIME_PLEASE = "请按期答复"
DEPUTY_AGREED = "领衔代表已同意。"


def deputy_agreed(number: str, title: str) -> str:
    return f"已记下，您同意{short(number, title)}延期；督查室或代表工委裁定后告诉您新的日期。"


def deputy_declined(number: str, title: str, by: date) -> str:
    return f"已记下，您不同意{short(number, title)}延期，仍在{on(by)}前答复。"


def declined_by_deputy(number: str, title: str, by: date, reason: str) -> str:
    return f"领衔代表不同意{short(number, title)}延期，仍在{on(by)}前答复。理由：{reason}"


def extension_allowed(number: str, title: str, by: date) -> str:
    return f"已同意{short(number, title)}延期，{on(by)}前答复。"


def extension_refused(number: str, title: str, by: date, reason: str) -> str:
    return f"{short(number, title)}不同意延期，仍在{on(by)}前答复。理由：{reason}"


def of_part(department: str, told: str) -> str:
    """Of a 分办 this department's part alone."""
    return f"（{department}的部分）{told}"


def extended_for_voter(number: str, title: str, by: date) -> str:
    return f"您反映的{short(number, title)}办理需要更多时间，最晚{on(by)}前答复。"


# --- 暂停计时 ------------------------------------------------------------------------------------------------------


def paused(number: str, title: str, reason: str, until: date) -> str:
    return f"{short(number, title)}暂停计时（{reason}），最迟{on(until)}以后自动恢复；反映人等待的天数照算。"


def resumed(number: str, title: str, by: date | None) -> str:
    return f"{short(number, title)}恢复计时" + (f"，期限顺延到{on(by)}。" if by else "。")


# --- 放假通知 ------------------------------------------------------------------------------------------------------


def moved_line(number: str, title: str, term: str, before: date, after: date) -> str:
    return f"{short(number, title)} {term} {on(before)} → {on(after)}"


def moved_list(lines: Sequence[str]) -> str:
    return "\n".join([f"放假安排有更新，{len(lines)}件的期限变了：", *lines])


def moved_for_voter(number: str, title: str, after: date) -> str:
    return f"因放假安排调整，您反映的{short(number, title)}改为最晚{on(after)}前答复。"


def import_notice(year: int) -> str:
    return (
        f"{year}年的放假通知还没有导入，落在{year}年的期限都是暂定的。\n"
        f"国务院办公厅一般在11月公布；公布后请在服务器上运行：liaison calendar import {year}.ics"
    )

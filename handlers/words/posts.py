"""What is said of 每日一学 and notices, and the posts themselves."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date, time
from typing import Protocol

from handlers.rules.proofing.finding import TERMS, Finding
from handlers.words.cases import on

HOW = {
    "study": "请写：新建学习 标题｜正文｜来源（可再加｜链接｜2026-12-01｜代表）。没写对象的发机关群。",
    "notice": "请写：新建通知 标题｜正文｜对象（可再加｜活动日期：2026-12-18｜邀请，或｜发个人：张三、李四）。",
}
TITLE_TOO_LONG = "标题请写在60字以内。"
DAY_IS_OVER = "日期已经过了，请改一个今天以后的。"
PERSONAL_DATA = "里面有电话、证件号这类个人信息，请去掉再发。"
NOTHING_CHANGED = "没看到要改的；可发：改学习 12 正文：……，或 标题：……、来源：……、链接：……。"
HOW_TO_PLAN = "请写：排期 12 2026-12-01，或 排期 12 轮到再发。"
HOW_TO_CORRECT = "请写更正后的全文：更正 12 正文：……"
HOW_TO_LIST = "请写哪个月：推送名单 2026-11。"
NOBODY_TO_REVIEW = "名单里没有可以审的人：请先在名单里登记代表工委的另一位同志或领导。"
NOT_YOURS = "这条不归您审；由代表工委或领导审。"
NOT_YOUR_OWN = "自己写的要请别人审。"
PAUSED_ALREADY = "现在就是暂停的；发“恢复推送”继续。"
NOT_PAUSED = "没有暂停，照常推送。"
NOT_FOR_YOU = "每日一学是发给机关和代表的；您有事直接说就行。"
NO_CARD_TODAY = "今天没有学习内容。"
NOT_INVITED = "这条通知没有请您报名。"
NO_SUCH_ENTRY = "没有这条要发的内容。"
ENTERED_ALREADY = "这个群已经记过发出了。"
ENTERED = "记下了，已发群。"
_KINDS = {"study": "每日一学", "notice": "通知"}
_AUDIENCES = {"office": "机关", "deputies": "代表"}
_STATES = {
    "draft": "还没送审",
    "review": "等审",
    "leader": "等领导审",
    "approved": "已同意",
    "posted": "已发出",
    "dropped": "已撤下",
}
_SHOWN_FINDINGS = 8
_SHOWN_NAMES = 10
_SHOWN_LINES = 40


class Post(Protocol):
    @property
    def id(self) -> int: ...
    @property
    def kind(self) -> str: ...
    @property
    def title(self) -> str: ...
    @property
    def text(self) -> str: ...
    @property
    def source(self) -> str: ...
    @property
    def link(self) -> str: ...
    @property
    def state(self) -> str: ...
    @property
    def corrects(self) -> int | None: ...


class Listed(Protocol):
    @property
    def on_day(self) -> date: ...
    @property
    def audience(self) -> str: ...
    @property
    def post_id(self) -> int: ...
    @property
    def title(self) -> str: ...
    @property
    def reached(self) -> int: ...
    @property
    def places(self) -> int: ...


def audience(name: str) -> str:
    return _AUDIENCES.get(name, name)


def as_posted(post: Post) -> str:
    """Exactly what a group reads. A correction names the post, never what was wrong in it."""
    head = f"【更正】{post.title}，以此为准：" if post.corrects else f"【{_KINDS[post.kind]}】{post.title}"
    lines = [head, post.text]
    if post.source:
        lines.append(f"来源：{post.source}")
    if post.link:
        lines.append(post.link)
    return "\n".join(lines)


def written(number: int, title: str) -> str:
    return f"已存第{number}条《{title}》，送审同意后才发。"


def revised(number: int, title: str) -> str:
    return f"第{number}条《{title}》已改。"


def revised_again(number: int, title: str) -> str:
    return f"第{number}条《{title}》已改，原来的同意作废，要重新送审。"


def correction_written(number: int, title: str, *, leader: bool) -> str:
    who = "；涉及政治用语，要领导同意" if leader else ""
    return f"更正第{number}条《{title}》已存，同意后马上发{who}。"


def please_delete(groups: Sequence[str]) -> str:
    return f"平台不能替您撤回，请群主在{'、'.join(groups)}手工删除原来那条。" if groups else ""


def proofed(found: Sequence[Finding], lines: Sequence[str]) -> str:
    """In place: the words around, what stands there and what should."""
    if not found:
        return "\n校对没有发现问题。"
    shown = [f"· [{TERMS[one.kind]}] {_around(one, lines)}{f' → {one.right}' if one.right else ''}" for one in found]
    more = [f"……共{len(found)}处"] if len(found) > _SHOWN_FINDINGS else []
    return "\n".join([f"\n校对提示{len(found)}处，请核对：", *shown[:_SHOWN_FINDINGS], *more])


def _around(one: Finding, lines: Sequence[str]) -> str:
    line = lines[one.line - 1]
    start, end = one.column - 1, one.column - 1 + len(one.wrong)
    return f"{line[max(0, start - 4) : start]}〔{one.wrong}〕{line[end : end + 4]}"


def unknown_source(allowed: Sequence[str]) -> str:
    return f"来源不在本单位的名单里；可用：{'、'.join(allowed[:12])}。"


def no_such_day(said: str) -> str:
    return f"没有{said}这一天，请改成 2026-12-01 这样。"


def no_such_audience(said: str, towns: Sequence[str]) -> str:
    return f"没有{said}这个对象；可写：机关、代表{''.join(f'、{town}' for town in towns)}。"


def no_such_post(said: str) -> str:
    return f"没有第{said}条；发“学习计划”看有哪些。" if said else "请写第几条，例如：送审 12。"


def already_out(number: int) -> str:
    return f"第{number}条已经发出；要改请发：更正 {number} 正文：……"


def not_out(number: int) -> str:
    return f"第{number}条还没发出，直接改就行：改学习 {number} 正文：……"


def dropped(number: int, title: str) -> str:
    return f"第{number}条《{title}》已撤下，不发了。"


def day_off(number: int, day: date) -> str:
    return f"{on(day)}是休息日，不发；一定要发请写：排期 {number} {day.isoformat()} 休息日也发。"


def planned(number: int, title: str, day: date | None) -> str:
    return f"第{number}条《{title}》{f'定在{on(day)}发' if day else '按顺序轮到再发'}。"


def preview(number: int, text: str) -> str:
    return f"第{number}条发出去是这样（只有您看到）：\n{text}"


def plan_of(name: str, days: Sequence[tuple[date, Post | None]]) -> str:
    lines = [f"{on(day)} {_planned_line(post)}" for day, post in days]
    return "\n".join([f"{audience(name)}学习计划（两周）", *lines[:_SHOWN_LINES]])


def _planned_line(post: Post | None) -> str:
    return f"第{post.id}条《{post.title}》{_STATES[post.state]}" if post else "还没有内容"


def not_to_submit(number: int, state: str) -> str:
    return f"第{number}条现在是“{_STATES[state]}”，不用再送审。"


def not_in_review(number: int, state: str) -> str:
    return f"第{number}条现在是“{_STATES[state]}”，不在审。"


def numbered(posts: Sequence[Post]) -> str:
    """第12条《…》, or 第12到40条 for several."""
    if len(posts) == 1:
        return f"第{posts[0].id}条《{posts[0].title}》"
    return f"第{posts[0].id}到{posts[-1].id}条（{len(posts)}条）"


def submitted(which: str, names: Sequence[str]) -> str:
    return f"{which}已送{'、'.join(names)}审。"


def please_review_all(posts: Sequence[tuple[int, str, int, int]]) -> str:
    """`posts`: number, title, how many findings, how many files."""
    lines = [
        f"第{number}条《{title}》{f'，校对提示{slips}处' if slips else ''}{f'，附件{files}个' if files else ''}"
        for number, title, slips, files in posts
    ]
    more = [f"……共{len(lines)}条"] if len(lines) > _SHOWN_LINES else []
    return "\n".join([f"【请审】{len(posts)}条，看全文发“预览 编号”：", *lines[:_SHOWN_LINES], *more])


def please_review(number: int, text: str, to: str, day: date | None) -> str:
    when = f"，{on(day)}发" if day else ""
    return f"【请审】第{number}条，发{to}{when}：\n{text}"


def goes_to_leader(which: str) -> str:
    return f"{which}您已同意，再送领导审。"


def written_anew(number: int, title: str) -> str:
    return f"第{number}条《{title}》后来又改了，请看最新的那份再点；也可先发：预览 {number}。"


def agreed(which: str, day: date | None) -> str:
    return f"{which}已同意{f'，{on(day)}发' if day else '，到时间就发'}。"


def agreed_for_author(number: int, title: str, name: str) -> str:
    return f"第{number}条《{title}》{name}已同意发布。"


def sent_back(number: int, title: str) -> str:
    return f"第{number}条《{title}》已退回修改。"


def sent_back_for_author(number: int, title: str, name: str, reason: str) -> str:
    return f"第{number}条《{title}》{name}退回修改{f'：{reason}' if reason else '。'}"


def paused(held: int) -> str:
    more = f"，{held}条正要发的已停下" if held else ""
    return f"已全部暂停{more}；已经发出的撤不回。发“恢复推送”继续。"


def resumed(released: int) -> str:
    return f"已恢复推送{f'，停下的{released}条接着发' if released else ''}。"


def skipped(name: str, at: time) -> str:
    return f"【未推送】{audience(name)}今天{at:%H:%M}的每日一学因服务中断错过，按规定不补发。"


def posted_late(name: str, number: int, title: str, at: time) -> str:
    return f"【补发】{audience(name)}今天{at:%H:%M}的第{number}条《{title}》因服务中断晚发，现已发出。"


def nothing_to_post(name: str) -> str:
    return f"【未推送】{audience(name)}今天没有可发的学习内容；发“新建学习”补一条。"


def not_agreed_yet(name: str, number: int, title: str) -> str:
    return f"【未推送】{audience(name)}今天的第{number}条《{title}》还没审完，没有发。"


def nowhere_to_post(name: str, number: int, title: str) -> str:
    return f"【未推送】第{number}条《{title}》没有可发的群或人：名单里没有面向{audience(name)}的。"


def to_people(name: str, people: Sequence[str]) -> str:
    if not people:
        return f"不发群，逐人发给{audience(name)}。"
    more = f"等{len(people)}人" if len(people) > _SHOWN_NAMES else ""
    return f"不发群，只发给{'、'.join(people[:_SHOWN_NAMES])}{more}。"


def takes_long(number: int, title: str, groups: int, until: time, minutes: int) -> str:
    return (
        f"第{number}条《{title}》发{groups}个群，群机器人每分钟只能发这么快，"
        f"约{minutes}分钟，预计{until:%H:%M}发完；想马上停发“全部暂停”。"
    )


def please_paste(group: str, text: str, files: int) -> str:
    more = f"，连同后面的{files}个照片或附件" if files else ""
    return f"请把下面这段粘贴到微信群“{group}”{more}，发完点【已发】：\n{text}"


def gaps(days: Mapping[str, Sequence[date]]) -> str:
    lines = [f"{audience(name)}：{'、'.join(on(day) for day in missing)}" for name, missing in days.items() if missing]
    return "\n".join(["一周内还没有可发的学习内容（没有，或没审完）：", *lines])


def attending(title: str, *, attends: bool) -> str:
    return f"《{title}》已记下您{'参加' if attends else '请假'}；要改直接再点一次。"


def on_leave(title: str, name: str, reason: str) -> str:
    return f"《{title}》{name}请假{f'：{reason}' if reason else '。'}"


def attendance(title: str, coming: Sequence[str], away: Sequence[str], silent: Sequence[str]) -> str:
    rows = (("参加", coming), ("请假", away), ("未回复", silent))
    return "\n".join(
        [f"《{title}》报名", *(f"{word}{len(names)}人：{'、'.join(names) or '无'}" for word, names in rows)]
    )


def log_of_year(year: int, counts: Mapping[str, Counter[tuple[int, str]]]) -> str:
    lines = [f"{year}年推送记录"]
    for kind, found in counts.items():
        names = sorted({name for _, name in found}, key=lambda name: (name not in _AUDIENCES, name))
        for name in names:
            months = "、".join(f"{month}月{found[month, name]}" for month in range(1, 13) if found[month, name])
            total = sum(count for (_, one), count in found.items() if one == name)
            lines.append(f"推送{_KINDS[kind]}（{audience(name)}）{total}次：{months}")
    if len(lines) == 1:
        lines.append("还没有推送过。")
    return "\n".join([*lines, f"看哪一月的名单：推送名单 {year}-11"])


def log_of_month(first: date, listed: Sequence[Listed]) -> str:
    if not listed:
        return f"{first.year}年{first.month}月没有推送。"
    lines = [
        f"{on(one.on_day)} {audience(one.audience)} 第{one.post_id}条《{one.title}》送达{one.reached}/{one.places}"
        for one in listed
    ]
    more = [f"……共{len(lines)}次"] if len(lines) > _SHOWN_LINES else []
    return "\n".join([f"{first.year}年{first.month}月推送{len(lines)}次", *lines[:_SHOWN_LINES], *more])

"""What 300 cases go through in a year, drawn beforehand: who says what on which day, from the first word to the last."""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from random import Random

from handlers.rules.workdays import WorkCalendar
from tests.handlers.office import Office

CHEN, GAO, LI, SUN = "demo-chenzhiyuan", "demo-gaoming", "demo-limei", "demo-sunxiaoyun"
UNITS = {"城管局": "demo-wangqiang", "住建局": "demo-zhanglixin", "水利局": "demo-jiangtao"}
PLACES = ("西关村", "东街社区", "北关社区", "上营村", "河湾社区", "石桥村")
TROUBLES = ("路灯坏了半个月", "井盖没了", "垃圾没人清运", "路面坑洼积水")
SUGGESTIONS_EVERY = 10  # one case in so many is a deputy's suggestion
_HANDED_OVER_AFTER = (0, 0, 0, 1, 1, 2, 5)  # working days; one is the limit
_NUMBER = re.compile(r"20\d\d-\d{4}")
_LIVES = ("early", "early", "late", "never", "extended", "returned", "promised", "redone", "settled", "silent")


@dataclass
class Life:
    """One case: its lines by day, each with a word of what must be answered, and its number once it has one."""

    number: str = ""
    lines: dict[date, list[tuple[str, str, str]]] = field(default_factory=lambda: defaultdict(list))

    def live(self, office: Office, day: date) -> None:
        for who, says, hears in self.lines.get(day, ()):
            answer = office.say(who, says.replace("{}", self.number))
            assert hears in answer, f"{self.number} {who}: {says} → {answer}"
            if not self.number:
                found = _NUMBER.search(answer)
                assert found, answer
                self.number = found[0]


class _Script:
    """Writes one life, day after working day."""

    def __init__(self, life: Life, first: date, calendar: WorkCalendar) -> None:
        self.life, self.day, self.calendar = life, first, calendar

    def say(self, who: str, says: str, hears: str, *, later: int = 0) -> None:
        self.day = self.calendar.add_workdays(self.day, later)
        self.life.lines[self.day].append((who, says, hears))


def lives(count: int, year: int, calendar: WorkCalendar, chance: Random) -> Iterator[Life]:
    """They begin on working days from January to November, so that most come to their end within the year."""
    for number in range(count):
        life = Life()
        day = calendar.workday_from(date(year, 1, 5))
        script = _Script(life, calendar.add_workdays(day, number * 225 // count), calendar)
        if number % SUGGESTIONS_EVERY == 0:
            _suggestion(script, number, chance)
        else:
            _opinion(script, number, _LIVES[number % len(_LIVES)], chance)
        yield life


def _opinion(script: _Script, number: int, kind: str, chance: Random) -> None:
    voter, unit = f"visitor-{number}", list(UNITS)[number % 3]
    officer = UNITS[unit]
    place, trouble = PLACES[number % len(PLACES)], TROUBLES[number % len(TROUBLES)]
    script.say(voter, f"{place}{number + 1}组的{trouble}", "20")
    script.say(CHEN, f"交办 {{}} {unit}", "已转", later=chance.choice(_HANDED_OVER_AFTER))
    script.say(officer, "签收 {}", "已签收", later=chance.randrange(3))
    if kind == "never":
        return
    if kind == "returned":
        other = list(UNITS)[(number + 1) % 3]
        script.say(officer, f"申退 {{}} 不是我们 应为 {other}", "已申退", later=1)
        script.say(GAO, f"同意退办 {{}} {other}", "同意", later=1)
        officer = UNITS[other]
    if kind == "extended":
        script.say(officer, "延期 {} 5天 等配件", "已申请", later=4)
        script.say(GAO, "同意延期 {}", "已同意", later=2)
    _answer(script, officer, "B {} 修好" if kind == "promised" else "A 修好了", 13 if kind == "late" else 5)
    if kind == "silent":
        return
    if kind in {"redone", "settled"}:
        script.say(voter, "{} 不满意 还是坏的", "记下", later=1)
        _answer(script, officer, "A 又修了一遍", chance.choice((4, 11)))
    verdict = "不满意 没修好" if kind == "settled" else chance.choice(("满意", "基本满意"))
    script.say(voter, f"{{}} {verdict}", "记下", later=1)
    if kind == "settled":
        script.say(CHEN, "会商 {} 办结，镇里另修", "已记下", later=3)
    if kind == "promised":
        script.say(officer, "落实 {} 修好了", "等确认", later=15)
        script.say(CHEN, "确认落实 {}", "落实", later=1)


def _suggestion(script: _Script, number: int, chance: Random) -> None:
    deputy, unit = (LI, SUN)[number % 2], list(UNITS)[number % 3]
    officer = UNITS[unit]
    script.say(deputy, f"写建议 关于{number}号路的建议｜路灯坏了，夜里看不见｜请更换并定期检修路灯", "草稿")
    script.say(deputy, "提交建议 {}", "已提交")
    script.say(CHEN, f"交办 {{}} {unit}", "已转", later=chance.choice((2, 8)))
    script.say(officer, "签收 {}", "已签收", later=1)
    if number % 4 == 0:
        return
    script.say(officer, "联系代表 {} 电话 约了看现场", "已记下", later=15)
    _answer(script, officer, "A 已更换", chance.choice((20, 60)))
    script.say(deputy, f"{{}} 过程满意 结果{chance.choice(('满意', '基本满意'))}", "记下", later=3)


def _answer(script: _Script, officer: str, reply: str, later: int) -> None:
    """Given, looked at for a day or two, and let through."""
    script.day = script.calendar.add_workdays(script.day, later)
    if "{}" in reply:
        reply = reply.replace("{}", script.calendar.add_workdays(script.day, 12).isoformat())
    script.say(officer, f"答复 {{}} {reply}", "已提交")
    script.say(CHEN, "通过 {}", "已通过", later=2)


def by_day(every: list[Life]) -> Mapping[date, list[Life]]:
    found: dict[date, list[Life]] = defaultdict(list)
    for life in every:
        for day in life.lines:
            found[day].append(life)
    return found

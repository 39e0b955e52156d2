"""What is said of the duty roster: who is on duty, the morning's line to the office, days with nobody."""

from collections.abc import Iterable, Sequence
from datetime import date

_DAYS = "一二三四五六日"
NO_ROSTER = "今天的值班表还没排，急事请找代表工委。"


def day_name(day: date) -> str:
    return f"{day.month}月{day.day}日（周{_DAYS[day.weekday()]}）"


def on_duty(day: date, officers: Iterable[tuple[str, str]], leaders: Iterable[tuple[str, str]]) -> str:
    """(name, telephone), in the order in which they are called."""
    lines = [f"今天{day_name(day)}值班：{_listed(officers) or '没有排人，请找代表工委'}"]
    led = _listed(leaders)
    return "\n".join([*lines, *([f"带班领导：{led}"] if led else [])])


def morning_line(day: date, officers: Sequence[str], leaders: Sequence[str]) -> str:
    who = "、".join(officers) or "没有排人"
    led = f"，带班领导{'、'.join(leaders)}" if leaders else ""
    return f"【值班】今天{day_name(day)}：{who}{led}。电话私聊发“今天谁值班”。"


def gaps(days: Sequence[tuple[date, bool]]) -> str:
    """Days, and whether they are days off."""
    listed = "、".join(f"{day_name(day)}{'休息日' if is_off else ''}" for day, is_off in days)
    return f"【值班】一周内还没排值班员：{listed}。请补好值班表再导入。"


def _listed(people: Iterable[tuple[str, str]]) -> str:
    return "、".join(f"{name} {telephone}".strip() for name, telephone in people)

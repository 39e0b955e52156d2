"""What is said when several matters of one message are parted."""

from collections.abc import Iterable

from handlers.words.opinions import short


def _listed(cases: Iterable[tuple[str, str]]) -> str:
    return "；".join(short(number, title) for number, title in cases)


def split(cases: Iterable[tuple[str, str]], *, files_went: bool) -> str:
    where = "原话留在第一件，照片随说到的那件走。" if files_went else "照片和原话留在第一件。"
    return f"已分开办：{_listed(cases)}。{where}"


def split_for_reporter(cases: Iterable[tuple[str, str]]) -> str:
    return f"您说的几件事分开办：{_listed(cases)}。每件的结果都在这里告诉您。"


def split_for_staff(cases: Iterable[tuple[str, str]]) -> str:
    return f"【拆分】{_listed(cases)}。"


def split_from(number: str) -> str:
    return f"由{number}拆分"

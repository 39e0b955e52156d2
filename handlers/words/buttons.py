"""What stands on buttons, and the command each of them is."""

from collections.abc import Sequence

LONGEST_LABEL = 10
_DISPATCH = "交办"
_REFER = "转出"

TAKE_OVER = ("接手", "接手 {number}")
ACCEPT_CASE = ("受理", "受理 {number}")
DISPATCH = ("交办", "交办 {number}")
OTHER = ("其他单位", "交办 {number}")
REJECT = ("不受理", "不受理 {number}")
ACCEPT = ("签收", "签收 {number}")
RETURN = ("申退", "申退 {number}")
EXTEND = ("延期", "延期 {number}")
RELEASE = ("通过", "通过 {number}")
SEND_BACK = ("退改", "退改 {number}")


def dispatch(name: str, aliases: Sequence[str]) -> tuple[str, str]:
    return f"{_DISPATCH}{_fitting(name, aliases)}", f"{_DISPATCH} {{number}} {name}"


def refer(name: str, aliases: Sequence[str]) -> tuple[str, str]:
    return f"{_REFER}{_fitting(name, aliases)}", f"{_REFER} {{number}} {name}"


def _fitting(name: str, aliases: Sequence[str]) -> str:
    """The name, or where that is too long for a button the longest of its other names that fits."""
    room = LONGEST_LABEL - len(_DISPATCH)
    return name if len(name) <= room else max((alias for alias in aliases if len(alias) <= room), key=len, default=name)

"""What admins are told of groups that nothing can be posted to any more."""

from collections.abc import Sequence

_WHY = {"93000": "机器人已被删除", "93004": "机器人已被停用", "93008": "机器人已不在群里"}


def _why(code: str) -> str:
    return _WHY.get(code, f"平台拒收（{code}）")


def closed(name: str, code: str) -> str:
    return f"【群停发】“{name}”{_why(code)}，发不进去，已停发。换好地址请重新导入目录；地址没变请发“恢复群 {name}”。"


def reopened(name: str) -> str:
    return f"“{name}”已恢复，以后照常发。"


def which(names: Sequence[str]) -> str:
    return f"请发“恢复群 群名”，停发的群有：{'、'.join(names)}。" if names else "没有停发的群。"


def listed(opened: Sequence[str], shut: Sequence[tuple[str, str]]) -> str:
    lines = [f"在发的群：{'、'.join(opened) or '无'}"]
    lines += [f"停发：{name}（{_why(code)}），恢复请发“恢复群 {name}”" for name, code in shut]
    return "\n".join(lines)

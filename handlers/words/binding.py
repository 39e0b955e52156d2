"""What is said when an account becomes somebody's: a warm welcome, why a code does not work, word to the admins."""

from collections.abc import Iterable, Sequence

from handlers.rules.case_flow import Role

HOW = "请发“绑定”加8位数字，例如：绑定 12345678。数字在工作人员给您的那张纸上，扫纸上的码也行。"
WAIT = "错了5次，请过一小时再发；数字看不清就找给您这张纸的工作人员。"
BUSY = "现在错的码太多，暂时不能绑定，请过一小时再发，急的话找工作人员。"
WRONG = "这个码不对，请对着纸再发一次，例如：绑定 12345678。"
USED = "这个码已经用过了，一个码只能用一次；请找工作人员再要一个。"
EXPIRED = "这个码过期了（14天内有效），请找工作人员再要一个。"
UNDONE = "这个码已作废，请找工作人员要新的。"
NOT_IN_OFFICE = "这个码的主人现在不在名单里，请找工作人员。"
NOT_YOURSELF = "自己的绑定请另一位管理员来解除，免得您自己进不来。"
WHOM = "请写解除谁的绑定，例如：解除绑定 李梅。"
UNBOUND_SELF = "您的账号已由管理员解除绑定；您反映过的事照样有回音。要重新绑定请找工作人员要新的码。"

# What to try first, by role; the first that fits.
_TRY = (
    (Role.LIAISON_OFFICER, "发“待办”看等您处理的件，发“帮助”看全部。"),
    (Role.COMMISSION, "发“待办”看等您处理的件，发“帮助”看全部。"),
    (Role.CASE_OFFICER, "发“待办”看单位手上的件，发“帮助”看全部。"),
    (Role.UNIT_HEAD, "发“待办”看单位手上的件，发“帮助”看全部。"),
    (Role.SUPERVISION, "发“待办”看等裁定的件，发“帮助”看全部。"),
    (Role.LEADER, "发“逾期”看逾期的件，发“帮助”看全部。"),
    (Role.DEPUTY, "有事直接说，打字、语音、照片都行；发“我的件”看进度。"),
    (Role.ADMIN, "发“绑定名单”看谁绑好了，发“帮助”看全部。"),
)


def welcome(name: str, what: str, roles: Iterable[Role]) -> str:
    held = frozenset(roles)
    advice = next((text for role, text in _TRY if role in held), "发“帮助”看能发什么。")
    return f"{name}，您好！绑好了，您是{what}，以后就用这个账号。试试：{advice}"


def already(name: str) -> str:
    return f"{name}，您已经绑好了，不用再绑，直接用就行。"


def taken(owner: str, admins: Sequence[str]) -> str:
    ask = f"管理员{'、'.join(admins)}" if admins else "工作人员"
    return f"这个账号已经是{owner}的，一个账号只归一个人；请用您自己的手机，或请{ask}先解除绑定。"


def told_admin(name: str, what: str, channel: str, unbind: str) -> str:
    return f"【绑定】{name}（{what}）在{channel}绑好了。不对请发“解除绑定 {unbind}”。"


def guessing(channel: str) -> str:
    return f"【绑定】{channel}一小时内错的绑定码太多，可能有人在试码，这里的绑定停一小时。"


def unbound(name: str, channels: Sequence[str]) -> str:
    return f"已解除{name}的绑定（{'、'.join(channels)}）。本人已告知；名单文件里写着的账号，下次导入会再绑上。"


def not_bound(name: str) -> str:
    return f"{name}没有绑定的账号，不用解除。"


def bindings(bound: Sequence[tuple[str, str, str]], unbound_names: Sequence[str]) -> str:
    """Name, what, channels."""
    lines = [f"已绑定（{len(bound)}人）", *(f"{name}（{what}）：{channels}" for name, what, channels in bound)]
    if unbound_names:
        lines.append(f"未绑定（{len(unbound_names)}人）：{'、'.join(unbound_names)}")
    return "\n".join(lines)

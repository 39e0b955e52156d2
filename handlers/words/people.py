"""What people of the directory are called: their role, their place, the channel they use."""

from collections.abc import Iterable

from handlers.rules.case_flow import Role

ROLE_TERMS = {
    Role.VOTER: "选民",
    Role.DEPUTY: "人大代表",
    Role.LIAISON_OFFICER: "联络站工作人员",
    Role.COMMISSION: "代表工委",
    Role.SUPERVISION: "政府督查室",
    Role.CASE_OFFICER: "承办单位经办人",
    Role.UNIT_HEAD: "承办单位负责人",
    Role.LEADER: "领导",
    Role.SECRECY_OFFICER: "保密员",
    Role.ADMIN: "管理员",
    Role.SYSTEM: "系统",
}
CHANNELS = {"wecom": "企业微信", "official_account": "公众号", "webchat": "网页聊天"}


def role_names(roles: Iterable[Role]) -> str:
    held = frozenset(roles)
    return "、".join(term for role, term in ROLE_TERMS.items() if role in held)


def channel_name(namespace: str) -> str:
    return CHANNELS.get(namespace, namespace)


def no_such_person(said: str) -> str:
    return f"名单里没有“{said}”，请写全名；不清楚就发“绑定名单”或问代表工委。"


def which_person(said: str, found: Iterable[str]) -> str:
    return f"有几位“{said}”：{'、'.join(found)}。请连单位一起写，例如：{next(iter(found), said)}。"

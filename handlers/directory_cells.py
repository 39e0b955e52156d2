"""Reads the cells of one directory row: text, lists, choices, yes and no, accounts; mistakes are collected, not raised."""

import re
from collections.abc import Collection, Mapping, Sequence

from handlers.directory_content import BadRow, RawRow
from handlers.rules.case_flow import Role
from handlers.words import directory_rows as words

ROLES: Mapping[str, str] = {
    "代表": Role.DEPUTY,
    "人大代表": Role.DEPUTY,
    "联络站工作人员": Role.LIAISON_OFFICER,
    "联络员": Role.LIAISON_OFFICER,
    "专职人大秘书": Role.LIAISON_OFFICER,
    "代表工委": Role.COMMISSION,
    "政府督查室": Role.SUPERVISION,
    "督查室": Role.SUPERVISION,
    "承办单位经办人": Role.CASE_OFFICER,
    "经办人": Role.CASE_OFFICER,
    "承办单位负责人": Role.UNIT_HEAD,
    "负责人": Role.UNIT_HEAD,
    "领导": Role.LEADER,
    "保密员": Role.SECRECY_OFFICER,
    "管理员": Role.ADMIN,
    **{role.value: role for role in Role if role not in {Role.VOTER, Role.SYSTEM}},
}
DUTIES = {
    "检举控告": "accusation",
    "涉密": "secrecy",
    "危机": "crisis",
    "accusation": "accusation",
    "secrecy": "secrecy",
    "crisis": "crisis",
}
FORMS = {form: form for form in ("交办", "函转", "转送", "不得交办")}
NAMESPACES = {
    "企业微信": "wecom",
    "公众号": "official_account",
    "网页聊天": "webchat",
    "wecom": "wecom",
    "official_account": "official_account",
    "webchat": "webchat",
}
CHANNELS = {
    "群机器人": "wecom_group",
    "企业微信群": "wecom_group",
    "网页聊天": "webchat",
    "微信群": "assisted",
    "assisted": "assisted",
    "wecom_group": "wecom_group",
    "webchat": "webchat",
}
AUDIENCES = {"代表": "deputies", "机关": "office"}
LEVELS = {"县": "county", "县级": "county", "乡镇": "town", "镇": "town", "街道": "town", "市": "city", "村": "village"}
YES_OR_NO = {"是": True, "否": False, "true": True, "false": False, "1": True, "0": False, "在任": True, "离任": False}

_BETWEEN = re.compile(r"[、，,；;\n]")
_ACCOUNT = re.compile(r"(\S+?)(?:\s*[:：=]\s*|\s+)(\S.*)")


class Cells:
    """One row being read. What cannot be read becomes a BadRow and an empty value."""

    def __init__(self, row: RawRow, faults: list[BadRow]) -> None:
        self.row = row
        self._faults = faults

    def fault(self, column: str, why: str) -> None:
        self._faults.append(BadRow(self.row.where, self.row.headings.get(column, column), why))

    def refuse_unknown(self, known: Collection[str]) -> None:
        for column in self.row.cells:
            if column not in known:
                self.fault(column, words.UNKNOWN_COLUMN)

    def text(self, column: str, limit: int = 200, *, required: bool = False) -> str:
        said = self._plain(column, self.row.cells.get(column))
        if required and not said:
            self._miss(column)
        if len(said) > limit:
            self.fault(column, words.too_long(limit))
        return said

    def key(self, column: str, *, required: bool = False) -> str:
        """A code: people type it and QR codes carry it, so it is one word."""
        said = self.text(column, 40, required=required)
        if re.search(r"\s", said):
            self.fault(column, words.HAS_SPACE)
        return said

    def many(self, column: str) -> tuple[str, ...]:
        value = self.row.cells.get(column)
        if isinstance(value, list):
            found: Sequence[str] = [self._plain(column, part) for part in value]
        elif isinstance(value, dict | bool):
            self.fault(column, words.NOT_LIST)
            found = ()
        else:
            found = split_list(self._plain(column, value))
        return tuple(dict.fromkeys(part for part in found if part))

    def choice(self, column: str, choices: Mapping[str, str], default: str = "") -> str:
        said = self.text(column, required=not default)
        if not said:
            return default
        return next(iter(self._chosen(column, (said,), choices)), default)

    def choices(self, column: str, choices: Mapping[str, str], *, required: bool = False) -> tuple[str, ...]:
        said = self.many(column)
        if required and not said:
            self._miss(column)
        return tuple(dict.fromkeys(self._chosen(column, said, choices)))

    def yes(self, column: str) -> bool:
        """True unless the row says no."""
        value = self.row.cells.get(column)
        said = str(value).strip().lower() if value is not None else ""
        if said and said not in YES_OR_NO:
            self.fault(column, words.NOT_YES_OR_NO)
        return YES_OR_NO.get(said, True)

    def accounts(self) -> tuple[tuple[str, str], ...]:
        """From `accounts`, a table or words, and from columns of one namespace each, `accounts.wecom`."""
        found = list(self._accounts_cell())
        for namespace in dict.fromkeys(NAMESPACES.values()):
            column = f"accounts.{namespace}"
            found += [(column, namespace, account) for account in self.many(column)]
        for column, _, account in found:
            if re.search(r"\s", account):
                self.fault(column, words.HAS_SPACE)
        return tuple(dict.fromkeys((namespace, account) for _, namespace, account in found))

    def _accounts_cell(self) -> list[tuple[str, str, str]]:
        value = self.row.cells.get("accounts")
        if isinstance(value, dict):
            pairs = [(str(key), one) for key, given in value.items() for one in _as_list(given)]
        else:
            pairs = [_account_pair(part) for part in self.many("accounts")]
        found = []
        for said, account in pairs:
            namespace = NAMESPACES.get(said.strip().lower())
            if namespace is None or not isinstance(account, str | int):
                self.fault("accounts", words.NOT_ACCOUNTS)
            elif str(account).strip():
                found.append(("accounts", namespace, str(account).strip()))
        return found

    def _miss(self, column: str) -> None:
        """What was there but could not be read has been named already."""
        place = (self.row.where, self.row.headings.get(column, column))
        if place not in {(fault.where, fault.column) for fault in self._faults}:
            self.fault(column, words.REQUIRED)

    def _chosen(self, column: str, said: Sequence[str], choices: Mapping[str, str]) -> list[str]:
        for word in said:
            if word not in choices:
                self.fault(column, words.not_among(word, tuple(choices)))
        return [choices[word] for word in said if word in choices]

    def _plain(self, column: str, value: object) -> str:
        """A sheet turns a code of digits into a number; a list or a table is no text."""
        if value is None:
            return ""
        if isinstance(value, list | dict | bool):
            self.fault(column, words.NOT_TEXT)
            return ""
        return str(int(value) if isinstance(value, float) and value.is_integer() else value).strip()


def split_list(said: str) -> list[str]:
    """At 、，；, and ; but not inside brackets: 房屋质量（漏水；裂缝） is one matter."""
    parts, depth = [""], 0
    for character in said:
        depth = max(0, depth + (character in "（(") - (character in "）)"))
        if not depth and _BETWEEN.match(character):
            parts.append("")
        else:
            parts[-1] += character
    return [part.strip() for part in parts if part.strip()]


def _as_list(value: object) -> list[object]:
    if isinstance(value, list):
        return value
    return [] if value is None else [value]


def _account_pair(said: str) -> tuple[str, object]:
    match = _ACCOUNT.fullmatch(said)
    return (match[1], match[2]) if match else (said, None)

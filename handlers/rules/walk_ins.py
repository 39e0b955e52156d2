"""What a clerk types of somebody without WeChat: a name, a telephone, and the matter, in whatever order they come."""

import re
from dataclasses import dataclass

from handlers.rules.personal import ItemKind, cut

_APART = re.compile(r"[\s,，、;；:：|｜]+")
_LABEL = re.compile(r"(?:联系)?(?:电话|手机)(?:号码?|是|为)?[:：\s]*$|(?:姓名|来访人|反映人)[:：\s]*")
_LONGEST_NAME = 6
_TELLS = re.compile(r"村|路|街|社区|坏|没|不|停|漏|堵|请|问")


@dataclass(frozen=True, slots=True)
class WalkIn:
    """Empty where nothing was said of it."""

    name: str = ""
    phone: str = ""
    matter: str = ""


def read_walk_in(said: str) -> WalkIn:
    """张大爷 138… 内容; the telephone parts the name from the matter where it stands between them."""
    phone = next((item.value for item in cut(said).items if item.kind is ItemKind.PHONE), "")
    before, after = said.split(phone, 1) if phone else (said, "")
    front = [part for part in _APART.split(_LABEL.sub("", before)) if part]
    behind = after.strip(" \t,，、;；:：|｜。")
    if not front:
        return WalkIn("", phone, behind)
    if behind and _is_name(front[0]):
        return WalkIn(front[0], phone, " ".join([*front[1:], behind]))
    if behind:
        return WalkIn("", phone, f"{before.strip()} {behind}")
    return _without_words_behind(front, phone)


def _without_words_behind(front: list[str], phone: str) -> WalkIn:
    """The name first, as usual, or last, just before the telephone."""
    if len(front) > 1 and _is_name(front[0]):
        return WalkIn(front[0], phone, " ".join(front[1:]))
    if len(front) > 1 and phone and _is_name(front[-1]):
        return WalkIn(front[-1], phone, " ".join(front[:-1]))
    if phone and _is_name(front[0]):
        return WalkIn(front[0], phone, "")
    return WalkIn("", phone, " ".join(front))


def _is_name(word: str) -> bool:
    return len(word) <= _LONGEST_NAME and not _TELLS.search(word)

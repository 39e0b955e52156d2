"""The kinds of personal items that are cut out of what people write, and one item as it was found."""

from dataclasses import dataclass
from enum import StrEnum


class ItemKind(StrEnum):
    IDENTITY = "身份证"
    PHONE = "电话"
    CARD = "银行卡"
    PLATE = "车牌"
    ADDRESS = "住址"
    WECHAT = "微信号"
    MAIL = "邮箱"
    HEALTH = "病情"
    MINOR = "未成年人"
    NAME = "姓名"  # of somebody who was registered, or who gave it as their own; other names stay in the words


@dataclass(frozen=True, slots=True)
class Found:
    """Where in a text an item stands."""

    kind: ItemKind
    start: int
    end: int

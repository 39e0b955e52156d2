"""What may stand in braces in the texts of a letter of reply (答复函), and how it is filled in."""

import re
from collections.abc import Mapping

FIELDS = (
    "单位", "大会", "编号", "立案编号", "标题", "类别", "类别说明", "代表", "领衔代表", "内容", "承诺日期", "日期", "年",
    "经办人", "电话", "抄送",
)  # fmt: skip
_PLACE = re.compile(r"\{([^{}]*)\}")


def unknown_fields(text: str) -> list[str]:
    """What stands in braces and is none of FIELDS."""
    return [name for name in dict.fromkeys(_PLACE.findall(text)) if name not in FIELDS]


def filled(text: str, values: Mapping[str, str]) -> str:
    """Every known field by its value; what is not known stays as it was written."""
    return _PLACE.sub(lambda place: values.get(place[1], place[0]), text)

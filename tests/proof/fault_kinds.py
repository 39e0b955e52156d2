"""Every kind of message that goes out over HTTP, one row each, for the table of faults."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

ALLOWED = "tpl-question"
SECOND = "二：这是后一条。"
LONG = "".join(f"第{number}处路灯已经修好，请大家放心走夜路。" for number in range(1, 100))
BUTTONS = (("签收", "签收 2026-0012"), ("申退", "申退 2026-0012"))
CASE = "一：2026-0012《西关村涵洞塌陷》"


@dataclass(frozen=True, slots=True)
class Kind:
    """`calls` are those it takes when nothing goes wrong, `uploads` those of them that nobody sees.

    `media` is the kind of file it carries; `shown` is how what people see of it begins. `late`: the 48 hours are over.
    """

    channel: str
    text: str
    shown: str = "一："
    calls: int = 1
    uploads: int = 0
    media: str = ""
    late: bool = False
    purpose: str = "notice"
    more: Mapping[str, Any] = field(default_factory=dict)

    @property
    def messages(self) -> int:
        return self.calls - self.uploads

    @property
    def is_group(self) -> bool:
        return self.channel == "wecom_group"


def _account(text: str, **more: Any) -> Kind:
    return Kind("official_account", text, **more)


def _app(text: str, **more: Any) -> Kind:
    return Kind("wecom_app", text, **more)


def _group(text: str, **more: Any) -> Kind:
    return Kind("wecom_group", text, **more)


RATING = (("满意", "满意 12"), ("不满意", "不满意 12"))
DUTY = "一：**今日值班**赵敏。"
ARTICLES = (("一：代表法", "第一条", "https://npc.example/1", ""),)
KINDS: Mapping[str, Kind] = {
    "answer": _account("一：收到，编号2026-0012。", purpose="answer", more={"rank": 0}),
    "words": _account("一：路灯修好了。"),
    "menu": _account("一：对结果满意吗？", more={"buttons": RATING}),
    "pieces": _account(f"一：{LONG}", calls=3),
    "template": _account("一：城市管理局答复，路灯已经全部更换，线路检修过了。", late=True, purpose="reply"),
    "subscription": _account("一：请补充是哪一盏路灯，在哪个路口，何时坏的。", late=True, purpose="question"),
    "app_answer": _app(f"{CASE}已受理。", purpose="answer", more={"rank": 0}),
    "app_notice": _app(f"{CASE}请抓紧办理。"),
    "app_words": _app("一：有一位选民想和您说话。"),
    "app_markdown": _app("一：**待办** 2026-0012", purpose="list", more={"form": "markdown"}),
    "app_card": _app(f"{CASE}\n塌了半边", more={"buttons": BUTTONS}),
    "app_long_card": _app(f"{CASE}\n{LONG[:1500]}", calls=4, more={"buttons": BUTTONS}),
    "app_change": _app("已签收", shown="已签收", purpose="card"),
    "app_image": _app("", shown="[image]", calls=2, uploads=1, media="photo"),
    "app_voice": _app("", shown="[voice]", calls=2, uploads=1, media="voice"),
    "app_file": _app("", shown="[file]", calls=2, uploads=1, media="file"),
    "group_words": _group("一：今日值班赵敏。"),
    "group_markdown": _group(DUTY, more={"form": "markdown"}),
    "group_pieces": _group(f"一：{LONG}", calls=3),
    "group_news": _group("", more={"articles": ARTICLES}),
    "group_image": _group("", shown="（图片）", media="photo"),
    "group_file": _group("", shown="（文件）", calls=2, uploads=1, media="file"),
}

"""What the 公众号 tells afterwards: whether a template or subscription message arrived, and which ones somebody allows."""

from dataclasses import dataclass

from bot.channels.xml import Fields

ARRIVED = "success"
_ID_LIMIT = 100
_CONSENTS = frozenset({"subscribe_msg_popup_event", "subscribe_msg_change_event"})


@dataclass(frozen=True, slots=True)
class Report:
    """As the fields of an Inbound; all empty where an event is something else."""

    event: str = ""
    task: str = ""
    choice: str = ""
    scene: str = ""


def read_report(name: str, fields: Fields) -> Report:
    event = name.lower()
    if event == "templatesendjobfinish":
        return Report("delivered", fields.get("MsgID", "")[:_ID_LIMIT], fields.get("Status", "")[:_ID_LIMIT].strip())
    if event == "subscribe_msg_sent_event":
        row = fields.lists[0] if fields.lists else {}
        is_sent = row.get("ErrorCode", "") == "0"
        choice = ARRIVED if is_sent else row.get("ErrorStatus", "") or "failed"
        return Report("delivered", row.get("MsgID", "")[:_ID_LIMIT], choice[:_ID_LIMIT])
    if event in _CONSENTS:
        return Report("consent", scene=" ".join(_consent(row) for row in fields.lists))
    return Report()


def _consent(row: dict[str, str]) -> str:
    word = "accept" if row.get("SubscribeStatusString", "") == "accept" else "reject"
    return f"{word}:{row.get('TemplateId', '')[:_ID_LIMIT]}"

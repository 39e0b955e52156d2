"""What the robot (智能机器人) says, as JSON: the same for the answer to a callback, its long connection and a response_url."""

from bot.channels.base import CardChange, Outbound
from bot.channels.capabilities import CAPABILITIES
from bot.channels.forms import headed, plain
from bot.channels.passive import cut

NAME = "wecom_aibot"
TEXT_LIMIT = 20480
Body = dict[str, object]

_CAN = CAPABILITIES[NAME]
_KIND = "button_interaction"
_FACTS, _NAME_CHARS, _VALUE_CHARS = 6, 5, 26
_LABEL_CHARS = 10
_FIRST, _OTHER, _GREY = 1, 2, 4  # how a button looks; none can be switched off, but one looks as if it were


def stream(stream_id: str, content: str, *, is_finished: bool = True) -> Body:
    """An answer in the place that the message itself keeps open."""
    return {
        "msgtype": "stream",
        "stream": {"id": stream_id, "finish": is_finished, "content": cut(content, TEXT_LIMIT)},
    }


def welcome(content: str) -> Body:
    return {"msgtype": "text", "text": {"content": cut(content, TEXT_LIMIT)}}


def message_of(message: Outbound) -> Body:
    """What is said unasked: markdown, which plain words are too; or a card, if something can be pressed."""
    if message.buttons:
        return {"msgtype": "template_card", "template_card": card(message)}
    return {"msgtype": "markdown", "markdown": {"content": cut(message.text, TEXT_LIMIT)}}


def card(message: Outbound) -> Body:
    """Words and buttons that fit (forms.py). A button's key is its command, which is believed only if it is one of the row's own."""
    buttons = [
        {"text": button.label, "style": _FIRST if place == 0 else _OTHER, "key": button.command}
        for place, button in enumerate(message.buttons)
    ]
    return _card(message.key, plain(message.text), message.facts, buttons)


def changed_card(change: CardChange) -> Body:
    """The answer to a press: the whole card anew, with one button that looks spent; a second press of it does nothing."""
    title, _ = headed(change.title, _CAN)
    text = f"{title}\n{change.text}" if change.text else change.title
    button = {"text": change.label[:_LABEL_CHARS], "style": _GREY, "key": change.button[1]}
    whole = _card(change.task, text, change.facts, [button])
    return {"response_type": "update_template_card", "template_card": whole}


def _card(task: str, text: str, facts: tuple[tuple[str, str], ...], buttons: list[Body]) -> Body:
    title, below = headed(text, _CAN)
    shown = [{"keyname": name[:_NAME_CHARS], "value": value[:_VALUE_CHARS]} for name, value in facts[:_FACTS] if value]
    made: Body = {"card_type": _KIND, "task_id": task, "main_title": {"title": title}, "button_list": buttons}
    if below:
        made["sub_title_text"] = below[: _CAN.shown_chars]
    if shown:
        made["horizontal_content_list"] = shown
    return made

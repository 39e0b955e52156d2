"""Template cards of the WeCom app (模板卡片, button_interaction): as they are sent, and as they look once pressed."""

from collections.abc import Mapping
from datetime import datetime

from bot.channels.base import CardChange, Delivery, Outbound
from bot.channels.capabilities import CAPABILITIES
from bot.channels.forms import headed, plain
from bot.channels.xml import cdata

_CAN = CAPABILITIES["wecom_app"]
_KIND = "button_interaction"
_FACTS, _NAME_CHARS, _VALUE_CHARS = 6, 5, 30
_LABEL_CHARS = 10
_FIRST, _OTHER = 1, 2  # how a button looks: the first one stands out


def template_card(message: Outbound) -> dict[str, object]:
    """Words and buttons that fit (forms.py). A button's key is its command, which is believed only if it is one of the row's own."""
    title, below = headed(plain(message.text), _CAN)
    card: dict[str, object] = {"card_type": _KIND, "task_id": message.key, "main_title": {"title": title}}
    if below:
        card["sub_title_text"] = below
    if message.facts:
        card["horizontal_content_list"] = [
            {"keyname": name, "value": value} for name, value in shown_facts(message.facts)
        ]
    card["button_list"] = [
        {"text": button.label, "style": _FIRST if place == 0 else _OTHER, "key": button.command}
        for place, button in enumerate(message.buttons)
    ]
    return card


def shown_facts(facts: tuple[tuple[str, str], ...]) -> list[tuple[str, str]]:
    return [(name[:_NAME_CHARS], value[:_VALUE_CHARS]) for name, value in facts[:_FACTS] if value]


def changed_card(delivery: Delivery, change: CardChange, now: datetime) -> str:
    """The answer to a press: the card itself, its buttons replaced by what was done."""
    head = (
        f"<ToUserName>{cdata(delivery.sender)}</ToUserName><FromUserName>{cdata(delivery.to)}</FromUserName>"
        f"<CreateTime>{int(now.timestamp())}</CreateTime>"
    )
    label = cdata(change.label[:_LABEL_CHARS])
    if not change.text:
        button = f"<Button><ReplaceName>{label}</ReplaceName></Button>"
        return f"<xml>{head}<MsgType><![CDATA[update_button]]></MsgType>{button}</xml>"
    return f"<xml>{head}<MsgType><![CDATA[update_template_card]]></MsgType><TemplateCard>{_whole(change, label)}</TemplateCard></xml>"


def _whole(change: CardChange, label: str) -> str:
    title, _ = headed(change.title, _CAN)
    facts = "".join(
        f"<HorizontalContentList>{_element('KeyName', name)}{_element('Value', value)}</HorizontalContentList>"
        for name, value in shown_facts(change.facts)
    )
    text, key = change.button
    button = f"<ButtonList>{_element('Text', text)}<Style>{_OTHER}</Style>{_element('Key', key)}</ButtonList>"
    return (
        f"{_element('CardType', _KIND)}<MainTitle>{_element('Title', title)}</MainTitle>"
        f"{_element('SubTitleText', change.text)}{facts}{button}<ReplaceText>{label}</ReplaceText>"
    )


def _element(name: str, text: str) -> str:
    return f"<{name}>{cdata(text)}</{name}>"


def change_payload(message: Outbound, agent_id: int) -> Mapping[str, object]:
    """For the platform's API: the buttons of an earlier card make way for a word, at the price of its response_code."""
    return {
        "userids": [message.account],
        "agentid": agent_id,
        "response_code": message.ticket,
        "button": {"replace_name": message.text[:_LABEL_CHARS]},
    }

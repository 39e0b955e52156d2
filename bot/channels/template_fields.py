"""What stands in the fields of a 模板消息 or 订阅通知: each kind of field has its own limit, and the platform refuses what is beyond it (47003).

Pure. A field's kind is its name without the number behind: thing3 is a `thing`.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

ONCE, ALWAYS = "subscribe_once", "subscribe_always"
_OTHER_CHARS = 200  # old templates (first, keyword1, remark) name no limit
_CHARS = {"thing": 20, "name": 10, "const": 20, "phone_number": 17, "car_number": 8, "character_string": 32}
_CHARS |= {"number": 32, "letter": 32, "symbol": 5, "phrase": 5, "time": 40, "date": 40, "amount": 20}
_HAN = re.compile(r"[^\u4e00-\u9fff]")
_NOT_ASCII = re.compile(r"[^\x21-\x7e]")
_NOT_DIGIT = re.compile(r"[^0-9.]")
_ONLY: Mapping[str, Callable[[str], str]] = {
    "phrase": lambda value: _HAN.sub("", value),
    "character_string": lambda value: _NOT_ASCII.sub("", value),
    "number": lambda value: _NOT_DIGIT.sub("", value),
    "phone_number": lambda value: _NOT_ASCII.sub("", value),
}
_EMPTY = {"phrase": "已更新", "character_string": "-", "number": "0", "phone_number": "-"}
_OWN_CASE = re.compile(r"^(?:您反映的|关于)?20\d\d-\d{4,}(?:《[^》]*》)?[，,：:、]?\s*")
_PLACE = re.compile(r"\{(number|title|text|date|time)\}")


@dataclass(frozen=True, slots=True)
class Template:
    """One template of the account. `kind`: template, subscribe_once (one message a tap) or subscribe_always."""

    id: str
    kind: str
    fields: Mapping[str, str]
    url: str = ""

    @property
    def needs_consent(self) -> bool:
        return self.kind in (ONCE, ALWAYS)


def filled(template: Template, text: str, facts: Mapping[str, str]) -> tuple[dict[str, str], bool]:
    """The fields, and whether all the words are in one of them: what is cut must be told in another way."""
    known = {**facts, "text": brief(text)}
    meant = {
        name: _PLACE.sub(lambda place: known.get(place[1], ""), pattern) for name, pattern in template.fields.items()
    }
    values = {name: fitted(name, value) for name, value in meant.items()}
    is_whole = any("{text}" in pattern and values[name] == meant[name] for name, pattern in template.fields.items())
    return values, is_whole


def fitted(name: str, value: str) -> str:
    """A value that this kind of field takes."""
    kind = name.rstrip("0123456789")
    said = _ONLY.get(kind, str)(" ".join(value.split()))
    most = _CHARS.get(kind, _OTHER_CHARS)
    if len(said) > most:
        said = said[:most] if kind in _ONLY else f"{said[: most - 1]}…"
    return said or _EMPTY.get(kind, "无")


def brief(text: str) -> str:
    """The words without the case's own name in front, which has fields of its own."""
    return " ".join(_OWN_CASE.sub("", text, count=1).split())

"""Cards as the WeCom client shows them: who has which, what may be pressed, and the codes that change them once, for 72 hours."""

import itertools
import re
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

CODE_HOURS = 72
_TASK_SHAPE = re.compile(r"[0-9A-Za-z_\-@]{1,128}")
_codes = itertools.count(1)
_LIMITS = {"main_title.title": 36, "main_title.desc": 44, "sub_title_text": 160, "source.desc": 20}


@dataclass(slots=True)
class ShownCard:
    """One card on one person's screen. `label` is grey and stands for the buttons, once somebody put it there."""

    userid: str
    task: str
    title: str
    text: str
    facts: dict[str, str]
    buttons: dict[str, str]  # label -> key
    label: str = ""

    @property
    def words(self) -> str:
        facts = [f"{name}：{value}" for name, value in self.facts.items()]
        return "\n".join(part for part in (self.title, self.text, *facts) if part)


@dataclass(slots=True)
class CardDeck:
    """All cards of one app. `now` is the platform's own clock, as far as a test has moved it."""

    cards: list[ShownCard] = field(default_factory=list)
    now: timedelta = timedelta()
    _codes: dict[str, tuple[ShownCard, timedelta]] = field(default_factory=dict)

    def deal(self, userid: str, card: dict[str, Any]) -> str | int:
        """A new card; the code that changes it, or the platform's error number."""
        trouble = trouble_of(card)
        if trouble or any(one.task == card["task_id"] for one in self.cards):
            return trouble or 42014
        facts = {one["keyname"]: one["value"] for one in card.get("horizontal_content_list", ())}
        buttons = {button["text"]: button["key"] for button in card["button_list"]}
        title, text = card["main_title"].get("title", ""), card.get("sub_title_text", "")
        shown = ShownCard(userid, card["task_id"], title, text, facts, buttons)
        self.cards.append(shown)
        return self.new_code(shown)

    def new_code(self, card: ShownCard) -> str:
        code = f"RC-{next(_codes)}"
        self._codes[code] = card, self.now + timedelta(hours=CODE_HOURS)
        return code

    def change(self, code: str, label: str) -> bool:
        """By the API: False for a code that is unknown, spent or too old."""
        card, until = self._codes.pop(code, (None, timedelta()))
        if card is None or self.now >= until:
            return False
        card.label = label
        return True

    def of(self, userid: str, *words: str, label: str = "") -> ShownCard | None:
        """This person's latest card with these words, which has this button or shows this label; None while there is none."""
        for card in reversed(self.cards):
            is_meant = card.userid == userid and all(word in card.words for word in words)
            if is_meant and (not label or label in card.buttons or label == card.label):
                return card
        return None


def trouble_of(card: dict[str, Any]) -> int:
    """0, or why the platform will not have this card."""
    if card["card_type"] != "button_interaction" or not _TASK_SHAPE.fullmatch(card["task_id"]):
        return 42014
    for path, most in _LIMITS.items():
        value: Any = card
        for name in path.split("."):
            value = value.get(name, "") if isinstance(value, dict) else ""
        if len(value) > most:
            return 40058
    facts, buttons = card.get("horizontal_content_list", []), card["button_list"]
    too_long = [one for one in facts if len(one["keyname"]) > 5 or len(one["value"]) > 30]
    bad = [one for one in buttons if not 0 < len(one["text"]) <= 10 or not 0 < len(one["key"].encode()) <= 1024]
    return 40058 if too_long or bad or len(facts) > 6 or not 1 <= len(buttons) <= 6 else 0

"""The kinds of danger a person looks at first (先看), and the shape of the rule that recognises one."""

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from handlers.rules.quick_pattern import quick


class Danger(StrEnum):
    """Strongest first: what threatens life now stands before what may only be handled wrongly."""

    SELF_HARM = "self_harm"
    VIOLENCE = "violence"
    GAS = "gas"
    FIRE = "fire"
    CHEMICAL = "chemical"
    COLLAPSE = "collapse"
    FLOOD = "flood"
    MISSING_OR_TRAPPED = "missing_or_trapped"
    FOOD_POISONING = "food_poisoning"
    MINOR_HURT = "minor_hurt"
    SECRET = "secret"
    ACCUSATION = "accusation"
    CROWD = "crowd"
    RUMOUR = "rumour"
    RELIGION = "religion"
    ETHNIC = "ethnic"
    ELECTION = "election"
    COURT = "court"
    PRESSURE_ON_RATING = "pressure_on_rating"
    FAVOUR = "favour"


@dataclass(frozen=True)
class Rule:
    """`triggers` are plain words without one of which the kind need not be looked for; `figures` are words that only
    sound like it and are taken out before `pattern` is tried. Both are compiled when a trigger is first heard: all at once
    they take half a second."""

    kind: Danger
    triggers: tuple[str, ...]
    told: str
    only_sounds_like_it: str

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        return quick(self.told)

    @cached_property
    def figures(self) -> re.Pattern[str]:
        return quick(self.only_sounds_like_it)


def near(most: int) -> str:
    """Up to so many characters of the same sentence."""
    return rf"[^。！!？?；;\n]{{0,{most}}}?"


def rule(kind: Danger, triggers: str, pattern: str, *, figures: str = r"(?!)") -> Rule:
    return Rule(kind, tuple(triggers.split()), pattern, figures)


# 笑死, 累死了: nobody dies of these
EXAGGERATED = (
    r"[笑累热冷冻吵烦急愁堵臭脏饿渴困贵坑气丑乐黑挤晒闷烫难爱恨想疼痒忙穷羡嫌]死(?:了|我|人|个人|你们?|这|那|啦|他|它|得|在路上)|"
    r"难[受看闻走]?死|要死要活|死[角板机守扣命结党活]|死胡同|死路一条|死[鱼鸡鸭猪树狗猫苗]|半死不活|老死不相|气炸|炸了?锅|要命的|生死|死亡(?:证|证明|时间)|死面|装死|该死"
)

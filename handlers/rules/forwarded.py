"""Forwarded talk pasted in: who said it and when is dropped, what they said is kept, and how many spoke is counted."""

import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Forwarded:
    """`said` is the problem without nicknames and times; `speakers` is how many people spoke of it."""

    said: str
    speakers: int


_HEAD = re.compile(
    r"^\s*(?:[【\[「]?[^\n：:]{0,20}聊天记录[】\]」]?[：:]?|[-—=─]{3,}.*|以下(?:是|为)?(?:转发|聊天).{0,12}|\[?转发\]?)\s*$"
)
_DATE = (
    r"(?:(?:20[0-9]{2}[-/.年])?[0-9]{1,2}[-/.月][0-9]{1,2}日?|昨天|前天|今天|星期[一二三四五六日天]|周[一二三四五六日])"
)
_TIME = r"(?:凌晨|早上|上午|中午|下午|晚上)?\s*[0-9]{1,2}[:：][0-9]{2}(?:[:：][0-9]{2})?\s*(?:AM|PM|am|pm)?"
_WHEN = rf"(?:{_DATE}\s*(?:{_TIME})?|{_TIME})"
_NAME = r"(?P<name>[^\s：:，,。！!？?；;、\[\]【】（）()<>《》][^\n：:，,。！!？?；;、\[\]【】<>《》]{0,15}?)"
_ONLY_WHEN = re.compile(rf"^\s*{_WHEN}\s*$")
_TIMED = re.compile(rf"^\s*{_NAME}\s*[（(\[]?\s*{_WHEN}\s*[）)\]]?\s*[：:]?(?:$|(?<=[：:])\s*(?P<rest>.*)$)")
_COLON = re.compile(rf"^\s*{_NAME}\s*[：:](?![0-9/])\s*(?P<rest>.*)$")
# 地点：西关村 is a form that somebody filled in, no talk
_LABEL = re.compile(
    r"(?:.*(?:地点|地址|住址|位置|时间|日期|问题|事由|事项|事情|姓名|名字|电话|手机|号码|方式|诉求|要求|希望|反映|反映人|建议|情况|原因|"
    r"标题|主题|内容|补充|编号|附件|备注|说明|现状|目前|结果|身份证|单位|村|镇|小区|例如|比如|注意|另外|总之|其一|其二|第.|如下|以下|几点|想问|请问|"
    r"您好|你好|领导好?|大家好|好|此致|谢谢))|[0-9一二三四五六七八九十]+|https?"
)
_LEAST_TURNS = 2


@dataclass(slots=True)
class _Talk:
    speakers: dict[str, None]
    said: list[str]
    turns: int = 0
    has_head: bool = False
    begins_otherwise: bool = False


def forwarded(text: str) -> Forwarded | None:
    """None for anything that is no pasted talk: at least two turns of a talk, or its heading and one."""
    if "\n" not in text:
        return None
    talk = _Talk({}, [])
    for line in text.splitlines():
        _read(line, talk)
    is_talk = talk.turns >= (1 if talk.has_head else _LEAST_TURNS) and not (talk.begins_otherwise and not talk.has_head)
    said = "\n".join(line for line in talk.said if line)
    return Forwarded(said, len(talk.speakers)) if is_talk and said else None


def problem_of(text: str) -> str:
    """The words that tell the matter: those of pasted talk without its frame, any other text as it is."""
    found = forwarded(text)
    return found.said if found else text


def _read(line: str, talk: _Talk) -> None:
    if _HEAD.match(line):
        talk.has_head = True
    elif not _ONLY_WHEN.match(line):
        talk.said.append(_turn(line, talk))


def _turn(line: str, talk: _Talk) -> str:
    """The words of a line; who speaks is noted when the line begins a turn."""
    begins = _TIMED.match(line) or _COLON.match(line)
    if begins is None or _LABEL.fullmatch(begins["name"].strip()):
        talk.begins_otherwise |= bool(line.strip()) and not talk.turns
        return line.strip()
    talk.speakers[begins["name"].strip()] = None
    talk.turns += 1
    return (begins["rest"] or "").strip()

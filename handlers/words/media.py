"""How photos, recordings and files of a case are named in a notice: what it is, and where to see it."""

from collections.abc import Sequence

TERMS = {"photo": "照片", "voice": "语音", "video": "视频", "file": "文件"}
MOST = 9
NOT_YET = "还在从微信取回，请过一分钟再点开。"
LOST = "没有取到，可能已过期。请直接问反映人再要一次。"
UNSURE = "机器听写（不一定对，以录音为准）："


def term_of(kind: str) -> str:
    return TERMS.get(kind, TERMS["file"])


def numbered(kinds: Sequence[str]) -> list[str]:
    """照片1, 照片2, 语音1: each kind counted by itself."""
    counts: dict[str, int] = {}
    named = []
    for kind in kinds:
        term = term_of(kind)
        counts[term] = counts.get(term, 0) + 1
        named.append(f"{term}{counts[term]}")
    return named


def line(name: str, url: str) -> str:
    return f"{name} {url}"


def lost(name: str) -> str:
    return f"{name}没有取到"


def more(count: int) -> str:
    return f"还有{count}个没有列出"


def listen_at_once(number: str) -> str:
    return f"【先看】{number}的录音里像有紧急或敏感的话（机器听写，不一定对），请马上听，听后接手。"


def heard(text: str) -> str:
    return f"{UNSURE}{text}"

"""What is said of pictures and attachments of 每日一学 and notices."""

from collections.abc import Sequence

from handlers.words import media

WHICH_CARD = "收到了，先放着。要配给哪一条？已有的发：配图 12；新写的直接发“新建学习”，半小时内会自动带上。"
_STATES = {"waiting": "（正在取回）", "lost": "（没有取到）"}


def listed(files: Sequence[tuple[str, str, str]]) -> str:
    """`files`: kind, title, state."""
    if not files:
        return ""
    numbered = media.numbered([kind for kind, _, _ in files])
    named = [
        f"{f'《{title}》' if title else term}{_STATES.get(state, '')}"
        for term, (_, title, state) in zip(numbered, files, strict=True)
    ]
    return f"附：{'、'.join(named)}"


def changed(number: int, title: str, files: str, *, again: bool) -> str:
    what = files or "没有附件了"
    return f"第{number}条《{title}》{what}。{'原来送审的作废，要重新送审。' if again else ''}"


def opened(number: int, title: str) -> str:
    return f"第{number}条《{title}》：请发照片或文件，半小时内发来的都加到这一条。"


def for_card(number: int) -> str:
    return f"配给第{number}条"


def too_many(most: int) -> str:
    return f"一条最多带{most}个照片和附件；要换请先发：去掉附件 编号。"


def no_such_file(number: int, count: int) -> str:
    return f"第{number}条{f'只有{count}个附件' if count else '没有附件'}。"


def on_their_way(which: str) -> str:
    return f"{which}的照片或附件还在取回，请过一分钟再送审。"


def lost(kind: str, title: str, post: int | None, *, is_taken: bool) -> str:
    which = f"第{post}条的" if post is not None else "刚才的"
    what = f"《{title}》" if title else media.TERMS.get(kind, media.TERMS["file"])
    if is_taken:
        return f"{which}{what}没有取到，已从里面去掉，请重发一次。"
    return f"{which}{what}不能用，已从里面去掉：只收照片、PDF、Word、Excel、PPT，带宏的不收。"


def elsewhere(count: int) -> str:
    return f"（另有{count}个照片或附件，这里发不了，请在群里看。）"

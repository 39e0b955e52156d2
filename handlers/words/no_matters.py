"""What is said of things that are no matter of the office's: one respectful sentence each; and of what was answered before."""

from handlers.rules.no_matter import NoMatterKind
from handlers.words.looking import FAVOUR
from handlers.words.opinions import short

SAID: dict[NoMatterKind, str] = {
    NoMatterKind.ADVERTISING: "这里只收群众和代表的意见，不发广告；身边有要反映的事可以直接说。",
    NoMatterKind.CHAIN_LETTER: "没有核实的消息这里不转，也请先别转；您亲眼见到的事可以直接说。",
    NoMatterKind.INSULT_ONLY: "您有气可以理解，说说是在哪里、什么事，我们好替您转交。",
    NoMatterKind.TENDER_OR_FAVOUR: FAVOUR,
    NoMatterKind.BEYOND_LAW: "这个愿望法律不允许，这里和代表都帮不了；合法的办法可以打12348问，别的意见可以接着说。",
}


def told_again(number: str, title: str, department: str, reply: str, *, may_rate: bool) -> str:
    """Somebody tells again what was answered."""
    how = f"还没解决请回“不满意 {number}”加一句原因" if may_rate else "还没解决请说说现在是什么情况"
    return f"您反映过的{short(number, title)}，{department or '工作人员'}已经答复：\n{reply}\n{how}，我们接着办。"

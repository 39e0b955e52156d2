"""代表建议 as they are written: title, grounds and proposal; and what may not be one (domain §2.1)."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

_BAR = re.compile(r"\s*[｜|]\s*")
_LABEL = re.compile(
    r"(?P<title>标题|题目)|(?P<grounds>案由|事由|理由)|(?P<proposal>(?:具体)?建议(?:内容)?)(?=\s*[:：])"
)
_MARK = re.compile(r"^\s*[:：]?\s*")
_STORED = re.compile(r"案由：(?P<grounds>.*?)\n建议：(?P<proposal>.*)", re.DOTALL)
_PLACEHOLDER = re.compile(r"〔[^〕]{1,12}〕")
_TITLE_LENGTH = 40
_LEAST_PROPOSAL = 6


@dataclass(frozen=True, slots=True)
class Draft:
    """What a deputy writes. `wording` is how it is kept and read by others, the title beside it."""

    title: str = ""
    grounds: str = ""
    proposal: str = ""

    @property
    def wording(self) -> str:
        return f"案由：{self.grounds}\n建议：{self.proposal}"

    @property
    def lacks(self) -> str | None:
        """The first part that is not written yet, by its name."""
        if not self.title:
            return "标题"
        if not self.grounds:
            return "案由"
        return "建议" if len(self.proposal) < _LEAST_PROPOSAL else None


def stored(title: str, wording: str) -> Draft:
    """A draft as it was kept."""
    found = _STORED.match(wording)
    return Draft(title, found["grounds"].strip(), found["proposal"].strip()) if found else Draft(title, wording)


def read_draft(said: str, before: Draft | None = None) -> Draft:
    """标题｜案由｜建议, in this order or each by its name; `before` keeps what is not said anew.

    Without bars a new draft's words are its grounds, or its title if that is what they look like; of a draft that
    exists they are the proposal, which is what it mostly lacks.
    """
    parts = [part for part in _BAR.split(said.strip()) if part.strip()]
    if len(parts) == 1 and _label(parts[0])[0] is None:
        return _single(parts[0].strip(), before)
    draft, places = before or Draft(), iter(("title", "grounds", "proposal"))
    for part in parts:
        name, text = _label(part)
        place = name or next(places, "proposal")
        draft = replace(draft, **{place: text.strip()})
    return replace(draft, title=draft.title[:_TITLE_LENGTH])


def _single(text: str, before: Draft | None) -> Draft:
    if before is not None:
        return replace(before, proposal=text)
    is_title = text.startswith("关于") and len(text) <= _TITLE_LENGTH and "。" not in text
    return Draft(title=text) if is_title else Draft(grounds=text)


def _label(part: str) -> tuple[str | None, str]:
    head = _LABEL.match(part)
    if head is None or not re.match(r"\s*[:：]", part[head.end() :]):
        return None, part
    return head.lastgroup, _MARK.sub("", part[head.end() :], count=1)


def of_opinion(title: str, text: str) -> Draft:
    """What an opinion gives a suggestion: its matter, without anybody's personal items."""
    told = _PLACEHOLDER.sub("", text).replace("\n", "；")
    return Draft(f"关于{title}的建议"[:_TITLE_LENGTH] if title else "", told)


def is_bill(said: str) -> bool:
    """议案 are no 建议: they are put forward at the session, by ten deputies or a delegation."""
    return re.search(r"(?:的|写|提|个|件)议案", said) is not None or said.strip().endswith("议案")


class Unfit(StrEnum):
    """What is not to be taken as a 代表建议; the value is how a deputy is told of it."""

    SECRET = "涉及国家秘密的内容"
    OWN = "代表本人或亲属的个人问题"
    FORWARDED = "代转他人来信"
    ACCUSATION = "申诉、控告、检举"
    COURT = "具体案件怎么判、怎么办"
    TENDER = "招投标、中标结果"
    PRODUCT = "学术探讨或产品推介"
    COMPETITION = "妨碍公平竞争的要求"


_KIN = (
    "爱人|妻子|丈夫|老婆|老公|儿子|女儿|孩子|父亲|母亲|爸|妈|哥哥?|弟弟?|姐姐?|妹妹?|侄子|外甥|孙子|孙女|亲戚|女婿|儿媳"
)
_AFFAIR = "工作(?=[，。；、\n]|没|安排|调动|问题|$)|调动|提拔|职称|工资|退休金|养老金|低保|房产证|宅基地|拆迁款|补偿款|工伤|医药费|入学|上学|学位|户口|案子|官司"
_PATTERNS: Mapping[Unfit, re.Pattern[str]] = {
    Unfit.SECRET: re.compile(r"绝密|机密(?:件|文件|级)|国家秘密|涉密"),
    Unfit.ACCUSATION: re.compile(r"控告|检举|申诉|举报(?!电话|箱|平台|渠道|奖励|制度|途径|热线)"),
    Unfit.COURT: re.compile(
        r"改判|再审|重审|判决(?:不公|错误|有误)|撤销.{0,6}判决|[（(〔]20\d\d[)）〕].{0,10}号|(?:法院|检察院).{0,14}(?:本案|该案|此案|这个案|案件)(?:应|要|尽快|改|从)"
    ),
    Unfit.FORWARDED: re.compile(
        r"(?:代|帮|替).{0,6}(?:转交|转递|转呈|递交).{0,6}信|来信(?:如下|内容|原文)|受.{1,8}之托"
    ),
    Unfit.OWN: re.compile(rf"(?:我|本人)(?:家|自己)?的?(?:(?:{_KIN})的?)?(?:{_AFFAIR})|我(?:{_KIN})(?:想|要|没|该|应)"),
    Unfit.TENDER: re.compile(
        r"(?:让|由|给|请).{1,16}(?:公司|厂|队|企业).{0,6}(?:中标|承建|承包)|中标(?:结果|人|单位|公司).{0,8}(?:应|改|换|重)"
    ),
    Unfit.PRODUCT: re.compile(
        r"(?:推广|推荐|采购|使用|购买).{0,12}(?:我公司|我司|本公司|本厂|我厂|我们公司)|学术(?:探讨|交流)|发表论文"
    ),
    Unfit.COMPETITION: re.compile(
        r"(?:只|仅)(?:准|能|许|让).{0,8}(?:本地|本县|本市)|(?:禁止|不准|不许|限制).{0,4}外地.{0,4}(?:企业|公司|车|商)"
    ),
}


def unfit(text: str) -> Unfit | None:
    """Why these words may be no 代表建议; a pattern only asks the deputy to look again, a secret alone is not taken down."""
    return next((kind for kind, pattern in _PATTERNS.items() if pattern.search(text)), None)


def is_checked(remark: str) -> bool:
    """The deputy has looked again and stands by it."""
    return re.search(r"已?核对|已?确认|(?:就?是)?一件事", remark) is not None

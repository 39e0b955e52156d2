"""What is wrong character by character: forms that never stand in official text, wrong widths, words said twice, marks without a partner."""

import re
from collections.abc import Iterator

from handlers.rules.proofing.finding import Kind, Spot
from handlers.rules.proofing.lexicon import Lexicon

_HAN = r"[\u4e00-\u9fff]"
_WIDE = str.maketrans(",;:?!()", "，；：？！（）")
_NARROW = {
    ord(wide): ord(wide) - 0xFEE0
    for wide in "０１２３４５６７８９ＡＢＣＤＥＦＧＨＩＪＫＬＭＮＯＰＱＲＳＴＵＶＷＸＹＺａｂｃｄｅｆｇｈｉｊｋｌｍｎｏｐｑｒｓｔｕｖｗｘｙｚ％．＠"
}
_HALF_MARK = re.compile(
    rf"(?<={_HAN})[,;:?!](?!\d)|(?<=[\u4e00-\u9fff”》）])[,;:?!](?={_HAN})|(?<={_HAN})\.(?=\s*$|{_HAN})"
)
_HALF_BRACKETS = re.compile(rf"\((?=[^()\n]*{_HAN})[^()\n]*\)")
_LONE_BRACKET = re.compile(r"\((?=[^()\n]*）)|(?<=[\u4e00-\u9fff”》。])\)")
_STRAIGHT_QUOTES = re.compile(rf"\"(?=[^\"\n]*{_HAN})[^\"\n]*\"")
_STRAY_QUOTE = re.compile(rf"(?<={_HAN})['\"]|['\"](?={_HAN})")
_FULL_ALNUM = re.compile(r"[０-９Ａ-Ｚａ-ｚ％．＠]+|(?<=\\d)－(?=\\d)")
_HALF_HAN_MARK = re.compile(r"[｡､｢｣]")
_HAN_MARKS = str.maketrans("｡､｢｣", "。、「」")
_BLANK = re.compile(rf"(?<=[\u4e00-\u9fff，。；：、])(?<![条章节编])[ \u00a0]+(?={_HAN})")
_DASH_MARKS = frozenset("―—–‐－ー_-")
_DASH_FOR_ONE = re.compile(r"[―—–‐－ー_-]")
_WORDS_WITH_ONE = frozenset(
    [
        "进一",
        "统一",
        "唯一",
        "第一",
        "之一",
        "逐一",
        "万一",
        "每一",
        "任一",
        "同一",
        "专一",
        "某一",
        "另一",
        "这一",
        "那一",
        "如一",
        "单一",
        "划一",
        "不一",
        "一步",
        "一致",
        "一些",
        "一个",
        "一是",
        "一定",
        "一体",
        "一律",
        "一直",
        "一起",
        "一样",
        "一方",
        "一流",
        "一线",
        "一切",
        "一项",
        "一件",
        "一名",
        "一次",
        "一批",
        "一系",
        "一种",
        "一位",
        "一把",
        "一年",
        "一般",
        "一经",
        "一贯",
        "一如",
    ]
)
_TWICE = re.compile(rf"({_HAN}{{2,6}})\1")
_MAY_BE_TWICE = re.compile(r"^(?:一.|代表|研究|商量|讨论|考虑|[大小高深慢好多早快]+)$")
_ONE_TWICE = re.compile(
    r"的的(?![确士])|了了(?![解却然结])|(?<![现存所正潜内实自放])在在(?!建)|(?<!不)是是(?!非)|(?<![共平温])和和(?![气睦美平谐])|与与|(?<!利益)及及|被被|把把(?!关)|将将(?![军领来士])|(?<!普)并并(?!举)|(?<![针面相])对对(?!方|口|策|象|联|接|手|照|比|外)|(?<![由基对关位处等至])于于|(?<![自])已已(?!经)|会会(?!议|场|员|长|见|费)|年年(?=\\d)|月月(?=\\d)"
)
_MARK_TWICE = re.compile(r"([，、；：])\1+|。{2}(?!。)|[，、；：](?=[。，、；：])|。(?=[，、；：])")
_PAIRS = {"“": "”", "‘": "’", "（": "）", "《": "》", "〈": "〉", "【": "】", "〔": "〕", "「": "」", "『": "』"}
_CLOSING = {closing: opening for opening, closing in _PAIRS.items()}
_ITEM_NUMBER = re.compile(r"(?:^|(?<=[。；，：\s]))(?:\d{1,2}|[一二三四五六七八九十]{1,3})[）)]")


def variants(line: str, lexicon: Lexicon) -> Iterator[Spot]:
    for start, character in enumerate(line):
        right = lexicon.variants.get(character)
        if right is not None:
            yield Spot(start, character, right, Kind.LOOKALIKE)
    for match in _DASH_FOR_ONE.finditer(line):
        before, after = line[match.start() - 1 : match.start()], line[match.end() : match.end() + 1]
        begins = before not in _DASH_MARKS and f"一{after}" in _WORDS_WITH_ONE
        ends = after not in _DASH_MARKS and f"{before}一" in _WORDS_WITH_ONE
        if begins or ends:
            yield Spot(match.start(), match[0], "一", Kind.LOOKALIKE)


def widths(line: str) -> Iterator[Spot]:
    for match in _HALF_MARK.finditer(line):
        yield Spot(match.start(), match[0], "。" if match[0] == "." else match[0].translate(_WIDE), Kind.WIDTH)
    for match in _HALF_BRACKETS.finditer(line):
        yield Spot(match.start(), "(", "（", Kind.WIDTH)
        yield Spot(match.end() - 1, ")", "）", Kind.WIDTH)
    for match in _LONE_BRACKET.finditer(line):
        yield Spot(match.start(), match[0], match[0].translate(_WIDE), Kind.WIDTH)
    for match in _STRAIGHT_QUOTES.finditer(line):
        yield Spot(match.start(), '"', "“", Kind.WIDTH)
        yield Spot(match.end() - 1, '"', "”", Kind.WIDTH)
    for match in _FULL_ALNUM.finditer(line):
        yield Spot(match.start(), match[0], match[0].translate(_NARROW), Kind.WIDTH)
    for match in _HALF_HAN_MARK.finditer(line):
        yield Spot(match.start(), match[0], match[0].translate(_HAN_MARKS), Kind.WIDTH)
    for match in _BLANK.finditer(line):
        yield Spot(match.start(), match[0], "", Kind.WIDTH)


def doubled(line: str) -> Iterator[Spot]:
    for match in _TWICE.finditer(line):
        if not _MAY_BE_TWICE.match(match[1]):
            yield Spot(match.start(), match[0], match[1], Kind.DOUBLED)
    for match in _ONE_TWICE.finditer(line):
        yield Spot(match.start(), match[0], match[0][0], Kind.DOUBLED)
    for match in _MARK_TWICE.finditer(line):
        wrong = match[0] if match[1] or match[0] == "。。" else line[match.start() : match.end() + 1]
        yield Spot(match.start(), wrong, wrong[-1], Kind.DOUBLED)


def unbalanced(line: str) -> Iterator[Spot]:
    """Marks that open and do not close in the same paragraph, or the other way round; 1） and 一） number a list."""
    numbers = {match.end() - 1 for match in _ITEM_NUMBER.finditer(line)}
    waiting: list[tuple[int, str]] = []
    for place, mark in enumerate(line):
        if mark in _PAIRS:
            waiting.append((place, mark))
        elif mark in _CLOSING and place not in numbers:
            if waiting and waiting[-1][1] == _CLOSING[mark]:
                waiting.pop()
            elif waiting and (waiting[-1][1], mark) in {("“", "’"), ("‘", "”")}:
                yield Spot(place, mark, _PAIRS[waiting.pop()[1]], Kind.UNBALANCED)
            else:
                yield Spot(place, mark, "", Kind.UNBALANCED)
    for place, mark in waiting:
        yield Spot(place, mark, "", Kind.UNBALANCED)
    if sum(map(line.count, "'\"")) % 2:
        for match in _STRAY_QUOTE.finditer(line):
            yield Spot(match.start(), match[0], "", Kind.UNBALANCED)

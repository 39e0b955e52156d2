"""What a person's line asks the office to do: the word, the cases it names, and the rest exactly as typed."""

import re
from dataclasses import dataclass

from handlers.rules.case_numbers import CaseRef, Found, format_number, number_at, parse_number
from handlers.rules.numerals import chinese_int, plain
from handlers.rules.short_answers import Answer, short_answer
from handlers.rules.verbs import GRAMMAR, OF_DEPUTIES, WITH_POST_NUMBER, WORDS_THAT_NEED_A_CASE, Form, Grammar, Verb

__all__ = [
    "GRAMMAR",
    "Answer",
    "CaseRef",
    "Command",
    "Form",
    "Grammar",
    "Verb",
    "format_number",
    "likeliest_commands",
    "parse_command",
    "parse_number",
    "short_answer",
    "two_part_rating",
]


@dataclass(frozen=True, slots=True)
class Command:
    """`rest` is what followed the word and the numbers, verbatim but for outer blanks and joining marks."""

    verb: Verb
    cases: tuple[CaseRef, ...] = ()
    rest: str = ""


_LEADING = " \t\r\n\v\f。.,，、!！/\\“”\"'‘’「」『』【】[]《》<>*·…~～"
_TRAILING = _LEADING + "?？;；:："
_JOINS = re.compile(r"[\s:,、，。;；.!?]*")
_BEFORE_NUMBER = re.compile(r"[\s:,、]*")
_BETWEEN_NUMBERS = re.compile(r"\s*(?:[,、;&+/]|和|及|与|跟|并入|并到|合并到|到|至|进|入)?\s*")
_APART = re.compile(r"$|[\s,，。.、;；:：!！?？(（\[【]")
_ALONE = re.compile(_APART.pattern + r"|(?:和|及|与|跟|并入|并到|合并到|到|至|进|入|[&+/])\s*[#第0-9]")
_COURTESY = re.compile(
    r"(?:[\s,。.、;:!?~…]|谢谢|麻烦了?|辛苦了?|一下|吧|了|啊|哈|呢|件|的?(?:情况|进展|进度|结果)|(?:办得)?(?:咋样|怎么样|怎样)|到哪一?步)*$"
)
_HOTLINES = frozenset({12315, 12345, 12388, 12333, 12338, 95598, 10086, 10010, 10000})
_STATUS_BEHIND = re.compile(
    r"\s*(?:件|那件|的事|那个事)?(?:现在|办得|办的|办)?"
    r"(?:(?:咋样|怎么样|怎样|进展如何|[有出](?:结果|消息|回音|进展)|啥情况|什么情况|到哪(?:一?步|儿|里)?)了?(?:吗|呢|啊|没有?)?"
    r"|(?:办|处理|解决|修)?[好完]了?(?:吗|没有?))[\s?!.。]*$"
)
_STATUS_ALONE = frozenset({"咋样了", "怎么样了", "办得咋样了", "办得怎么样了", "查进度"})


def _spaced(word: str) -> str:
    """The word, also when typed with blanks between its characters."""
    return r"[ \t]*".join(map(re.escape, word))


def _alternation(*forms: Form) -> re.Pattern[str]:
    words = (word for grammar in GRAMMAR.values() if grammar.form in forms for word in grammar.words)
    return re.compile("|".join(f"({_spaced(word)})" for word in sorted(words, key=len, reverse=True)))


_VERB_OF = {word: verb for verb, grammar in GRAMMAR.items() for word in grammar.words}
_WITH_CASE = _alternation(Form.CASE, Form.CASE_AND_REMARK, Form.CASE_AND_WORDS)
_BARE = {word: verb for word, verb in _VERB_OF.items() if GRAMMAR[verb].form is Form.BARE} | dict.fromkeys(
    _STATUS_ALONE, Verb.STATUS
)


def parse_command(text: str) -> Command | None:
    """The command a line is, or None when it is speech."""
    line = text.lstrip(_LEADING).rstrip()
    said = plain(line)
    if not said:
        return None
    return _bare(said) or _own_form(line, said) or _with_case(line, said) or _status_behind(said)


def _bare(said: str) -> Command | None:
    verb = _BARE.get("".join(said.strip(_TRAILING).split()))
    return Command(verb) if verb else None


def _status_behind(said: str) -> Command | None:
    found = number_at(said, 0)
    return Command(Verb.STATUS, (found.case,)) if found and _STATUS_BEHIND.match(said, found.end) else None


# --- a word and its case -------------------------------------------------------------------------------------------


def _with_case(line: str, said: str) -> Command | None:
    head = _WITH_CASE.match(said)
    if head is None:
        return None
    word = "".join(head[0].split())
    verb = _VERB_OF[word]
    weak = word in WORDS_THAT_NEED_A_CASE
    if not said[head.end() :].strip(_TRAILING):
        return None if weak else Command(verb)
    cases, end = _cases(said, _skip(_BEFORE_NUMBER, said, head.end()), verb, weak=weak)
    if not cases or not _may_follow(GRAMMAR[verb].form, said, end):
        return None
    rest = "" if GRAMMAR[verb].form is Form.CASE else _rest(line, said, end)
    return Command(verb, cases, rest)


def _may_follow(form: Form, said: str, end: int) -> bool:
    """Whether what stands behind the number is still the command and not the middle of a sentence."""
    if form is Form.CASE_AND_WORDS or _COURTESY.match(said, end):
        return True
    return form is Form.CASE_AND_REMARK and _APART.match(said, end) is not None


def _cases(said: str, start: int, verb: Verb, *, weak: bool) -> tuple[tuple[CaseRef, ...], int]:
    first = number_at(said, start, in_speech=weak)
    if first is None:
        return (), start
    cases, end = [first.case], first.end
    while GRAMMAR[verb].several_cases and (further := _further(said, end)):
        cases.append(further.case)
        end = further.end
    return tuple(cases), end


def _further(said: str, end: int) -> Found | None:
    """One more number in the same line: it must stand alone, so that 'department 12345' is not a case."""
    gap = _skip(_BETWEEN_NUMBERS, said, end)
    found = number_at(said, gap) if gap > end else None
    if found is None or found.case.seq in _HOTLINES:
        return None
    return found if _ALONE.match(said, found.end) or said[found.end - 1] in "号件" else None


def _skip(marks: re.Pattern[str], said: str, start: int) -> int:
    match = marks.match(said, start)
    return match.end() if match else start


def _rest(line: str, said: str, start: int) -> str:
    return line[_skip(_JOINS, said, start) :].strip()


# --- forms of their own --------------------------------------------------------------------------------------------

_HEADED_VERBS = frozenset(verb for verb, grammar in GRAMMAR.items() if grammar.form is Form.OWN) - {
    Verb.BIND, Verb.ADD, Verb.SATISFIED, Verb.BASICALLY, Verb.DISSATISFIED, Verb.TWO_PART,
}  # fmt: skip
_SAID = rf"(?:{_spaced('基本')}上?[ \t]*满[ \t]*意|(?:很|非常|十分|太)?不[ \t]*(?:太|大|够)?[ \t]*满[ \t]*意|(?:很|非常|十分|挺)?[ \t]*满[ \t]*意)"
_RATING = re.compile(rf"(?P<said>{_SAID})(?P<more>了(?![解如吗])|的?(?=$|[\s,。.!、;:~…]))?")
_TWO_PART = re.compile(
    rf"(?:对?办理)?(过程|结果)[\s:,]*({_SAID})[\s,。.、;:!和但而]*(?:办理)?(过程|结果)[\s:,]*({_SAID})"
)
_ADD = re.compile(r"我?(?:再|来|要|想)?补[ \t]*充(?P<loose>[ \t]*(?:一下|一点|几点|几句|说明|一句|个情况))?")
_BIND = re.compile(
    r"(?:我的?)?绑[ \t]*定(?:码|账号|帐号)?(?:是)?[\s:,]*(?P<code>[0-9A-Za-z零〇一二三四五六七八九][0-9A-Za-z零〇一二三四五六七八九\s\-]{2,24})?$"
)
_HEADS = {word: verb for verb, grammar in GRAMMAR.items() if verb in _HEADED_VERBS for word in grammar.words}
_HEADED = re.compile("|".join(f"({_spaced(word)})" for word in sorted(_HEADS, key=len, reverse=True)))
_POST_NUMBER = re.compile(r"[\s:,]*[#第]?[0-9]")
_WITHOUT_GAP = frozenset({Verb.UNBIND, Verb.DROP_ANSWER})
_FOR_DAYS = re.compile(r"[0-9一二两三四五六七八九十]+[ \t]*(?:天|周)[\s。.!]*$")
_MOBILE = re.compile(r"(?<![0-9])1[3-9](?:[\s-]?[0-9]){9}(?![0-9])")


def _own_form(line: str, said: str) -> Command | None:
    return (
        _two_part(line, said) or _rating(line, said) or _addition(line, said) or _binding(said) or _headed(line, said)
    )


def _number_in_front(said: str) -> tuple[tuple[CaseRef, ...], int]:
    start = 1 if said.startswith("对") else 0
    found = number_at(said, start)
    return ((found.case,), _skip(_JOINS, said, found.end)) if found else ((), 0)


def _verdict(said: str) -> Verb:
    if "不" in said:
        return Verb.DISSATISFIED
    return Verb.BASICALLY if "基" in said else Verb.SATISFIED


def _rating(line: str, said: str) -> Command | None:
    cases, start = _number_in_front(said)
    match = _RATING.match(said, start)
    if match is None:
        return None
    verb = _verdict(match["said"])
    behind = () if cases else _case_behind(said, match.end())
    end = behind[0].end if behind else match.end()
    # 不满意路还是坏的 is a rating; 满意度调查, 不满意的是, 满意吗 are talk
    apart = behind or _APART.match(said, end) or said.startswith(("谢谢", "感谢", "~", "…"), end)
    if not apart and (verb is not Verb.DISSATISFIED or said[end] in "的度之吗么就"):
        return None
    if re.match(r"[\s]*[?？]", said[end:]):
        return None
    return Command(verb, cases or tuple(found.case for found in behind), _rest(line, said, end))


def _case_behind(said: str, start: int) -> tuple[Found, ...]:
    found = number_at(said, _skip(_BEFORE_NUMBER, said, start), in_speech=True)
    return (found,) if found else ()


def _two_part(line: str, said: str) -> Command | None:
    cases, start = _number_in_front(said)
    match = _TWO_PART.match(said, start)
    if match is None or match[1] == match[3]:
        return None
    behind = () if cases else _case_behind(said, match.end())
    end = behind[0].end if behind else match.end()
    halves = {match[1]: _verdict(match[2]), match[3]: _verdict(match[4])}
    reason = _rest(line, said, end)
    rest = f"过程{halves['过程'].value} 结果{halves['结果'].value} {reason}".strip()
    return Command(Verb.TWO_PART, cases or tuple(found.case for found in behind), rest)


def two_part_rating(rest: str) -> tuple[Verb, Verb] | None:
    """Of a TWO_PART command's rest: the verdict on the process and the one on the result."""
    match = _TWO_PART.match(plain(rest))
    return (_verdict(match[2]), _verdict(match[4])) if match else None


def _addition(line: str, said: str) -> Command | None:
    head = _ADD.match(said)
    if head is None:
        return None
    behind = _case_behind(said, head.end())
    if not behind and not head["loose"] and not _APART.match(said, head.end()):
        return None
    end = behind[0].end if behind else head.end()
    return Command(Verb.ADD, tuple(found.case for found in behind), _rest(line, said, end))


def _binding(said: str) -> Command | None:
    match = _BIND.match(said.strip(_TRAILING))
    if match is None:
        return None
    code = re.sub(r"[\s\-]", "", match["code"] or "")
    return Command(Verb.BIND, (), "".join(str(n) if (n := chinese_int(char)) is not None else char for char in code))


def _headed(line: str, said: str) -> Command | None:
    head = _HEADED.match(said)
    if head is None:
        return None
    verb = _VERB_OF["".join(head[0].split())]
    if verb in WITH_POST_NUMBER:
        return Command(verb, (), _rest(line, said, head.end())) if _POST_NUMBER.match(said, head.end()) else None
    about = verb is Verb.DRAFT and said.startswith("关于", head.end())
    walk_in = verb is Verb.REGISTER and _MOBILE.search(said, head.end())
    cover = verb is Verb.STAND_IN and _FOR_DAYS.search(said, head.end())
    if not (about or walk_in or cover or verb in _WITHOUT_GAP or _APART.match(said, head.end())):
        return None
    return Command(verb, (), _rest(line, said, head.end()))


# --- what staff may have meant -------------------------------------------------------------------------------------

_HINTS = {
    "派": Verb.DISPATCH, "转给": Verb.DISPATCH, "分给": Verb.DISPATCH, "交给": Verb.DISPATCH,
    "回复": Verb.MESSAGE, "告诉": Verb.MESSAGE, "收到": Verb.ACCEPT, "接收": Verb.ACCEPT, "退回": Verb.REQUEST_RETURN,
    "不是我们": Verb.REQUEST_RETURN, "不属于": Verb.REQUEST_RETURN, "来不及": Verb.REQUEST_EXTENSION, "宽限": Verb.REQUEST_EXTENSION,
    "修好": Verb.REPLY, "办好": Verb.REPLY, "办完": Verb.REPLY, "已解决": Verb.REPLY, "正在": Verb.PROGRESS,
    "催": Verb.REMIND, "超期": Verb.OVERDUE, "到期": Verb.OVERDUE, "任务": Verb.WORKLIST, "多少": Verb.FIGURES,
    "值班": Verb.DUTY, "怎么用": Verb.HELP, "重复": Verb.MERGE, "同一": Verb.MERGE, "急": Verb.URGENT, "进度": Verb.STATUS,
}  # fmt: skip
_STAFF = tuple(
    verb
    for verb in GRAMMAR
    if verb
    not in {Verb.SATISFIED, Verb.BASICALLY, Verb.DISSATISFIED, Verb.TWO_PART, Verb.ADD, Verb.WITHDRAW, Verb.MY_DATA, Verb.ERASE, Verb.CONFIRM_ERASE,
            Verb.PAUSE_ALL, Verb.STUDY, Verb.UNBIND, Verb.BINDINGS, Verb.RESUME_ROBOT, *OF_DEPUTIES}
)  # fmt: skip


def likeliest_commands(text: str) -> tuple[Verb, Verb]:
    """The two commands a member of staff most likely meant by words not understood."""
    said = "".join(plain(text).split())
    hinted = {verb for hint, verb in _HINTS.items() if hint in said}
    likeness = {verb: _likeness(said, verb) + 1.5 * (verb in hinted) for verb in _STAFF}
    best = sorted((verb for verb in _STAFF if likeness[verb] > 0), key=lambda verb: -likeness[verb])
    first, second = (
        [*best, Verb.HELP, Verb.WORKLIST, Verb.HELP][:2] if best[:1] != [Verb.HELP] else [*best, Verb.WORKLIST][:2]
    )
    return first, second


def _likeness(said: str, verb: Verb) -> float:
    """Whole words count by their length, else the share of their characters that were typed."""
    return max(_word_likeness(said, word) for word in GRAMMAR[verb].words)


def _word_likeness(said: str, word: str) -> float:
    if word in said:
        return len(word) + (1.0 if said.startswith(word) else 0.0)
    shared = sum(char in said for char in word) / len(word)
    return shared if len(word) > 1 and shared >= 0.5 else 0.0

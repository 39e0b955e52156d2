"""What is said to people about the matter they raise: taken down, asked about, added, withdrawn."""

from collections.abc import Sequence

from handlers.rules.intake import Question
from handlers.words.media import term_of

ASKS = {
    Question.PLACE: "请再说一句：在哪里？说出村、路或小区就行，语音也可以。",
    Question.MATTER: "请再说一句：是什么事？语音也可以。",
    Question.WHAT: "请再说一句：在哪里、什么事？语音也可以。",
}
ASKS_AGAIN = {
    Question.PLACE: "还差一句：在哪里？说不清也没关系，工作人员会联系着办。",
    Question.MATTER: "还差一句：是什么事？说不清也没关系，工作人员会看。",
    Question.WHAT: "还差一句：在哪里、什么事？说不清也没关系，工作人员会看。",
    Question.MORE: "还等您补充一句，说不清也没关系，工作人员会看。",
}
PRIVACY = "姓名电话不公开，只给办事的人看。"
CONSENT = "有答复想在微信里提醒您，请点开允许：{url}"
NOT_NEEDED = "身份证号、银行卡号不需要提供，已替您隐去。"
SMALL_TALK = "您好！有什么事直接说，打字、语音、照片都行。我们代为转交，结果在这里告诉您。"
WELCOME_THANKS = "不客气。有结果在这里告诉您，有事随时说。"
NOTHING_ASKED = "收到。有事直接说，在哪里、什么事，打字、语音、照片都行。"
GROUP_LINE = "收到，私聊回复您。"
RECALL_LINE = "请撤回带个人信息的那条，到私聊里说。"
STRANGER = (
    "您还没有登记到名单里。手上有绑定码就发“绑定”加8位数字；没有请找县人大代表工委或联络站的同志；选民请用公众号反映。"
)
NO_MORE_ASKED = "好的，不再追问，工作人员会看。"
SAY_IT = "请直接说，打字、语音都行。"


def short(number: str, title: str) -> str:
    """How every confirmation names a case."""
    return f"{number}《{title}》" if title else number


def taken_down(number: str, *, question: Question | None, is_sound: bool, is_first: bool) -> str:
    """The one message at the first piece: number, question, notice."""
    if is_sound:
        text = f"语音收到了，编号{number}，工作人员会听，不用再打字。照片也可以接着发。"
    elif question is not None:
        text = f"收到了，编号{number}。{ASKS[question]}"
    else:
        text = f"收到了，编号{number}。我们代为转交，结果在这里告诉您。"
    return f"{text}{PRIVACY}" if is_first else text


def several(number: str, matters: tuple[str, ...]) -> str:
    listed = "；".join(f"{position}. {matter}" for position, matter in enumerate(matters, 1))
    return f"您说了{len(matters)}件事：{listed}。先记在一起；要分开办请回“拆分 {number}”，不对请接着说。"


def with_preview(text: str, number: str, matters: tuple[str, ...]) -> str:
    """Who told several matters at once is shown how they were heard."""
    return f"{text}\n{several(number, matters)}" if len(matters) > 1 else text


def split_buttons(number: str, matters: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    return (("分开办", f"拆分 {number}"),) if len(matters) > 1 else ()


def joined(number: str, title: str, *, question: Question | None) -> str:
    """A further piece of the same matter."""
    if question is not None:
        return f"已记到{number}。{ASKS[question]}"
    return f"已记到{short(number, title)}。"


def added_for_officer(number: str, title: str, text: str, kinds: Sequence[str]) -> str:
    """`kinds` of what was sent with it, or instead of words."""
    said = f"反映人补充：{text}" if text else f"反映人补充了{'和'.join(dict.fromkeys(map(term_of, kinds)))}。"
    return f"【补充】{short(number, title)} {said}"


def withdrawn(number: str, title: str) -> str:
    return f"{short(number, title)}已撤回，不再往下办。"


def withdrawn_for_staff(number: str, title: str) -> str:
    return f"【撤回】{short(number, title)}已由反映人撤回，不用再办。"


def more_asked(number: str, title: str, what: str) -> str:
    tail = f"请补充：{what}" if what else "请再说清楚些"
    return f"您反映的{short(number, title)}，{tail}。直接回这里就行，语音也可以。"


def wants_person(name: str, number: str) -> str:
    who = f"代表{name}" if name else "一位群众"
    how = f"，可发“回 {number} 内容”" if number else ""
    return f"【找人工】{who}想和工作人员说话{how}。"


PERSON_CALLED = "好的，已告诉工作人员，上班时间会联系您。急事请直接打联络站电话；有危险马上打110、119或120。"
WELCOME = (
    "您好，这里是{name}。有事直接说：在哪里、什么事，打字、语音、照片都行。我们代为转交承办单位，结果在这里告诉您。"
)
WELCOME_STAFF = "您好，这里是{name}。要办的件会发到这里；发“待办”看要办的，发“帮助”看能发什么。"
WELCOME_STATION = (
    "您好，这里是{name}{station}。有事直接说：在哪里、什么事，打字、语音、照片都行。我们代为转交，结果在这里告诉您。"
)
WELCOME_DEPUTY = (
    "您好，这里是{name}{station}。有事直接说，打字、语音、照片都行，{deputy}代表也看得到，结果在这里告诉您。"
)


def welcome(name: str, station: str, deputy: str) -> str:
    """Whose door this is; `station` and `deputy` are those of a scanned code, or empty."""
    if deputy:
        return WELCOME_DEPUTY.format(name=name, station=station, deputy=deputy)
    return WELCOME_STATION.format(name=name, station=station) if station else WELCOME.format(name=name)


UNKNOWN_KIND = "这种消息我看不懂。请打字、发语音或发照片。"

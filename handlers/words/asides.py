"""What is said to who wishes to be called, fears to be named, or speaks for somebody else; and what the clerk is told of it."""

from handlers.words.opinions import PRIVACY

CALL_BACK = "好的，已告诉工作人员，上班时间打电话给您；有危险马上打110、119或120。"
CALL_BACK_WHERE = "好的，已告诉工作人员，上班时间联系您；请再说一下您的电话号码。"
CALL_NOTED = "已告诉工作人员打电话给您。"
REASSURED = f"请放心，{PRIVACY}有事直接说就行。"
FOR_WHOM = "您是替别人说的，请再说一声是谁的事，只给办事的人看。"


def wants_call(name: str, number: str, contact: str) -> str:
    """To the clerk."""
    who = f"代表{name}" if name else "一位群众"
    where = f"，电话：{contact}" if contact else ""
    how = f"，可发“回 {number} 内容”" if number else ""
    return f"【找人工】{who}想让工作人员打电话{where}{how}。"


def notes(*, speakers: int, whom: str) -> tuple[str, ...]:
    """Beside the matter, for the clerk."""
    talk = f"聊天记录里有{speakers}人提到。" if speakers else ""
    proxy = f"代说：替{whom}说的，请核实本人。" if whom else ""
    return tuple(note for note in (talk, proxy) if note)

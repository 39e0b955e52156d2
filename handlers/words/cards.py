"""What a card shows once its matter is done, and what is said to a press that does nothing."""

from handlers.rules.case_flow import Step

_DONE = {
    Step.REQUEST_EXTENSION: "已申请延期",
    Step.RATE: "已评价",
    Step.LAPSE: "评价已结束",
    Step.SETTLE: "已会商",
    Step.TIME_OUT: "已转审核",
    Step.SET_URGENCY: "已改急缓",
}
_IN_VAIN = {
    "UNKNOWN": "这张卡片已失效，没有改动；请直接打字，发“待办”看要办的件。",
    "NOT_YOURS": "这张卡片不是发给您的，没有改动；您要办的件请发“待办”看。",
}


def done(step: Step) -> str:
    """In the place of the buttons, where somebody else or another way was quicker."""
    return _DONE.get(step, f"已{step.term}")


def pressed(label: str, step: Step | None) -> str:
    """In the place of the buttons: the one that was pressed."""
    if step is Step.RATE:
        return f"已评{label}"
    return f"已{label}" if step is not None else label


def in_vain(why: str, done_already: str) -> str:
    return _IN_VAIN.get(why, f"这张卡片已用过（{done_already}），没有再改动；要改请打字，发“帮助”看能发什么。")

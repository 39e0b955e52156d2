"""What people are told of the data kept about them, and of what goes and what must stay when they want it gone."""

from collections.abc import Mapping, Sequence
from datetime import date

from handlers.words.cases import on

NOTHING = "这里没有记下您的事和个人信息。"
HOW_TO_ERASE = "要删除请发“删除我的数据”。"
STAYS = "按规定留下：在办的件和办理记录、依法归档的内容、办理经过、6个月内的日志，以及其他依法须留存的材料。"
ASK = (
    "删除后不能恢复。能删的：已办完的件里您的电话等个人信息、照片和录音，聊天和消息记录，没有须留存的事时还有账号关联。"
    f"{STAYS}确定请在10分钟内回“确认删除”。"
)
NOT_ASKED = "请先发“删除我的数据”，再在10分钟内回“确认删除”。"
NOT_NOW = "现在还不能删除，请过几天再发“删除我的数据”。"
IN_DIRECTORY = "您在名单里的登记（姓名、职务、单位）属于工作需要，由代表工委管理，这里不删。"
ASKED_ON_CASE = "反映人已要求删除个人信息"
SOMEBODY = "工作人员"


def my_data(
    *, matters: int, still_open: int, items: Mapping[str, Sequence[str]], since: date, lookers: Mapping[str, int]
) -> str:
    """`items`: masked values by kind; `lookers`: how often which office was shown one."""
    lines = [f"这里记着您反映的事{matters}件，在办{still_open}件，从{since.year}年{on(since)}起。"]
    lines += [f"{kind}{len(values)}项：{'、'.join(values)}" for kind, values in items.items()]
    if items:
        seen = "、".join(f"{office}{times}次" for office, times in lookers.items())
        lines.append(f"看过的：{seen}。" if seen else "还没有人看过这些信息。")
    return "\n".join([*lines, HOW_TO_ERASE])


def erased(items: int, *, files: int, lines: int, still_open: int) -> str:
    """`files`: photos and recordings; `lines`: of the chat and of messages that were sent."""
    pictures = f"、照片和录音{files}个" if files else ""
    chat = f"、聊天和消息记录{lines}条" if lines else ""
    left = f"还有在办的{still_open}件，结果照样告诉您。" if still_open else ""
    return f"已删除个人信息{items}项{pictures}{chat}。{left}{STAYS}"

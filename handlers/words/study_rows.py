"""What is said of a file of study cards."""

HEADINGS = {
    "title": "标题",
    "text": "正文",
    "source": "来源",
    "link": "链接",
    "date": "日期",
    "audience": "对象",
    "series": "系列",
    "position": "序号",
    "tags": "标签",
    "on_day_off": "休息日也发",
    "files": "附件",
}
EMPTY = "里面没有学习卡"
NOTHING_THERE = "没有写"
PERSONAL = "有电话、证件号这类个人信息"
SOURCE = "不在本单位的来源名单里"
NO_DAY = "不是日期，请写成 2026-12-01"
NO_NUMBER = "不是数字"
NO_HEADINGS = "第一行要有标题、正文、来源"
UNREADABLE = "读不了"
NOT_THIS_KIND = "只能导入 .xlsx、.docx、.md，或放 .md 的文件夹"
BROKEN = "不是完好的文件"
NO_HEAD = "开头要有 --- 包着的 title、source"


def no_file(said: str) -> str:
    return f"没有“{said}”这个文件"


def unfit_file(said: str) -> str:
    return f"“{said}”不能用：只收照片、PDF、Word、Excel、PPT，带宏的不收"


def too_many_files(most: int) -> str:
    return f"一条最多{most}个"


def too_long(most: int) -> str:
    return f"超过{most}字"


def no_audience(said: str) -> str:
    return f"没有{said}这个对象；可写机关、代表或乡镇名"


def unknown_heading(said: str) -> str:
    return f"不认识列“{said}”"


def imported(added: int, changed: int, same: int, slips: int, numbers: tuple[int, ...]) -> str:
    line = f"新增{added}张，改动{changed}张，没变{same}张"
    if numbers:
        line += f"；编号{min(numbers)}到{max(numbers)}，请在聊天里送审"
    return line + (f"；校对提示{slips}处，送审时看得到" if slips else "")

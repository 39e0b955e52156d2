"""What is wrong with a row of the duty roster file, said to the office that filled it in."""

SHEET = "值班表"
COLUMNS = {
    "day": "日期",
    "officer": "值班员",
    "officer_tel": "值班员电话",
    "leader": "带班领导",
    "leader_tel": "带班领导电话",
}
EMPTY = "里面一天都没有，请对照模板填写"
NO_DAY = "要写完整的日期，如 2026-11-23"
NO_TELEPHONE = "电话号码看不懂，只写数字和短横"
TELEPHONE_OF_NOBODY = "有电话没有名字"
LONG_NAME = "名字太长"
TWICE = "同一天写了两次"
NO_HEADINGS = "第一行要有“日期”和“值班员”，请对照模板"
NOT_XLSX = "不是 Excel 工作簿（.xlsx）"
UNREADABLE = "文件不存在或无法读取"


def unknown_heading(heading: str) -> str:
    return f"没有“{heading}”这一栏，请对照模板"

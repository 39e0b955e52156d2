"""What is wrong with a row of the directory file, said to the office that filled it in."""

REQUIRED = "这一栏必须填写"
UNKNOWN_COLUMN = "没有这一栏，请对照模板"
NOT_TEXT = "应填一段文字"
NOT_LIST = "应填一项或几项文字"
NOT_ACCOUNTS = "应写成“渠道 账号”，如 wecom zhaomin；渠道只有 wecom、official_account、webchat"
NOT_YES_OR_NO = "只能填 是 或 否"
HAS_SPACE = "编号和账号里不能有空格"
TWO_PEOPLE = "这些账号在目录里分属两个人，请先分清"
COLUMN_TWICE = "这一栏出现了两次"
NO_HEADING = "有内容写在没有栏目名的列里"
UNREADABLE = "文件不存在或无法读取"
ENCODING = "文字编码无法识别，请另存为 UTF-8"
UNKNOWN_FORM = "只能导入 .xlsx、.json，或放有 .csv 的文件夹"
UNKNOWN_TABLE = "不认识的表，只有 联络站(stations)、承办单位(departments)、人员(people)、群(groups)"
NO_TABLES = "里面没有目录的表：联络站(stations)、承办单位(departments)、人员(people)、群(groups)"
NOT_JSON = "不是合格的 JSON"
NOT_ROWS = "应是一个列表，每项一行"
NOT_A_ROW = "应是一组“栏目: 内容”"
NOT_CSV = "不是合格的 CSV，请检查引号"
NOT_XLSX = "不是 Excel 工作簿（.xlsx）"


def too_long(limit: int) -> str:
    return f"太长，最多 {limit} 个字"


def not_among(said: str, choices: tuple[str, ...]) -> str:
    return f"“{said}”不在可选项内，可填：{'、'.join(choices)}"


def same_as(where: str) -> str:
    return f"与{where}重复"


def account_as(where: str) -> str:
    return f"账号与{where}重复，一个账号只能属于一个人"


def same_person(where: str) -> str:
    return f"与{where}是同一个人，请并成一行"


def no_station(said: str) -> str:
    return f"没有编号或名称为“{said}”的联络站"


def no_department(said: str) -> str:
    return f"没有编号或名称为“{said}”的承办单位"


def bad_row(where: str, column: str, why: str) -> str:
    """One line of the list of mistakes."""
    return f"{where}“{column}”：{why}" if column else f"{where}：{why}"

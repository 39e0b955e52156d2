"""The sections of config.toml. A field's description finishes the sentence 应是… when a value is refused."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, SecretStr, StringConstraints, ValidationInfo, field_validator

LOCAL_TIME = r"([01][0-9]|2[0-3]):[0-5][0-9]"
Clock = Annotated[str, StringConstraints(pattern=f"^{LOCAL_TIME}$")]
MaybeClock = Annotated[str, StringConstraints(pattern=f"^({LOCAL_TIME})?$")]
Span = Annotated[str, StringConstraints(pattern=f"^{LOCAL_TIME}-{LOCAL_TIME}$")]
Text = Annotated[str, StringConstraints(min_length=1, max_length=200, strip_whitespace=True)]
Name = Annotated[str, StringConstraints(max_length=200)]
AesKey = Annotated[SecretStr, Field(description="43 位的 EncodingAESKey")]
Session = Annotated[
    str,
    StringConstraints(pattern=r"^\d{4}-\d\d-\d\d\.\.\d{4}-\d\d-\d\d$"),
    Field(description="会期，例如 2027-01-12..2027-01-16"),
]
Address = Annotated[str, StringConstraints(pattern=r"^https?://[^/\s]+")]
Year = Annotated[int, Field(strict=False, ge=2000, le=2099)]
Rungs = Annotated[tuple[int, ...], Field(strict=False, description="工作日数的列表，例如 [-2, 0, 1, 3]")]

NO_SECRET = SecretStr("")
TRIAL_URL = "http://127.0.0.1:8080"


class Section(BaseModel):
    """Strict, frozen, and silent about what was written in it."""

    model_config = ConfigDict(
        extra="forbid",
        frozen=True,
        strict=True,
        hide_input_in_errors=True,
    )


class Server(Section):
    host: Text = Field("127.0.0.1", description="监听的地址，例如 127.0.0.1")
    port: int = Field(8080, ge=1, le=65535, description="1 到 65535 的整数")
    public_url: Address = Field(TRIAL_URL, description="以 http:// 或 https:// 开头的地址", validate_default=True)

    @field_validator("public_url")
    @classmethod
    def _at_our_port(cls, url: str, others: ValidationInfo) -> str:
        """Who tries it out on another port and has no address of their own yet gets links that lead here."""
        return f"http://127.0.0.1:{others.data['port']}" if url == TRIAL_URL and "port" in others.data else url


class Storage(Section):
    url: str = Field(
        "sqlite:///var/liaison.db",
        pattern=r"^(sqlite:///[^/\s?:]|sqlite:////[^/\s?]|postgresql(\+psycopg)?://[^\s])",
        repr=False,  # may hold a password
        description="sqlite:///相对路径、sqlite:////绝对路径 或 postgresql://用户:密码@主机/库",
    )
    media_dir: Text = Field("var/media", description="存放照片、语音的文件夹")


class Security(Section):
    key_file: Text = Field("var/liaison.key", description="密钥文件的路径")


class Congress(Section):
    name: Text = Field("示范县人大常委会", description="机关的名称")
    bot_name: Text = Field("小联", description="大家 @ 它时用的名字")
    timezone: Text = Field("Asia/Shanghai", description="时区名，例如 Asia/Shanghai")


class Intake(Section):
    merge_minutes: int = Field(10, ge=0, le=1440, description="0 到 1440 的整数（分钟）")
    idle_minutes: int = Field(30, ge=1, le=1440, description="1 到 1440 的整数（分钟）")
    timestamp_window_minutes: int = Field(10, ge=0, le=1440, description="0 到 1440 的整数（分钟），0 表示不检查")


class Webchat(Section):
    enabled: bool = Field(True, description="true 或 false")
    demo_personas: bool = Field(False, description="true 或 false")


# What is told: 答复, 进展（交办等）, 请补充, 催评.
Told = Literal["reply", "notice", "question", "reminder"]


class MessageTemplate(Section):
    """One template of the 公众号: which one, of what kind, and what stands in its fields."""

    id: Text = Field(description="模板 ID")
    kind: Literal["template", "subscribe_once", "subscribe_always"] = Field(
        "template",
        description='"template"（模板消息）、"subscribe_once"（一次性订阅）或 "subscribe_always"（长期订阅）',
    )
    url: Name = Field("", description="点开后的地址，可以留空")
    fields: dict[str, str] = Field(description='各字段填什么的表，例如 { thing1 = "{title}" }')


class MenuEntry(Section):
    """One word of the menu under the chat: it says something, opens a page, or holds up to five others."""

    name: Annotated[str, StringConstraints(min_length=1, max_length=16)] = Field(description="菜单上的字，最多 16 个")
    say: Name = Field("", description="点了等于说的话，例如 我的件")
    url: Name = Field("", description="点开的地址")
    entries: tuple["MenuEntry", ...] = Field((), strict=False, max_length=5, description="下一级的列表，最多 5 个")


class OfficialAccount(Section):
    enabled: bool = Field(False, description="true 或 false")
    app_id: Name = Field("", description="公众号的 AppID")
    app_secret: SecretStr = Field(NO_SECRET, description="公众号的 AppSecret")
    token: SecretStr = Field(NO_SECRET, description="公众号后台填写的 Token")
    encoding_aes_key: AesKey = NO_SECRET
    account_id: Name = Field("", description="公众号的原始 ID（gh_ 开头），可以留空")
    api_base: Address = Field("https://api.weixin.qq.com", description="以 http:// 或 https:// 开头的地址")
    text_bytes: int = Field(2048, ge=300, le=20_000, description="300 到 20000 的整数（字节）")
    menu_bytes: int = Field(2048, ge=0, le=20_000, description="0 到 20000 的整数（字节），0 表示不用菜单消息")
    service_messages: int = Field(5, ge=0, le=100, description="0 到 100 的整数（条）")
    service_hours: int = Field(48, ge=1, le=240, description="1 到 240 的整数（小时）")
    event_messages: int = Field(3, ge=0, le=100, description="0 到 100 的整数（条）")
    event_seconds: int = Field(60, ge=1, le=3600, description="1 到 3600 的整数（秒）")
    templates: dict[Told, MessageTemplate] = Field({}, description="模板的表，键是 reply、notice、question、reminder")
    consent_url: Annotated[str, StringConstraints(pattern=r"^(https?://[^\s]+)?$")] = Field(
        "", description="以 http:// 或 https:// 开头的地址，可以留空"
    )
    menu: tuple[MenuEntry, ...] = Field((), strict=False, max_length=3, description="菜单的列表，最多 3 个")


class WecomApp(Section):
    enabled: bool = Field(False, description="true 或 false")
    corp_id: Name = Field("", description="企业 ID")
    agent_id: int = Field(0, ge=0, description="应用的 AgentId（整数）")
    secret: SecretStr = Field(NO_SECRET, description="应用的 Secret")
    token: SecretStr = Field(NO_SECRET, description="应用接收消息的 Token")
    encoding_aes_key: AesKey = NO_SECRET
    api_base: Address = Field("https://qyapi.weixin.qq.com", description="以 http:// 或 https:// 开头的地址")
    menu: tuple[MenuEntry, ...] = Field(
        tuple(MenuEntry(name=word, say=word) for word in ("待办", "今天", "帮助")),
        strict=False,
        max_length=3,
        description="菜单的列表，最多 3 个",
    )


class WecomAibot(Section):
    enabled: bool = Field(False, description="true 或 false")
    mode: Literal["url", "websocket"] = Field("url", description='"url" 或 "websocket"')
    token: SecretStr = Field(NO_SECRET, description="智能机器人的 Token")
    encoding_aes_key: AesKey = NO_SECRET
    bot_id: Name = Field("", description="智能机器人的 BotID")
    secret: SecretStr = Field(NO_SECRET, description="智能机器人的 Secret")
    ws_url: str = Field(
        "wss://openws.work.weixin.qq.com", pattern=r"^wss?://[^/\s]+", description="以 wss:// 开头的地址"
    )


# So many calls a minute fewer than the platform allows a group's robot.
GROUP_MARGIN = 2
# The platform's minute, and how much longer we count (bot/courier.py).
GROUP_SECONDS = 63


class WecomGroup(Section):
    enabled: bool = Field(False, description="true 或 false")
    api_base: Address = Field("https://qyapi.weixin.qq.com", description="以 http:// 或 https:// 开头的地址")
    per_minute: int = Field(20, ge=3, le=1000, description="3 到 1000 的整数（条）")
    markdown: Literal["markdown", "markdown_v2", "none"] = Field(
        "markdown", description='"markdown"、"markdown_v2" 或 "none"'
    )


class Channels(Section):
    webchat: Webchat = Webchat()
    official_account: OfficialAccount = OfficialAccount()
    wecom_app: WecomApp = WecomApp()
    wecom_aibot: WecomAibot = WecomAibot()
    wecom_group: WecomGroup = WecomGroup()


class Notices(Section):
    staff: Literal["working_hours", "at_once"] = Field("working_hours", description='"working_hours" 或 "at_once"')
    working_hours: Span = Field("08:30-17:30", description="时段，例如 08:30-17:30")


class QuietHours(Section):
    from_: Clock = Field("21:00", alias="from", description="时刻，例如 21:00")
    to: Clock = Field("07:30", description="时刻，例如 07:30")


class Api(Section):
    tokens: tuple[SecretStr, ...] = Field((), strict=False, description="令牌的列表")


class Limits(Section):
    """What one office sets by itself, over the preset: `opinion.reply = "10W"`."""

    preset: Text = Field("default", description="一个地方的名称")
    opinion: dict[str, str] = Field({}, description='期限的表，例如 opinion.reply = "10W"')
    suggestion: dict[str, str] = Field({}, description='期限的表，例如 suggestion.reply = "3M"')


class Workflow(Section):
    collecting_hours: int = Field(24, ge=1, le=240, description="1 到 240 的整数（小时）")
    question_hours: int = Field(24, ge=1, le=240, description="1 到 240 的整数（小时）")
    extension_workdays: int = Field(10, ge=1, le=120, description="1 到 120 的整数（工作日）")
    extension_needs_deputy: bool = Field(True, description="true 或 false")
    needs_evaluation: bool = Field(False, description="true 或 false")
    station_dispatch: Literal["all", "town"] = Field("all", description='"all" 或 "town"')
    government_via_supervision: bool = Field(False, description="true 或 false")
    unit_sign_off: bool = Field(False, description="true 或 false")
    pause_workdays: int = Field(10, ge=1, le=120, description="1 到 120 的整数（工作日）")
    answer_classes: dict[Literal["A", "B", "C", "D"], Text] = Field(
        {}, description='类别说明的表，例如 A = "已经解决或基本解决"'
    )
    sessions: tuple[Session, ...] = Field((), strict=False, description='会期的列表，例如 ["2027-01-12..2027-01-16"]')


class ReplyLetterTexts(Section):
    """答复函: {…} are the fields of handlers/rules/letter_fields.py. A template of the office's own takes the place of all texts."""

    template: Name = Field("", description="答复函的 .docx 模板的路径，可以留空")
    corner: Name = Field("{类别}", description="首页右上角的文字，可以留空")
    heading: Text = Field("{单位}", description="发文机关标志")
    number: Name = Field("　　函〔{年}〕　　号", description="发文字号")
    title: Text = Field("对{立案编号}代表建议的答复", description="标题")
    greeting: Text = Field("{代表}代表：", description="主送")
    opening: Text = Field("您提出的《{标题}》（{立案编号}）收悉。现答复如下：", description="开头的话")
    promise: Text = Field("以上尚未办完的事项，承诺于{承诺日期}前落实。", description="B类答复的承诺")
    closing: Text = Field("感谢您对我们工作的关心和支持，请继续提出宝贵意见。", description="结尾的话")
    contact: Text = Field("联系人：{经办人}　联系电话：{电话}", description="附注")
    copies: tuple[Text, ...] = Field(
        ("{大会}代表工委", "政府督查室"),
        strict=False,
        description='抄送单位的列表，例如 ["{大会}代表工委", "政府督查室"]',
    )
    telephones: dict[str, Text] = Field({}, description='单位编号和电话的表，例如 CG = "0312-8000000"')

    def texts(self) -> dict[str, str]:
        """Every text of it by its key."""
        named = ("corner", "heading", "number", "title", "greeting", "opening", "promise", "closing", "contact")
        return {name: getattr(self, name) for name in named} | {
            f"copies.{place}": text for place, text in enumerate(self.copies)
        }


class Rating(Section):
    """The rating limit itself is in [limits]."""

    by: Literal["lead", "each"] = Field("each", description='"lead" 或 "each"')
    remind_workdays: int = Field(2, ge=0, le=20, description="0 到 20 的整数（工作日），0 表示不催评")


class Reminders(Section):
    at: Clock = Field("09:00", description="时刻，例如 09:00")
    flags: bool = Field(False, description="true 或 false")
    opinion: Rungs = (-2, 0, 1, 3)
    suggestion: Rungs = (-10, -5, -2, 0, 1, 3)


class Study(Section):
    """When each audience gets its card; an empty time means never."""

    office: MaybeClock = Field("08:30", description='时刻，例如 08:30；"" 表示不发')
    deputies: MaybeClock = Field("08:30", description='时刻，例如 08:30；"" 表示不发')
    towns: MaybeClock = Field("08:40", description='时刻，例如 08:40；"" 表示不发')
    missed: Literal["late", "skip"] = Field("late", description='"late" 或 "skip"')
    until: Clock = Field("17:30", description="时刻，例如 17:30")
    leader: bool = Field(False, description="true 或 false")
    sources: tuple[Text, ...] = Field((), strict=False, description='来源的列表，例如 ["人民日报", "求是"]')
    template: Name = Field("", description="汇编用的 .docx 模板的路径，可以留空")


class History(Section):
    """Where the daily signed lists of heads go: outside the database."""

    heads_dir: Text = Field("var/heads", description="存放办理记录签名清单的文件夹")


class Proofing(Section):
    """What this office writes just so, and who holds which post."""

    terms: tuple[Text, ...] = Field((), strict=False, description='词语的列表，例如 ["示范县人大代表之家"]')
    officeholders: tuple[Annotated[str, StringConstraints(pattern=r"^\S{2,4} \S+$")], ...] = Field(
        (), strict=False, description='姓名和职务的列表，例如 ["李国栋 县人大常委会主任"]'
    )


class Digest(Section):
    """When staff get theirs; on the week's first working day last week's is with it."""

    at: MaybeClock = Field("08:30", description='时刻，例如 08:30；"" 表示不发')


class Duty(Section):
    confirm_minutes: int = Field(3, ge=1, le=60, description="1 到 60 的整数（分钟）")


class Alarm(Section):
    """What rings a telephone when somebody is in danger: a command, or an address that takes a POST."""

    command: tuple[str, ...] = Field((), strict=False, description='命令和参数的列表，例如 ["/srv/call.sh"]')
    url: SecretStr = Field(NO_SECRET, description="以 http:// 或 https:// 开头的地址")


class Watch(Section):
    """When admins are told that something is wrong with the service itself."""

    refused_minutes: int = Field(15, ge=0, le=10080, description="0 到 10080 的整数（分钟），0 表示不告警")
    waiting_minutes: int = Field(30, ge=0, le=10080, description="0 到 10080 的整数（分钟），0 表示不告警")
    silent_minutes: int = Field(0, ge=0, le=10080, description="0 到 10080 的整数（分钟），0 表示不告警")
    telephone: Name = Field("", description="[alarm] 叫响的电话，可以留空")


class MediaFiles(Section):
    """Photos, recordings, films and files of people."""

    most_mb: int = Field(20, ge=1, le=50, description="1 到 50 的整数（MB）")
    link_hours: int = Field(72, ge=1, le=720, description="1 到 720 的整数（小时）")


class Speech(Section):
    """An engine on this machine that writes down recordings."""

    model_dir: Name = Field("", description="语音识别模型的文件夹，留空不用")
    least_confidence: float = Field(0.85, ge=0.5, le=1.0, description="0.5 到 1 的小数")


HALF_A_YEAR = 183  # 网络安全法第二十一条: records of what happened in a network stay for six months at least


class Retention(Section):
    """How long what is kept for a time stays; 0 is for good."""

    chat_days: int = Field(365, ge=0, le=36500, description="0 到 36500 的整数（天），0 表示一直保存")
    upload_hours: int = Field(24, ge=1, le=720, description="1 到 720 的整数（小时）")
    inbox_days: int = Field(30, ge=3, le=3650, description="3 到 3650 的整数（天）")
    letter_days: int = Field(365, ge=0, le=36500, description="0 到 36500 的整数（天），0 表示一直保存")
    media_days: int = Field(365, ge=0, le=36500, description="0 到 36500 的整数（天），0 表示一直保存")
    look_days: int = Field(1095, ge=0, le=36500, description="0（一直保存）或不少于 183 的整数（天，法定至少六个月）")


class Notice(Section):
    """One year's notice of the State Council: days off, and weekend days on which offices work."""

    source: Name = Field("", description="文号")
    off: tuple[str, ...] = Field((), strict=False, description='放假日期的列表，例如 ["2027-10-01"]')
    work: tuple[str, ...] = Field((), strict=False, description='调休上班日期的列表，例如 ["2027-10-09"]')

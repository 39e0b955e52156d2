"""What is said at once in the moments in which a wrong word does harm; and what the people on duty are told."""

from handlers.rules.look_first import Danger
from handlers.words.buttons import TAKE_OVER
from handlers.words.opinions import short

IN_DANGER = "您的话收到了，您的安全最要紧。请离开高处和水边，把药、刀放远，叫醒身边人陪着您，现在就打110或120。您在哪里？电话多少？"
IN_DANGER_AGAIN = "收到。请马上打110或120，让身边人陪着您。"
SEEN = "值班同志已看到，正在联系您。"
NOBODY_YET = "值班同志还没接上，请别等我，现在就打110或120，让身边人陪着您。"
PASSED_ON = "已转给联系您的同志。危险时请马上打110或120。"

ACCUSATION = "反映干部违纪请找纪委监委：12388。这里不办，也不转给他本人和单位。同意由专人封存转送，请回“转交”。"
CONSENTED = "记下了，由专人封存转送纪委监委，不告诉被反映的人和单位。"
SECRET = "这份材料疑似有密级，我不会转发。请别再发，也先别自行删除，马上打电话给保密员。"
PRESSED = "评价只由您定。有人为此找您，回“有人找我”，只有代表工委知道。"
PRESSED_TAKEN = "记下了，只告诉代表工委。评价只由您定，随时可以改。"
FAVOUR = "个人关照、说情和工程招标的事，这里和代表都不能办，别的意见可以接着说。"

# Said before the number. Life comes first, then who is called.
AT_ONCE: dict[Danger, str] = {
    Danger.VIOLENCE: "有人正受伤害的话，请马上打110，先离开危险的地方；有人受伤打120。",
    Danger.GAS: "请先别开关电器、别点火，开窗离开，到外面打119和燃气抢修电话。",
    Danger.FIRE: "请先离开，马上打119；有人受伤打120。",
    Danger.CHEMICAL: "请往上风处离开，捂住口鼻，马上打119；不舒服打120。",
    Danger.COLLAPSE: "请离远些，别让人靠近；有人受困马上打119，受伤打120。",
    Danger.FLOOD: "请往高处走，别蹚水；有人被困马上打119或110。",
    Danger.MISSING_OR_TRAPPED: "请马上打110；有人被困打119，受伤打120。",
    Danger.FOOD_POISONING: "请马上打120，留下吃剩的东西；别再吃了。",
    Danger.MINOR_HURT: "孩子的安全最要紧，正在受伤害请马上打110，受伤打120。",
    Danger.CROWD: "请注意安全，别围观、别传播；有人受伤打120，有冲突打110。",
    Danger.RUMOUR: "没有核实的消息请先别转发。",
    Danger.RELIGION: "这件事由专人来看。",
    Danger.ETHNIC: "这件事由专人来看。",
    Danger.ELECTION: "选举的事按法律由选举委员会管，这里不能代办；意见由专人来看。",
    Danger.COURT: (
        "案子在法院，人大和代表不能过问具体案件。不服可依法上诉、申诉，法律援助打12348。对工作作风的意见可以接着说。"
    ),
    Danger.PRESSURE_ON_RATING: PRESSED,
}


def looked_at_first(kind: Danger, number: str) -> str:
    return f"{AT_ONCE[kind]}您说的事收到了，编号{number}，工作人员先看。"


def in_danger_for_duty(number: str, text: str) -> str:
    """To whoever is on duty, by every way they have."""
    return f"【危急】{number} 有人说了伤害自己的话，请马上联系：\n{text}\n接手请发“接手 {number}”，回话发“回 {number} 内容”。"


def take_over(number: str) -> tuple[str, str]:
    label, command = TAKE_OVER
    return label, command.format(number=number)


def in_danger_more(number: str, text: str) -> str:
    return f"【危急】{number} 本人又说：{text}"


def alarm(number: str) -> str:
    """For a telephone or an SMS: no content, only that somebody must look."""
    return f"代表联络值班：{number}危急件，请马上到企业微信或工作台接手。"


def sealed_for_duty(number: str, duty: str) -> str:
    """Without a word of the content: it is read where only this person reads."""
    what = {"accusation": "涉及违纪反映", "secrecy": "疑似涉密内容，请勿转发、勿删除"}[duty]
    return f"【受限件】{number} {what}，只有您这样有职责的人能看。请发“查 {number}”查看，发“接手 {number}”接手。"


def consent_for_duty(number: str) -> str:
    return f"【受限件】{number} 本人同意封存转送。"


def pressed_for_commission(who: str) -> str:
    return f"【评价】{who}反映：有人就评价的事找过他。请私下了解，不要转给承办单位。"


def taken_over_for_others(number: str, name: str) -> str:
    return f"【危急】{short(number, '')}已由{name}接手。"

"""What has already happened in the demo county: a few matters in different statuses, told through the real handlers.

Each person's words and every answer lie in the built-in chat with the time at which they were said.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection

from bot.routes import ROUTES
from handlers.desk import Desk
from handlers.directory import load_directory
from handlers.message import Message
from handlers.people import open_turn
from handlers.rounds import reached
from handlers.settings import Settings
from storage.chat import ChatBook
from storage.keys import Keyring
from storage.outbox import Letter
from storage.store import Store


@dataclass(frozen=True, slots=True)
class Said:
    """`ago` before the first start, one person said this. `{name}` stands for the number of the case called so."""

    ago: timedelta
    account: str
    text: str
    case: str = ""


def _days(days: float) -> timedelta:
    return timedelta(days=days)


STORY: tuple[Said, ...] = (
    Said(_days(24), "demo-voter-liulaoshi", "河湾社区学校门口没有减速带，放学时车很快，孩子过马路危险", "减速带"),
    Said(_days(23.9), "demo-hexiulan", "交办 {减速带} 交警队"),
    Said(_days(23.5), "demo-hanbing", "签收 {减速带}"),
    Said(_days(19), "demo-hanbing", "答复 {减速带} A 已在学校门口两侧装好减速带和提示牌"),
    Said(_days(18.9), "demo-hexiulan", "通过 {减速带}"),
    Said(_days(18.5), "demo-voter-liulaoshi", "满意"),
    Said(_days(9), "demo-limei", "北关社区三号楼前的下水道堵了，污水流到路上，居民绕着走", "下水道"),
    Said(_days(8.9), "demo-zhaomin", "交办 {下水道} 住建局 协办 城管局"),
    Said(_days(8.5), "demo-zhanglixin", "签收 {下水道}"),
    Said(_days(6), "demo-zhanglixin", "进展 {下水道} 已现场查看，管道老化，正在安排疏通车"),
    Said(_days(5), "demo-machanghe", "石桥村的桥栏杆断了一截，老人孩子走着害怕", "栏杆"),
    Said(_days(4.95), "demo-hexiulan", "接手 {栏杆}"),
    Said(_days(4.9), "demo-hexiulan", "交办 {栏杆} 交通局"),
    Said(_days(4), "demo-voter-liulaoshi", "河湾社区晚上广场舞音响太吵，孩子写不了作业", "音响"),
    Said(_days(3.9), "demo-hexiulan", "交办 {音响} 公安局"),
    Said(_days(3.8), "demo-xufeng", "答复 {音响} A 已和队伍约定晚八点半收场，音量调低，派出所每晚巡看"),
    Said(_days(3.7), "demo-hexiulan", "通过 {音响}"),
    Said(_days(3), "demo-tianguiying", "下营村自来水这几天发黄，有泥腥味", "水黄"),
    Said(_days(2.9), "demo-hexiulan", "交办 {水黄} 水利局"),
    Said(_days(2), "demo-jiangtao", "答复 {水黄} B 2027-06-30 已冲洗管网，老旧管道明年上半年更换"),
    Said(_days(1.2), "demo-sunxiaoyun", "南门社区电动车充电桩太少，大家从楼上拉线充电", "充电"),
    Said(_days(1.1), "demo-zhaomin", "受理 {充电}"),
    Said(_days(0.3), "demo-voter-xiaochen", "东街社区菜市场门口的路面坑洼，下雨积水，骑车容易摔", "坑洼"),
    Said(_days(0.05), "demo-voter-wangdashen", "水又停了", "停水"),
)


def tell_story(connection: Connection, keys: Keyring, settings: Settings, now: datetime) -> int:
    """Play the whole story; how many matters it left behind."""
    numbers: dict[str, str] = {}
    teller = _Teller(connection, keys, settings)
    for position, said in enumerate(STORY):
        teller.play(position, said.account, said.text.format_map(numbers), now - said.ago)
        if said.case:
            numbers[said.case] = teller.latest_number(said.account)
    return len(numbers)


class _Teller:
    """Says things in the past and lays what was said into the chat."""

    def __init__(self, connection: Connection, keys: Keyring, settings: Settings) -> None:
        self._store = Store(connection, keys)
        self._settings = settings
        self._directory = load_directory(connection, keys)
        self._chat = ChatBook(connection, keys)

    def play(self, position: int, account: str, text: str, at: datetime) -> None:
        desk = Desk(self._store, at, self._directory, self._settings)
        message = Message(inbox_id=0, channel="webchat", account=account, kind="text", at=at, text=text)
        turn = open_turn(message, desk)
        self._chat.add(f"bot:{account}", f"story:{position}", account, {"kind": "text", "text": text}, at)
        route = ROUTES.first(turn, desk)
        if route is not None:
            route.handler(turn, desk)
        letters = [desk.answer, *desk.letters] if desk.answer else desk.letters
        for number, letter in enumerate(letters):
            self._deliver(desk, f"story:{position}:{number}", letter)

    def _deliver(self, desk: Desk, key: str, letter: Letter) -> None:
        if letter.account_id is None:
            return
        _, account = self._store.people.address_of(letter.account_id)
        body = {"kind": "text", "text": letter.text, "buttons": [list(button) for button in letter.buttons]}
        conversation = f"bot:{account}"
        line, _ = self._chat.add(conversation, key, "", body, max(desk.now, letter.due_at))
        if line.at < desk.now + timedelta(days=1) and letter.purpose != "notice":
            self._chat.mark_read(conversation, account, line.place)
        if letter.report_id is not None:
            reached(desk, letter.report_id, was_reached=True)

    def latest_number(self, account: str) -> str:
        known = self._store.people.find_account("webchat", account)
        latest = self._store.opinions.latest(known.id) if known else None
        return self._store.cases.get(latest.case_id).number if latest else ""

"""A voter's telephone, name and identity number, through whole stories with refusals and mistakes, stay with whom they were meant for."""

import signal
from dataclasses import dataclass, field
from pathlib import Path

from tests.journeys.people import NUMBER
from tests.journeys.settings import API_TOKEN
from tests.journeys.waiting import until
from tests.platforms.aibot import AibotPlatform
from tests.platforms.faults import answer, error_code
from tests.platforms.official_account import OfficialAccountPlatform
from tests.platforms.wecom import WecomPlatform
from tests.proof.house import House, moving_in
from tests.proof.test_canaries import Cage, keep_what_is_stored, sings

OPENID = "oLEAKSopenidLEAKSopenidLEAKS"
NAME, PHONE, IDENTITY = "王小明", "13712345678", "11010519491231002X"
PERSONAL = (NAME, PHONE, IDENTITY)
WORDS = f"我叫{NAME}，西关村村口的路灯坏了，电话 {PHONE}，身份证{IDENTITY}"
LEAD = "wangqiang"
# Who handles the case may be shown what was given to be reached; nobody an identity number.
MAY_KNOW = {LEAD: {NAME, PHONE}, "zhaomin": {NAME, PHONE}, "chenzhiyuan": {NAME, PHONE}, OPENID: set(PERSONAL)}


@dataclass(slots=True)
class Town:
    """`heard`: everything each person was told, in answers and in messages."""

    cage: Cage
    heard: dict[str, str] = field(default_factory=dict)
    _message: int = 26_000_000_000_000_000

    @property
    def house(self) -> House:
        return self.cage.house

    async def says(
        self,
        platform: OfficialAccountPlatform | WecomPlatform | AibotPlatform,
        who: str,
        text: str,
        **fields: str,
    ) -> None:
        self._message += 1
        request = platform.text(who, text, now=self.house.now(), msg_id=str(self._message), **fields)
        answered = await self.cage.bring(request)
        self._hear("a group" if fields else who, platform.read_answer(answered.body) or "")

    def _hear(self, who: str, text: str) -> None:
        self.heard[who] = f"{self.heard.get(who, '')}\n{text}"

    def collect(self, *people: str) -> None:
        """What came by message."""
        platforms = (self.house.platforms.official_account, self.house.platforms.wecom)
        for who in people:
            for platform in platforms:
                self._hear(who, "\n".join(platform.texts_to(who)))


STAFF = ("zhaomin", "hexiulan", "chenzhiyuan", "gaoming", LEAD, "zhanglixin", "heyong", "jiangtao", "limei", "zhengbao")


async def a_whole_story(town: Town) -> None:
    account, wecom = town.house.platforms.official_account, town.house.platforms.wecom
    await town.says(account, OPENID, WORDS)
    found = NUMBER.search(await town.cage.hears("zhaomin", "【新件】"))
    assert found
    number = found[0]
    for who in ("zhaomin", "chenzhiyuan", "gaoming", "limei", "hexiulan"):
        await town.says(wecom, who, f"查 {number}")
    wecom.faults.once(error_code(42001), answer(f"<html>{PHONE}{NAME}</html>", 500))
    await town.says(wecom, "zhaomin", f"交办 {number} 城管局 协办 住建局")
    assert PHONE in await town.cage.hears(LEAD, "【转办单】", number)
    await town.cage.hears("zhanglixin", "协办", number)
    for who in (LEAD, "zhanglixin", "gaoming"):
        await town.says(wecom, who, f"查 {number}")
    await town.says(account, OPENID, f"补充 {number} 我叫{NAME}，身份证{IDENTITY}")
    await town.says(wecom, LEAD, f"答复 {number} A 已和反映人联系，路灯修好")
    await town.says(wecom, "zhaomin", f"通过 {number}")
    await town.cage.hears(OPENID, number, "路灯修好")
    await town.says(account, OPENID, f"不满意 我叫{NAME}，打{PHONE}没人接，身份证{IDENTITY}")
    await town.cage.hears(LEAD, "【重新办理】", number)


async def what_is_refused(town: Town) -> None:
    """Steps of others, numbers that do not exist, nonsense, a stranger, a group: each with the data in it."""
    account, wecom, robot = (
        town.house.platforms.official_account,
        town.house.platforms.wecom,
        town.house.platforms.robot,
    )
    for line in (f"查 99 {PHONE}", f"撤回 99 {PHONE} {NAME}", f"交办 1 {PHONE}", f"99 满意 {IDENTITY}", "我的数据"):
        await town.says(account, OPENID, line)
    for who in ("zhanglixin", "heyong"):
        await town.says(wecom, who, f"答复 1 A 找{PHONE}")
    await town.says(wecom, "stranger", f"我叫{NAME}，{PHONE}，{IDENTITY}")
    await town.says(robot, "limei", f"我叫{NAME}，柳林村二组的路灯坏了，电话{PHONE}", group="wrGROUP0001")
    await town.says(account, OPENID, f"无抵押贷款秒到账，加微信{PHONE}，我叫{NAME}")
    await town.says(account, OPENID, f"举报西关村支书贪污低保款，我叫{NAME}，电话{PHONE}，身份证{IDENTITY}")


async def what_breaks_inside(town: Town) -> None:
    house = town.house
    house.rows("ALTER TABLE vault RENAME TO vault_lost")
    await town.says(
        house.platforms.official_account, OPENID, f"柳林村三组的井盖破了，我叫{NAME}，联系我{PHONE}，{IDENTITY}"
    )

    async def has_failed() -> bool:
        return house.number("SELECT COUNT(*) FROM inbox WHERE attempts > 0") == 1

    await until(has_failed, lambda: "nothing failed")
    house.rows("ALTER TABLE vault_lost RENAME TO vault")
    await house.is_quiet()


async def test_personal_data_stays_with_whom_it_was_meant_for(empty_database_url: str, tmp_path: Path) -> None:
    async with moving_in(tmp_path, empty_database_url) as house:
        town = Town(Cage(house))
        await house.start()
        await a_whole_story(town)
        await what_is_refused(town)
        await what_breaks_inside(town)
        await house.is_quiet()
        await town.cage.look_around()
        await house.get(f"/api/v1/cases/{PHONE}?name={NAME}&token={API_TOKEN}")
        keep_what_is_stored(town.cage, "while it ran")
        assert await house.end(signal.SIGTERM) == 0
        keep_what_is_stored(town.cage, "afterwards")
        town.cage.keep("the log", house.log.read_bytes())
        nothing_leaked(town)


def nothing_leaked(town: Town) -> None:
    cage, house = town.cage, town.house
    names = "\n".join(str(path) for path in house.folder.rglob("*"))
    cage.keep("file names", names)
    assert [(item, where) for where, raw in cage.of() for item in PERSONAL if sings(raw, item)] == []
    town.collect(*STAFF, OPENID, "stranger")
    told = [(item, who) for who, text in town.heard.items() for item in PERSONAL if item in text]
    assert [(item, who) for item, who in told if item not in MAY_KNOW.get(who, set())] == []
    assert (PHONE, LEAD) in told
    assert "请撤回" in town.heard["a group"]
    assert len(cage.seen["the log"]) > 1000

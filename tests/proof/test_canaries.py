"""Canaries: every secret and a person's own data, carried through good and bad times, are nowhere where they must not be."""

import signal
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from urllib.parse import quote

from aiohttp import ClientSession, CookieJar
from sqlalchemy import make_url

from tests.journeys.people import NUMBER, Answered, ChatPerson
from tests.journeys.settings import API_TOKEN, Platforms
from tests.journeys.waiting import until
from tests.platforms.aibot import AibotPlatform
from tests.platforms.callback_request import CallbackRequest
from tests.platforms.faults import BAD_GATEWAY, answer, error_code
from tests.platforms.official_account import OfficialAccountPlatform
from tests.platforms.wecom import WecomPlatform
from tests.proof.house import House, moving_in

OPENID = "oCANARYopenidCANARYopenid01"
PHONE = "13987654321"
IDENTITY = "11010519491231002X"
CARD = "6222021234567890128"
PASSWORD = "canary-password-of-the-database"
STRANGER_WORDS = "金丝雀之言不可留存"
STRANGER = "canary-stranger"
WORDS = f"西关村村口的路灯坏了，联系我{PHONE}，身份证{IDENTITY}，卡号{CARD}"


def canary_platforms() -> Platforms:
    """Accounts whose every secret is a word of its own."""
    platforms = Platforms()
    platforms.official_account = OfficialAccountPlatform(
        token="canary-token-mp", aes_key="CANARYmpCANARYmpCANARYmpCANARYmpCANARYmp012", secret="canary-secret-mp"
    )
    platforms.wecom = WecomPlatform(
        token="canary-token-wecom", aes_key="CANARYwcCANARYwcCANARYwcCANARYwcCANARYwc012", secret="canary-secret-wecom"
    )
    platforms.robot = AibotPlatform(token="canary-token-bot", aes_key="CANARYbtCANARYbtCANARYbtCANARYbtCANARYbt012")
    return platforms


@dataclass(slots=True)
class Cage:
    """Everything that was seen of the service from outside, by where it was seen."""

    house: House
    seen: dict[str, bytes] = field(default_factory=dict)
    cookies: list[str] = field(default_factory=list)
    _message: int = 24_000_000_000_000_000

    def keep(self, where: str, what: bytes | str) -> None:
        raw = what.encode() if isinstance(what, str) else what
        self.seen[where] = self.seen.get(where, b"") + raw

    async def bring(self, request: CallbackRequest, status: int = 200) -> Answered:
        answered = await self.house.bring(request)
        assert answered is not None
        assert answered.status == status
        if status != 200:
            self.keep(f"answer {status}", answered.body)
        return answered

    async def says(
        self, platform: OfficialAccountPlatform | WecomPlatform | AibotPlatform, who: str, text: str
    ) -> None:
        self._message += 1
        await self.bring(self.house.write(platform.text, who, text, str(self._message)))

    async def hears(self, who: str, *words: str) -> str:
        """Sent to somebody by message."""
        platforms = (self.house.platforms.official_account, self.house.platforms.wecom)

        async def look() -> str | None:
            told = [text for platform in platforms for text in platform.texts_to(who)]
            return next((text for text in told if all(word in text for word in words)), None)

        return await until(look, lambda: f"{who} never heard {words}")

    async def look_around(self) -> None:
        """Pages, the API and the commands."""
        for path in ("/metrics", "/readyz", "/healthz", "/api/v1/cases", "/api/v1/stats?from=2020-01-01&to=2099-12-31"):
            self.keep(path, str((await self.house.get(path))[1]))
        for (number,) in self.house.rows("SELECT number FROM cases"):
            self.keep("a case", str((await self.house.get(f"/api/v1/cases/{number}"))[1]))
        for words in (["check-config"], ["outbox", "list"], ["verify-history"]):
            done = await self.house.command(*words)
            assert done.returncode == 0, done.stderr
            self.keep(" ".join(words), done.stdout + done.stderr)

    def of(self, *places: str) -> Iterator[tuple[str, bytes]]:
        for where, raw in self.seen.items():
            if not places or where in places:
                yield where, raw


async def a_whole_case(cage: Cage) -> None:
    """From the voter's words to the rating, with a platform that is ill now and then."""
    account, wecom = cage.house.platforms.official_account, cage.house.platforms.wecom
    account.token_faults.once(answer(f"<html>{account.secret}</html>"))
    wecom.token_faults.once(BAD_GATEWAY)
    await cage.says(account, OPENID, WORDS)
    found = NUMBER.search(await cage.hears("zhaomin", "【新件】"))
    assert found
    number = found[0]
    wecom.faults.once(error_code(42001), answer(f"<html>{wecom.access_token}</html>"))
    await cage.says(wecom, "zhaomin", f"交办 {number} 城管局")
    await cage.hears("wangqiang", "【转办单】", number)
    account.faults.once(error_code(40001), answer(f"{account.access_token} {PHONE}", 500))
    await cage.says(wecom, "wangqiang", f"答复 {number} A 已和反映人 {PHONE} 联系，路灯修好")
    await cage.says(wecom, "zhaomin", f"通过 {number}")
    await cage.hears(OPENID, number, "路灯修好")
    await cage.says(account, OPENID, f"不满意 打{PHONE}没人接")
    await cage.hears("wangqiang", "【重新办理】", number)


async def somebody_without_wechat(cage: Cage) -> None:
    """A visitor of the chat page; whoever holds the cookie is this person, so it must not lie about either."""
    house = cage.house
    jar = CookieJar(unsafe=True)
    async with ClientSession(cookie_jar=jar) as session:
        visitor = ChatPerson(session, lambda: house.url)
        async with session.get(f"{house.url}/chat") as page:
            assert page.status == 200
        await visitor.says(f"柳林村三组的垃圾没人清，联系我{PHONE}").hears("编号")
        cage.cookies += [cookie.value for cookie in jar]
    assert cage.cookies


async def what_is_refused(cage: Cage) -> None:
    """A wrong signature, a wrong key, a wrong window, nonsense: with the canaries in it."""
    house = cage.house
    good = house.write(house.platforms.official_account.text, OPENID, WORDS, "25000000000000001")
    await cage.bring(replace(good, path_query=good.path_query.replace("msg_signature=", "msg_signature=0")), 403)
    await cage.bring(replace(good, body=WORDS.encode()), 400)
    liar = OfficialAccountPlatform(token="canary-token-mp", secret="", aes_key="x" * 43)
    await cage.bring(house.write(liar.text, OPENID, WORDS, "25000000000000002"), 400)
    async with house.session.get(f"{house.url}/api/v1/cases", headers={"Authorization": f"Bearer {API_TOKEN}x"}) as got:
        assert got.status == 401
        cage.keep("answer 401", await got.read())
    async with house.session.get(f"{house.url}/api/v1/cases/{quote(WORDS)}?token={API_TOKEN}") as got:
        cage.keep("answer of the api", await got.read())


async def what_breaks_inside(cage: Cage) -> None:
    """A handler that fails on a message, again and again, until the books are whole again."""
    house, account = cage.house, cage.house.platforms.official_account
    house.rows("ALTER TABLE vault RENAME TO vault_lost")
    await cage.says(account, OPENID, f"柳林村二组的井盖破了，联系我{PHONE}")

    async def has_failed() -> bool:
        return house.number("SELECT COUNT(*) FROM inbox WHERE attempts > 0") == 1

    await until(has_failed, lambda: "nothing failed")
    house.rows("ALTER TABLE vault_lost RENAME TO vault")
    await house.is_quiet()
    await cage.hears("zhaomin", "柳林村二组")


async def test_no_canary_sings(empty_database_url: str, tmp_path: Path) -> None:
    url = empty_database_url
    if not url.startswith("sqlite"):  # the server trusts us and takes any password
        url = make_url(url).set(password=PASSWORD).render_as_string(hide_password=False)
    async with moving_in(tmp_path, url, canary_platforms()) as house:
        cage = Cage(house)
        await house.start()
        await a_whole_case(cage)
        await somebody_without_wechat(cage)
        await what_is_refused(cage)
        await what_breaks_inside(cage)
        await cage.says(house.platforms.wecom, STRANGER, f"{STRANGER_WORDS}{PHONE}")
        await cage.says(house.platforms.robot, STRANGER, f"{STRANGER_WORDS}{PHONE}")
        await house.is_quiet()
        await cage.look_around()
        keep_what_is_stored(cage, "while it ran")
        assert await house.end(signal.SIGTERM) == 0
        keep_what_is_stored(cage, "afterwards")
        cage.keep("the log", house.log.read_bytes())
        nobody_sings(cage)


def keep_what_is_stored(cage: Cage, when: str) -> None:
    """Every byte of every file but the configuration, and of every row of a PostgreSQL database."""
    house = cage.house
    for file in house.folder.rglob("*"):
        if file.is_file() and file not in (house.config, house.log):
            cage.keep(f"{file.name} {when}", file.read_bytes())
    if not house.is_sqlite:
        for (table,) in house.rows("SELECT tablename FROM pg_tables WHERE schemaname = 'public'"):
            for (row,) in house.rows(f"SELECT CAST(t AS text) FROM {table} t"):  # noqa: S608
                cage.keep(f"{table} {when}", row)


def nobody_sings(cage: Cage) -> None:
    secrets = secrets_of(cage.house) + cage.cookies
    personal = [OPENID, PHONE, IDENTITY, CARD, STRANGER, STRANGER_WORDS, "zhanglixin"]
    found = [(canary, where) for where, raw in cage.of() for canary in secrets + personal if sings(raw, canary)]
    assert found == []
    assert len(cage.seen["the log"]) > 1000
    assert b"liaison_callbacks_rejected_total" in cage.seen["/metrics"]
    assert any(sings(raw, "路灯") for _, raw in cage.of("a case")), "the cage saw nothing at all"


def sings(raw: bytes, canary: str) -> bool:
    """As it is, as an address writes it, as JSON writes it, as PostgreSQL shows bytes, and in UTF-16."""
    forms = {canary, quote(canary, safe=""), canary.encode().hex(), canary.encode("unicode_escape").decode()}
    return any(form.encode() in raw for form in forms) or canary.encode("utf-16-le") in raw


def secrets_of(house: House) -> list[str]:
    platforms = house.platforms
    accounts = (platforms.official_account, platforms.wecom)
    found = [API_TOKEN, platforms.robot.token, platforms.robot.aes_key]
    for account in accounts:
        found += [account.secret, account.token, account.aes_key]
    return found if house.is_sqlite else [*found, PASSWORD]
